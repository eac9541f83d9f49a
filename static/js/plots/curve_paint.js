// Curves, axes and the playhead on canvases.

import { pretty } from "../lib/number.js";
import { spread } from "./border.js";
import { acrossStep, downValue } from "./curve_panels.js";
import { curveTicks } from "./curve_scale.js";
import { firstStep } from "./extents.js";
import { roundTicks } from "./levels.js";
import { drawArrow, drawCross, drawFork, drawMarker, drawWords } from "./marks.js";
import { rule, write } from "./pen.js";
import { thinned } from "./thin.js";

/** @import { Entrant } from "./entrants.js" */
/** @import { Panel, Plan } from "./curve_panels.js" */
/** @import { Skin } from "./skin.js" */

const WIDTH = 1.7; // pixels, of a curve
const AHEAD = 0.3; // opacity of what the playhead has not reached
const MOST_ENDS = 5; // divergences said in words

/**
 * Titles, marks and a few lines.
 *
 * @param {CanvasRenderingContext2D} pen
 * @param {Plan} plan
 * @param {Skin} skin
 */
export function paintAxes(pen, plan, skin) {
  const { panels, left, right } = plan;
  for (const panel of panels) {
    const { title, note, scale, top, bottom, rail } = panel;
    const baseline = top - 11 * skin.scale;
    write(pen, skin, title, left, baseline, { color: skin.ink, weight: 600 });
    write(pen, skin, note, right, baseline, { color: skin.quiet, align: "right", size: 11 });
    const count = Math.max(3, Math.floor((bottom - top) / (26 * skin.scale)));
    for (const tick of curveTicks(scale, count)) {
      const y = Math.round(downValue(panel, tick.value)) + 0.5;
      rule(pen, left, y, right, y, skin.faint);
      if (scale.rail && rail - y < 12 * skin.scale) continue;
      write(pen, skin, tick.words, left - 6, y, { color: skin.quiet, align: "right", size: 11 });
    }
    if (!scale.rail) continue;
    pen.setLineDash([2, 2]);
    rule(pen, left, Math.round(rail) + 0.5, right, Math.round(rail) + 0.5, skin.quiet);
    pen.setLineDash([]);
    write(pen, skin, scale.rail, left - 6, rail, { color: skin.quiet, align: "right", size: 11 });
  }
  const foot = plan.height - 26 * skin.scale;
  const ticks = roundTicks(0, plan.steps, 5).filter(Number.isInteger);
  for (const tick of ticks) {
    const x = acrossStep(plan, tick);
    const align = tick === plan.steps ? "right" : "center";
    write(pen, skin, pretty(tick, 6), align === "right" ? right + 8 : x, foot, { color: skin.quiet, align, size: 11 });
  }
  write(pen, skin, "steps", (left + right) / 2, foot + 16 * skin.scale, { color: skin.quiet, align: "center", size: 12 });
}

/** The lowest place of a panel where a curve is drawn. @param {Panel} panel */
const floor = ({ scale, bottom, rail }) => (scale.rail ? rail : bottom);

/**
 * Every curve, whole.
 *
 * @param {CanvasRenderingContext2D} pen
 * @param {Plan} plan
 * @param {Skin} skin
 * @param {Entrant[]} entrants
 */
export function paintCurves(pen, plan, skin, entrants) {
  pen.lineJoin = "round";
  pen.lineWidth = WIDTH * skin.scale;
  for (const panel of plan.panels) {
    pen.save();
    pen.beginPath();
    pen.rect(plan.left - 1, panel.top - 3, plan.right - plan.left + 2, floor(panel) - panel.top + 6);
    pen.clip();
    for (const { lane, look, since } of entrants) {
      if (!lane) continue;
      const values = lane[panel.quantity];
      const first = Math.max(since, firstStep(panel.quantity));
      const columns = plan.right - plan.left;
      const kept = thinned(lane.length, columns, plan.steps, (step) => values[step]);
      pen.beginPath();
      for (const step of kept) {
        if (step < first) continue;
        pen.lineTo(acrossStep(plan, step), downValue(panel, values[step]));
      }
      pen.strokeStyle = look.color;
      pen.setLineDash(look.dash.map((part) => part * skin.scale));
      pen.stroke();
      if (!since || since >= lane.length || panel.quantity !== "gap") continue;
      drawFork(pen, skin, look.color, acrossStep(plan, since), downValue(panel, values[since]));
    }
    pen.restore();
  }
}

/**
 * One frame: what is ahead quiet, what has been strong, the playhead, and who is where on it.
 *
 * @param {CanvasRenderingContext2D} pen
 * @param {Plan} plan
 * @param {Skin} skin
 * @param {{ axes: HTMLCanvasElement, curves: HTMLCanvasElement, width: number }} layers
 * @param {Entrant[]} entrants
 * @param {number} step
 * @param {number | null} hover
 */
export function paintFrame(pen, plan, skin, { axes, curves, width }, entrants, step, hover) {
  const x = acrossStep(plan, step);
  pen.drawImage(axes, 0, 0, width, plan.height);
  pen.globalAlpha = AHEAD;
  pen.drawImage(curves, 0, 0, width, plan.height);
  pen.globalAlpha = 1;
  pen.save();
  pen.beginPath();
  pen.rect(0, 0, x, plan.height);
  pen.clip();
  pen.drawImage(curves, 0, 0, width, plan.height);
  pen.restore();
  for (const panel of plan.panels) {
    rule(pen, x, panel.top, x, panel.bottom, skin.ink);
    for (const entrant of entrants) paintHead(pen, plan, skin, panel, entrant, step);
    if (panel.quantity === "gap") paintEnds(pen, plan, skin, panel, entrants, step);
    if (hover === null) continue;
    const at = Math.round(acrossStep(plan, hover)) + 0.5;
    rule(pen, at, panel.top, at, panel.bottom, skin.accent);
    for (const { lane, look, since } of entrants) {
      if (!lane || hover >= lane.length || hover < Math.max(since, firstStep(panel.quantity))) continue;
      const y = downValue(panel, lane[panel.quantity][hover]);
      if (y >= panel.top - 2 && y <= floor(panel) + 2) drawMarker(pen, skin, look, at, y, { radius: 3.5, hollow: true });
    }
  }
}

/** @param {Entrant} entrant @param {number} step */
const isOver = ({ lane }, step) => lane?.outcome?.status === "diverged" && step > lane.outcome.steps;

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Plan} plan
 * @param {Skin} skin
 * @param {Panel} panel
 * @param {Entrant} entrant
 * @param {number} step
 */
function paintHead(pen, plan, skin, panel, entrant, step) {
  const { lane, look, since } = entrant;
  if (!lane || step < Math.max(since, firstStep(panel.quantity))) return;
  const last = Math.min(step, lane.length - 1);
  const x = acrossStep(plan, last);
  const wished = downValue(panel, lane[panel.quantity][last]);
  const y = Math.max(panel.top, Math.min(floor(panel), wished));
  if (isOver(entrant, step)) drawCross(pen, skin, look.color, x, y);
  else if (wished < panel.top - 1) drawArrow(pen, skin, look.color, x, y - 3, -Math.PI / 2);
  else if (wished > floor(panel) + 1) drawArrow(pen, skin, look.color, x, y + 2, Math.PI / 2);
  else drawMarker(pen, skin, look, x, y, { radius: 4 });
}

/**
 * Who diverged, and when, in words beside the cross.
 *
 * @param {CanvasRenderingContext2D} pen
 * @param {Plan} plan
 * @param {Skin} skin
 * @param {Panel} panel
 * @param {Entrant[]} entrants
 * @param {number} step
 */
function paintEnds(pen, plan, skin, panel, entrants, step) {
  const over = entrants.filter((entrant) => isOver(entrant, step)).slice(0, MOST_ENDS);
  const line = 14 * skin.scale;
  const heights = spread(over.map(() => panel.top + 3), line, panel.top + 3, panel.bottom - line / 2);
  over.forEach(({ lane, look, name }, place) => {
    const last = (lane?.length ?? 1) - 1;
    const x = acrossStep(plan, last);
    const right = x > (plan.left + plan.right) / 2;
    drawWords(pen, skin, `${name}, step ${last + 1}`, x + (right ? -11 : 11), heights[place], {
      color: look.color, align: right ? "right" : "left", size: 11,
    });
  });
}
