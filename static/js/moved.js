// The prices moved between the quote and the order: both quotes side by side, line by line, and the visitor decides.

import { amount, put } from "./text.js";

const $ = (id) => document.getElementById(id);

export class Moved {
  #old = null; // the order that was refused: from, to, and the quote's figures by name
  #done;

  /** Done is called when the visitor takes the new quote. */
  constructor(done) {
    this.#done = done;
    $("moved").hidden = true; // what a page without scripts may have said
    $("take").hidden = false;
    $("take").addEventListener("click", () => {
      this.#close();
      this.#done();
      $("order").focus();
    });
  }

  get open() {
    return this.#old !== null;
  }

  show(old, quote) {
    this.#old = old;
    $("moved").hidden = false;
    this.update(quote);
    $("moved").focus();
  }

  /** The new quote may change while one compares; another direction makes the comparison void. */
  update(quote) {
    if (!this.#old) return;
    if (quote && (quote.from !== this.#old.from || quote.to !== this.#old.to)) {
      this.#close();
      return;
    }
    $("take").disabled = quote === null;
    const now = Object.fromEntries((quote?.answer.figures ?? []).map(({ name, value }) => [name, value]));
    for (const row of $("moved").querySelectorAll("[data-line]")) {
      const name = row.dataset.line;
      const [saw, is] = [this.#old.quote[name], now[name]];
      row.hidden = saw === undefined && is === undefined; // of a rate that floats, and did
      put(row.querySelector("[data-cell=old]"), saw === undefined ? "–" : amount(saw));
      put(row.querySelector("[data-cell=new]"), is === undefined ? "–" : amount(is));
      row.classList.toggle("differs", is !== saw);
    }
  }

  #close() {
    this.#old = null;
    $("moved").hidden = true;
  }
}
