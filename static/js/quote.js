// The quote in the page: fills the rows, the bar and the facts that templates/quote.templ has prepared.

import { assetOf, offer, putRate } from "./currencies.js";
import { amount, moment, percent, prose, put, settled } from "./text.js";

const $ = (id) => document.getElementById(id);
const line = (name) => $(`line-${name}`);

/** Shows an answer of the calculator. */
export function showQuote(answer, { from, to }) {
  $("quote-figures").classList.remove("blank");
  put($("quote-give"), amount(answer.give, assetOf(from)));
  put($("quote-get"), amount(answer.get, assetOf(to)));
  put($("payout-got"), "= ", amount(answer.get, assetOf(to)));
  put($("commission-rate"), answer.commission.replace("%", "\u00a0%"));
  mark(answer.commission);
  putRate($("fact-rate"), answer.rate);
  for (const { name, value, share } of answer.figures) {
    const row = line(name);
    if (!row) continue; // give and get stand above the lines, for how long the rate is fixed below them
    put(row.querySelector(".value"), amount(value));
    put(row.querySelector(".share"), name === "value" ? "" : percent(share));
  }
  draw(answer.figures);
  say(`You give ${answer.give} ${assetOf(from)} and get ${answer.get} ${assetOf(to)}.`);
}

/** Shows that there is no quote: what cannot be had any more must not stay in sight. */
export function clearQuote() {
  $("quote-figures").classList.add("blank");
  for (const element of [$("quote-give"), $("quote-get"), $("fact-rate")]) put(element, "–");
  for (const element of document.querySelectorAll("#quote .value")) put(element, "–");
  for (const element of document.querySelectorAll("#quote .share")) put(element);
  put($("payout-got"));
  put($("commission-rate"));
  mark("");
  draw([]);
  say("");
}

/** Shows commissions, limits, time and the kind of rate of a direction as the office offers it. */
export function showOffer({ from, to }) {
  const offered = offer(from, to);
  const commissions = offered?.commissions.split("; ") ?? ["–"];
  put($("fact-commissions"), ...commissions.map(step));
  mark($("commission-rate").textContent.replace("\u00a0", ""));
  put($("give-limits"), prose(offered?.give ?? ""));
  put($("get-limits"), prose(offered?.get ?? ""));
  put($("fact-limits"), prose(offered?.give ?? "–"));
  put($("fact-within"), offered?.within ?? "–");
  const fixed = offered?.fixed ?? "";
  $("rate-floats").hidden = fixed !== "";
  $("rate-fixed").hidden = fixed === "";
  put($("rate-fixed").querySelector("[data-part=for]"), fixed);
}

/** One commission of a direction: "1 %", or "0.8 % from 10000 USDT". */
function step(words) {
  const span = document.createElement("span");
  span.className = "step";
  span.dataset.commission = words.split("\u00a0")[0];
  span.append(prose(words), " ");
  return span;
}

/** Marks the commission that the amount leads to, where there are several. */
function mark(commission) {
  const steps = Array.from($("fact-commissions").children);
  for (const one of steps) {
    if (steps.length > 1 && `${one.dataset.commission}%` === commission) one.setAttribute("aria-current", "true");
    else one.removeAttribute("aria-current");
  }
}

/** Shows which prices are computed with. */
export function showPrices(snapshot) {
  put($("fact-prices"), `${snapshot.source}, `, moment(snapshot.taken_at));
}

/** Draws the bar from the shares, whole ten-thousandths of the value; the title says the same in words. */
function draw(figures) {
  let at = 0;
  const words = [];
  for (const rect of $("bar").querySelectorAll("rect")) {
    const name = rect.dataset.part;
    const share = Number(figures.find((f) => f.name === name)?.share ?? 0);
    rect.setAttribute("x", at);
    rect.setAttribute("width", share);
    at += share;
    words.push(`${line(name).querySelector("[data-words]").textContent} ${percent(share)}`);
  }
  $("bar-words").textContent = figures.length === 0 ? "Where the money goes" : `Where the money goes: ${words.join(", ")}`;
}

/** Tells a screen reader, but not at every key. */
const say = settled(900, (text) => put($("say"), text));
