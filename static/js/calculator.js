// The calculator: the office's own program, compiled to WebAssembly, answering in the visitor's browser. It runs in a
// worker, so every answer is a promise; it comes a millisecond or two later, and answers come in the order of the questions.
//
//   const calc = await openCalculator({ office, moduleURL });   // office: office.json, parsed
//   await calc.prices(snapshot);                                // GET /api/rates, parsed
//   await calc.quote({ from: "BTC", to: "USDTTRC20", side: "give", amount: "0.1" });
//
// Every amount is a string of decimal digits, going in and coming out; module.js says what is in each answer. An answer
// is {ok: true, …} or {ok: false, refusal: {code, field, message, accepts, clause}}, and no promise but that of the opening
// is ever broken.

/** Starts the worker and opens the module in it. Rejects where either cannot be had. */
export async function openCalculator(how) {
  const calculator = new Calculator(new Worker(new URL("./worker.js", import.meta.url), { type: "module" }));
  await calculator.open(how);
  return calculator;
}

const failed = {
  ok: false,
  refusal: {
    code: "module_failed",
    field: "",
    message: "The calculator in this browser failed.",
    accepts: "the page loaded again, or the form without it",
    clause: "",
  },
};

class Calculator {
  #worker;
  #waiting = new Map(); // number of the question → what takes its answer
  #last = 0;
  #over = ""; // why the worker answers no more

  constructor(worker) {
    this.#worker = worker;
    worker.addEventListener("message", ({ data }) => this.#take(data));
    worker.addEventListener("error", (event) => this.#end(event.message || "the worker could not be started"));
    worker.addEventListener("messageerror", () => this.#end("an answer could not be read"));
  }

  async open(how) {
    const { problem } = await this.#ask("open", how);
    if (problem === undefined) return;
    this.#worker.terminate();
    throw new Error(problem);
  }

  /** The prices that all further answers rest on. */
  prices(snapshot) {
    return this.#answer("prices", { prices: snapshot.prices });
  }

  quote(question) {
    return this.#answer("quote", question);
  }

  refund(question) {
    return this.#answer("refund", question);
  }

  curve(question) {
    return this.#answer("curve", question);
  }

  address(question) {
    return this.#answer("address", question);
  }

  /** Whether the text holds a bank card number. */
  async card(text) {
    return (await this.#answer("card", { text })) === true;
  }

  /** The rate of every direction; none where the calculator has failed. */
  async rates() {
    const rates = await this.#answer("rates");
    return Array.isArray(rates) ? rates : [];
  }

  async #answer(method, argument) {
    const { answer, problem } = await this.#ask(method, argument);
    if (problem !== undefined) console.warn("calculator:", problem);
    return answer ?? failed;
  }

  #ask(method, argument) {
    if (this.#over) return Promise.resolve({ problem: this.#over });
    return new Promise((resolve) => {
      const id = ++this.#last;
      this.#waiting.set(id, resolve);
      this.#worker.postMessage({ id, method, argument });
    });
  }

  #take({ id, ...answer }) {
    this.#waiting.get(id)?.(answer);
    this.#waiting.delete(id);
  }

  #end(problem) {
    this.#over = problem;
    for (const resolve of this.#waiting.values()) resolve({ problem });
    this.#waiting.clear();
  }
}
