// The opened step on the map: a canvas of its own above the trails.

import { byId } from "../lib/dom.js";
import { onPaint } from "../lib/paint.js";
import { cleared } from "../plots/canvas.js";
import { onSkin, skin } from "../plots/skin.js";
import { drawnArrows, ellipse, isSeen } from "./geometry.js";
import { paintStep } from "./overlay_paint.js";

/** @import { Entrant } from "../plots/entrants.js" */
/** @import { Frame } from "../plots/trail.js" */
/** @import { Curvature, Arrows } from "./opened.js" */
/** @import { Told } from "./legend.js" */

/**
 * One racer's step where it is drawn.
 *
 * @typedef {object} Scene
 * @property {Entrant} entrant
 * @property {number[]} point  of the plane
 * @property {Arrows} arrows
 * @property {Curvature | null} curvature
 */

/**
 * @param {string} trails  id of the canvas that it lies above
 * @param {() => Frame | null} frameNow  null while the picture is not seen
 * @param {() => Scene[]} scenes
 * @param {(told: Told[]) => void} told  what was drawn
 */
export function stepOverlay(trails, frameNow, scenes, told) {
  const canvas = document.createElement("canvas");
  canvas.className = "map-trails step-overlay";
  canvas.ariaHidden = "true";
  byId(trails).after(canvas);
  const size = { width: canvas.clientWidth, height: canvas.clientHeight };
  let painted = /** @type {unknown[]} */ ([]); // what the picture is made of; a large canvas is costly to change
  let drawn = /** @type {Told[]} */ ([]);
  const paint = onPaint(() => {
    const frame = frameNow();
    const seen = frame ? scenes() : [];
    const parts = [
      frame, skin(), size.width, size.height,
      ...seen.flatMap(({ entrant, point, arrows }) => [entrant.racer.id, entrant.look.color, ...point, arrows]),
    ];
    const same = parts.length === painted.length && parts.every((part, at) => part === painted[at]);
    if (!same) {
      const pen = cleared(canvas, size.width, size.height);
      const taken = /** @type {[number, number][]} */ ([]); // by letters
      drawn = frame ? seen.map((scene) => drawScene(pen, frame, scene, taken)) : [];
      painted = parts;
    }
    told(drawn);
  });
  new ResizeObserver(() => {
    Object.assign(size, { width: canvas.clientWidth, height: canvas.clientHeight });
    paint();
  }).observe(canvas);
  onSkin(paint);
  return paint;
}

/** @param {CanvasRenderingContext2D} pen @param {Frame} frame @param {Scene} scene @param {[number, number][]} taken @returns {Told} */
function drawScene(pen, frame, { entrant, point, arrows, curvature }, taken) {
  if (!isSeen(point, frame)) return { entrant, drawn: null };
  const drawn = drawnArrows(point, arrows, frame);
  const arcs = curvature ? ellipse(point, curvature, frame) : [];
  paintStep(pen, frame, skin(), entrant.look, arcs, drawn, taken);
  return { entrant, drawn };
}
