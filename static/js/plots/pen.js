// The plain strokes of curves: words beside an axis, and straight lines.

/** @import { Skin } from "./skin.js" */

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Skin} skin
 * @param {string} text
 * @param {number} x
 * @param {number} y  of the middle of the line
 * @param {{ color?: string, align?: CanvasTextAlign, size?: number, weight?: number }} [options]
 */
export function write(pen, skin, text, x, y, { color = skin.quiet, align = "left", size = 12, weight = 400 } = {}) {
  pen.font = `${weight} ${size * skin.scale}px ${skin.font}`;
  pen.textAlign = align;
  pen.textBaseline = "middle";
  pen.fillStyle = color;
  pen.fillText(text, x, y);
}

/**
 * A straight line, one pixel wide.
 *
 * @param {CanvasRenderingContext2D} pen
 * @param {number} x0
 * @param {number} y0
 * @param {number} x1
 * @param {number} y1
 * @param {string} style
 */
export function rule(pen, x0, y0, x1, y1, style) {
  pen.beginPath();
  pen.moveTo(x0, y0);
  pen.lineTo(x1, y1);
  pen.lineWidth = 1;
  pen.strokeStyle = style;
  pen.stroke();
}
