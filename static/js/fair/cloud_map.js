// The cloud on the map: for each racer a band around the median path, and where its seeds ended.

import { byId } from "../lib/dom.js";
import { onPaint } from "../lib/paint.js";
import { cleared } from "../plots/canvas.js";
import { entrants } from "../plots/entrants.js";
import { onSkin, skin } from "../plots/skin.js";
import { across, down } from "../plots/trail.js";
import { bandOf } from "./band.js";

/** @import { App, CloudRun, Frame } from "../types.js" */
/** @import { Skin } from "../plots/skin.js" */

const BAND = 0.22; // opacity
const ENDS = 0.55;

/** @param {App} app */
export function mountCloudMap(app) {
  const canvas = document.createElement("canvas");
  canvas.className = "map-trails cloud-overlay";
  canvas.ariaHidden = "true";
  byId("map-trails").before(canvas);
  const paint = onPaint(() => {
    const pen = cleared(canvas, canvas.clientWidth, canvas.clientHeight);
    const [frame, cloud] = [app.frame.get(), app.cloud.get()];
    if (!frame || !cloud || app.spec.get().kind !== "surface" || app.view.get().tab !== "2d") return;
    const now = skin();
    const { left, top, right, bottom } = frame.box;
    pen.save();
    pen.beginPath();
    pen.rect(left, top, right - left, bottom - top);
    pen.clip();
    for (const { racer, look } of entrants(app, now.dark)) {
      const run = cloud.runs.get(racer.id);
      if (run) paintCloud(pen, frame, now, look.color, run);
    }
    pen.restore();
  });
  onSkin(paint);
  for (const watched of [app.cloud, app.frame, app.spec, app.view]) watched.subscribe(paint);
  new ResizeObserver(paint).observe(canvas);
  paint();
}

/** @param {CanvasRenderingContext2D} pen @param {Frame} frame @param {Skin} skin @param {string} color @param {CloudRun} run */
function paintCloud(pen, frame, skin, color, { path, ends }) {
  if (!path) return;
  const { middle, one, other } = bandOf(path);
  const pixels = (/** @type {[number, number][]} */ points) =>
    points.map(([x, y]) => /** @type {[number, number]} */ ([across(frame, x), down(frame, y)]));
  pen.fillStyle = pen.strokeStyle = color;
  pen.globalAlpha = BAND;
  // Piece by piece, so that a band that crosses itself stays a band.
  const [near, far] = [pixels(one), pixels(other)];
  pen.beginPath();
  for (let at = 1; at < near.length; at += 1) {
    for (const [place, [x, y]] of [near[at - 1], near[at], far[at], far[at - 1]].entries()) {
      if (place) pen.lineTo(x, y);
      else pen.moveTo(x, y);
    }
    pen.closePath();
  }
  pen.fill();
  pen.globalAlpha = ENDS;
  for (const [x, y] of ends ?? []) {
    if (x === null || y === null) continue;
    pen.beginPath();
    pen.arc(across(frame, x), down(frame, y), 1.7 * skin.scale, 0, 2 * Math.PI);
    pen.fill();
  }
  pen.globalAlpha = 1;
  pen.lineWidth = 1.4 * skin.scale;
  pen.lineJoin = "round";
  pen.beginPath();
  for (const [x, y] of pixels(middle)) pen.lineTo(x, y);
  pen.stroke();
}
