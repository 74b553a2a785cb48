// The prices of a page: followed as they are published, or fetched; their signature checked, and used only as far as it
// holds.

import { verifySnapshot } from "./snapshot.js";
import { Stream } from "./stream.js";

const soon = 20_000; // milliseconds before they expire at which prices are fetched again at the latest
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
 * Prices that can be ordered on until they expire. New ones come by the stream as soon as they are published. Where none
 * come by it they are fetched before the old ones expire; also when the page is looked at again, and when asked to. While
 * nobody looks at the page it asks for nothing. Whoever set onchange is told each time, and when prices expire for want of
 * new ones.
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
  #due = 0; // when the next ones are fetched if none have come, likewise
  #ahead = 0; // how far this computer's clock is ahead of the office's, in milliseconds
  #failures = 0;
  #timer = 0;
  #running = null;
  #stream = new Stream((snapshot) => this.#streamed(snapshot));

  constructor(calc, office) {
    this.#calc = calc;
    this.#keys = office.keys ?? null;
    this.#reasons = office.price_reasons ?? {};
    document.addEventListener("visibilitychange", () => {
      if (hidden()) this.#stream.close();
      else this.#look();
    });
    addEventListener("online", () => {
      this.#stream.close(); // and opened again at once
      this.#look();
    });
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
    return (this.#running ??= this.#told(this.#fetch()));
  }

  /** Ends what is under way: a next look is planned, and onchange is told. */
  #told(work) {
    return work.finally(() => {
      this.#running = null;
      this.#schedule();
      if (!hidden()) this.#stream.open();
      return this.onchange();
    });
  }

  async #fetch() {
    try {
      const response = await get("/api/rates");
      const snapshot = await response.json();
      this.#ahead = clockAhead(response.headers.get("Date"));
      const proof = await this.#prove(snapshot);
      this.proof = proof;
      this.#forged = !holds(proof);
      if (this.#forged) throw new Error(`${proof.reason}: ${proof.message}`);
      await this.#use(snapshot, proof);
    } catch (error) {
      this.#failed(error);
    }
  }

  #failed(error) {
    this.#failures++;
    console.info("prices:", error.message);
  }

  /** Takes a snapshot that came by the stream. One that does not hold counts for nothing: it is asked for the other way. */
  async #streamed(snapshot) {
    await this.#running;
    if (this.valid && snapshot?.id === this.snapshot.id) return;
    const proof = await this.#prove(snapshot);
    if (!holds(proof) || this.#running) return this.refresh();
    this.#running = this.#told(this.#use(snapshot, proof).catch((error) => this.#failed(error)));
  }

  /** Lets the calculator compute with a snapshot from now on. */
  async #use(snapshot, proof) {
    const answer = await this.#calc.prices(snapshot);
    if (!answer.ok) throw new Error(answer.refusal.message);
    Object.assign(this, { snapshot, proof });
    this.#forged = false;
    this.#failures = 0;
    this.#proven = proof.ok;
    this.#taken = Date.parse(snapshot.taken_at) + this.#ahead;
    this.#until = Date.parse(snapshot.valid_until) + this.#ahead;
    this.#due = this.#until - soon * (1 + 2 * Math.random()); // the same snapshot expires everywhere at once
  }

  /** Checks the signature. Keys may have been turned since the page was loaded; then they are fetched once more. */
  async #prove(snapshot) {
    const now = Date.now() - this.#ahead;
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
    const now = Date.now();
    const again = Math.min(4000 * 2 ** this.#failures, 60_000) * (0.75 + Math.random() / 2);
    const next = this.#failures > 0 || now >= this.#due ? again : this.#due - now;
    this.#timer = setTimeout(() => this.#look(), now < this.#until ? Math.min(next, this.#until - now) : next);
  }

  #look() {
    if (this.snapshot !== null && !this.valid) this.onchange(); // what is shown has just become too old
    if (hidden()) return; // looked at again, they are fetched again
    const due = Date.now() >= this.#due;
    if (due) this.#stream.close(); // it has brought nothing for so long that it is broken, whatever it seems
    this.#stream.open();
    if (due || this.#failures > 0) this.refresh();
    else this.#schedule();
  }
}

const hidden = () => document.visibilityState === "hidden";

/** Whether a snapshot may be used: its signature holds, or nobody can tell in this browser. */
const holds = (proof) => proof.ok || unknowable.includes(proof.reason);

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
