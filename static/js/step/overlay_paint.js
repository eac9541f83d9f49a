// Arrows and the curvature's ellipse on a canvas, told apart by line and letter.

import { clipped } from "../plots/clip.js";
import { drawWords } from "../plots/marks.js";
import { letterPlaces } from "./geometry.js";

/** @import { Frame } from "../plots/trail.js" */
/** @import { Skin } from "../plots/skin.js" */
/** @import { Look } from "../lib/looks.js" */
/** @import { Arc, Drawn, Kind } from "./geometry.js" */

/** @type {Record<Kind, { letter: string, width: number, dash: number[] }>} */
export const KINDS = {
  gradient: { letter: "−g", width: 1.4, dash: [5, 4] },
  momentum: { letter: "m", width: 2, dash: [] },
  move: { letter: "Δ", width: 4, dash: [] },
};

const HALO = 2; // pixels on each side
const HEAD = 9; // pixels, of an arrow's head
const DOWNWARD = [3, 4]; // dashes of an ellipse where the ground curves downward

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Frame} frame
 * @param {Skin} skin
 * @param {Look} look
 * @param {Arc[]} arcs
 * @param {Drawn[]} arrows
 * @param {[number, number][]} taken  where letters stand already; added to
 */
export function paintStep(pen, frame, skin, look, arcs, arrows, taken) {
  const { left, top, right, bottom } = frame.box;
  pen.save();
  pen.beginPath();
  pen.rect(left, top, right - left, bottom - top);
  pen.clip();
  pen.lineCap = "round";
  pen.lineJoin = "round";
  paintArcs(pen, skin, look, arcs);
  for (const arrow of arrows) paintArrow(pen, frame, skin, look, arrow);
  const places = letterPlaces(arrows, frame.box, taken, skin.scale);
  arrows.forEach(({ kind }, at) => {
    drawWords(pen, skin, KINDS[kind].letter, ...places[at], { color: look.color, align: "center", size: 13, weight: 650 });
  });
  pen.restore();
}

/** @param {CanvasRenderingContext2D} pen @param {Skin} skin @param {Look} look @param {Arc[]} arcs */
function paintArcs(pen, skin, look, arcs) {
  const passes = /** @type {[string, number][]} */ ([[skin.halo, 1.6 + 2 * HALO], [look.color, 1.6]]);
  for (const [style, width] of passes) {
    pen.strokeStyle = style;
    pen.lineWidth = width * skin.scale;
    for (const { upward, points } of arcs) {
      pen.setLineDash(upward ? [] : DOWNWARD.map((part) => part * skin.scale));
      pen.beginPath();
      for (const [x, y] of points) pen.lineTo(x, y);
      pen.stroke();
    }
  }
  pen.setLineDash([]);
}

/** @param {CanvasRenderingContext2D} pen @param {Frame} frame @param {Skin} skin @param {Look} look @param {Drawn} arrow */
function paintArrow(pen, frame, skin, look, { kind, from, to }) {
  const part = clipped(frame.box, ...from, ...to);
  if (!part) return;
  const { width, dash } = KINDS[kind];
  const [x0, y0, x1, y1] = part;
  const angle = Math.atan2(to[1] - from[1], to[0] - from[0]);
  const head = Math.min((HEAD + width) * skin.scale, Math.hypot(x1 - x0, y1 - y0) * 0.6);
  const [endX, endY] = [x1 - 0.7 * head * Math.cos(angle), y1 - 0.7 * head * Math.sin(angle)];
  const passes = /** @type {[string, number][]} */ ([[skin.halo, width + 2 * HALO], [look.color, width]]);
  for (const [style, thick] of passes) {
    pen.strokeStyle = pen.fillStyle = style;
    pen.lineWidth = thick * skin.scale;
    pen.setLineDash(dash.map((each) => each * skin.scale));
    pen.beginPath();
    pen.moveTo(x0, y0);
    pen.lineTo(endX, endY);
    pen.stroke();
    pen.setLineDash([]);
    paintHead(pen, x1, y1, angle, head, style === skin.halo);
  }
}

/** @param {CanvasRenderingContext2D} pen @param {number} x @param {number} y @param {number} angle @param {number} size @param {boolean} halo */
function paintHead(pen, x, y, angle, size, halo) {
  pen.beginPath();
  pen.moveTo(x, y);
  for (const side of [0.42, -0.42]) {
    pen.lineTo(x - size * Math.cos(angle + side), y - size * Math.sin(angle + side));
  }
  pen.closePath();
  if (halo) {
    pen.lineWidth = 2 * HALO;
    pen.stroke();
  } else {
    pen.fill();
  }
}
