// The order: checks what was entered as far as a browser can, sends it, and says in words what the office answers.
//
// An order is sent with a key of its own. While its fate is unknown, because no answer came, the very same order is
// sent again with the same key, so that the office makes one of it and not two.

import { Moved } from "./moved.js";
import { clear, say, show } from "./refusals.js";
import { post } from "./send.js";
import { put, settled } from "./text.js";

const $ = (id) => document.getElementById(id);
const ticks = ["accept_terms", "accept_aml", "declare"];

export class Ordering {
  #form;
  #calc;
  #prices;
  #moved;
  #quote = null; // what would be ordered
  #pending = null; // {entered, body, key}: sent, and nobody knows what became of it
  #sending = false;

  constructor({ form, calc, prices }) {
    this.#form = form;
    this.#calc = calc;
    this.#prices = prices;
    this.#moved = new Moved(() => this.update(this.#quote));
    for (const name of ["pay_out", "refund_to"]) {
      this.#input(name).addEventListener("input", settled(400, () => this.#checkAddress(name)));
    }
    for (const name of ["pay_out_memo", "refund_to_memo", "email"]) {
      this.#input(name).addEventListener("input", settled(400, () => this.#checkText(name)));
    }
    for (const name of ticks) this.#input(name).addEventListener("change", () => clear(name));
    addEventListener("pageshow", ({ persisted }) => {
      if (persisted) this.#busy(false); // the visitor has come back from the order's page
    });
  }

  /** Takes the quote that is now shown; null when there is none. */
  update(quote) {
    this.#quote = quote;
    this.#moved.update(quote);
    $("order").disabled = this.#sending || this.#moved.open || quote === null;
  }

  checkAddresses() {
    this.#checkAddress("pay_out");
    this.#checkAddress("refund_to");
  }

  async submit() {
    if (this.#sending || !this.#quote) return;
    $("order-problem").hidden = true;
    const agreed = this.#quote;
    this.#sending = true;
    if (!(await this.#complete())) return this.#busy(false);
    put($("changed"));
    this.#busy(true);
    await this.#send(this.#order(agreed), true);
  }

  async #send(order, first) {
    const answer = await post(order);
    this.#pending = answer.certain && answer.problem ? null : order; // sent once more, an order made is the same order
    if (answer.url) {
      location.assign(answer.url);
      return; // the button stays as it is: the next page is on its way
    }
    if (answer.problem.code === "rate_moved") {
      await this.#prices.refresh(); // the page computes the new quote from the new prices by itself
      const again = this.#quote && this.#order();
      if (again && alike(order, again)) {
        if (first) return this.#send(again, false); // there is nothing to decide: every figure is what was agreed to
        answer.problem = { message: "The office has published the same prices anew; every figure is as before. Press Order once more." };
      }
    }
    this.#busy(false);
    if (this.#pending) answer.problem.message += ` It asks for the order that was sent: ${sent(order)}.`;
    this.#refused(answer.problem, order);
  }

  /** Whether the visitor has begun to agree to what is shown. */
  get begun() {
    return !this.#sending && !this.#moved.open && ticks.some((name) => this.#input(name).checked);
  }

  /** What to send: an order whose fate is unknown and in which nothing was changed since goes out again as it was. */
  #order(agreed = this.#quote) {
    const body = this.#body(agreed);
    const { rates, quote, ...rest } = body; // prices may have moved in between; what was entered has not
    const entered = JSON.stringify(rest);
    if (this.#pending?.entered === entered) return this.#pending;
    return { entered, from: body.from, to: body.to, quote, body: JSON.stringify(body), key: newKey() };
  }

  #body({ from, to, side, amount, answer, rates }) {
    const text = (name) => this.#input(name).value.trim();
    return {
      from,
      to,
      [side]: amount,
      rates,
      terms: this.#form.dataset.terms,
      quote: Object.fromEntries(answer.figures.map(({ name, value }) => [name, value])),
      pay_out: { address: text("pay_out"), memo: text("pay_out_memo") },
      refund_to: { address: text("refund_to"), memo: text("refund_to_memo") },
      contact: { email: text("email") },
      accepted: {
        terms: this.#form.dataset.terms,
        aml_kyc: this.#form.dataset.aml,
        declarations: Array.from($("declarations").children, (li) => li.dataset.clause),
      },
    };
  }

  /** Checks everything and says all that is missing at once; the first of it gets the focus. */
  async #complete() {
    const all = await Promise.all([
      this.#checkAddress("pay_out", true),
      ...["pay_out_memo", "refund_to_memo", "email"].map((name) => this.#checkText(name)),
      this.#checkAddress("refund_to"),
      ...ticks.map((name) => this.#checkTick(name)),
    ]);
    const wrong = all.filter((input) => input !== null);
    wrong[0]?.focus();
    return wrong.length === 0;
  }

  async #checkAddress(name, required = false) {
    const text = this.#input(name).value.trim();
    const currency = name === "pay_out" ? this.#form.elements.to.value : this.#form.elements.from.value;
    const answer = text !== "" || required ? await this.#calc.address({ currency, text }) : null;
    clear(name);
    $(`${name}-fine`).hidden = !answer?.ok;
    return !answer || answer.ok ? null : this.#show({ ...answer.refusal, field: name });
  }

  async #checkText(name) {
    const input = this.#input(name);
    const card = await this.#calc.card(input.value);
    clear(name);
    if (card) {
      return this.#show({ field: name, message: "This looks like a bank card number. Card numbers never enter the office.", clause: this.#form.dataset.clauseCards });
    }
    if (!input.validity.valid) return this.#show({ field: name, message: "This is not an e-mail address." });
    return null;
  }

  #checkTick(name) {
    clear(name);
    const input = this.#input(name);
    if (input.checked) return null;
    return this.#show({ field: name, message: input.closest("[data-missing]").dataset.missing });
  }

  /** Says what the office answered, at the place it is about. */
  #refused(problem, order) {
    switch (problem.code) {
      case "rate_moved":
        this.#moved.show(order, this.#quote);
        $("order").disabled = true;
        return;
      case "quote_mismatch":
        this.#problem(mismatch(problem), reload());
        return;
      case "terms_changed":
        for (const name of ["accept_terms", "accept_aml"]) this.#input(name).checked = false;
        this.#problem(problem, link("/terms/", "Read the edition in force"), ", then ", reload());
        return;
    }
    const input = this.#show(problem);
    if (input) input.focus();
    else $("order-problem").scrollIntoView({ block: "nearest" });
  }

  #problem(problem, ...more) {
    const at = $("order-problem");
    say(at, problem);
    at.append(" ", ...more, ".");
    at.hidden = false;
    at.scrollIntoView({ block: "nearest" });
  }

  #show(refusal) {
    return show(refusal, $("order-problem"));
  }

  #busy(sending) {
    this.#sending = sending;
    put($("order"), sending ? "Ordering …" : "Order");
    $("order").setAttribute("aria-busy", sending);
    this.update(this.#quote);
  }

  #input(name) {
    return this.#form.elements[name];
  }
}

/** The amounts of an order that was sent, for prices may have moved on the page since. */
function sent({ from, to, quote }) {
  return `${quote.give} ${from} for ${quote.get} ${to}`;
}

/** Whether two orders agree in all that was entered and in every figure. */
function alike(one, other) {
  return one.entered === other.entered && JSON.stringify(one.quote) === JSON.stringify(other.quote);
}

/** A UUID that begins with the time (version 7): keys that were made together stand together at the office. */
function newKey() {
  const time = Date.now().toString(16).padStart(12, "0");
  const hex = Array.from(crypto.getRandomValues(new Uint8Array(10)), (b) => b.toString(16).padStart(2, "0")).join("");
  return (time + hex).replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, "$1-$2-7$3-8$4-$5");
}

/** A line that differs is named as the page names it, with both values. */
function mismatch(problem) {
  const words = document.querySelector(`[data-line="${CSS.escape(problem.field ?? "")}"] th`)?.textContent ?? problem.field;
  if (!problem.claimed || !problem.computed) return { ...problem, message: problem.message };
  return {
    message: `“${words}” was ${problem.claimed} on this page; the office computes ${problem.computed}. Nothing was ordered. The tariff has probably changed:`,
  };
}

const reload = () => link(location.href, "load this page again");

function link(href, words) {
  const a = document.createElement("a");
  a.href = href;
  a.append(words);
  return a;
}
