// The refund simulator: holds every clause of section 5 against the figures in the form. The words for clauses and
// rules stand in the markup, where templates/rulewords.go wrote them; this file only finds them.

import { assetOf } from "./currencies.js";
import { openOffice } from "./office.js";
import { drawPicture, hidePicture } from "./picture.js";
import { clear, show } from "./refusals.js";
import { amount, moment, pointTo, put, settled } from "./text.js";

const $ = (id) => document.getElementById(id);
const form = $("refunds");
const fields = ["currency", "ordered", "paid", "brought", "stage", "by"];
const words = new Map(Array.from($("rule-words").children, (li) => [li.dataset.key, li.textContent]));
let office = null;
let turns = 0; // questions asked so far
let unknown = "this currency"; // what the link names, where the office does not handle it

/** The link that led here fills the form: /refunds/?from=BTC&ordered=1&paid=0.4&stage=before */
function fill() {
  const query = new URLSearchParams(location.search);
  for (const name of fields) {
    const text = name === "currency" ? query.get("from") ?? query.get("currency") : query.get(name);
    if (text === null) continue;
    const field = form.elements[name];
    if (field instanceof RadioNodeList) for (const choice of field) choice.checked = choice.value === text;
    else field.value = text; // nothing is selected where there is no such currency
    if (name === "currency" && field.value === "") unknown = text.slice(0, 20);
  }
}

/** What stands in the form. */
function asked() {
  const text = (name) => form.elements[name].value.trim();
  const stage = text("stage");
  return {
    currency: text("currency"),
    stage,
    office: text("by") === "office",
    ordered: text("ordered"),
    paid: text("paid"),
    brought: stage === "after" ? text("brought") : "",
  };
}

async function compute() {
  const turn = ++turns;
  const request = asked();
  $("brought-row").hidden = request.stage !== "after";
  if (!office) return;
  for (const field of fields) clear(field);
  $("problem").hidden = true;
  const bar = request.currency === "" ? { field: "currency", message: `The office does not handle ${unknown}.`, accepts: "a currency of the list" } : null;
  const typed = request.ordered !== "" && request.paid !== "" && !bar;
  const answer = typed && office.prices.usable ? await office.calc.refund(request) : null;
  const curve = answer?.ok ? await office.calc.curve({ ...request, steps: $("fee-picture").dataset.steps }) : null;
  if (turn !== turns) return; // another question was asked meanwhile
  const done = answer?.refusal?.code === "order_completed"; // an answer, not a fault of what was entered
  refused(done ? null : bar ?? answer?.refusal);
  if (answer?.ok) showRefund(answer, request);
  else clearRefund(done);
  if (done) showOptions({ clause: answer.refusal.clause, options: completed(answer.refusal.clause) });
  else showOptions(answer?.ok ? answer : { clause: "", options: [] });
  picture(answer, curve, request);
}

const refused = settled(350, (refusal) => {
  if (refusal) show(refusal, $("problem"));
});

function showRefund(answer, { currency }) {
  $("refund-none").hidden = true;
  $("refund-done").hidden = true;
  $("refund-figures").hidden = false;
  put($("refund-amount"), amount(answer.refund, assetOf(currency)));
  pointTo($("refund-clause"), answer.clause, "Clause");
  put($("refund-rule"), words.get(`rule ${answer.rule}`));
  pointTo($("fee-clause"), answer.clause);
  for (const { name, value } of answer.lines) put($(`line-${name}`).querySelector(".value"), amount(value));
  $("refund-small").hidden = answer.refund !== "0";
  const fee = answer.lines.find((l) => l.name === "fee").value;
  say(`${answer.refund} ${assetOf(currency)} come back. Clause ${answer.clause} keeps ${fee} USDT.`);
}

function clearRefund(done) {
  $("refund-figures").hidden = true;
  $("refund-none").hidden = done;
  $("refund-done").hidden = !done;
  say(done ? $("refund-done").textContent : "");
}

/** The table of clauses: does it apply, by which rule, and what would it cost. */
function showOptions({ clause, options }) {
  for (const row of document.querySelectorAll("[data-clause]")) {
    const option = options.find((o) => o.clause === row.dataset.clause);
    const cell = (name) => row.querySelector(`[data-cell=${name}]`);
    const verdict = option?.applies ? "yes" : "no";
    put(cell("applies"), option ? words.get(verdict) : "");
    put(cell("reason"), option ? words.get(`${option.clause} ${verdict} ${option.reason}`) ?? "" : "");
    put(cell("fee"), option?.applies && option.fee ? amount(option.fee) : "–");
    row.classList.toggle("chosen", row.dataset.clause === clause);
    row.querySelector("[data-mark]").hidden = row.dataset.clause !== clause;
  }
}

/** After Completed nothing is computed; the clause that says so stands alone. */
function completed(clause) {
  return Array.from(document.querySelectorAll("[data-clause]"), ({ dataset }) => ({
    clause: dataset.clause,
    applies: dataset.clause === clause,
    reason: "completed",
    fee: "",
  }));
}

function picture(answer, curve, request) {
  if (!curve?.ok) return hidePicture();
  drawPicture(curve.points, {
    clause: answer.clause,
    fee: answer.lines.find((l) => l.name === "fee").value,
    paid: request.paid,
    ordered: request.ordered,
    asset: assetOf(request.currency),
  });
}

const say = settled(900, (text) => put($("say"), text));

const link = settled(400, () => {
  const { currency, ordered, paid, stage, brought, office: byOffice } = asked();
  if (currency === "") return; // the address names what was not found, until something is chosen
  const query = new URLSearchParams({ from: currency, ordered, paid, stage });
  if (brought !== "") query.set("brought", brought);
  if (byOffice) query.set("by", "office");
  history.replaceState(null, "", `/refunds/?${query}`);
});

function pricesChanged() {
  const { prices } = office;
  if (prices.valid) put($("fact-prices"), `${prices.snapshot.source}, `, moment(prices.snapshot.taken_at));
  put($("proof"), prices.signed);
  put($("state"), prices.state);
  return compute();
}

async function start() {
  fill();
  compute();
  form.addEventListener("input", () => {
    compute();
    link();
  });
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
  await office.prices.refresh();
  form.classList.add("ready");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    compute();
  });
}

start();
