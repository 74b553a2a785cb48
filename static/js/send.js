// Sends an order. Where no answer comes, the same order goes out again with the same key: it may have been stored all
// the same, and the key lets the office answer with what it stored.

const waits = [0, 1000, 3000]; // milliseconds before each attempt
const patience = 20_000; // milliseconds before an attempt is given up

/**
 * Gives {url} of the order made, or {problem} in words. Certain says whether the office has answered for good; if it
 * has not, the order may have been stored or not.
 */
export async function post({ body, key }) {
  for (const wait of waits) {
    await new Promise((resolve) => setTimeout(resolve, wait));
    try {
      const response = await attempt(body, key);
      if (![502, 503, 504].includes(response.status)) return await read(response);
    } catch (error) {
      console.info("order:", error.message);
    }
  }
  return {
    certain: false,
    problem: {
      code: "no_answer",
      message: "The office did not answer, so it is not known whether the order was made. " +
        "Press Order again: as long as you change nothing, it cannot be made twice.",
    },
  };
}

function attempt(body, key) {
  return fetch("/api/orders", {
    method: "POST",
    headers: { "Content-Type": "application/json", "Idempotency-Key": key },
    body,
    signal: AbortSignal.timeout(patience),
  });
}

async function read(response) {
  const answer = await response.json().catch(() => ({}));
  if (response.status === 201 || response.status === 200) {
    const url = new URL(answer.url, location.href);
    if (url.origin === location.origin) return { certain: true, url: url.href };
  }
  const certain = response.status < 500 && response.status !== 429;
  return { certain, problem: { ...answer, message: answer.detail ?? answer.title ?? `The office answered ${response.status}.` } };
}
