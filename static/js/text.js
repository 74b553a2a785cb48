// Text for the eye: amounts, moments, sentences. Everything works on strings, because an amount must never pass
// through a JavaScript number. What is made here looks as templates/figures.templ makes it on the server.

const noBreak = "\u00a0";

/** Replaces what an element shows by words and nodes. */
export function put(element, ...content) {
  element.replaceChildren(...content.filter((c) => c !== null && c !== undefined));
}

/** An amount with its unit; without a unit, the number alone. */
export function amount(value, unit = "") {
  const span = document.createElement("span");
  span.className = "amount";
  span.append(digits(value));
  if (unit) span.append(noBreak + unit);
  return span;
}

/** The digits of an amount in groups that stand apart by style alone, so that what is copied is the amount. */
function digits(value) {
  const data = document.createElement("data");
  data.value = value;
  for (const group of groups(value)) {
    const span = document.createElement("span");
    span.textContent = group;
    data.append(span);
  }
  return data;
}

/** "12345.67891" → "12", "345.678", "91": thousands, and thousandths where there are more than four. */
function groups(value) {
  const [whole, fraction = ""] = value.split(".");
  const head = whole.match(/^\d{1,3}(?=(\d{3})*$)|\d{3}/g) ?? [whole];
  const tail = (fraction.length <= 4 ? [fraction] : fraction.match(/\d{1,3}/g)).filter((part) => part !== "");
  if (tail.length > 0) head.push(`${head.pop()}.${tail.shift()}`);
  return [...head, ...tail];
}

/** A sentence in which every longer number stands as an amount: "at most 100000 BTC". */
export function prose(text) {
  const fragment = document.createDocumentFragment();
  for (const token of text.split(/([ \u00a0])/)) {
    fragment.append(token.length > 3 && /^(0|[1-9]\d*)(\.\d*[1-9])?$/.test(token) ? amount(token) : token);
  }
  return fragment;
}

/** A reference to a clause of the user agreement by its number: in the edition in force, or in the one at an address. */
export function clause(number, edition) {
  const a = document.createElement("a");
  a.className = "clause-ref";
  pointTo(a, number, "clause", edition);
  return a;
}

/** Lets a link that is there lead to a clause. */
export function pointTo(a, number, word = "clause", edition = "/terms/") {
  a.href = `${edition}#c-${number}`;
  a.textContent = word + noBreak + number;
}

/** Ten-thousandths as per cent: 150 → "1.50 %". */
export function percent(share) {
  const n = Number(share); // a share to draw with, not money
  return `${Math.trunc(n / 100)}.${String(n % 100).padStart(2, "0")}${noBreak}%`;
}

// Written out, because the browser's own formatter takes longer to start than all the rest of the page.
const months = "January February March April May June July August September October November December".split(" ");

/** A moment to the second, in UTC: "22 November 2026, 05:16:10 UTC". */
export function moment(iso) {
  const time = document.createElement("time");
  time.dateTime = iso;
  const at = new Date(iso);
  const day = [at.getUTCDate(), months[at.getUTCMonth()], at.getUTCFullYear()].join(noBreak);
  time.textContent = `${day}, ${at.toISOString().slice(11, 19)}${noBreak}UTC`;
  return time;
}

/** Calls the function once things have been quiet for a while. */
export function settled(milliseconds, f) {
  let timer = 0;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => f(...args), milliseconds);
  };
}
