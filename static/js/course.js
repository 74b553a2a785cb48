// The small pictures of the last 24 hours, GET /api/rates/day: what the office published at each half hour. Heights are
// whole thousandths from the server; templates/course.go draws by the same rules where there are no scripts.

import { prose, put } from "./text.js";

const [wide, tall, edge] = [96, 24, 2];
const least = 4; // marks that make a course
const every = 15 * 60_000; // milliseconds: there is a new mark each half hour

let asked = -Infinity;

/** Draws the pictures of the page anew when those there may be out of date. What cannot be had leaves them as they are. */
export async function showCourses() {
  const places = Array.from(document.querySelectorAll("[data-asset] [data-cell=course]"));
  if (places.length === 0 || performance.now() - asked < every) return;
  asked = performance.now();
  try {
    const response = await fetch("/api/rates/day", { cache: "no-cache", signal: AbortSignal.timeout(10_000) });
    if (!response.ok) throw new Error(`/api/rates/day: ${response.status}`);
    const { courses } = await response.json();
    for (const place of places) show(place, courses[place.closest("[data-asset]").dataset.asset]);
  } catch (error) {
    console.info("courses:", error.message);
  }
}

function show(place, { heights = [], low = "", high = "" } = {}) {
  const gaps = heights.filter((h) => h < 0).length;
  place.hidden = heights.length - gaps < least;
  if (place.hidden) return;
  const without = gaps > 0 ? `; ${gaps} of ${heights.length} half hours without a price` : "";
  const svg = place.querySelector("svg");
  svg.setAttribute("aria-label", `${place.dataset.name} in the last 24 hours: lowest ${low}, highest ${high}${without}`);
  svg.querySelector("path").setAttribute("d", path(heights));
  put(place.querySelector(".range"), prose(low === high ? `steady at ${low}` : `${low} to ${high}`));
}

/** A line through neighbouring marks, broken at each gap; a mark that stands alone is a dot. */
function path(heights) {
  let d = "";
  heights.forEach((h, i) => {
    if (h < 0) return;
    const before = i > 0 && heights[i - 1] >= 0;
    const x = edge + Math.floor(((wide - 2 * edge) * i) / Math.max(1, heights.length - 1));
    const y = tall - edge - Math.floor(((tall - 2 * edge) * h) / 1000);
    const alone = !before && (i + 1 === heights.length || heights[i + 1] < 0);
    d += `${before ? "L" : "M"}${x} ${y}${alone ? "h0" : ""}`;
  });
  return d;
}
