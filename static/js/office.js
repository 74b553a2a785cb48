// What a page that computes needs: the office, the calculator and prices that are valid. Nothing of this stands in the
// way of reading: it starts when the browser is idle, and the page works as a plain form until then and without it.

import { openCalculator } from "./calculator.js";
import { Prices } from "./prices.js";

/** Opens the calculator when the browser is idle, or rejects where it cannot run. */
export async function openOffice() {
  await idle();
  if (typeof WebAssembly !== "object") throw new Error("WebAssembly is missing");
  const response = await fetch("/office.json", { cache: "no-cache" });
  if (!response.ok) throw new Error(`office.json: ${response.status}`);
  const office = await response.json();
  const calc = await openCalculator({ office, moduleURL: office.module.url });
  return { office, calc, prices: new Prices(calc, office) };
}

function idle() {
  return new Promise((resolve) => {
    if ("requestIdleCallback" in window) requestIdleCallback(resolve, { timeout: 1000 });
    else setTimeout(resolve, 50);
  });
}
