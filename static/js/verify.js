// The page that verifies a receipt: a file is chosen or dropped, checked here, and shown. Nothing is fetched or sent.

import { verifyReceipt } from "./receipt.js";
import { amount, clause, moment, put } from "./text.js";

const $ = (id) => document.getElementById(id);
const data = $("receipts") && JSON.parse($("receipts").textContent);

/** Makes an element with its class and content. */
function make(tag, name, ...content) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  element.append(...content);
  return element;
}

function link(href, text) {
  const a = make("a", "", text);
  a.href = href;
  return a;
}

const code = (text) => make("code", "wrapping", text);
const named = (name) => name.charAt(0).toUpperCase() + name.slice(1).replaceAll("_", " ");

// What a piece of a form looks like, by the look that it names; ReceiptForms says how a line is put together.
const looks = {
  amount: (words, n) => [amount(words[n], words[n + 1])],
  number: (words, n) => [amount(words[n])],
  text: (words, n) => [words[n]],
  code: (words, n) => [code(words[n])],
  percent: (words, n) => [`${percent(words[n])}\u00a0%`],
  time: (words, n) => [moment(words[n])],
  span: (words, n) => [span(words[n])],
  clause: (words, n, receipt) => [clause(words[n], agreed(receipt))],
  clauses: (words, n, receipt) => words.flatMap((number, i) => (i > 0 ? [", "] : []).concat(clause(number, agreed(receipt)))),
  name: (words, n) => [named(words[n])],
  event: (words, n, receipt) => [unsent(receipt) ? data.unsent[0] : data.events[words[n]] ?? named(words[n])],
  actor: (words, n) => [data.actors[words[n]] ?? named(words[n])],
  state: (words, n, receipt) => [unsent(receipt) && words[n] === "refunded" ? data.unsent[1] : data.states[words[n]] ?? named(words[n])],
  reason: (words, n) => [data.reasons[words[n]] ?? named(words[n])],
  aml: (words, n) => [data.aml_editions?.includes(words[n]) ? link(`/aml-kyc/${words[n]}/`, `edition ${words[n]}`) : `edition ${words[n]}`],
  edition: (words, n) => {
    const here = data.editions[words[n]];
    const text = `edition ${words[n]}`;
    if (!here) return [`${text} (which this site does not have)`];
    const same = here.sha256 === words[n + 1] ? "its text on this site is the one that was agreed" : "its text on this site is NOT the one that was agreed";
    return [link(here.path, text), ` (${same})`];
  },
};

/** Where the edition stands that the order was made under; nothing where this site does not have it. */
const agreed = (receipt) => data.editions[receipt.get("terms")[0]]?.path;

/** A length of time such as "24h" in words. */
function span(text) {
  const count = text.slice(0, -1);
  return `${count} ${data.units[text.at(-1)][count === "1" ? 0 : 1]}`;
}

/** The words of a line put together as its form says: {0:code} is a word, what stands in brackets is there only where its word is. */
function filled(form, words, receipt) {
  const pieces = form.matchAll(/\[([^\]]*)\]|\{(\d):([a-z]+)\}|[^[{]+/g);
  return [...pieces].flatMap(([text, optional, n, look]) => {
    if (look) return looks[look](words, Number(n), receipt);
    if (optional === undefined) return [text];
    return words[/\{(\d)/.exec(optional)[1]] === undefined ? [] : filled(optional, words, receipt);
  });
}

/** Whether the receipt is of a refund that was closed without sending anything: one that was sent names its sending. */
const unsent = (receipt) => receipt.get("event")?.[0] === "refund_confirmed" && !receipt.get("sending");

/** A fraction as per cent, moved by text alone: "0.015" → "1.5". */
function percent(fraction) {
  const [whole, digits = ""] = fraction.split(".");
  const padded = digits.padEnd(2, "0");
  const moved = `${whole}${padded.slice(0, 2)}`.replace(/^0+(?=\d)/, "");
  return padded.length > 2 ? `${moved}.${padded.slice(2)}` : moved;
}

function section({ title, rows }, receipt) {
  const list = make("dl", "facts");
  for (const { name, words, kind } of rows) {
    const line = receipt.get(name);
    if (line) list.append(make("dt", "", words), make("dd", "", ...filled(data.forms[kind], line, receipt)));
  }
  return make("section", "", make("h2", "", title), list);
}

/** The file itself, with the line that is wrong marked. */
function file(text, wrong) {
  const pre = make("pre", "receipt-text");
  text.split("\n").slice(0, 200).forEach((line, i) => {
    pre.append(i + 1 === wrong ? make("mark", "", line || "(empty)") : line, "\n");
  });
  const details = make("details", "", make("summary", "", "The file as it is"), pre);
  details.open = Boolean(wrong);
  return details;
}

function verdict(tone, title, ...paragraphs) {
  const box = make("section", `panel status ${tone}`, make("h2", "", title), ...paragraphs.map((p) => make("p", "", ...p)));
  box.id = "verdict";
  return box;
}

function good(name, { receipt }) {
  const [order] = receipt.get("order");
  return [
    verdict("good", "Genuine and unchanged", [`${name} is a receipt of this office: every character is as it was signed. It was about order `, code(order),
      `, version ${receipt.get("version")[0]}.`]),
    ...data.sections.map((s) => section(s, receipt)),
  ];
}

function bad(name, { reason, line, message }) {
  const title = reason.startsWith("browser_") ? "Not checked" : "Not proven";
  const where = line ? [[`The first line that is not as it must be is line ${line}.`]] : [];
  const help = reason.startsWith("browser_") ? [["Whether the receipt is good is not known. The command line can tell: ", code("agio verify FILE --keys agio-keys.json")]] : [];
  return [verdict(reason.startsWith("browser_") ? "warn" : "bad", title, [`${name}: ${message}`], ...where, ...help)];
}

let latest = 0;

async function check(chosen) {
  if (!chosen) return;
  const mine = ++latest;
  let shown;
  try {
    const bytes = new Uint8Array(await chosen.slice(0, 64 * 1024).arrayBuffer());
    const result = await verifyReceipt(bytes, data.receipt_keys);
    shown = [...(result.ok ? good(chosen.name, result) : bad(chosen.name, result)), file(new TextDecoder().decode(bytes), result.line)];
  } catch (error) {
    console.warn("receipt:", error);
    shown = [verdict("warn", "Not checked", [`${chosen.name} could not be read.`])];
  }
  if (mine !== latest) return; // another file was chosen meanwhile
  put($("result"), ...shown);
  $("result").focus();
}

function start() {
  $("pick").hidden = false;
  $("scriptless").hidden = true;
  $("pick").addEventListener("submit", (event) => event.preventDefault());
  // The same file chosen again is checked again.
  $("file").addEventListener("click", () => { $("file").value = ""; });
  $("file").addEventListener("change", () => check($("file").files[0]));
  // A file that lands beside the box must not make the browser leave the page.
  for (const name of ["dragenter", "dragover", "dragleave", "drop"]) {
    addEventListener(name, (event) => {
      event.preventDefault();
      $("pick").classList.toggle("over", name === "dragenter" || name === "dragover");
      if (name === "drop") check(event.dataTransfer?.files[0]);
    });
  }
}

if (data) start();
