// The rates page: keeps prices and rates fresh, and filters and sorts the directions.

import { assetOf, putRate } from "./currencies.js";
import { showMarket } from "./market.js";
import { openOffice } from "./office.js";
import { sortable } from "./sorting.js";
import { amount, moment, prose, put } from "./text.js";

const $ = (id) => document.getElementById(id);
const rows = Array.from(document.querySelectorAll("#directions tbody tr"));

function showPrices({ taken_at, source, prices }) {
  put($("as-of"), "as of ", moment(taken_at));
  put($("fact-prices"), `${source}, `, moment(taken_at));
  for (const row of document.querySelectorAll("#prices [data-asset]")) {
    const price = prices[row.dataset.asset];
    if (!price && row.dataset.asset === "USDT") continue; // it has no entry: its price is always 1
    put(row.querySelector("[data-cell=bid]"), price ? amount(price.bid) : "–");
    put(row.querySelector("[data-cell=ask]"), price ? amount(price.ask) : "–");
  }
}

/** Shows what one call of the calculator says of every direction. */
function showRates(rates, reason) {
  if (rates.length === 0) return; // the calculator has failed: what is shown has its time beside it
  const byDirection = new Map(rates.map((rate) => [`${rate.from} ${rate.to}`, rate]));
  for (const row of rows) {
    const { from, to } = row.dataset;
    const part = (name) => row.querySelector(`[data-part=${name}]`);
    const rate = byDirection.get(`${from} ${to}`);
    if (rate && rate.code !== "direction_closed") showRate(part("rate"), rate, reason); // else the page says why
    showBack(part("back"), byDirection.get(`${to} ${from}`));
    part("floor").hidden = !rate?.floor;
    put(part("floor"), rate?.floor ? prose(`at the moment from ${rate.floor}\u00a0${assetOf(from)}`) : null);
  }
}

function showRate(element, rate, reason) {
  const why = reason(assetOf(rate.from)) || reason(assetOf(rate.to));
  if (rate.ok) putRate(element, rate);
  else if (rate.code === "cost_not_covered") put(element, notCovered);
  else put(element, "no price at the moment", why ? `. ${why}` : null);
}

function showBack(element, rate) {
  if (!rate) put(element, "not offered");
  else if (rate.ok) putRate(element, rate);
  else put(element, rate.code === "direction_closed" ? "closed" : "off");
}

const notCovered = "off. At the moment this direction does not cover what networks and markets take.";

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
  sortable($("directions"), $("sort"));
  try {
    const { calc, prices } = await openOffice();
    prices.onchange = async () => {
      put($("proof"), prices.signed);
      put($("state"), prices.state);
      if (!prices.valid) return;
      showPrices(prices.snapshot);
      showMarket(prices.snapshot);
      showRates(await calc.rates(), (asset) => prices.reason(asset));
    };
    await prices.refresh();
  } catch (error) {
    console.warn("calculator:", error);
    put($("state"), "These figures are those of that moment and are not refreshed in this browser.");
  }
}

start();
