// The rates page: keeps prices and rates fresh, and filters the directions by a currency.

import { assetOf, putRate } from "./currencies.js";
import { showMarket } from "./market.js";
import { openOffice } from "./office.js";
import { amount, moment, put } from "./text.js";

const $ = (id) => document.getElementById(id);
const rows = Array.from(document.querySelectorAll("#directions tbody tr"));

function showPrices({ taken_at, source, prices }) {
  put($("fact-prices"), `${source}, `, moment(taken_at));
  for (const row of document.querySelectorAll("#prices [data-asset]")) {
    const price = prices[row.dataset.asset];
    if (!price && row.dataset.asset === "USDT") continue; // it has no entry: its price is always 1
    put(row.querySelector("[data-cell=bid]"), price ? amount(price.bid) : "–");
    put(row.querySelector("[data-cell=ask]"), price ? amount(price.ask) : "–");
  }
}

function showRates(rates, reason) {
  const byDirection = new Map(rates.map((rate) => [`${rate.from} ${rate.to}`, rate]));
  for (const row of rows) {
    const rate = byDirection.get(`${row.dataset.from} ${row.dataset.to}`);
    if (!rate || rate.code === "direction_closed") continue; // the page says why it is closed
    const cell = row.querySelector("[data-cell=rate]");
    if (rate.ok) putRate(cell, rate);
    else if (rate.code === "cost_not_covered") put(cell, notCovered);
    else put(cell, "no price at the moment", ...why(reason(assetOf(rate.from)) || reason(assetOf(rate.to))));
  }
}

const notCovered = "off. At the moment this direction does not cover what networks and markets take.";
const why = (sentence) => (sentence ? [`. ${sentence}`] : []);

function filter() {
  const code = $("filter").value;
  let count = 0;
  for (const row of rows) {
    row.hidden = code !== "" && row.dataset.from !== code && row.dataset.to !== code;
    if (!row.hidden) count++;
  }
  put($("filter-count"), `${count} of ${rows.length} directions`);
}

async function start() {
  $("filter-row").hidden = false;
  $("filter").addEventListener("change", filter);
  filter();
  try {
    const { calc, prices } = await openOffice();
    prices.onchange = () => {
      put($("proof"), prices.signed);
      put($("state"), prices.state);
      if (!prices.valid) return;
      showPrices(prices.snapshot);
      showMarket(prices.snapshot);
      showRates(calc.rates(), (asset) => prices.reason(asset));
    };
    await prices.refresh();
  } catch (error) {
    console.warn("calculator:", error);
    put($("state"), "These figures are those of that moment and are not refreshed in this browser.");
  }
}

start();
