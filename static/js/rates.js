// The rates page: keeps prices and rates fresh, and filters the directions by a currency.

import { putRate } from "./currencies.js";
import { showMarket } from "./market.js";
import { openOffice } from "./office.js";
import { amount, moment, put } from "./text.js";

const $ = (id) => document.getElementById(id);
const rows = Array.from(document.querySelectorAll("#directions tbody tr"));

function showPrices({ taken_at, source, prices }) {
  put($("fact-prices"), `${source}, `, moment(taken_at));
  for (const row of document.querySelectorAll("#prices [data-asset]")) {
    const price = prices[row.dataset.asset];
    if (!price) continue; // USDT has no entry: its price is always 1
    put(row.querySelector("[data-cell=bid]"), amount(price.bid));
    put(row.querySelector("[data-cell=ask]"), amount(price.ask));
  }
}

function showRates(rates) {
  const byDirection = new Map(rates.map((rate) => [`${rate.from} ${rate.to}`, rate]));
  for (const row of rows) {
    const rate = byDirection.get(`${row.dataset.from} ${row.dataset.to}`);
    if (!rate || rate.code === "direction_closed") continue; // the page says why it is closed
    const cell = row.querySelector("[data-cell=rate]");
    if (rate.ok) putRate(cell, rate);
    else put(cell, "no price at the moment");
  }
}

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
      put($("state"), prices.valid ? "" : "New prices cannot be fetched at the moment; these are no longer valid.");
      if (!prices.valid) return;
      showPrices(prices.snapshot);
      showMarket(prices.snapshot);
      showRates(calc.rates());
    };
    await prices.refresh();
  } catch (error) {
    console.warn("calculator:", error);
    put($("state"), "These figures are those of that moment and are not refreshed in this browser.");
  }
}

start();
