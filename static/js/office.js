// What a page that computes needs: the office, the calculator and prices that are valid. Nothing of this stands in the
// way of reading: it starts when the browser is idle, and the page works as a plain form until then and without it.

import { openCalculator } from "./calculator.js";

const soon = 20_000; // milliseconds before they expire at which prices are fetched again
const patience = 10_000; // milliseconds before a request for prices is given up

/** Opens the calculator when the browser is idle, or rejects where it cannot run. */
export async function openOffice() {
  await idle();
  if (typeof WebAssembly !== "object") throw new Error("WebAssembly is missing");
  const response = await fetch("/office.json", { cache: "no-cache" });
  if (!response.ok) throw new Error(`office.json: ${response.status}`);
  const office = await response.json();
  const calc = await openCalculator({ office, moduleURL: office.module.url });
  return { office, calc, prices: new Prices(calc) };
}

function idle() {
  return new Promise((resolve) => {
    if ("requestIdleCallback" in window) requestIdleCallback(resolve, { timeout: 1000 });
    else setTimeout(resolve, 50);
  });
}

/**
 * Prices that are never used after they have expired. They are fetched again before that, when the page is looked at
 * again, and when asked to; whoever set onchange is told each time, and when they expire for want of new ones.
 */
class Prices {
  snapshot = null; // the answer of /api/rates; null before the first
  onchange = () => {};
  #calc;
  #until = 0; // when they expire, by this computer's clock
  #failures = 0;
  #timer = 0;
  #running = null;

  constructor(calc) {
    this.#calc = calc;
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") this.#look();
    });
    addEventListener("online", () => this.#look());
  }

  /** Whether the prices may be computed with now. */
  get valid() {
    return this.snapshot !== null && Date.now() < this.#until;
  }

  /** Fetches prices now; a second call while one is under way waits for the same answer. */
  refresh() {
    this.#running ??= this.#fetch().finally(() => {
      this.#running = null;
      this.#schedule();
      this.onchange();
    });
    return this.#running;
  }

  async #fetch() {
    try {
      const response = await fetch("/api/rates", { cache: "no-store", signal: AbortSignal.timeout(patience) });
      if (!response.ok) throw new Error(`rates: ${response.status}`);
      const snapshot = await response.json();
      const answer = this.#calc.prices(snapshot);
      if (!answer.ok) throw new Error(answer.refusal.message);
      this.snapshot = snapshot;
      this.#until = expiry(snapshot, response.headers.get("Date"));
      this.#failures = 0;
    } catch (error) {
      this.#failures++;
      console.info("prices:", error.message);
    }
  }

  /** Sees to it that the next look comes before the prices expire, exactly when they do, or soon after a failure. */
  #schedule() {
    clearTimeout(this.#timer);
    const left = this.#until - Date.now();
    const again = Math.min(4000 * 2 ** this.#failures, 60_000);
    const next = this.#failures > 0 || left <= soon ? again : left - soon;
    this.#timer = setTimeout(() => this.#look(), left > 0 ? Math.min(next, left) : next);
  }

  #look() {
    if (this.snapshot !== null && !this.valid) this.onchange(); // what is shown has just become too old
    if (document.visibilityState === "hidden") return; // looked at again, they are fetched again
    if (this.#until - Date.now() <= soon || this.#failures > 0) this.refresh();
    else this.#schedule();
  }
}

/** When a snapshot expires by this computer's clock, which may be wrong; the answer says what the office's clock said. */
function expiry(snapshot, date) {
  const ahead = date ? Date.now() - Date.parse(date) : 0;
  return Date.parse(snapshot.valid_until) + (Math.abs(ahead) > 2000 ? ahead : 0);
}
