// What an editor's browser does in the preview: hear of a new reading, fetch the
// page again, and put its main part in the place of the old one. Nothing else of
// the page is touched, so that the place on it is kept.

const numberOf = (page) => Number(page.querySelector('meta[name="preview-number"]').content);

let shown = numberOf(document);
let newest = shown;
let busy = false;

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

// Pages with scripts of their own start anew: their scripts hold on to the old
// main part.
function show(page, number) {
  const scripts = (of) => [...of.querySelectorAll("head script[src]")].map((s) => s.getAttribute("src")).join();
  if (scripts(page) !== scripts(document) || document.querySelectorAll("head script[src]").length > 1) {
    location.reload();
    shown = Infinity;
    return;
  }
  const { scrollX, scrollY } = window;
  document.querySelector("main").replaceWith(document.adoptNode(page.querySelector("main")));
  document.title = page.title;
  window.scrollTo(scrollX, scrollY);
  shown = number;
  document.documentElement.dataset.previewNumber = String(number);
}

// The first number that comes over a new connection may be one that was missed.
const events = new EventSource("/.preview/events");
events.onmessage = (event) => {
  newest = Math.max(newest, Number(event.data));
  refresh();
};
