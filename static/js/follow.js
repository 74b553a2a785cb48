// Follows an order: shows its page anew as soon as something has happened to it, lets the time to pay run down, and
// copies what is to be typed into a wallet. Without this script the page says the same when it is loaded again.

const $ = (id) => document.getElementById(id);
const home = new URL(document.querySelector("#following a")?.href ?? location.href); // the key is part of it
const address = home.pathname + home.search;
const days = 86_400_000;

let known = Number($("order")?.dataset.version ?? 0);
let ahead = 0; // how far this computer's clock is ahead of the office's, in milliseconds
let fetching = null;
let again = false;

/** Fetches the page and puts its main part in place of the old one. */
async function renew() {
  if (fetching) {
    again = true; // something happened while the page was on its way
    return;
  }
  fetching = new AbortController();
  try {
    const response = await fetch(address, { cache: "no-store", signal: AbortSignal.any([fetching.signal, AbortSignal.timeout(15_000)]) });
    if (!response.ok) throw new Error(String(response.status));
    read(response.headers.get("Date"));
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const next = page.getElementById("order");
    if (next && Number(next.dataset.version) >= known) swap(next);
  } catch (error) {
    console.info("order:", error.message);
    setTimeout(renew, 10_000);
  } finally {
    fetching = null;
    if (again) {
      again = false;
      renew();
    }
  }
}

/** Puts the new part in place and keeps what the reader has under way: focus, open details, what was typed. */
function swap(next) {
  const old = $("order");
  const before = $("status").textContent;
  const focused = old.contains(document.activeElement) ? document.activeElement.id : "";
  const open = [...old.querySelectorAll("details[open][id]")].map((d) => d.id);
  const typed = [...old.querySelectorAll("form[id]")].filter(touched);
  known = Number(next.dataset.version);
  const kept = document.adoptNode(next);
  for (const form of typed) kept.querySelector(`#${CSS.escape(form.id)}`)?.replaceWith(form);
  old.replaceWith(kept);
  for (const id of open) $(id)?.setAttribute("open", "");
  if (focused) $(focused)?.focus({ preventScroll: true });
  const now = $("status").textContent;
  if (now !== before) $("news").textContent = `The order has changed: ${now}.`;
  else $("news").textContent = "The page of the order was renewed.";
  enliven();
}

/** Whether something stands in a form that its page did not put there. */
function touched(form) {
  return [...form.elements].some((e) => (e.type === "file" ? e.files.length > 0 : "defaultValue" in e && e.type !== "hidden" && e.value !== e.defaultValue));
}

/** Brings to life what a page carries for scripts. */
function enliven() {
  $("following").textContent = "This page shows by itself when something happens to the order.";
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = !navigator.clipboard;
    button.onclick = () => copy(button);
  }
  const files = $("file");
  if (files) files.onchange = () => check(files);
  tick();
}

async function copy(button) {
  const words = button.textContent;
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = "Copied";
    $("news").textContent = "Copied.";
  } catch {
    button.textContent = "Please mark and copy it by hand";
  }
  setTimeout(() => (button.textContent = words), 2500);
}

/** Says before anything travels that there are too many files; the office decides all the same. */
function check(files) {
  const most = Number(files.dataset.most);
  const words = files.files.length > most ? `At most ${most} more can be sent.` : "";
  $("file-refusal").textContent = words;
  files.setCustomValidity(words);
}

/** Writes how much time is left, each second. */
function tick() {
  for (const left of document.querySelectorAll("[data-until]")) {
    const rest = Date.parse(left.dataset.until) - (Date.now() - ahead);
    left.textContent = rest > 0 ? `${clock(rest)} left` : "The time is over.";
    if (rest <= 0 && !left.dataset.over) {
      left.dataset.over = "yes";
      setTimeout(renew, 1500);
    }
  }
}

/** "1 day 03:04:05", "03:04:05". */
function clock(milliseconds) {
  const whole = Math.floor(milliseconds / days);
  const rest = new Date(milliseconds % days).toISOString().slice(11, 19);
  if (whole === 0) return rest;
  return `${whole} day${whole === 1 ? "" : "s"} ${rest}`;
}

/** Takes the office's clock, which decides, from an answer; small differences are the network's. */
function read(date) {
  const difference = date ? Date.now() - Date.parse(date) : 0;
  ahead = Math.abs(difference) > 2000 ? difference : 0;
}

let stream = null;

/** Listens for new versions. The stream says only that there is one; what it is stands on the page. */
function listen() {
  if (stream || document.visibilityState === "hidden") return;
  const mine = new EventSource(`${home.pathname}/events${home.search}`);
  stream = mine;
  mine.addEventListener("version", ({ lastEventId }) => {
    if (Number(lastEventId) > known) renew();
  });
  mine.addEventListener("error", () => {
    if (mine.readyState !== EventSource.CLOSED || stream !== mine) return;
    stream = null;
    setTimeout(listen, 15_000); // too many listen, or the office is closed for a moment
    renew();
  });
}

function silence() {
  stream?.close();
  stream = null;
}

if ($("order")) {
  // Where a form was refused its address leads nowhere; the order's is the one to load again and to keep.
  if (location.pathname + location.search !== address) history.replaceState(null, "", address);
  addEventListener("pagehide", silence);
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    renew(); // the reader has come back to a page that the browser kept
    listen();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") return silence(); // a browser has few connections, and nobody looks
    renew();
    listen();
  });
  enliven();
  setInterval(tick, 1000);
  listen();
}
