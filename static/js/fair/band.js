// A median path with the width of its band, as two sides in the plane.

/** @import { CloudRun } from "../types.js" */

const AROUND = 3; // shown steps on each side that give the path its direction: as the server has it

/** @typedef {[number, number]} Point */

/**
 * The median path and the two sides of the band, as far as half of the seeds are finite.
 *
 * @param {NonNullable<CloudRun["path"]>} path
 * @returns {{ middle: Point[], one: Point[], other: Point[] }}
 */
export function bandOf({ x, y, across }) {
  const end = x.findIndex((each) => each === null);
  const count = end < 0 ? x.length : end;
  const middle = Array.from({ length: count }, (_, at) => /** @type {Point} */ ([x[at], y[at]]));
  let normal = /** @type {Point} */ ([0, 1]);
  const sides = middle.map(([left, up], at) => {
    const ahead = middle[Math.min(at + AROUND, count - 1)];
    const behind = middle[Math.max(at - AROUND, 0)];
    const [dx, dy] = [ahead[0] - behind[0], ahead[1] - behind[1]];
    const length = Math.hypot(dx, dy);
    if (length > 0) normal = [-dy / length, dx / length];
    const half = across[at] ?? 0;
    const [offX, offY] = [half * normal[0], half * normal[1]];
    return /** @type {[Point, Point]} */ ([[left + offX, up + offY], [left - offX, up - offY]]);
  });
  return { middle, one: sides.map(([side]) => side), other: sides.map(([, side]) => side) };
}
