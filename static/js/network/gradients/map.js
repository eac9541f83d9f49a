// One racer's gradient norms as a picture: a row for each layer, the first at the bottom.

import { cleared } from "../../plots/canvas.js";
import { roundTicks } from "../../plots/levels.js";
import { drawWords } from "../../plots/marks.js";
import { pretty } from "../../lib/number.js";
import { columnCount, emptyColumns, growColumns, strideFor } from "./columns.js";
import { flowColour, sameColours } from "./scale.js";

/** @import { Lane } from "../../types.js" */
/** @import { Skin } from "../../plots/skin.js" */
/** @import { FlowColumns } from "./columns.js" */
/** @import { FlowScale } from "./scale.js" */

/**
 * @typedef {object} FlowPlan
 * @property {number} width  of the canvas, in CSS pixels
 * @property {number} steps  of the race
 * @property {number} stride
 * @property {Skin} skin
 */

export const ROW = 32; // pixels; the styles have the same
export const LEFT = 60; // for the layers' names
const FOOT = 18; // for the steps
const ROOM = 110; // pixels that the word "diverged" needs

/** @param {number} width @param {number} steps @param {Skin} skin @returns {FlowPlan} */
export function flowPlan(width, steps, skin) {
  const ratio = globalThis.devicePixelRatio || 1;
  return { width, steps, skin, stride: strideFor(steps, (width - LEFT * skin.scale) * ratio) };
}

/**
 * Where the middle of a step is, as a share of the picture's width.
 *
 * @param {Pick<FlowPlan, "steps" | "stride">} plan
 * @param {number} step
 */
export const acrossFlow = ({ steps, stride }, step) => (step + 0.5) / (columnCount(steps, stride) * stride);

/**
 * The step at a share of the picture's width.
 *
 * @param {Pick<FlowPlan, "steps" | "stride">} plan
 * @param {number} share
 */
export const flowStepAt = ({ steps, stride }, share) =>
  Math.max(0, Math.min(steps, Math.floor(share * columnCount(steps, stride) * stride)));

/** The picture of one racer. It remembers what it has drawn. */
export class FlowMap {
  /** @type {FlowColumns | null} */
  columns = null;
  /** A pixel for each layer and column. */
  #image = document.createElement("canvas");
  /** @type {FlowScale | null} */
  #scale = null;
  /** @type {[number, number]} */
  #changed = [0, 0];

  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.canvas = canvas;
  }

  /**
   * Look at the steps that have come since. A lane that replaces another is looked at anew.
   *
   * @param {Lane} lane
   * @param {FlowPlan} plan
   */
  read(lane, { steps, stride }) {
    const count = columnCount(steps, stride);
    const { columns } = this;
    if (columns?.lane !== lane || columns.stride !== stride || columns.means[0]?.length !== count) {
      this.columns = emptyColumns(lane, steps, stride);
      this.#scale = null;
      [this.#image.width, this.#image.height] = [count, this.columns.means.length];
    }
    const [first, end] = growColumns(/** @type {FlowColumns} */ (this.columns));
    this.#changed = [Math.min(first, this.#changed[0]), Math.max(end, this.#changed[1])];
  }

  /** @param {FlowPlan} plan @param {FlowScale} scale */
  draw(plan, scale) {
    const { columns } = this;
    if (!columns) return;
    const whole = !this.#scale || !sameColours(this.#scale, scale);
    const [first, end] = whole ? [0, Math.ceil(columns.read / columns.stride)] : this.#changed;
    this.#scale = scale;
    this.#changed = [Infinity, 0];
    if (end > first) this.#colour(columns, scale, first, end);
    this.#paint(columns, plan);
  }

  /** @param {FlowColumns} columns @param {FlowScale} scale @param {number} first @param {number} end */
  #colour({ means }, scale, first, end) {
    const pen = /** @type {CanvasRenderingContext2D} */ (this.#image.getContext("2d"));
    const part = pen.createImageData(end - first, means.length);
    means.forEach((row, layer) => {
      const line = (means.length - 1 - layer) * part.width; // the first layer at the bottom
      for (let column = first; column < end; column += 1) {
        if (Number.isNaN(row[column])) continue;
        const at = 4 * (line + column - first);
        const colour = flowColour(scale, row[column]);
        for (let k = 0; k < 3; k += 1) part.data[at + k] = colour[k];
        part.data[at + 3] = 255;
      }
    });
    pen.putImageData(part, first, 0);
  }

  /** @param {FlowColumns} columns @param {FlowPlan} plan */
  #paint({ means, lane }, plan) {
    const { width, skin } = plan;
    const [left, row] = [LEFT * skin.scale, ROW * skin.scale];
    const bottom = means.length * row;
    const height = bottom + FOOT * skin.scale;
    if (this.canvas.style.height !== `${height}px`) this.canvas.style.height = `${height}px`;
    const pen = cleared(this.canvas, width, height);
    pen.imageSmoothingEnabled = false;
    pen.drawImage(this.#image, left, 0, width - left, bottom);
    pen.textBaseline = "middle";
    for (const layer of means.keys()) {
      const middle = bottom - (layer + 0.5) * row;
      pen.textAlign = "right";
      pen.fillStyle = skin.quiet;
      const last = layer === means.length - 1;
      pen.font = `${(last ? 11 : 12) * skin.scale}px ${skin.font}`;
      const lines = last ? [`layer ${layer + 1}`, "(outputs)"] : [`layer ${layer + 1}`];
      lines.forEach((line, place) => pen.fillText(line, left - 5, middle + (place - (lines.length - 1) / 2) * 13 * skin.scale));
      pen.fillStyle = skin.ground;
      if (layer) pen.fillRect(left, Math.round(bottom - layer * row) - 1, width - left, 1);
    }
    this.#nameSteps(pen, plan, bottom);
    const ended = left + acrossFlow(plan, lane.length) * (width - left);
    if (lane.outcome?.status === "diverged" && width - ended > ROOM * skin.scale) {
      drawWords(pen, skin, `diverged at step ${lane.outcome.steps + 1}`, ended + 8, bottom / 2, { color: skin.quiet, size: 12 });
    }
  }

  /** The steps below. @param {CanvasRenderingContext2D} pen @param {FlowPlan} plan @param {number} bottom */
  #nameSteps(pen, plan, bottom) {
    const { width, steps, skin } = plan;
    const left = LEFT * skin.scale;
    pen.fillStyle = skin.quiet;
    pen.font = `${11 * skin.scale}px ${skin.font}`;
    for (const tick of roundTicks(0, steps, width < 400 ? 3 : 5).filter(Number.isInteger)) {
      pen.textAlign = tick === 0 ? "left" : tick > 0.95 * steps ? "right" : "center";
      const x = left + acrossFlow(plan, tick) * (width - left);
      pen.fillText(pretty(tick, 6), tick === 0 ? left : Math.min(x, width), bottom + 10 * skin.scale);
    }
  }
}
