// The exchange page: reads the form, has the calculator quote while one types, and keeps the address a link to the
// quote. Until the calculator is there, and where it cannot run, the form is an ordinary one that the server answers.

import { accountOf, assetOf, memoOf, offer } from "./currencies.js";
import { showMarket } from "./market.js";
import { openOffice } from "./office.js";
import { Ordering } from "./order.js";
import { clearQuote, showOffer, showPrices, showQuote } from "./quote.js";
import { clear, show } from "./refusals.js";
import { amount, put, settled } from "./text.js";

const $ = (id) => document.getElementById(id);
const form = $("exchange");
const [from, to] = [$("from"), $("to")];
const amounts = { give: $("give"), get: $("get") };
const other = { give: "get", get: "give" };

let side = form.elements.side.value; // the side on which the visitor names the amount
let office = null; // calc and prices, once they are there
let ordering = null;
let quote = null; // what is shown and may be ordered, or null
let turns = 0; // questions asked of the calculator so far: only the last one's answer counts
let last = null; // the last quote that was shown, also when prices have expired since
const unknown = {}; // currencies that the link names and the office does not have, by selection

/** The link that led here fills the form: /?from=BTC&to=USDTTRC20&give=0.1. What it names is never replaced. */
function fill() {
  const query = new URLSearchParams(location.search);
  choose(from, query.get("from"));
  limitTo();
  if (query.get("to")) choose(to, query.get("to"));
  else settleTo();
  const named = ["give", "get"].find((name) => query.get(name)?.trim());
  if (!named) return;
  if (amounts[named].value === query.get(named)) side = named; // the office has filled in both amounts
  else setAmount(named, query.get(named));
}

function choose(select, code) {
  if (!code) return;
  select.value = code; // nothing is selected where there is no such currency
  if (select.value === "") unknown[select.name] = code.slice(0, 20);
}

/** Why there cannot be a quote whatever the amount, as a refusal; null when there can. */
function barred() {
  const open = [from, to].find((select) => select.value === "");
  if (open) return { field: open.name, message: `The office does not handle ${unknown[open.name] ?? "this currency"}.`, accepts: "a currency of the list" };
  const offered = offer(from.value, to.value);
  if (offered?.closed) {
    return { field: "to", message: `This direction is closed: ${offered.closed}`, accepts: "another direction, or the same one later", clause: form.dataset.clauseLimits };
  }
  if (offered) return null;
  return { field: "to", message: `The office does not offer ${to.value} for ${from.value}.`, accepts: "another currency of the list", clause: form.dataset.clauseLimits };
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
    option.disabled = option.hidden = from.value !== "" && !offer(from.value, option.value);
  }
}

/** Moves on from a currency that cannot be had for the one that was just chosen. */
function settleTo() {
  if (to.value !== "" && to.selectedOptions[0].disabled) to.value = Array.from(to.options).find((o) => !o.disabled)?.value ?? "";
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

/** What stands in the form, as a question to the calculator. */
function question() {
  return { from: from.value, to: to.value, side, amount: amounts[side].value.trim() };
}

/** Whether two questions are the same. */
function same(one, other) {
  return ["from", "to", "side", "amount"].every((part) => one?.[part] === other?.[part]);
}

/** Computes the quote anew from what stands in the form and the prices at hand. */
async function compute() {
  if (!office) return;
  const { calc, prices } = office;
  const turn = ++turns;
  const asked = question();
  if (!same(quote, asked)) ordering.update(null); // what is shown is no answer any more
  const bar = barred();
  const answer = prices.usable && !bar ? await calc.quote(asked) : null;
  if (turn === turns) showAnswer(asked, answer, bar ?? answer?.refusal);
}

/** Shows the quote, or why there is none. That no amount was named yet is nothing to speak of; that a direction is off is. */
function showAnswer(asked, answer, refusal) {
  const { prices } = office;
  clear("give", "get");
  $("problem").hidden = true;
  quote = null;
  refused(asked.amount === "" && refusal?.field === side ? null : refusal);
  if (answer?.ok) {
    last = quote = { ...asked, answer, rates: prices.snapshot.id };
    amounts[other[side]].value = answer[other[side]];
    showQuote(answer, asked);
    $("ordering").hidden = false;
  } else {
    amounts[other[side]].value = "";
    clearQuote();
  }
  for (const input of Object.values(amounts)) input.classList.toggle("long", input.value.length > 14); // as templates/forms.go has it
  ordering.update(prices.valid ? quote : null); // what has expired is for orientation only
}

/** Says why there is no quote. Whoever is still typing is not interrupted. */
const refused = settled(350, (refusal) => {
  if (refusal) show(withReason(refusal), $("problem"));
});

/** A refusal for want of a price says why the office has none. */
function withReason(refusal) {
  const reason = refusal.code === "price_missing" ? office.prices.reason(refusal.field) : "";
  return reason ? { ...refusal, message: `${refusal.message} ${reason}` } : refusal;
}

/** The address of the page leads to what is shown. */
const link = settled(400, () => {
  if (from.value === "" || to.value === "") return; // it names what was not found, until something is chosen
  const query = new URLSearchParams({ from: from.value, to: to.value });
  const text = amounts[side].value.trim();
  if (text !== "") query.set(side, text);
  history.replaceState(null, "", `/?${query}`);
});

/** The visitor has changed something: what was said of the quote before is over. */
function changed() {
  label();
  put($("changed"));
  compute();
  link();
}

function swap() {
  const text = amounts[side].value;
  const [was, will] = [from.value, to.value];
  from.value = will;
  limitTo();
  to.value = was; // the button is there only where this direction is
  setAmount(other[side], text); // the amount named stays with its currency
  ordering?.checkAddresses();
  changed();
}

function listen() {
  for (const name of ["give", "get"]) {
    amounts[name].addEventListener("input", () => {
      side = name;
      form.elements.side.value = name;
      changed();
    });
  }
  for (const select of [from, to]) {
    select.addEventListener("change", () => select.querySelector('option[value=""]')?.remove());
  }
  from.addEventListener("change", () => {
    limitTo();
    settleTo();
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
async function pricesChanged() {
  const { prices } = office;
  if (prices.valid) {
    showPrices(prices.snapshot);
    showMarket(prices.snapshot);
  }
  put($("proof"), prices.signed);
  put($("state"), prices.state);
  const before = last;
  await compute();
  if (before && same(before, quote) && ordering.begun) sayMoved(before);
}

/** Whoever has begun to agree to a quote is told when its amounts change. */
function sayMoved(before) {
  const name = other[side];
  const [was, is] = [before.answer[name], quote.answer[name]];
  if (was === is) return;
  const unit = assetOf(name === "give" ? from.value : to.value);
  put($("changed"), `The office has published new prices: you now ${name} `, amount(is, unit), " instead of ", amount(was, unit), ".");
}

async function start() {
  fill();
  label();
  refused(barred());
  listen();
  put($("state"), "The calculator is loading …");
  try {
    office = await openOffice();
  } catch (error) {
    console.warn("calculator:", error);
    put($("state"));
    $("plain").hidden = false; // the form stays an ordinary one
    form.classList.add("plain");
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
