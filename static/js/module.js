// The office's own program, compiled to WebAssembly. It runs in a worker (worker.js), so that starting it holds up
// nobody's typing; pages ask it through calculator.js, which says what is asked and answered.
//
// Every amount is a string of decimal digits, going in and coming out. Nothing here computes with money; the texts
// that go to and fro are specified in wasm/wire/doc.go.
//
// All methods but the opening answer at once. An answer is {ok: true, …} or {ok: false, refusal: {code, field,
// message, accepts, clause}}; none throws. If an instance of the module fails, another is started from the compiled
// module, told the office and the prices again, and asked again, once; then the refusal is module_failed.

import { wasi } from "./wasi.js";

/**
 * Loads the module and the office. Rejects when the module cannot be fetched, compiled or started, or when it refuses
 * the office; the error then has the refusal.
 */
export async function openModule({ office, moduleURL }) {
  const module = await compile(moduleURL);
  const { imports, start } = host();
  return new Calculator(module, start(await WebAssembly.instantiate(module, imports)), office);
}

class Calculator {
  #module;
  #instance; // the exports of the instance at work; null after a failure, until the next call
  #office;
  #loaded = new Map(); // operation → the lines that were accepted last, to be repeated to a new instance

  constructor(module, instance, office) {
    this.#module = module;
    this.#instance = instance;
    this.#office = office;
    const { ok, refusal } = this.#load("office", officeLines(office));
    if (!ok) throw Object.assign(new Error(refusal.message), { refusal });
  }

  prices(snapshot) {
    return this.#load("prices", Object.entries(snapshot.prices).map(([asset, { bid, ask }]) => ["price", asset, bid, ask]));
  }

  quote({ from, to, side, amount }) {
    return this.#ask("quote", [[from, to, side, amount]], (lines) => {
      const figures = named(lines, "figure", ["name", "value", "currency", "clause", "share"]);
      const value = (name) => figures.find((f) => f.name === name).value;
      const [rate] = named(lines, "rate", ["unit", "per", "rate"]);
      const [{ commission }] = named(lines, "commission", ["commission"]);
      return { give: value("give"), get: value("get"), figures, rate, commission };
    });
  }

  /** stage is "before" or "after" (conversion) or "completed"; office: true when the office starts the refund. */
  refund({ currency, stage, office = false, ordered, paid, brought = "" }) {
    return this.#ask("refund", [[currency, stage, office ? "office" : "client", ordered, paid, brought]], (lines) => {
      const [refund] = named(lines, "refund", ["clause", "rule", "refund", "coin"]);
      const [{ value: booked }] = named(lines, "booked", ["value", "currency"]);
      const [{ value: remainder }] = named(lines, "remainder", ["value", "currency"]);
      const options = named(lines, "option", ["clause", "applies", "reason", "fee", "currency"]);
      for (const option of options) option.applies = option.applies === "yes";
      return { ...refund, lines: named(lines, "line", ["name", "value", "currency", "clause"]), booked, remainder, options };
    });
  }

  /**
   * The fee against the amount paid, from nothing to the whole order in equal steps (1 to 500), with further points
   * where another rule begins. across and up place a point in the picture: whole numbers from 0 to 10000.
   */
  curve({ currency, stage, office = false, ordered, steps }) {
    return this.#ask("curve", [[currency, stage, office ? "office" : "client", ordered, steps]], (lines) => {
      const points = named(lines, "point", ["paid", "fee", "refund", "clause", "across", "up"]);
      for (const p of points) [p.across, p.up] = [Number(p.across), Number(p.up)];
      return { points };
    });
  }

  /** Whether the text is an address that the currency can be sent to, and in which form to keep it. */
  address({ currency, text }) {
    return this.#ask("address", [[currency, text]], (lines) => named(lines, "normal", ["normal"])[0]);
  }

  /** Whether the text holds a bank card number. The server looks again; a text too long to be looked at gives false. */
  card({ text }) {
    return this.#ask("card", [[text]], (lines) => ({ card: lines[1][1] === "yes" })).card === true;
  }

  /** The rate of every direction of the tariff, or the code that says why it has none. */
  rates() {
    const answer = this.#ask("rates", [], (lines) => {
      const rates = named(lines, "rate", ["from", "to", "ok", "unit", "per", "rate", "code", "floor"]);
      for (const rate of rates) rate.ok = rate.ok === "yes";
      return { rates };
    });
    if (answer.ok) return answer.rates;
    const none = { ok: false, unit: "", per: "", rate: "", code: answer.refusal.code, floor: "" };
    return this.#office.tariff.directions.map(({ from, to }) => ({ from, to, ...none }));
  }

  /** Loads an office or prices, and remembers what was accepted. */
  #load(operation, lines) {
    const answer = this.#ask(operation, lines, () => ({}));
    if (answer.ok) this.#loaded.set(operation, lines);
    return answer;
  }

  #ask(operation, lines, read) {
    for (let attempt = 1; attempt <= 2; attempt++) {
      try {
        this.#instance ??= this.#restart();
        const answer = send(this.#instance, operation, lines);
        return answer[0][0] === "ok" ? { ok: true, ...read(answer) } : { ok: false, refusal: refusal(answer[0]) };
      } catch (error) {
        this.#instance = null; // of no further use, whatever it was
        console.warn("calculator: " + operation + " failed:", error);
      }
    }
    return {
      ok: false,
      refusal: refusal(["refused", "module_failed", "", "The calculator in this browser failed.", "the same once more, or the form without it", ""]),
    };
  }

  #restart() {
    const { imports, start } = host();
    const instance = start(new WebAssembly.Instance(this.#module, imports));
    for (const [operation, lines] of this.#loaded) send(instance, operation, lines);
    return instance;
  }
}

/** Compiles while the file arrives, where the browser and the server's content type allow it. */
async function compile(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  const type = (response.headers.get("Content-Type") ?? "").split(";")[0].trim();
  if (WebAssembly.compileStreaming && type === "application/wasm") return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}

/** What one instance needs around it: its imports, and how it is started. */
function host() {
  let memory;
  return {
    imports: { wasi_snapshot_preview1: wasi(() => memory) },
    start({ exports }) {
      memory = exports.memory;
      exports._initialize();
      return exports;
    },
  };
}

/** Sends one message and gives the answer's lines. */
function send(exports, operation, lines) {
  const message = new TextEncoder().encode(lines.map(toLine).join(""));
  const at = exports.buffer(message.length) >>> 0;
  if (at !== 0) new Uint8Array(exports.memory.buffer, at, message.length).set(message);
  const length = exports[operation](at === 0 ? -1 : message.length); // -1: the module says itself that it is too long
  const answer = new Uint8Array(exports.memory.buffer, exports.answer() >>> 0, length);
  return new TextDecoder().decode(answer).split("\n").slice(0, -1).map((line) => line.split("\t").map(unescape));
}

const escapes = { "\\": "\\\\", "\t": "\\t", "\n": "\\n" };
const unescapes = { "\\\\": "\\", "\\t": "\t", "\\n": "\n" };
const unescape = (field) => field.replace(/\\[\\tn]/g, (pair) => unescapes[pair]);
const toLine = (fields) => fields.map((f) => String(f ?? "").replace(/[\\\t\n]/g, (c) => escapes[c])).join("\t") + "\n";

/** The lines that begin with the name, as objects with these keys. */
function named(lines, name, keys) {
  return lines.filter((line) => line[0] === name).map((line) => Object.fromEntries(keys.map((key, i) => [key, line[i + 1]])));
}

function refusal([, code, field, message, accepts, clause]) {
  return { code, field, message, accepts, clause };
}

function officeLines({ terms, tariff }) {
  return [
    ["terms", terms.edition, terms.hash],
    ["tariff", tariff.peg, tariff.after_conversion],
    ...terms.parameters.map((p) => ["parameter", p.name, p.value, p.clause]),
    ...Object.entries(terms.clauses ?? {}).map(([name, number]) => ["clause", name, number]),
    ...tariff.currencies.flatMap((c) => [
      ["currency", c.code, c.asset, c.kind, c.places, c.address, c.payout_fee, c.sending_fee, c.send_min],
      ["costs", c.code, c.network_cost, c.venue_fee],
    ]),
    ...tariff.directions.flatMap((d) => [
      ["direction", d.from, d.to, d.commission, d.give_min, d.give_max, d.get_min, d.get_max, d.closed],
      ...(d.steps ?? []).map((s) => ["commission", d.from, d.to, s.give, s.commission]),
      ...(d.fixed ? [["fixed", d.from, d.to, d.fixed.replace("m", "")]] : []),
    ]),
  ];
}
