// Draws the plane through the weights: Plotly the loss, a canvas above it the paths.

import { byId } from "../../lib/dom.js";
import { onPaint } from "../../lib/paint.js";
import { cleared } from "../../plots/canvas.js";
import { arrange, canDraw, draw } from "../../plots/chart.js";
import { inside } from "../../plots/clip.js";
import { entrants } from "../../plots/entrants.js";
import { zoomed } from "../../plots/region.js";
import { skin } from "../../plots/skin.js";
import { across, down } from "../../plots/trail.js";
import { drawTrails, sameFrame } from "../../plots/trails.js";
import { weightFigure } from "./figure.js";
import { onPlane } from "./paths.js";

/** @import { App } from "../../types.js" */
/** @import { Chart } from "../../plots/chart.js" */
/** @import { Entrant } from "../../plots/entrants.js" */
/** @import { Region } from "../../plots/region.js" */
/** @import { Skin } from "../../plots/skin.js" */
/** @import { Frame } from "../../plots/trail.js" */
/** @import { WeightPlane } from "./paths.js" */

const SMALLEST = 50; // pixels: below, nothing is drawn
const RING = 8; // pixels, of the ring around a start
const SAME_START = 4; // pixels: nearer starts have one ring

/**
 * @param {App} app
 * @param {() => WeightPlane | null} planeNow  null while there is nothing to see
 */
export function weightChart(app, planeNow) {
  const place = byId("weights");
  const canvas = /** @type {HTMLCanvasElement} */ (byId("weights-trails"));
  /** @type {Chart | null} */
  let chart = null;
  /** @type {Region | null} */
  let seen = null; // what the person zoomed to; null while the whole plane is shown
  let size = { width: 0, height: 0 };
  let held = false; // it is being moved: to draw it anew would tear it from the hand

  const scene = () => {
    const plane = planeNow();
    const frame = chart && frameOf(chart);
    if (!plane || !frame) return null;
    return { plane, frame, entrants: onPlane(entrants(app, skin().dark), plane) };
  };
  const paintTrails = onPaint(() => {
    const now = scene();
    const pen = cleared(canvas, size.width, size.height);
    tellFrame(now);
    if (!now) return;
    drawStarts(pen, now.frame, skin(), now.entrants);
    drawTrails(pen, now.frame, skin(), now.entrants, app.step.get(), app.hover.get());
  });
  const paint = onPaint(async () => {
    const plane = planeNow();
    byId("weights-plot").hidden = !plane;
    if (!plane || held || !canDraw() || size.width < SMALLEST || size.height < SMALLEST) return paintTrails();
    const first = chart === null;
    chart = await draw(byId("weights-plot"), weightFigure({ plane, seen: seen ?? plane.region, ...size, skin: skin() }));
    if (first) follow(chart);
    paintTrails();
  });
  /** Say where the plane is, for what others draw on it. @param {ReturnType<typeof scene>} now */
  const tellFrame = (now) => {
    const { frame, plane } = app.weightFrame.get() ?? {};
    if (!now) app.weightFrame.set(null);
    else if (now.plane !== plane || !sameFrame(now.frame, frame ?? null)) app.weightFrame.set(now);
  };
  const follow = (/** @type {Chart} */ drawn) => {
    const moved = () => {
      const { xaxis, yaxis } = drawn._fullLayout;
      seen = { x: [xaxis.range[0], xaxis.range[1]], y: [yaxis.range[0], yaxis.range[1]] };
      paintTrails();
    };
    drawn.on("plotly_relayouting", moved);
    drawn.on("plotly_relayout", moved);
  };
  /** Show a part of the plane; null for the whole. */
  const show = (/** @type {Region | null} */ region) => {
    const plane = planeNow();
    if (!plane || !chart) return;
    const { x, y } = region ?? plane.region;
    arrange(chart, { "xaxis.range": [...x], "yaxis.range": [...y] }).then(() => {
      if (!region) seen = null;
    });
  };
  const zoom = (/** @type {number} */ factor) => {
    const whole = seen ?? planeNow()?.region;
    if (whole) show(zoomed(whole, factor));
  };

  new ResizeObserver(() => {
    size = { width: place.clientWidth, height: place.clientHeight };
    paint();
  }).observe(place);
  place.addEventListener("pointerdown", () => (held = true), true);
  for (const end of ["pointerup", "pointercancel"]) {
    addEventListener(end, () => {
      if (held) setTimeout(paint); // after Plotly has let go
      held = false;
    }, true);
  }
  byId("weights-in").addEventListener("click", () => zoom(1 / 1.6));
  byId("weights-out").addEventListener("click", () => zoom(1.6));
  byId("weights-fit").addEventListener("click", () => show(null));
  return { paint, paintTrails, scene };
}

/**
 * From the plane to pixels, as the chart has it.
 *
 * @param {Chart} chart
 * @returns {Frame | null}
 */
function frameOf(chart) {
  const { xaxis, yaxis } = chart._fullLayout ?? {};
  if (!xaxis) return null;
  const [left, top] = [xaxis._offset, yaxis._offset];
  const box = { left, top, right: left + xaxis._length, bottom: top + yaxis._length };
  const [[x0, x1], [y0, y1]] = [xaxis.range, yaxis.range];
  const perX = (xaxis.d2p(x1) - xaxis.d2p(x0)) / (x1 - x0);
  const perY = (yaxis.d2p(y1) - yaxis.d2p(y0)) / (y1 - y0);
  return { box, x0, y0, perX, perY };
}

/**
 * A ring where each racer began, one for those that began together.
 *
 * @param {CanvasRenderingContext2D} pen
 * @param {Frame} frame
 * @param {Skin} skin
 * @param {Entrant[]} racers
 */
function drawStarts(pen, frame, skin, racers) {
  /** @type {[number, number][]} */
  const drawn = [];
  for (const { lane } of racers) {
    if (!lane?.length) continue;
    const [x, y] = [across(frame, lane.x[0]), down(frame, lane.y[0])];
    if (!inside(frame.box, x, y) || drawn.some(([a, b]) => Math.hypot(a - x, b - y) < SAME_START)) continue;
    drawn.push([x, y]);
    pen.beginPath();
    pen.arc(x, y, RING * skin.scale, 0, 2 * Math.PI);
    for (const [style, width] of /** @type {[string, number][]} */ ([[skin.halo, 5.5], [skin.ink, 2.5]])) {
      pen.strokeStyle = style;
      pen.lineWidth = width * skin.scale;
      pen.stroke();
    }
  }
}
