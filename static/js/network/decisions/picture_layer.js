// What stands still in decision pictures of one size: the examples and the axes. Drawn once for all.

import { drawWords } from "../../plots/marks.js";
import { classColour, classMark, css, valueColour } from "../answers/palette.js";
import { axisNames, axisTicks, placer } from "./picture_frame.js";
import { valueOf } from "../answers/answers.js";

/** @import { Data } from "../../types.js" */
/** @import { Skin } from "../../plots/skin.js" */
/** @import { Sense } from "../answers/answers.js" */
/** @import { PictureFrame } from "./picture_frame.js" */

/**
 * @typedef {object} Still
 * @property {Data} data
 * @property {Sense} sense
 * @property {PictureFrame} frame
 * @property {Skin} skin
 * @property {{ train: boolean, test: boolean }} parts  which examples are shown
 */

const MANY_POINTS = 600; // from here on points are drawn smaller
const SHAPES = 8; // classes; with more of them points bear numbers

/**
 * A layer for pictures of one size, on a canvas of its own.
 *
 * @param {Still} still
 * @returns {HTMLCanvasElement}
 */
export function stillLayer(still) {
  const { frame, skin } = still;
  const ratio = globalThis.devicePixelRatio || 1;
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(frame.width * ratio);
  canvas.height = Math.round(frame.height * ratio);
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  const radius = pointRadius(still);
  if (still.parts.train) drawPart(pen, still, "train", radius);
  if (still.parts.test) drawPart(pen, still, "test", radius);
  if (frame.roomy) drawAxes(pen, still);
  pen.lineWidth = 1;
  pen.strokeStyle = skin.faint;
  const { left, top, right, bottom } = frame.box;
  pen.strokeRect(left + 0.5, top + 0.5, right - left - 1, bottom - top - 1);
  return canvas;
}

/** @param {Still} still */
function pointRadius({ data, sense, frame: { box }, skin }) {
  const side = Math.min(box.right - box.left, box.bottom - box.top);
  const count = data.rows.train + data.rows.test;
  const crowd = Math.sqrt(Math.min(1, MANY_POINTS / count));
  const radius = Math.max(1.8, Math.min(4.5, side / 75)) * (0.6 + 0.4 * crowd);
  const numbered = sense.classes.length > SHAPES && side > 220 * skin.scale;
  return (numbered ? Math.max(5.5, radius) : radius) * skin.scale;
}

/**
 * Examples of the train part are filled, those of the test part are rings.
 *
 * @param {CanvasRenderingContext2D} pen
 * @param {Still} still
 * @param {"train" | "test"} part
 * @param {number} radius
 */
function drawPart(pen, { data, sense, frame, skin }, part, radius) {
  const { x, y } = placer(frame, data);
  const points = data[part];
  const up = data.plane.kind === "line" ? points.target : points.v;
  const classes = sense.classes.length;
  const marks = sense.classes.map((_, number) => markOf(number, classes, radius));
  const plain = new Path2D(classMark(0, 2, radius).path);
  for (const [n, u] of points.u.entries()) {
    const target = points.target[n];
    const mark = classes ? marks[target] : { path: plain, text: "" };
    const colour = classes ? classColour(target, classes, skin.dark) : valueColour(shown(data, sense, target), skin.dark);
    pen.save();
    pen.translate(x(u), y(up[n]));
    drawMark(pen, skin, mark, css(colour), part === "train", radius);
    pen.restore();
  }
}

/** Beside a curve the height says what the target is, and no colour does. */
const shown = (/** @type {Data} */ data, /** @type {Sense} */ sense, /** @type {number} */ target) =>
  data.plane.kind === "line" ? 0 : valueOf(sense, target);

/** @param {number} number @param {number} classes @param {number} radius */
function markOf(number, classes, radius) {
  const { path, text } = classMark(number, classes, radius);
  return { path: new Path2D(path), text };
}

/**
 * @param {CanvasRenderingContext2D} pen  at the mark's middle
 * @param {Skin} skin
 * @param {{ path: Path2D, text: string }} mark
 * @param {string} colour
 * @param {boolean} filled
 * @param {number} radius
 */
export function drawMark(pen, skin, { path, text }, colour, filled, radius) {
  pen.lineJoin = "round";
  pen.strokeStyle = skin.halo;
  pen.lineWidth = (filled ? 2 : 3.5) * skin.scale;
  pen.stroke(path);
  if (filled) {
    pen.fillStyle = colour;
    pen.fill(path);
  } else {
    pen.fillStyle = skin.ground;
    pen.fill(path);
    pen.strokeStyle = colour;
    pen.lineWidth = 1.5 * skin.scale;
    pen.stroke(path);
  }
  if (!text || radius < 5) return;
  pen.font = `600 ${1.35 * radius}px ${skin.font}`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillStyle = filled ? skin.ground : colour;
  pen.fillText(text, 0, 0.05 * radius);
}

/** @param {CanvasRenderingContext2D} pen @param {Still} still */
function drawAxes(pen, { data, frame, skin }) {
  const { box } = frame;
  const { x, y } = placer(frame, data);
  const ticks = axisTicks(frame, data, skin.scale);
  const [small, reach] = [11 * skin.scale, 4 * skin.scale];
  pen.font = `${small}px ${skin.font}`;
  pen.fillStyle = skin.quiet;
  pen.strokeStyle = skin.faint;
  pen.lineWidth = 1;
  pen.textBaseline = "top";
  for (const { at, words } of ticks.across) {
    const half = pen.measureText(words).width / 2;
    const place = Math.min(x(at), box.right - half);
    pen.textAlign = "center";
    pen.fillText(words, place, box.bottom + reach);
    line(pen, x(at), box.bottom, x(at), box.bottom + reach - 1);
  }
  pen.textBaseline = "middle";
  pen.textAlign = "right";
  for (const { at, words } of ticks.up) {
    const height = Math.max(box.top + small / 2, Math.min(y(at), box.bottom - small / 2));
    pen.fillText(words, box.left - reach - 1, height, box.left - reach - 1);
    line(pen, box.left - reach + 1, y(at), box.left, y(at));
  }
  const names = axisNames(data);
  const room = box.right - box.left - 12 * skin.scale;
  const [inside, below] = [box.top + 11 * skin.scale, box.bottom - 11 * skin.scale];
  drawWords(pen, skin, fitting(pen, skin, names.up, room), box.left + 6 * skin.scale, inside, { size: 11.5 });
  drawWords(pen, skin, fitting(pen, skin, names.across, room), box.right - 6 * skin.scale, below, { size: 11.5, align: "right" });
}

/** The longest of the words that fit. */
function fitting(/** @type {CanvasRenderingContext2D} */ pen, /** @type {Skin} */ skin, /** @type {string[]} */ words, /** @type {number} */ room) {
  pen.font = `500 ${11.5 * skin.scale}px ${skin.font}`;
  return words.find((each) => pen.measureText(each).width <= room) ?? words[words.length - 1];
}

/** @param {CanvasRenderingContext2D} pen @param {number} x0 @param {number} y0 @param {number} x1 @param {number} y1 */
function line(pen, x0, y0, x1, y1) {
  pen.beginPath();
  pen.moveTo(x0, y0);
  pen.lineTo(x1, y1);
  pen.stroke();
}
