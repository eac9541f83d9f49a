// The ring at the start of the race, to be dragged.

import { surfaceOf } from "../lib/entries.js";
import { pretty } from "../lib/number.js";
import { withStart } from "../spec/problem.js";
import { inside } from "./clip.js";
import { across, down } from "./trail.js";

/** @import { App } from "../types.js" */
/** @import { Frame } from "./trail.js" */

const NUDGE = 0.01; // of the domain, for an arrow key
const BIG_NUDGE = 0.1; // with Shift

/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/**
 * Set the start, within what the server takes and with no more digits than the eye asks for.
 *
 * @param {App} app
 * @param {number} x
 * @param {number} y
 */
export function setStart(app, x, y) {
  const { domain } = surfaceOf(app.catalog, app.spec.get().surface);
  const bound = app.catalog.limits.start;
  const tidy = (/** @type {number} */ value, /** @type {[number, number]} */ [low, high]) => {
    const grain = 10 ** Math.floor(Math.log10((high - low) / 2000));
    const kept = Math.max(-bound, Math.min(bound, value));
    return Number((Math.round(kept / grain) * grain).toPrecision(12));
  };
  app.spec.set(withStart(app.spec.get(), [tidy(x, domain[0]), tidy(y, domain[1])]));
}

/**
 * Make the button the start's handle.
 *
 * @param {App} app
 * @param {HTMLElement} handle
 * @param {() => Frame | null} frameNow
 * @returns {() => void} puts the handle where the start is
 */
export function startHandle(app, handle, frameNow) {
  /** @type {{ x: number, y: number } | null} */
  let grip = null; // from the pointer to the middle of the ring

  handle.addEventListener("pointerdown", (event) => {
    const frame = frameNow();
    if (!frame || event.button !== 0) return;
    const [x, y] = app.spec.get().start;
    grip = { x: across(frame, x) - event.clientX, y: down(frame, y) - event.clientY };
    handle.setPointerCapture(event.pointerId);
    handle.dataset.held = "";
    event.stopPropagation();
  });
  handle.addEventListener("pointermove", (event) => {
    const frame = frameNow();
    if (!grip || !frame) return;
    const { box, x0, y0, perX, perY } = frame;
    const left = Math.max(box.left, Math.min(box.right, event.clientX + grip.x));
    const top = Math.max(box.top, Math.min(box.bottom, event.clientY + grip.y));
    setStart(app, x0 + (left - box.left) / perX, y0 + (top - box.bottom) / perY);
  });
  for (const end of ["pointerup", "pointercancel"]) {
    handle.addEventListener(end, () => {
      grip = null;
      delete handle.dataset.held;
    });
  }
  handle.addEventListener("keydown", (event) => {
    const arrow = ARROWS[event.key];
    if (!arrow) return;
    event.preventDefault();
    const { surface, start } = app.spec.get();
    const share = event.shiftKey ? BIG_NUDGE : NUDGE;
    const [x, y] = surfaceOf(app.catalog, surface).domain.map((side) => share * (side[1] - side[0]));
    setStart(app, start[0] + arrow[0] * x, start[1] + arrow[1] * y);
  });

  return () => {
    const frame = frameNow();
    const [x, y] = app.spec.get().start;
    const place = frame && [across(frame, x), down(frame, y)];
    handle.hidden = !frame || !place || !inside(frame.box, place[0], place[1]);
    if (!place) return;
    handle.style.transform = `translate(${place[0]}px, ${place[1]}px) translate(-50%, -50%)`;
    const words = `Start at (${pretty(x)}, ${pretty(y)})`;
    if (handle.getAttribute("aria-label") !== words) handle.setAttribute("aria-label", words);
  };
}
