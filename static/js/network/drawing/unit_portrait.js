// A large picture of what one unit puts out, with the train rows over it.

import { classColour, classMark, css, divergingShades, shade, valueColour } from "../answers/palette.js";
import { largestOf, paintCurve } from "./unit_pictures.js";
import { gridOf, valuesOf } from "./unit_values.js";

/** @import { Data } from "../../types.js" */
/** @import { Skin } from "../../plots/skin.js" */
/** @import { Which } from "./words.js" */
/** @import { Network } from "./unit_pictures.js" */

const SIDE = 104; // points along a side
const MOST = 400; // rows that are drawn
const RADIUS = 3; // CSS pixels

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {number} size  in CSS pixels
 * @param {{ network: Network, data: Data, sizes: number[], which: Which, bound: number | null, skin: Skin }} scene
 * @returns {{ range: number, points: number, rows: number }}  what the strongest colours stand for, and the rows drawn
 */
export function paintUnit(pen, size, { network, data, sizes, which, bound, skin }) {
  const values = valuesOf(network, which, gridOf(network.plane, SIDE));
  const range = bound ?? largestOf(values);
  if (network.plane.kind === "line") {
    pen.fillStyle = skin.ground;
    pen.fillRect(0, 0, size, size);
    paintCurve(pen, values, range || 1, { x: 0, y: 0, size }, { ink: skin.ink, zero: skin.faint });
  } else {
    paintValues(pen, size, values.map((value) => value / (range || 1)), SIDE, skin);
  }
  const points = paintRows(pen, size, data, skin, which.layer === sizes.length - 1 ? range : null);
  return { range, points, rows: data.train.u.length };
}

/** @param {CanvasRenderingContext2D} pen @param {number} size @param {ArrayLike<number>} shares @param {number} columns @param {Skin} skin */
function paintValues(pen, size, shares, columns, { dark }) {
  const image = new ImageData(columns, shares.length / columns);
  const pixels = new Uint32Array(image.data.buffer);
  const shades = divergingShades(dark);
  for (let at = 0; at < pixels.length; at++) pixels[at] = shade(shades, shares[at]);
  const small = document.createElement("canvas");
  [small.width, small.height] = [image.width, image.height];
  /** @type {CanvasRenderingContext2D} */ (small.getContext("2d")).putImageData(image, 0, 0);
  pen.drawImage(small, 0, 0, size, size);
}

/**
 * Rows as marks of their class or value. On a line they stand at the bottom, or where their target
 * is if the unit answers with it.
 *
 * @param {CanvasRenderingContext2D} pen
 * @param {number} size
 * @param {Data} data
 * @param {Skin} skin
 * @param {number | null} range  of the unit, if it is an output
 */
function paintRows(pen, size, { train, plane, task, classes }, skin, range) {
  const whole = pen.getTransform();
  const across = shareIn(plane.range[0]);
  const up = plane.kind === "line" ? null : shareIn(plane.range[1]);
  const most = task === "regression" ? largestOf(Float32Array.from(train.target)) || 1 : 1;
  const count = Math.min(train.u.length, MOST);
  /** @type {Map<number, { path: Path2D, text: string }>} */
  const marks = new Map();
  pen.lineWidth = skin.scale;
  pen.strokeStyle = skin.ground;
  pen.font = `700 ${3 * RADIUS * skin.scale}px ${skin.font}`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  for (let place = 0; place < count; place++) {
    const row = Math.floor((place * train.u.length) / count);
    const target = train.target[row];
    const kind = task === "regression" ? 0 : target;
    const mark = marks.get(kind) ?? markOf(kind, classes.length || 1, skin.scale);
    marks.set(kind, mark);
    const onLine = task === "regression" && range ? 0.5 + 0.47 * (target / range) : 0.03;
    const height = up ? up(train.v[row]) : onLine;
    const colour = task === "regression" ? valueColour(target / most, skin.dark) : classColour(target, classes.length, skin.dark);
    pen.fillStyle = css(colour);
    pen.setTransform(whole.translate(across(train.u[row]) * size, (1 - height) * size));
    if (mark.text) {
      pen.strokeText(mark.text, 0, 0);
      pen.fillText(mark.text, 0, 0);
    } else {
      pen.stroke(mark.path);
      pen.fill(mark.path);
    }
  }
  pen.setTransform(whole);
  return count;
}

/** @param {number} kind @param {number} kinds @param {number} scale */
function markOf(kind, kinds, scale) {
  const { path, text } = classMark(kind, kinds, RADIUS * scale);
  return { path: new Path2D(path), text };
}

/** @param {[number, number]} range */
const shareIn = ([low, high]) => (/** @type {number} */ value) => (value - low) / (high - low);

/**
 * Weights as the picture whose pixels they stand at.
 *
 * @param {CanvasRenderingContext2D} pen
 * @param {number} size
 * @param {{ columns: number }} image
 * @param {number[]} shares  of the strongest
 * @param {Skin} skin
 */
export function paintPixels(pen, size, { columns }, shares, skin) {
  pen.imageSmoothingEnabled = false;
  paintValues(pen, size, shares, columns, skin);
}
