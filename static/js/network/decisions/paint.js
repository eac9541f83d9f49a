// Draws one decision picture: the ground, the lines on it, and above them what stands still.

import { cleared } from "../../plots/canvas.js";
import { answerOf, valueOf } from "../answers/answers.js";
import { responses, Room } from "../answers/forward.js";
import { gridOver } from "../answers/grid.js";
import { paintGround } from "./ground.js";
import { classLines, levelLine } from "./level_lines.js";
import { placer } from "./picture_frame.js";

/** @import { Data } from "../../types.js" */
/** @import { Skin } from "../../plots/skin.js" */
/** @import { Layer } from "../answers/forward.js" */
/** @import { Grid } from "../answers/grid.js" */
/** @import { Inks } from "./ground.js" */
/** @import { PictureFrame } from "./picture_frame.js" */

/**
 * @typedef {object} Scene  what all pictures have in common
 * @property {Data} data
 * @property {Inks} inks
 * @property {PictureFrame} frame
 * @property {Skin} skin
 * @property {HTMLCanvasElement} still  examples and axes
 *
 * @typedef {object} Trained
 * @property {Layer[]} net
 * @property {Float32Array} table  of its activation
 */

const MIDDLE = 0.5;
const QUARTERS = [0.25, MIDDLE, 0.75]; // of the range of targets: where lines of equal height are
const LINE = 4; // times as many places along a line
const FAR = 1e4; // CSS pixels: what is drawn farther out is not seen anyway

const room = new Room();
/** @type {{ canvas: HTMLCanvasElement, image: ImageData, pixels: Uint32Array } | null} */
let scratch = null;

/** A canvas for a ground, the same one for all pictures. @param {number} columns @param {number} rows */
function scratchOf(columns, rows) {
  if (scratch?.image.width === columns && scratch.image.height === rows) return scratch;
  const canvas = scratch?.canvas ?? document.createElement("canvas");
  [canvas.width, canvas.height] = [columns, rows];
  const image = new ImageData(columns, rows);
  scratch = { canvas, image, pixels: new Uint32Array(image.data.buffer) };
  return scratch;
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Scene} scene
 * @param {Trained | null} trained
 * @param {string} colour  the racer's
 * @param {number} columns  of the grid; as many rows as look the same
 * @returns {number}  how many places were computed
 */
export function paintDecision(canvas, scene, trained, colour, columns) {
  const { data, frame, still, skin } = scene;
  const { box } = frame;
  const pen = cleared(canvas, frame.width, frame.height);
  pen.fillStyle = skin.ground;
  pen.fillRect(box.left, box.top, box.right - box.left, box.bottom - box.top);
  const line = data.plane.kind === "line";
  const rows = Math.round((columns * (box.bottom - box.top)) / (box.right - box.left));
  const grid = gridOver(data.plane, line ? LINE * columns : columns, rows);
  const outputs = trained && responses(trained.net, trained.table, grid.us, grid.vs, { room }).outputs;
  if (outputs && !(line && scene.inks.sense.kind === "number")) drawGround(pen, scene, grid, outputs);
  if (outputs && !line) drawLines(pen, scene, grid, outputs);
  pen.drawImage(still, 0, 0, frame.width, frame.height);
  if (outputs && line) drawCurve(pen, scene, grid, outputs, colour);
  return outputs ? grid.us.length : 0;
}

/** The middles of its first and last pixels lie on the edges. */
function drawGround(/** @type {CanvasRenderingContext2D} */ pen, /** @type {Scene} */ { frame, inks }, /** @type {Grid} */ { columns, rows }, /** @type {Float32Array} */ outputs) {
  const { left, top, right, bottom } = frame.box;
  const { canvas, image, pixels } = scratchOf(columns, rows);
  paintGround(pixels, inks, outputs);
  /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")).putImageData(image, 0, 0);
  pen.imageSmoothingEnabled = true;
  const [high, from] = rows > 1 ? [rows - 1, 0.5] : [1, 0];
  pen.drawImage(canvas, 0.5, from, columns - 1, high, left, top, right - left, bottom - top);
}

/**
 * Where the answer changes: between classes, or every quarter of the range of numbers.
 *
 * @param {CanvasRenderingContext2D} pen
 * @param {Scene} scene
 * @param {Grid} grid
 * @param {Float32Array} outputs
 */
function drawLines(pen, { frame, inks: { sense }, skin }, { columns, rows }, outputs) {
  const { left, top, right, bottom } = frame.box;
  const [perX, perY] = [(right - left) / (columns - 1), (bottom - top) / (rows - 1)];
  const piece = (/** @type {number} */ x0, /** @type {number} */ y0, /** @type {number} */ x1, /** @type {number} */ y1) => {
    pen.moveTo(left + x0 * perX, top + y0 * perY);
    pen.lineTo(left + x1 * perX, top + y1 * perY);
  };
  const stroke = (/** @type {number} */ width, /** @type {string} */ halo) => {
    pen.lineCap = "round";
    if (halo) {
      pen.strokeStyle = halo;
      pen.lineWidth = (width + 2.5) * skin.scale;
      pen.stroke();
    }
    pen.strokeStyle = skin.ink;
    pen.lineWidth = width * skin.scale;
    pen.stroke();
  };
  if (sense.kind === "number") {
    for (const share of QUARTERS) {
      pen.beginPath();
      levelLine(outputs, columns, sense.low + share * (sense.high - sense.low), piece);
      pen.globalAlpha = share === MIDDLE ? 0.75 : 0.4;
      stroke(share === MIDDLE ? 1.5 : 1, "");
    }
    pen.globalAlpha = 1;
    return;
  }
  pen.beginPath();
  if (sense.kind === "two") levelLine(outputs, columns, sense.threshold, piece);
  else classLines(outputs, sense.classes.length, columns, piece);
  stroke(sense.kind === "two" ? 2 : 1.5, skin.halo);
}

/**
 * The answer over one feature, as a curve: a number; how much the second of two classes; or which
 * class of many.
 *
 * @param {CanvasRenderingContext2D} pen
 * @param {Scene} scene
 * @param {Grid} grid
 * @param {Float32Array} outputs
 * @param {string} colour
 */
function drawCurve(pen, { data, frame, inks: { sense }, skin }, { us, columns }, outputs, colour) {
  const { x, y } = placer(frame, data);
  const { left, top, right, bottom } = frame.box;
  const heightAt = (/** @type {number} */ n) => {
    if (sense.kind === "number") return outputs[n];
    if (sense.kind === "two") return (valueOf(sense, outputs[n]) + 1) / 2;
    return answerOf(sense, sense.classes.map((_, number) => outputs[number * columns + n])).number;
  };
  pen.save();
  pen.beginPath();
  pen.rect(left, top, right - left, bottom - top);
  pen.clip();
  pen.beginPath();
  for (let n = 0; n < columns; n++) pen.lineTo(x(us[n]), Math.max(-FAR, Math.min(FAR, y(heightAt(n)))));
  pen.lineJoin = "round";
  for (const [style, width] of /** @type {[string, number][]} */ ([[skin.halo, 6], [colour, 3]])) {
    pen.strokeStyle = style;
    pen.lineWidth = width * skin.scale;
    pen.stroke();
  }
  if (sense.kind === "two") {
    pen.setLineDash([4, 4]);
    pen.lineWidth = skin.scale;
    pen.strokeStyle = skin.ink;
    pen.beginPath();
    pen.moveTo(left, y(MIDDLE));
    pen.lineTo(right, y(MIDDLE));
    pen.stroke();
  }
  pen.restore();
}
