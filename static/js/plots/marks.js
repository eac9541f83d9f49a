// Markers, crosses, arrows and labels, drawn the same in every plot.

import { markerPath } from "../lib/looks.js";

/** @import { Look } from "../lib/looks.js" */
/** @import { Skin } from "./skin.js" */

/** @type {Map<string, Path2D>} */
const outlines = new Map();

/** @param {string} marker @param {number} radius */
function outline(marker, radius) {
  const key = `${marker} ${radius}`;
  const path = outlines.get(key) ?? new Path2D(markerPath(marker, radius));
  outlines.set(key, path);
  return path;
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Skin} skin
 * @param {Look} look
 * @param {number} x
 * @param {number} y
 * @param {{ radius?: number, hollow?: boolean }} [options]
 */
export function drawMarker(pen, skin, look, x, y, { radius = 6, hollow = false } = {}) {
  const path = outline(look.marker, radius * skin.scale);
  pen.save();
  pen.translate(x, y);
  pen.setLineDash([]);
  pen.lineJoin = "round";
  pen.strokeStyle = skin.ground;
  pen.lineWidth = (hollow ? 5 : 3) * skin.scale;
  pen.stroke(path);
  pen.fillStyle = hollow ? skin.ground : look.color;
  pen.fill(path);
  if (hollow) {
    pen.strokeStyle = look.color;
    pen.lineWidth = 2 * skin.scale;
    pen.stroke(path);
  }
  pen.restore();
}

/**
 * The cross where a racer left the finite numbers.
 *
 * @param {CanvasRenderingContext2D} pen
 * @param {Skin} skin
 * @param {string} color
 * @param {number} x
 * @param {number} y
 */
export function drawCross(pen, skin, color, x, y) {
  const reach = 6 * skin.scale;
  pen.save();
  pen.setLineDash([]);
  pen.lineCap = "round";
  pen.beginPath();
  pen.moveTo(x - reach, y - reach);
  pen.lineTo(x + reach, y + reach);
  pen.moveTo(x - reach, y + reach);
  pen.lineTo(x + reach, y - reach);
  for (const [style, width] of /** @type {[string, number][]} */ ([[skin.ground, 6], [color, 3]])) {
    pen.strokeStyle = style;
    pen.lineWidth = width * skin.scale;
    pen.stroke();
  }
  pen.restore();
}

/**
 * The fork where a branch leaves the path of another racer.
 *
 * @param {CanvasRenderingContext2D} pen
 * @param {Skin} skin
 * @param {string} color
 * @param {number} x  of the fork
 * @param {number} y
 */
export function drawFork(pen, skin, color, x, y) {
  const reach = 5 * skin.scale;
  pen.save();
  pen.setLineDash([]);
  pen.lineCap = pen.lineJoin = "round";
  pen.beginPath();
  pen.moveTo(x, y + reach);
  pen.lineTo(x, y);
  pen.moveTo(x - reach, y - reach);
  pen.lineTo(x, y);
  pen.lineTo(x + reach, y - reach);
  for (const [style, width] of /** @type {[string, number][]} */ ([[skin.ground, 5], [color, 2.2]])) {
    pen.strokeStyle = style;
    pen.lineWidth = width * skin.scale;
    pen.stroke();
  }
  pen.restore();
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Skin} skin
 * @param {string} color
 * @param {number} x  of the tip
 * @param {number} y
 * @param {number} angle
 */
export function drawArrow(pen, skin, color, x, y, angle) {
  const size = 11 * skin.scale;
  pen.save();
  pen.translate(x, y);
  pen.rotate(angle);
  pen.setLineDash([]);
  pen.beginPath();
  pen.moveTo(0, 0);
  pen.lineTo(-size, size * 0.55);
  pen.lineTo(-size * 0.7, 0);
  pen.lineTo(-size, -size * 0.55);
  pen.closePath();
  pen.strokeStyle = skin.ground;
  pen.lineWidth = 3;
  pen.stroke();
  pen.fillStyle = color;
  pen.fill();
  pen.restore();
}

/**
 * Words with a halo.
 *
 * @param {CanvasRenderingContext2D} pen
 * @param {Skin} skin
 * @param {string} text
 * @param {number} x
 * @param {number} y
 * @param {{ color?: string, align?: CanvasTextAlign, size?: number, weight?: number }} [options]
 */
export function drawWords(pen, skin, text, x, y, { color, align = "left", size = 12, weight = 500 } = {}) {
  pen.font = `${weight} ${size * skin.scale}px ${skin.font}`;
  pen.textAlign = align;
  pen.textBaseline = "middle";
  pen.setLineDash([]);
  pen.lineJoin = "round";
  pen.strokeStyle = skin.ground;
  pen.lineWidth = 4;
  pen.strokeText(text, x, y);
  pen.fillStyle = color ?? skin.ink;
  pen.fillText(text, x, y);
}
