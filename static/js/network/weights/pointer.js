// What the pointer reads on the plane through the weights: the loss there, and the nearest step.

import { pretty } from "../../lib/number.js";
import { inside } from "../../plots/clip.js";
import { heightAt } from "../../plots/heights.js";
import { pointAt } from "../../plots/hover.js";
import { nearest } from "../../plots/trail.js";
import { trailOf } from "../../plots/trails.js";

/** @import { App } from "../../types.js" */
/** @import { Entrant } from "../../plots/entrants.js" */
/** @import { Frame } from "../../plots/trail.js" */
/** @import { WeightPlane } from "./paths.js" */

const REACH = 14; // pixels from the pointer to a path

/**
 * @typedef {object} Scene
 * @property {WeightPlane} plane
 * @property {Frame} frame
 * @property {Entrant[]} entrants  on the plane
 */

/**
 * @param {App} app
 * @param {HTMLElement} place
 * @param {() => Scene | null} scene
 * @param {(words: string) => void} tell
 */
export function readPlane(app, place, scene, tell) {
  place.addEventListener("pointermove", (event) => {
    const now = scene();
    const corner = place.getBoundingClientRect();
    const [x, y] = [event.clientX - corner.left, event.clientY - corner.top];
    if (!now || event.buttons || !inside(now.frame.box, x, y)) return leave();
    const found = stepUnder(now, app.step.get(), x, y);
    pointAt(app, found && found.step);
    tell(words(now, x, y, found));
  }, true);
  const leave = () => {
    pointAt(app, null);
    tell("");
  };
  place.addEventListener("pointerleave", leave);
}

/** @param {Scene} scene @param {number} upTo @param {number} x @param {number} y */
function stepUnder({ entrants, frame }, upTo, x, y) {
  let best = null;
  for (const { lane, name } of entrants) {
    const found = lane && nearest(trailOf(lane, frame), upTo, x, y, REACH);
    if (found && (!best || found.away < best.away)) best = { ...found, name };
  }
  return best;
}

/** @param {Scene} scene @param {number} x @param {number} y @param {{ step: number, name: string } | null} found */
function words({ plane, frame }, x, y, found) {
  const { box, x0, y0, perX, perY } = frame;
  const loss = heightAt(plane.heights, x0 + (x - box.left) / perX, y0 + (y - box.bottom) / perY);
  const here = Number.isNaN(loss) ? "no loss known here" : `${plane.part} loss ${pretty(loss)} here`;
  return found ? `${here}; ${found.name}, step ${found.step}` : here;
}
