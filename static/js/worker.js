// The worker in which the calculator's module runs. Its policy lets it fetch the module and nothing else from elsewhere.
//
// A message is {id, method, argument} and its answer {id, answer}, or {id, problem} where the module could not be opened.
// The first message opens it, and the next one is sent when that has been answered.

import { openModule } from "./module.js";

let module = null;

addEventListener("message", async ({ data: { id, method, argument } }) => {
  try {
    if (method === "open") module = await openModule(argument);
    postMessage({ id, answer: method === "open" ? {} : module[method](argument) });
  } catch (error) {
    postMessage({ id, problem: error.message });
  }
});
