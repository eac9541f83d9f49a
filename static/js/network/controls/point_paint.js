// Points placed by hand, on their plane.

import { cleared } from "../../plots/canvas.js";
import { skin } from "../../plots/skin.js";
import { pretty } from "../../lib/number.js";
import { classColour, classMark, css } from "../answers/palette.js";
import { CLASSES } from "./points.js";

/** @import { Point } from "./points.js" */

const RADIUS = 5; // pixels
const ARM = 9; // pixels of the cross

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Point[]} points
 * @param {number} side  how far the plane reaches on all sides
 * @param {{ x: number, y: number } | null} cross
 */
export function paintPoints(canvas, points, side, cross) {
  const { clientWidth: width, clientHeight: height } = canvas;
  if (!width) return;
  const { dark, scale, font, faint, quiet, halo, ink } = skin();
  const pen = cleared(canvas, width, height);
  const across = (/** @type {number} */ x) => ((x / side + 1) / 2) * width;
  const down = (/** @type {number} */ y) => ((1 - y / side) / 2) * height;
  pen.strokeStyle = faint;
  pen.lineWidth = 1;
  for (const line of [-0.5, 0, 0.5]) {
    stroke(pen, [across(line * side), 0], [across(line * side), height]);
    stroke(pen, [0, down(line * side)], [width, down(line * side)]);
  }
  pen.fillStyle = quiet;
  pen.font = `${11 * scale}px ${font}`;
  for (const line of [-0.5, 0.5]) {
    pen.fillText(pretty(line * side), across(line * side) + 3, height - 5);
    pen.fillText(pretty(line * side), 4, down(line * side) - 4);
  }
  pen.fillText("x1", width - 18 * scale, down(0) - 5);
  pen.fillText("x2", across(0) + 5, 12 * scale);

  /** @type {Map<number, Path2D>} */
  const marks = new Map();
  pen.lineWidth = 1.5;
  pen.strokeStyle = halo;
  for (const [x, y, kind] of points) {
    const place = kind - 1;
    const mark = marks.get(place) ?? new Path2D(classMark(place % 8, CLASSES, RADIUS * scale).path);
    marks.set(place, mark);
    pen.save();
    pen.translate(across(x), down(y));
    pen.fillStyle = css(classColour(place, CLASSES, dark));
    pen.stroke(mark);
    pen.fill(mark);
    pen.restore();
  }
  if (!cross) return;
  const [x, y] = [across(cross.x), down(cross.y)];
  for (const [colour, wide] of /** @type {const} */ ([[halo, 4], [ink, 1.5]])) {
    pen.strokeStyle = colour;
    pen.lineWidth = wide;
    stroke(pen, [x - ARM, y], [x + ARM, y]);
    stroke(pen, [x, y - ARM], [x, y + ARM]);
  }
}

/** @param {CanvasRenderingContext2D} pen @param {[number, number]} from @param {[number, number]} to */
function stroke(pen, from, to) {
  pen.beginPath();
  pen.moveTo(...from);
  pen.lineTo(...to);
  pen.stroke();
}
