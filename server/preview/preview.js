// What an editor's browser does in the preview: hear of a new reading, fetch the
// page again, and put its main part in the place of the old one. Of what is around
// it, only what has changed is touched, so that the place on the page is kept.

const numberOf = (page) => Number(page.querySelector('meta[name="preview-number"]').content);

let shown = numberOf(document);
let newest = shown;
let busy = false;
let lost = null; // where the reader was, while the page is too short for that

async function refresh() {
  if (busy) return;
  busy = true;
  try {
    while (shown < newest) {
      const answer = await fetch(location.href, { cache: "no-store" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      show(page, numberOf(page));
    }
  } catch {
    setTimeout(refresh, 200); // the preview is being started again
  } finally {
    busy = false;
  }
}

// needs names the scripts and stylesheets of a page.
const needs = (page) => [...page.querySelectorAll("head script[src], head link[rel=stylesheet]")].map((e) => e.getAttribute("src") ?? e.getAttribute("href"));

// parts gives what stands around the main part, by what it is.
function parts(page) {
  const found = new Map();
  for (const e of page.body.children) {
    const name = `${e.localName}.${e.className}`;
    if (e.localName !== "main" && !found.has(name)) found.set(name, e);
  }
  return found;
}

// foreign says whether a page cannot take the place of the one that is open: it
// needs or has around its main part what this one has not, or this one has scripts
// of its own, which hold on to its old main part.
function foreign(page) {
  const here = needs(document);
  const around = parts(document);
  return document.querySelectorAll("head script[src]").length > 1
    || needs(page).some((name) => !here.includes(name))
    || [...parts(page).keys()].some((name) => !around.has(name));
}

function show(page, number) {
  if (foreign(page)) {
    location.reload();
    shown = Infinity;
    return;
  }
  const { scrollX, scrollY } = window;
  const top = lost?.at === scrollY ? lost.top : scrollY;
  document.querySelector("main").replaceWith(document.adoptNode(page.querySelector("main")));
  const around = parts(document);
  for (const [name, part] of parts(page)) {
    if (part.outerHTML !== around.get(name).outerHTML) around.get(name).replaceWith(document.adoptNode(part));
  }
  document.title = page.title;
  window.scrollTo({ left: scrollX, top, behavior: "instant" });
  lost = window.scrollY < top ? { at: window.scrollY, top } : null;
  shown = number;
  document.documentElement.dataset.previewNumber = String(number);
}

// The first number that comes over a new connection may be one that was missed.
const events = new EventSource("/.preview/events");
events.onmessage = (event) => {
  newest = Math.max(newest, Number(event.data));
  refresh();
};
