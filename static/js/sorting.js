// Sorting the rows of a table by the decimals in their data attributes: with buttons in the headings, and with a
// selection where the headings are not shown. Numbers are compared as text and nothing is computed with them.

import { put } from "./text.js";

const words = { ascending: "lowest first", descending: "highest first" };

/**
 * Makes a table sortable by each heading with data-sort, which names a data attribute of the rows. data-words is what
 * the selection calls it, and data-first "descending" where the highest is looked for first.
 */
export function sortable(table, select) {
  const body = table.tBodies[0];
  const rows = Array.from(body.rows); // in the order of the page
  const headings = Array.from(table.querySelectorAll("th[data-sort]"));
  const options = [{ key: "", order: "", text: "as listed" }];

  function sort(key, order) {
    const sorted = key === "" ? rows : [...rows].sort(by(key, order));
    body.append(...sorted);
    for (const th of headings) {
      if (th.dataset.sort === key) th.setAttribute("aria-sort", order);
      else th.removeAttribute("aria-sort");
    }
    select.selectedIndex = options.findIndex((o) => o.key === key && o.order === order);
  }

  for (const th of headings) {
    const key = th.dataset.sort;
    const name = th.textContent;
    const first = th.dataset.first ?? "ascending";
    const other = first === "ascending" ? "descending" : "ascending";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.textContent = name;
    button.addEventListener("click", () => sort(key, th.getAttribute("aria-sort") === first ? other : first));
    put(th, button);
    if (key === "give" || key === "get") options.push({ key, order: first, text: name.toLowerCase() });
    else for (const order of [first, other]) options.push({ key, order, text: `${th.dataset.words ?? name.toLowerCase()}, ${words[order]}` });
  }
  put(select, ...options.map(({ text }) => new Option(text)));
  select.addEventListener("change", () => sort(options[select.selectedIndex].key, options[select.selectedIndex].order));
}

/** Rows by a number; those without it come last either way, and equals stay as the page has them. */
function by(key, order) {
  const sign = order === "descending" ? -1 : 1;
  return (a, b) => {
    const [x, y] = [a.dataset[key] ?? "", b.dataset[key] ?? ""];
    if (x === "" || y === "") return (x === "") - (y === "");
    return sign * compare(x, y);
  };
}

/** Which of two canonical decimals above or at zero is larger: 1, −1, or 0 for neither. */
export function compare(x, y) {
  const [a, b = ""] = x.split(".");
  const [c, d = ""] = y.split(".");
  if (a.length !== c.length) return a.length > c.length ? 1 : -1;
  if (a !== c) return a > c ? 1 : -1;
  return b === d ? 0 : b > d ? 1 : -1;
}
