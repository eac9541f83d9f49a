// Where many seeds' losses lie: a band for the middle 80 % of them, and their median.

import { acrossStep, downValue } from "./curve_panels.js";

/** @import { Cloud, CloudRun } from "../types.js" */
/** @import { Plan } from "./curve_panels.js" */
/** @import { Entrant } from "./entrants.js" */
/** @import { Skin } from "./skin.js" */

const BAND = 0.2; // opacity

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Plan} plan
 * @param {Skin} skin
 * @param {Entrant[]} entrants
 * @param {Cloud | null} cloud
 */
export function paintBands(pen, plan, skin, entrants, cloud) {
  const panel = plan.panels.find(({ quantity }) => quantity === "gap");
  if (!cloud || !panel) return;
  pen.save();
  pen.beginPath();
  pen.rect(plan.left, panel.top, plan.right - plan.left, panel.rail - panel.top);
  pen.clip();
  for (const { racer, look } of entrants) {
    const run = cloud.runs.get(racer.id);
    const across = (/** @type {number} */ step) => acrossStep(plan, step);
    if (run) paintBand(pen, skin, look.color, cloud.steps, run.loss, across, (value) => downValue(panel, value));
  }
  pen.restore();
}

/**
 * One band. What is null has left the numbers: it is as high as can be.
 *
 * @param {CanvasRenderingContext2D} pen
 * @param {Skin} skin
 * @param {string} color
 * @param {number[]} steps
 * @param {CloudRun["loss"]} loss
 * @param {(step: number) => number} across
 * @param {(value: number) => number} down
 */
export function paintBand(pen, skin, color, steps, { low, middle, high }, across, down) {
  const height = (/** @type {number | null} */ value) => down(value ?? Infinity);
  pen.fillStyle = pen.strokeStyle = color;
  pen.setLineDash([]);
  pen.globalAlpha = BAND;
  pen.beginPath();
  steps.forEach((step, at) => pen.lineTo(across(step), height(low[at])));
  for (let at = steps.length - 1; at >= 0; at -= 1) pen.lineTo(across(steps[at]), height(high[at]));
  pen.fill();
  pen.globalAlpha = 0.8;
  pen.lineWidth = skin.scale;
  pen.beginPath();
  steps.forEach((step, at) => pen.lineTo(across(step), height(middle[at])));
  pen.stroke();
  pen.globalAlpha = 1;
}
