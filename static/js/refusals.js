// Refusals beside the inputs they are about. An input's surroundings say in data-field which fields of a refusal they
// answer for, as the domain and the server name them; what nothing answers for is said at the place given.

import { clause, prose, put } from "./text.js";

/** Shows a refusal, or any problem of the server, in words. Gives the input it stands at, if there is one. */
export function show(refusal, elsewhere) {
  const at = place(refusal.field);
  if (!at) {
    say(elsewhere, refusal);
    elsewhere.hidden = false;
    return null;
  }
  say(at.querySelector(".refusal"), refusal);
  const fine = at.querySelector(".fine");
  if (fine) fine.hidden = true;
  at.closest("details")?.setAttribute("open", ""); // nothing is refused out of sight
  const input = at.querySelector("input, select");
  input?.setAttribute("aria-invalid", "true");
  return input;
}

/** Takes back what was said at the inputs that answer for these fields. */
export function clear(...fields) {
  for (const field of fields) {
    const at = place(field);
    if (!at) continue;
    put(at.querySelector(".refusal"));
    for (const input of at.querySelectorAll("[aria-invalid=true]")) input.setAttribute("aria-invalid", "false");
  }
}

/** Writes a refusal: what is wrong, what would be accepted, and the clause it rests on. */
export function say(element, { message, accepts, clause: number }) {
  put(
    element,
    prose(/[.!?:]$/.test(message) ? message : `${message}.`), // a reason an editor wrote may lack its full stop
    ...(accepts ? [" Accepted: ", prose(accepts), "."] : []),
    ...(number ? [" ", clause(number)] : []),
  );
}

function place(field) {
  return field ? document.querySelector(`[data-field~="${CSS.escape(field)}"]`) : null;
}
