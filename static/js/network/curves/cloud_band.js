// Where many seeds' train losses lie, behind the curves of one pace.

import { downValue } from "../../plots/curve_panels.js";
import { paintBand } from "../../plots/curve_bands.js";
import { acrossStep } from "./panels.js";

/** @import { Cloud } from "../../types.js" */
/** @import { Panel } from "../../plots/curve_panels.js" */
/** @import { Skin } from "../../plots/skin.js" */
/** @import { LearningPlan } from "./panels.js" */
/** @import { Pace } from "./pace.js" */

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {LearningPlan} plan
 * @param {Skin} skin
 * @param {Pace} pace
 * @param {Cloud | null} cloud
 */
export function paintCloud(pen, plan, skin, pace, cloud) {
  const [panel] = plan.panels; // the loss
  if (!cloud) return;
  const down = (/** @type {number} */ value) =>
    downValue(/** @type {Panel} */ (/** @type {unknown} */ (panel)), value);
  pen.save();
  pen.beginPath();
  pen.rect(plan.left, panel.top, plan.right - plan.left, panel.rail - panel.top);
  pen.clip();
  for (const { racer, look } of pace.entrants) {
    const run = cloud.runs.get(racer.id);
    if (run) paintBand(pen, skin, look.color, cloud.steps, run.loss, (step) => acrossStep(plan, pace, step), down);
  }
  pen.restore();
}
