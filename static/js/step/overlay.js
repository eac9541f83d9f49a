// The opened step on the map: a canvas of its own above the trails.

import { byId } from "../lib/dom.js";
import { onPaint } from "../lib/paint.js";
import { cleared } from "../plots/canvas.js";
import { onSkin, skin } from "../plots/skin.js";
import { drawnArrows, ellipse } from "./geometry.js";
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
  const paint = onPaint(() => {
    const pen = cleared(canvas, canvas.clientWidth, canvas.clientHeight);
    const frame = frameNow();
    const drawn = frame ? scenes().map((scene) => ({ scene, drawn: drawnArrows(scene.point, scene.arrows, frame) })) : [];
    if (frame) {
      const taken = /** @type {[number, number][]} */ ([]); // by letters
      for (const { scene, drawn: arrows } of drawn) {
        const arcs = scene.curvature ? ellipse(scene.point, scene.curvature, frame) : [];
        paintStep(pen, frame, skin(), scene.entrant.look, arcs, arrows, taken);
      }
    }
    told(drawn.map(({ scene, drawn: arrows }) => ({ entrant: scene.entrant, drawn: arrows })));
  });
  onSkin(paint);
  return paint;
}
