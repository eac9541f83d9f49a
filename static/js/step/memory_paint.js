// Curves of what a rule remembers, and the playhead over them.

import { pretty } from "../lib/number.js";
import { acrossStep } from "../plots/curve_panels.js";
import { curveTicks, heightOf } from "../plots/curve_scale.js";
import { roundTicks } from "../plots/levels.js";
import { drawMarker, drawWords } from "../plots/marks.js";
import { rule, write } from "../plots/pen.js";
import { placeAt, readAt } from "./memory_plan.js";

/** @import { Entrant } from "../plots/entrants.js" */
/** @import { Skin } from "../plots/skin.js" */
/** @import { Curve, MemoryPanel, MemoryPlan } from "./memory_plan.js" */

const WIDTHS = [2.2, 1.1]; // pixels, of the first coordinate's curve and of the second's
const AHEAD = 0.3; // opacity of what the playhead has not reached

/** @param {MemoryPanel} panel @param {number} value */
function downTo({ scale, top, bottom, rail }, value) {
  const height = heightOf(scale, value);
  return height === -Infinity ? rail : bottom - height * (bottom - top);
}

/** @param {CanvasRenderingContext2D} pen @param {MemoryPlan} plan @param {Skin} skin */
export function paintAxes(pen, plan, skin) {
  const { left, right } = plan;
  for (const panel of plan.panels) {
    const { quantity, note, scale, top, bottom, rail } = panel;
    const title = top - 29 * skin.scale;
    write(pen, skin, `${quantity.symbol.replace("_", " ")} · ${quantity.name}`, left, title, { color: skin.ink, weight: 600 });
    write(pen, skin, note, right, title, { color: skin.quiet, align: "right", size: 11 });
    const count = Math.max(4, Math.floor((bottom - top) / (22 * skin.scale)));
    for (const { value, words } of curveTicks(scale, count)) {
      const y = Math.round(downTo(panel, value)) + 0.5;
      rule(pen, left, y, right, y, skin.faint);
      if (!scale.rail || rail - y > 12 * skin.scale) write(pen, skin, words, left - 6, y, { color: skin.quiet, align: "right", size: 11 });
    }
    if (!scale.rail) continue;
    pen.setLineDash([2, 2]);
    rule(pen, left, Math.round(rail) + 0.5, right, Math.round(rail) + 0.5, skin.quiet);
    pen.setLineDash([]);
    write(pen, skin, scale.rail, left - 6, rail, { color: skin.quiet, align: "right", size: 11 });
  }
  const foot = plan.height - 26 * skin.scale;
  for (const tick of roundTicks(0, plan.steps, 5).filter(Number.isInteger)) {
    write(pen, skin, pretty(tick, 6), acrossStep(plan, tick), foot, { color: skin.quiet, align: "center", size: 11 });
  }
  write(pen, skin, "steps", (left + right) / 2, foot + 16 * skin.scale, { color: skin.quiet, align: "center" });
}

/** @param {CanvasRenderingContext2D} pen @param {MemoryPlan} plan @param {Skin} skin @param {Entrant[]} entrants */
export function paintCurves(pen, plan, skin, entrants) {
  pen.lineJoin = "round";
  for (const panel of plan.panels) {
    const floor = panel.scale.rail ? panel.rail : panel.bottom;
    pen.save();
    pen.beginPath();
    pen.rect(plan.left - 1, panel.top - 3, plan.right - plan.left + 2, floor - panel.top + 6);
    pen.clip();
    for (const curve of panel.quantity.curves) paintCurve(pen, plan, panel, skin, entrants[curve.racer], curve);
    pen.restore();
  }
}

/** @param {CanvasRenderingContext2D} pen @param {MemoryPlan} plan @param {MemoryPanel} panel @param {Skin} skin @param {Entrant} entrant @param {Curve} curve */
function paintCurve(pen, plan, panel, skin, { look }, { coordinate, bound, steps, values }) {
  pen.beginPath();
  let on = false;
  steps.forEach((step, place) => {
    const value = values[place];
    if (value === null) on = false;
    else if (on) pen.lineTo(acrossStep(plan, step), downTo(panel, value));
    else pen.moveTo(acrossStep(plan, step), downTo(panel, value));
    on = value !== null;
  });
  pen.strokeStyle = bound ? skin.warn : look.color;
  pen.lineWidth = (bound ? 1.4 : WIDTHS[Math.min(coordinate, 1)]) * skin.scale;
  pen.setLineDash((bound ? [6, 3, 1, 3] : look.dash).map((part) => part * skin.scale));
  pen.stroke();
  pen.setLineDash([]);
}

/** Which coordinate a curve is of, at its end. @param {CanvasRenderingContext2D} pen @param {MemoryPlan} plan @param {MemoryPanel} panel @param {Skin} skin @param {Entrant[]} entrants */
function paintLetters(pen, plan, panel, skin, entrants) {
  const taken = /** @type {number[]} */ ([]);
  for (const { letter, racer, bound, steps, values } of panel.quantity.curves) {
    const last = values.findLastIndex((value) => value !== null);
    if (!letter || last < 0) continue;
    const y = Math.max(panel.top, Math.min(panel.bottom, downTo(panel, values[last] ?? 0)));
    const x = acrossStep(plan, steps[last]);
    if (bound) {
      drawWords(pen, skin, letter, plan.right - 2, y - 8 * skin.scale, { color: skin.warn, align: "right", size: 11 });
      continue;
    }
    const free = taken.some((other) => Math.abs(other - y) < 9 * skin.scale) ? y - 10 * skin.scale : y;
    taken.push(free);
    drawWords(pen, skin, letter, x + 5 * skin.scale, free, { color: entrants[racer].look.color, size: 11 });
  }
}

/**
 * One frame: what is ahead quiet, the playhead, who is where on it, and the numbers there.
 *
 * @param {CanvasRenderingContext2D} pen
 * @param {MemoryPlan} plan
 * @param {Skin} skin
 * @param {{ axes: HTMLCanvasElement, curves: HTMLCanvasElement, width: number }} layers
 * @param {Entrant[]} entrants
 * @param {number} step
 * @param {number | null} hover
 */
export function paintFrame(pen, plan, skin, { axes, curves, width }, entrants, step, hover) {
  const at = hover ?? step;
  const x = acrossStep(plan, at);
  pen.drawImage(axes, 0, 0, width, plan.height);
  pen.globalAlpha = AHEAD;
  pen.drawImage(curves, 0, 0, width, plan.height);
  pen.globalAlpha = 1;
  pen.save();
  pen.beginPath();
  pen.rect(0, 0, acrossStep(plan, step), plan.height);
  pen.clip();
  pen.drawImage(curves, 0, 0, width, plan.height);
  pen.restore();
  for (const panel of plan.panels) {
    if (at <= plan.steps) rule(pen, x, panel.top, x, panel.bottom, hover === null ? skin.ink : skin.accent);
    paintLetters(pen, plan, panel, skin, entrants);
    paintHeads(pen, plan, panel, skin, entrants, at);
    paintNumbers(pen, plan, panel, skin, entrants, at);
  }
}

/** @param {CanvasRenderingContext2D} pen @param {MemoryPlan} plan @param {MemoryPanel} panel @param {Skin} skin @param {Entrant[]} entrants @param {number} step */
function paintHeads(pen, plan, panel, skin, entrants, step) {
  const floor = panel.scale.rail ? panel.rail : panel.bottom;
  for (const { racer, bound, steps, values } of panel.quantity.curves) {
    const value = values[placeAt(steps, step)] ?? null;
    if (bound || value === null || step > steps[steps.length - 1]) continue;
    const y = Math.max(panel.top, Math.min(floor, downTo(panel, value)));
    drawMarker(pen, skin, entrants[racer].look, acrossStep(plan, step), y, { radius: 3.5 });
  }
}

/** @param {CanvasRenderingContext2D} pen @param {MemoryPlan} plan @param {MemoryPanel} panel @param {Skin} skin @param {Entrant[]} entrants @param {number} step */
function paintNumbers(pen, plan, panel, skin, entrants, step) {
  const y = panel.top - 13 * skin.scale;
  const width = (plan.right - plan.left) / entrants.length;
  entrants.forEach(({ look }, racer) => {
    const words = readAt(panel.quantity, racer, step);
    if (words) write(pen, skin, words, plan.left + racer * width, y, { color: look.color, size: 11 });
  });
}
