// The prices as they are published: GET /api/rates/stream, followed for as long as somebody looks.

const least = 1000; // milliseconds before a line that broke is taken up again
const longest = 300_000;

/**
 * One line to the office. Where it breaks, or is refused, it is taken up again after a while that chance decides and that
 * grows: pages that lost the office in the same moment must not all come back in the same moment.
 */
export class Stream {
  #take;
  #source = null;
  #timer = 0; // of the next attempt; 0 when none is planned
  #failures = 0;

  /** Take is given each snapshot, parsed; null for a text that is none. */
  constructor(take) {
    this.#take = take;
  }

  open() {
    if (this.#source === null && this.#timer === 0) this.#connect();
  }

  close() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#source?.close();
    this.#source = null;
  }

  #connect() {
    const source = new EventSource("/api/rates/stream");
    this.#source = source;
    source.addEventListener("rates", ({ data }) => {
      this.#failures = 0;
      this.#take(parsed(data));
    });
    source.addEventListener("error", () => {
      this.close();
      const most = Math.min(10_000 * 2 ** this.#failures++, longest);
      this.#timer = setTimeout(() => {
        this.#timer = 0;
        this.#connect();
      }, least + Math.random() * most);
    });
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
