// What the pointer does on the map: a click sets the start, hovering reads heights and steps.

import { byId } from "../lib/dom.js";
import { surfaceOf } from "../lib/entries.js";
import { pretty } from "../lib/number.js";
import { inside } from "./clip.js";
import { entrants } from "./entrants.js";
import { heightAt } from "./heights.js";
import { pointAt } from "./hover.js";
import { skin } from "./skin.js";
import { setStart } from "./start_handle.js";
import { nearest } from "./trail.js";
import { trailOf } from "./trails.js";

/** @import { App } from "../types.js" */
/** @import { Heights } from "./heights.js" */
/** @import { Frame } from "./trail.js" */

const STILL = 5; // pixels: a press that moved no farther is a click
const SECOND = 260; // milliseconds in which a second click makes the pair a double click
const REACH = 14; // pixels from the pointer to a trail

/**
 * @param {App} app
 * @param {HTMLElement} place
 * @param {object} map
 * @param {() => Frame | null} map.frameNow
 * @param {() => Heights | null} map.heights
 * @param {() => void} map.reset  what a double click does
 */
export function listen(app, place, { frameNow, heights, reset }) {
  const readout = byId("map-readout");
  /** @type {{ x: number, y: number } | null} */
  let press = null;
  let click = 0;

  /** Where the pointer is in the map's pixels, with the frame; null outside of the axes. */
  const spot = (/** @type {PointerEvent} */ event) => {
    const frame = frameNow();
    const corner = place.getBoundingClientRect();
    const [x, y] = [event.clientX - corner.left, event.clientY - corner.top];
    return frame && inside(frame.box, x, y) ? { frame, x, y } : null;
  };
  place.addEventListener(
    "pointerdown",
    (event) => {
      const onMap = !(/** @type {Element} */ (event.target).closest("button"));
      press = onMap && event.button === 0 && spot(event) ? { x: event.clientX, y: event.clientY } : null;
    },
    true,
  );
  addEventListener(
    "pointerup",
    (event) => {
      const from = press;
      press = null;
      const still = from && Math.hypot(event.clientX - from.x, event.clientY - from.y) <= STILL;
      const here = still ? spot(event) : null;
      if (!here) return;
      if (click) {
        clearTimeout(click);
        click = 0;
        reset();
        return;
      }
      click = window.setTimeout(() => {
        click = 0;
        setStart(app, ...pointOf(here.frame, here.x, here.y));
      }, SECOND);
    },
    true,
  );
  place.addEventListener(
    "pointermove",
    (event) => {
      const here = press ? null : spot(event);
      pointAt(app, here && stepUnder(app, here.frame, here.x, here.y));
      if (!here) {
        readout.textContent = "";
        return;
      }
      const [x, y] = pointOf(here.frame, here.x, here.y);
      const ground = heights();
      const height = ground ? heightAt(ground, x, y) : NaN;
      readout.textContent =
        `x ${pretty(x)}, y ${pretty(y)}` + (Number.isNaN(height) ? "" : `, ${heightWord(app)} ${pretty(height)}`);
    },
    true,
  );
  place.addEventListener("pointerleave", () => {
    readout.textContent = "";
    pointAt(app, null);
  });
}

/** What heights are called here. @param {App} app */
const heightWord = ({ catalog, spec }) => (surfaceOf(catalog, spec.get().surface).minima.length ? "f − f*" : "f");

/** @param {Frame} frame @param {number} x @param {number} y @returns {[number, number]} */
function pointOf({ box, x0, y0, perX, perY }, x, y) {
  return [x0 + (x - box.left) / perX, y0 + (y - box.bottom) / perY];
}

/**
 * The step of the nearest trail's nearest point.
 *
 * @param {App} app
 * @param {Frame} frame
 * @param {number} x
 * @param {number} y
 */
function stepUnder(app, frame, x, y) {
  let best = null;
  for (const { lane } of entrants(app, skin().dark)) {
    const found = lane && nearest(trailOf(lane, frame), app.step.get(), x, y, REACH);
    if (found && (!best || found.away < best.away)) best = found;
  }
  return best && best.step;
}
