// The four curves over the steps: what each shows, and where it lies on the canvas.

import { curveScale, heightOf } from "./curve_scale.js";
import { extentOf } from "./extents.js";

/** @import { Entrant } from "./entrants.js" */
/** @import { CurveScale } from "./curve_scale.js" */
/** @import { Quantity } from "./extents.js" */

/**
 * @typedef {object} Panel
 * @property {Quantity} quantity
 * @property {string} title
 * @property {string} note  how the axis is to be read
 * @property {CurveScale} scale
 * @property {number} top  pixels from the canvas's top to the axis's
 * @property {number} bottom
 * @property {number} rail  where 0 is drawn
 *
 * @typedef {object} Plan
 * @property {Panel[]} panels
 * @property {number} left
 * @property {number} right
 * @property {number} steps
 * @property {number} height  of the whole canvas
 */

const QUANTITIES = /** @type {const} */ ([
  { quantity: "gap", height: 128, wish: "log" },
  { quantity: "norm", height: 66, wish: "log" },
  { quantity: "rate", height: 50, wish: "auto" },
  { quantity: "move", height: 66, wish: "log" },
]);
const TITLE = 22; // pixels above each axis
const FOOT = 34; // below the last, for the steps
const RAIL = 12; // below an axis, for what is 0

/** @type {Record<Quantity, string>} */
export const TITLES = {
  gap: "loss f − f*", norm: "gradient norm ‖∇f‖", rate: "learning rate η", move: "step length ‖Δx‖",
};

/**
 * @param {Entrant[]} entrants
 * @param {number} width
 * @param {number} steps
 * @param {number} size  1, or more for a projector
 * @param {boolean} above  the loss is measured from the lowest point
 * @returns {Plan}
 */
export function planned(entrants, width, steps, size, above) {
  const lanes = entrants.flatMap(({ lane }) => lane ?? []);
  let top = 0;
  const panels = QUANTITIES.map(({ quantity, height, wish }) => {
    const kind = quantity === "gap" && !above ? "symlog" : wish;
    const scale = curveScale(lanes.map((lane) => extentOf(lane, quantity)), kind);
    top += TITLE * size;
    const bottom = top + height * size;
    const rail = bottom + RAIL * size * 0.75;
    const title = quantity === "gap" && !above ? "loss f" : TITLES[quantity];
    const panel = { quantity, title, note: noteOf(scale), scale, top, bottom, rail };
    top = bottom + (scale.rail ? RAIL * size : 0);
    return panel;
  });
  return { panels, left: 52 * size, right: width - 10, steps, height: top + FOOT * size };
}

/** @param {CurveScale} scale */
function noteOf({ kind, rail }) {
  if (kind === "linear" || kind === "empty") return "";
  if (kind === "symlog") return "log both ways from 0";
  return rail ? `log; last line: ${rail}` : "log";
}

/** @param {Pick<Plan, "left" | "right" | "steps">} plan @param {number} step */
export const acrossStep = ({ left, right, steps }, step) => left + ((right - left) * step) / Math.max(1, steps);

/** The step at a place, not rounded. @param {Pick<Plan, "left" | "right" | "steps">} plan @param {number} x */
export const stepAt = ({ left, right, steps }, x) => ((x - left) / (right - left)) * steps;

/** @param {Panel} panel @param {number} value */
export function downValue({ scale, top, bottom, rail }, value) {
  const height = heightOf(scale, value);
  return height === -Infinity ? rail : bottom - height * (bottom - top);
}
