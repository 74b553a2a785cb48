// The picture of the fee against the amount paid. Places are whole ten-thousandths from the calculator, and the size of
// the plot stands in the markup; templates/picture.go draws by the same rules where there are no scripts.

import { put } from "./text.js";

const $ = (id) => document.getElementById(id);

/** Draws the points of calc.curve and marks the case itself. */
export function drawPicture(points, here) {
  const svg = $("fee-picture");
  const { paths, middle, jumps } = trace(points);
  for (const path of svg.querySelectorAll("[data-path]")) path.setAttribute("d", paths[path.dataset.path] ?? "");
  for (const name of svg.querySelectorAll("[data-name]")) {
    const seen = name.dataset.name in paths;
    name.setAttribute("visibility", seen ? "visible" : "hidden");
    if (seen) name.setAttribute("x", middle[name.dataset.name]);
  }
  $("jumps").setAttribute("d", jumps);
  const top = points.reduce((a, b) => (b.up > a.up ? b : a)); // the point with the greatest fee
  const most = cut(top.fee);
  put($("most"), most === "0" ? "" : most);
  put($("picture-order"), `an order of ${here.ordered}\u00a0${here.asset}`);
  mark(points, here, top);
  put($("picture-words"), inWords(here, most, jumps !== ""));
  $("picture").hidden = $("picture-points").hidden = false;
}

export function hidePicture() {
  $("picture").hidden = $("picture-points").hidden = true;
}

/** One path for each clause, beginning anew where another one takes over, and the jumps between them. */
function trace(points) {
  const paths = {};
  const middle = {};
  let jumps = "";
  let first = 0;
  points.forEach((p, i) => {
    const last = points[i - 1];
    let step = "L";
    if (!last) {
      paths[p.clause] = `M${spot({ across: 0, up: 0 })}`;
    } else if (last.clause !== p.clause) {
      jumps += `M${spot(last)} L${spot(p)} `;
      step = "M";
      first = p.across;
    }
    paths[p.clause] = `${paths[p.clause] ?? ""} ${step}${spot(p)}`.trim();
    middle[p.clause] = across((first + p.across) / 2);
  });
  return { paths, middle, jumps: jumps.trim() };
}

/** Marks the case. Where it stands is rounded to a point on the screen; no figure is taken from here. */
function mark(points, { paid, ordered, fee }, top) {
  const share = Number(paid) / Number(ordered);
  const inside = share <= 1;
  $("here").setAttribute("visibility", inside ? "visible" : "hidden");
  $("picture-beyond").hidden = inside;
  if (!inside) return;
  const x = across(share * 10_000);
  const y = up(top.up === 0 ? 0 : Math.min(Number(fee) / Number(top.fee), 1) * 10_000); // no amount may cost a fee
  $("here-point").setAttribute("cx", x);
  $("here-point").setAttribute("cy", y);
  const label = $("here-fee");
  const early = share < 0.3; // no room to its left, so it goes to the right of the point and below a rising line
  label.setAttribute("text-anchor", early ? "start" : "end");
  label.setAttribute("x", early ? x + 120 : x - 120);
  label.setAttribute("y", early && y + 240 < plot("bottom") ? y + 240 : y - 120);
  put(label, `${fee}\u00a0USDT`);
  $("here-lines").setAttribute("d", `M${across(0)} ${y} H${x} V${up(0)}`);
}

function inWords({ ordered, asset, clause, fee }, most, jumps) {
  const below = $("fee-picture").dataset.below;
  return `The fee against the amount paid, for an order of ${ordered} ${asset}: ${most === "0" ? "nothing, whatever was paid" : `from nothing up to ${most} USDT`}.` +
    (jumps ? ` At ${below} of the order the fee jumps, because another clause takes over.` : "") +
    ` Here clause ${clause} keeps ${fee} USDT.`;
}

const plot = (name) => Number($("fee-picture").dataset[name]);
const across = (share) => Math.floor(plot("left") + (share * plot("wide")) / 10_000);
const up = (share) => Math.floor(plot("bottom") - (share * plot("tall")) / 10_000);
const spot = (p) => `${across(p.across)} ${up(p.up)}`;

/** A fee for the eye: at most two digits after the point, cut and not rounded. */
function cut(fee) {
  const [whole, fraction = ""] = fee.split(".");
  const two = fraction.slice(0, 2).replace(/0+$/, "");
  return two ? `${whole}.${two}` : whole;
}
