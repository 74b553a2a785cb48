// The prices of a page: fetched, their signature checked, and used only as far as it holds.

import { verifySnapshot } from "./snapshot.js";

const soon = 20_000; // milliseconds before they expire at which prices are fetched again
const patience = 10_000; // milliseconds before a request is given up
const keysAddress = "/.well-known/agio-keys.json";

/** Reasons with which nothing is known about a signature, neither good nor bad: the server then checks alone. */
const unknowable = ["browser_insecure", "browser_no_ed25519", "keys_missing"];
const noKeys = {
  ok: false,
  reason: "keys_missing",
  message: "This site names no keys of the office, so the signature of the prices was not checked.",
};

/**
 * Prices that can be ordered on until they expire. They are fetched again before that, when the page is looked at
 * again, and when asked to; whoever set onchange is told each time, and when they expire for want of new ones.
 *
 * Each answer's signature is checked before it is used (see snapshot.js). An answer that is not the office's leaves the
 * page without prices. Where the browser cannot check, the prices are used and the page says so. Prices whose signature
 * held stay for orientation after they have expired, with their age; they live in this page only.
 */
export class Prices {
  snapshot = null; // the last answer of /api/rates that could be used; null before the first
  proof = null; // what the check of the last answer gave: {ok, reason, message}
  onchange = () => {};
  #calc;
  #keys;
  #reasons;
  #forged = false; // the last answer was not the office's
  #proven = false; // the signature of the snapshot held
  #taken = 0; // when the snapshot was taken, by this computer's clock
  #until = 0; // when it expires, likewise
  #failures = 0;
  #timer = 0;
  #running = null;

  constructor(calc, office) {
    this.#calc = calc;
    this.#keys = office.keys ?? null;
    this.#reasons = office.price_reasons ?? {};
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") this.#look();
    });
    addEventListener("online", () => this.#look());
  }

  /** Whether the prices may be ordered on now. */
  get valid() {
    return this.snapshot !== null && !this.#forged && Date.now() < this.#until;
  }

  /** Whether the prices may be computed with: valid, or proven and for orientation only. */
  get usable() {
    return this.valid || (this.snapshot !== null && !this.#forged && this.#proven);
  }

  /** Why an asset has no price, as a sentence; empty where it has one or nobody knows. */
  reason(asset) {
    return this.#reasons[this.snapshot?.refused?.[asset]] ?? "";
  }

  /** What the page says of the signature. */
  get signed() {
    if (!this.usable) return "";
    return this.#proven ? "Prices signed by the office, checked in your browser." : this.proof.message;
  }

  /** What the page says when not all is well; else empty. */
  get state() {
    if (this.valid) return "";
    if (this.#forged) {
      return `The prices that came are not as the office signed them, so there is no quote. ${this.proof.message} Trying again.`;
    }
    if (this.usable) {
      return `These prices are ${age(Date.now() - this.#taken)} old and not valid any more: the figures are for orientation, ` +
        "and nothing can be ordered until the office answers again. Trying again.";
    }
    return "The office’s prices cannot be fetched at the moment, so there is no quote. Trying again.";
  }

  /** Fetches prices now, and tells onchange; a second call while one is under way waits for the same answer. */
  refresh() {
    this.#running ??= this.#fetch().finally(() => {
      this.#running = null;
      this.#schedule();
      return this.onchange();
    });
    return this.#running;
  }

  async #fetch() {
    try {
      const response = await get("/api/rates");
      const snapshot = await response.json();
      const ahead = clockAhead(response.headers.get("Date"));
      const proof = await this.#prove(snapshot, Date.now() - ahead);
      this.proof = proof;
      this.#forged = !proof.ok && !unknowable.includes(proof.reason);
      if (this.#forged) throw new Error(`${proof.reason}: ${proof.message}`);
      const answer = await this.#calc.prices(snapshot);
      if (!answer.ok) throw new Error(answer.refusal.message);
      this.snapshot = snapshot;
      this.#proven = proof.ok;
      this.#taken = Date.parse(snapshot.taken_at) + ahead;
      this.#until = Date.parse(snapshot.valid_until) + ahead;
      this.#failures = 0;
    } catch (error) {
      this.#failures++;
      console.info("prices:", error.message);
    }
  }

  /** Checks the signature. Keys may have been turned since the page was loaded; then they are fetched once more. */
  async #prove(snapshot, now) {
    const known = this.#keys ? await verifySnapshot(snapshot, this.#keys, now) : noKeys;
    if (!["key_unknown", "key_expired", "keys_missing"].includes(known.reason)) return known;
    const keys = await get(keysAddress).then((response) => response.json()).catch(() => null);
    if (keys === null) return known;
    const proof = await verifySnapshot(snapshot, keys, now);
    if (proof.ok) this.#keys = keys;
    return proof;
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

async function get(address) {
  const response = await fetch(address, { cache: "no-store", signal: AbortSignal.timeout(patience) });
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response;
}

/**
 * How far this computer's clock, which may be wrong, is ahead of the office's, as the answer tells it. Whoever could
 * turn that time back could only show prices again that the office once signed; an order on them is refused.
 */
function clockAhead(date) {
  const ahead = date ? Date.now() - Date.parse(date) : 0;
  return Math.abs(ahead) > 2000 ? ahead : 0;
}

/** "7 minutes", "3 hours": never more than it is. */
function age(milliseconds) {
  const minutes = Math.max(0, Math.floor(milliseconds / 60_000));
  const [count, unit] = minutes < 120 ? [minutes, "minute"] : [Math.floor(minutes / 60), "hour"];
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}
