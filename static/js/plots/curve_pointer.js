import { pointAt } from "./hover.js";

/** @import { App } from "../types.js" */

/**
 * A pointer over curves: it shows its step on all plots, and a click or a drag goes there.
 *
 * @param {App} app
 * @param {HTMLCanvasElement} canvas
 * @param {(x: number, y: number) => number | null} stepUnder  in pixels from the canvas's corner
 * @param {() => void} paint
 */
export function followPointer(app, canvas, stepUnder, paint) {
  const under = (/** @type {PointerEvent} */ event) => {
    const corner = canvas.getBoundingClientRect();
    return stepUnder(event.clientX - corner.left, event.clientY - corner.top);
  };
  canvas.addEventListener("pointermove", (event) => {
    const step = under(event);
    pointAt(app, step);
    paint(); // the readout follows the pointer from curve to curve, also at the same step
    if (step !== null && event.buttons === 1 && event.pointerType === "mouse") app.player.seek(step);
  });
  canvas.addEventListener("click", (event) => {
    const step = under(/** @type {PointerEvent} */ (event));
    if (step !== null) app.player.seek(step);
  });
  for (const end of ["pointerleave", "pointercancel"]) {
    canvas.addEventListener(end, () => pointAt(app, null));
  }
}
