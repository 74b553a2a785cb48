// The exchange page: reads the form, has the calculator quote while one types, and keeps the address a link to the
// quote. Until the calculator is there, and where it cannot run, the form is an ordinary one that the server answers.

import { accountOf, memoOf, offer } from "./currencies.js";
import { showMarket } from "./market.js";
import { openOffice } from "./office.js";
import { Ordering } from "./order.js";
import { clearQuote, showOffer, showPrices, showQuote } from "./quote.js";
import { clear, show } from "./refusals.js";
import { put, settled } from "./text.js";

const $ = (id) => document.getElementById(id);
const form = $("exchange");
const [from, to] = [$("from"), $("to")];
const amounts = { give: $("give"), get: $("get") };
const other = { give: "get", get: "give" };

let side = form.elements.side.value; // the side on which the visitor names the amount
let office = null; // calc and prices, once they are there
let ordering = null;
let quote = null; // what is shown and may be ordered, or null

/** The link that led here fills the form: /?from=BTC&to=USDTTRC20&give=0.1 */
function fill() {
  const query = new URLSearchParams(location.search);
  choose(from, query.get("from"));
  limitTo();
  choose(to, query.get("to"));
  const named = ["give", "get"].find((name) => query.has(name));
  if (named) setAmount(named, query.get(named));
}

function choose(select, code) {
  if (Array.from(select.options).some((o) => o.value === code && !o.disabled)) select.value = code;
}

function setAmount(newSide, text) {
  side = newSide;
  amounts[side].value = text;
  amounts[other[side]].value = "";
  form.elements.side.value = side;
}

/** Offers only what can be had for the currency given. */
function limitTo() {
  for (const option of to.options) {
    option.disabled = option.hidden = !offer(from.value, option.value);
  }
  if (to.selectedOptions[0]?.disabled) to.value = Array.from(to.options).find((o) => !o.disabled)?.value ?? "";
}

/** Says of each currency what the rest of the form needs: limits, addresses, extra references. */
function label() {
  showOffer({ from: from.value, to: to.value });
  for (const [input, code] of [["pay_out", to.value], ["refund_to", from.value]]) {
    put($(`${input}-account`), accountOf(code));
    $(`${input}_memo-row`).hidden = memoOf(code) === "";
    put($(`${input}_memo-name`), memoOf(code));
  }
  $("swap").disabled = !office || !offer(to.value, from.value);
}

/** Computes the quote anew from what stands in the form and the prices at hand. */
function compute() {
  if (!office) return;
  const { calc, prices } = office;
  clear("give", "get");
  $("problem").hidden = true;
  quote = null;
  const text = amounts[side].value.trim();
  const asked = { from: from.value, to: to.value, side, amount: text };
  const answer = text !== "" && prices.usable ? calc.quote(asked) : null;
  refused(answer);
  if (answer?.ok) {
    quote = { ...asked, answer, rates: prices.snapshot.id };
    amounts[other[side]].value = answer[other[side]];
    showQuote(answer, asked);
    $("ordering").hidden = false;
  } else {
    amounts[other[side]].value = "";
    clearQuote();
  }
  ordering.update(prices.valid ? quote : null); // what has expired is for orientation only
}

/** Says why there is no quote. Whoever is still typing is not interrupted. */
const refused = settled(350, (answer) => {
  if (answer && !answer.ok) show(withReason(answer.refusal), $("problem"));
});

/** A refusal for want of a price says why the office has none. */
function withReason(refusal) {
  const reason = refusal.code === "price_missing" ? office.prices.reason(refusal.field) : "";
  return reason ? { ...refusal, message: `${refusal.message} ${reason}` } : refusal;
}

/** The address of the page leads to what is shown. */
const link = settled(400, () => {
  const query = new URLSearchParams({ from: from.value, to: to.value });
  const text = amounts[side].value.trim();
  if (text !== "") query.set(side, text);
  history.replaceState(null, "", `/?${query}`);
});

function changed() {
  label();
  compute();
  link();
}

function swap() {
  const text = amounts[side].value;
  const [was, will] = [from.value, to.value];
  from.value = will;
  limitTo();
  to.value = was;
  setAmount(other[side], text); // the amount named stays with its currency
  ordering?.checkAddresses();
  changed();
}

function listen() {
  for (const name of ["give", "get"]) {
    amounts[name].addEventListener("input", () => {
      side = name;
      form.elements.side.value = name;
      compute();
      link();
    });
  }
  from.addEventListener("change", () => {
    limitTo();
    ordering?.checkAddresses();
    changed();
  });
  to.addEventListener("change", () => {
    ordering?.checkAddresses();
    changed();
  });
  $("swap").addEventListener("click", swap);
}

/** From now on the page answers, and the form is not posted any more. */
function take() {
  form.classList.add("ready");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.submitter === $("order")) ordering.submit();
    else compute();
  });
}

/** New prices, or the old ones have expired. */
function pricesChanged() {
  const { prices } = office;
  if (prices.valid) {
    showPrices(prices.snapshot);
    showMarket(prices.snapshot);
  }
  put($("proof"), prices.signed);
  put($("state"), prices.state);
  compute();
}

async function start() {
  fill();
  label();
  listen();
  put($("state"), "The calculator is loading …");
  try {
    office = await openOffice();
  } catch (error) {
    console.warn("calculator:", error);
    put($("state"));
    $("plain").hidden = false; // the form stays an ordinary one
    return;
  }
  office.prices.onchange = pricesChanged;
  ordering = new Ordering({ form, ...office });
  await office.prices.refresh();
  take();
  label();
  if (location.pathname !== "/") link(); // the answer to a posted form becomes a page one can load again
}

start();
