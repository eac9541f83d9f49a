// Axes, curves and the playhead of networks on canvases.

import { downValue } from "../../plots/curve_panels.js";
import { drawArrow, drawCross, drawMarker } from "../../plots/marks.js";
import { rule, write } from "../../plots/pen.js";
import { thinned } from "../../plots/thin.js";
import { gapBands } from "./gap_band.js";
import { acrossStep, acrossValue, footMarks, footWords, marksOf } from "./panels.js";
import { placeAt, seriesOf, stepOf } from "./series.js";

/** @import { Lane } from "../../types.js" */
/** @import { Entrant } from "../../plots/entrants.js" */
/** @import { Panel } from "../../plots/curve_panels.js" */
/** @import { Skin } from "../../plots/skin.js" */
/** @import { LearningPanel, LearningPlan, Line } from "./panels.js" */
/** @import { Pace } from "./pace.js" */
/** @import { Series } from "./series.js" */
/** @typedef {CanvasRenderingContext2D} Pen */

const AHEAD = 0.3; // opacity of what the playhead has not reached
const BAND = 0.13; // of the gap between train and test
const BATCH = 0.35; // of the loss on mini-batches
const APART = 40; // pixels between the marks of a test curve
const WIDTHS = { train: 1.8, test: 1, batch: 0.8, plain: 1.6 };

/** How high a value stands. @param {LearningPanel} panel @param {number} value */
const down = (panel, value) => downValue(/** @type {Panel} */ (/** @type {unknown} */ (panel)), value);

/** The lowest place of a panel where a curve is drawn. @param {LearningPanel} panel */
const floor = ({ scale, bottom, rail }) => (scale.rail ? rail : bottom);

/**
 * Titles, marks and a few lines.
 *
 * @param {Pen} pen
 * @param {LearningPlan} plan
 * @param {Skin} skin
 */
export function paintAxes(pen, plan, skin) {
  const { left, right } = plan;
  for (const panel of plan.panels) {
    const { title, note, scale, top, bottom, rail } = panel;
    const baseline = top - 11 * skin.scale;
    write(pen, skin, title, left, baseline, { color: skin.ink, weight: 600, size: 12 });
    write(pen, skin, note, right, baseline, { size: 11, align: "right" });
    for (const mark of marksOf(panel, Math.max(3, Math.floor((bottom - top) / (26 * skin.scale))))) {
      const y = Math.round(down(panel, mark.value)) + 0.5;
      rule(pen, left, y, right, y, skin.faint);
      if (scale.rail && rail - y < 12 * skin.scale) continue;
      write(pen, skin, mark.words, left - 6, y, { size: 11, align: "right" });
    }
    if (!scale.rail) continue;
    const y = Math.round(rail) + 0.5;
    pen.setLineDash([2, 2]);
    rule(pen, left, y, right, y, skin.quiet);
    pen.setLineDash([]);
    write(pen, skin, scale.rail, left - 6, rail, { size: 11, align: "right" });
  }
  const foot = plan.height - 26 * skin.scale;
  for (const { value, words: text } of footMarks(plan)) {
    const x = acrossValue(plan, value);
    const last = x > right - 12 * skin.scale;
    write(pen, skin, text, last ? right + 8 : x, foot, { size: 11, align: last ? "right" : "center" });
  }
  write(pen, skin, footWords(plan), (left + right) / 2, foot + 16 * skin.scale, { align: "center", size: 12 });
}

/**
 * The curves of the racers of one pace, whole.
 *
 * @param {Pen} pen
 * @param {LearningPlan} plan
 * @param {Skin} skin
 * @param {Pace} pace
 * @param {Set<string>} banded  ids of the racers whose gap is filled
 */
export function paintCurves(pen, plan, skin, pace, banded) {
  pen.lineJoin = "round";
  for (const panel of plan.panels) {
    pen.save();
    pen.beginPath();
    pen.rect(plan.left - 1, panel.top - 3, plan.right - plan.left + 2, floor(panel) - panel.top + 6);
    pen.clip();
    for (const { lane, look, racer, since } of pace.entrants) {
      if (lane && banded.has(racer.id)) paintBand(pen, plan, panel, pace, lane, since, look.color);
    }
    for (const line of panel.lines) {
      for (const entrant of pace.entrants) paintLine(pen, plan, skin, panel, pace, entrant, line);
    }
    pen.restore();
  }
}

/** @param {LearningPlan} plan @param {LearningPanel} panel @param {Pace} pace @param {Series} series */
function pixels(plan, panel, pace, series) {
  const { values, length } = series;
  const columns = acrossStep(plan, pace, stepOf(series, length - 1)) - plan.left;
  const points = thinned(length, columns, length - 1, (place) => values[place]).map((place) => ({
    x: acrossStep(plan, pace, stepOf(series, place)),
    y: down(panel, values[place]),
  }));
  const beyond = points.findIndex(({ x }) => x > plan.right);
  return beyond < 0 ? points : points.slice(0, beyond + 1);
}

/** @param {Pen} pen @param {LearningPlan} plan @param {LearningPanel} panel @param {Pace} pace @param {Lane} lane @param {number} since @param {string} color */
function paintBand(pen, plan, panel, pace, lane, since, color) {
  const train = panel.lines.find(({ style }) => style === "train");
  const test = panel.lines.find(({ style }) => style === "test");
  if (!train || !test) return;
  const [one, other] = [train, test].map(({ column }) => seriesOf(lane, column));
  const places = Array.from({ length: one.length }, (_, place) => place).filter((place) => stepOf(one, place) >= since);
  const across = places.map((place) => acrossStep(plan, pace, stepOf(one, place)));
  const heights = [one, other].map(({ values }) => places.map((place) => down(panel, values[place])));
  pen.globalAlpha = BAND;
  pen.fillStyle = color;
  for (const band of gapBands(across, heights[0], heights[1])) {
    pen.beginPath();
    for (const [x, y] of band) pen.lineTo(x, y);
    pen.fill();
  }
  pen.globalAlpha = 1;
}

/** @param {Pen} pen @param {LearningPlan} plan @param {Skin} skin @param {LearningPanel} panel @param {Pace} pace @param {Entrant} entrant @param {Line} line */
function paintLine(pen, plan, skin, panel, pace, { lane, look, racer, since }, { column, style }) {
  if (!lane) return;
  const series = seriesOf(lane, column);
  if (!series.length) return;
  const begin = since ? acrossStep(plan, pace, since) : -Infinity;
  const points = pixels(plan, panel, pace, series).filter(({ x, y }) => !Number.isNaN(y) && x >= begin);
  pen.beginPath();
  for (const { x, y } of points) pen.lineTo(x, y);
  pen.lineWidth = WIDTHS[style] * skin.scale;
  pen.strokeStyle = look.color;
  pen.globalAlpha = style === "batch" ? BATCH : 1;
  pen.setLineDash(style === "train" || style === "plain" ? look.dash.map((part) => part * skin.scale) : []);
  pen.stroke();
  pen.setLineDash([]);
  pen.globalAlpha = 1;
  if (style !== "test") return;
  const apart = APART * skin.scale;
  let next = plan.left + (((racer.look * 11) % 40) / 40 + 0.25) * apart; // so that few lie on one another
  for (const { x, y } of points) {
    if (x < next) continue;
    drawMarker(pen, skin, look, x, y, { radius: 2.9, hollow: true });
    next = x + apart;
  }
}

/**
 * One frame: what is ahead quiet, what has been strong, a playhead for each pace, and who is where.
 *
 * @param {Pen} pen
 * @param {LearningPlan} plan
 * @param {Skin} skin
 * @param {{ axes: HTMLCanvasElement, curves: HTMLCanvasElement[], width: number }} layers  curves in the order of the paces
 * @param {number} step
 * @param {number | null} hover
 */
export function paintFrame(pen, plan, skin, { axes, curves, width }, step, hover) {
  const { paces, height } = plan;
  pen.drawImage(axes, 0, 0, width, height);
  paces.forEach((pace, place) => {
    pen.globalAlpha = AHEAD;
    pen.drawImage(curves[place], 0, 0, width, height);
    pen.globalAlpha = 1;
    pen.save();
    pen.beginPath();
    pen.rect(0, 0, acrossStep(plan, pace, step), height);
    pen.clip();
    pen.drawImage(curves[place], 0, 0, width, height);
    pen.restore();
  });
  for (const pace of paces) {
    const x = acrossStep(plan, pace, step);
    if (isBeyond(plan, x)) continue;
    for (const panel of plan.panels) rule(pen, x, panel.top, x, panel.bottom, skin.ink);
  }
  for (const pace of paces) {
    for (const panel of plan.panels) {
      for (const line of panel.lines) {
        for (const entrant of pace.entrants) paintHead(pen, plan, skin, panel, pace, entrant, line, step);
      }
    }
    const at = Math.round(acrossStep(plan, pace, hover ?? 0)) + 0.5;
    if (hover === null || isBeyond(plan, at)) continue;
    for (const panel of plan.panels) rule(pen, at, panel.top, at, panel.bottom, skin.accent);
  }
}

/** Whether a place has left an axis that ends before it. @param {LearningPlan} plan @param {number} x */
const isBeyond = ({ right }, x) => x > right + 1;

/** @param {Entrant} entrant @param {number} step */
const isOver = ({ lane }, step) => lane?.outcome?.status === "diverged" && step > lane.outcome.steps;

/** @param {Pen} pen @param {LearningPlan} plan @param {Skin} skin @param {LearningPanel} panel @param {Pace} pace @param {Entrant} entrant @param {Line} line @param {number} step */
function paintHead(pen, plan, skin, panel, pace, entrant, { column, style }, step) {
  const { lane, look } = entrant;
  if (!lane || style === "batch" || step < entrant.since) return;
  const { x, y: wished } = headAt(plan, panel, pace, seriesOf(lane, column), step);
  if (Number.isNaN(wished)) return;
  const y = Math.max(panel.top, Math.min(floor(panel), wished));
  if (isBeyond(plan, x)) drawArrow(pen, skin, look.color, plan.right + 4, y, 0);
  else if (isOver(entrant, step)) drawCross(pen, skin, look.color, x, Math.max(panel.top + 3, Math.min(y, floor(panel) - 5)));
  else if (wished < panel.top - 1) drawArrow(pen, skin, look.color, x, y - 3, -Math.PI / 2);
  else if (wished > floor(panel) + 1) drawArrow(pen, skin, look.color, x, y + 2, Math.PI / 2);
  else drawMarker(pen, skin, look, x, y, { radius: style === "test" ? 3.4 : 4, hollow: style === "test" });
}

/**
 * Where a curve is at a step: between two scores on the line that joins them.
 *
 * @param {LearningPlan} plan
 * @param {LearningPanel} panel
 * @param {Pace} pace
 * @param {Series} series
 * @param {number} step
 */
export function headAt(plan, panel, pace, series, step) {
  const place = placeAt(series, step);
  if (place < 0) return { x: NaN, y: NaN };
  const [from, y] = [stepOf(series, place), down(panel, series.values[place])];
  if (place + 1 >= series.length) return { x: acrossStep(plan, pace, from), y };
  const share = (step - from) / (stepOf(series, place + 1) - from);
  const next = share ? down(panel, series.values[place + 1]) : y;
  return { x: acrossStep(plan, pace, step), y: Number.isNaN(next) ? y : y + share * (next - y) };
}
