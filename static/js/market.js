// The market table below the page: the exchange and the rates page show the newest snapshot in it, all other pages that
// of the moment they were built.

import { showCourses } from "./course.js";
import { amount, moment, put } from "./text.js";

const noBreak = "\u00a0";

/** Shows a snapshot, GET /api/rates. */
export function showMarket({ taken_at, source, prices }) {
  showCourses();
  const time = document.getElementById("market-time");
  if (!time) return; // the page was built without prices
  put(time, moment(taken_at), `, ${source}`);
  document.getElementById("market-dashes").hidden = Object.values(prices).some((price) => price.change_24h);
  for (const row of document.querySelectorAll("#market [data-asset]")) {
    const price = prices[row.dataset.asset];
    put(row.querySelector("[data-cell=price]"), price ? amount(price.bid) : "–");
    put(row.querySelector("[data-cell=change]"), change(price?.change_24h));
  }
}

/** "1.416" → "+1.41 %": cut after two places, as templates/market.go does it. */
function change(text) {
  if (!text) return "–";
  const [whole, places = ""] = text.replace(/^-/, "").split(".");
  const cut = `${whole}.${`${places}00`.slice(0, 2)}`;
  const sign = cut === "0.00" ? "" : text.startsWith("-") ? "−" : "+";
  return `${sign}${cut}${noBreak}%`;
}
