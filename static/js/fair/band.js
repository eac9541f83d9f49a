// A median path with the width of its band, as two sides in the plane.

/** @import { CloudRun } from "../types.js" */

// Shown steps on each side that may give the path its direction, and how far it must get in them, of
// its extent: nearer steps tell of its jitter. Both as the server has them.
const AROUND = [3, 6, 12, 24, 48, 96];
const FAR = 0.05;

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
  const far = FAR * Math.hypot(extent(middle, 0), extent(middle, 1));
  let normal = /** @type {Point} */ ([0, 1]);
  const sides = middle.map(([left, up], at) => {
    for (const reach of AROUND) {
      const ahead = middle[Math.min(at + reach, count - 1)];
      const behind = middle[Math.max(at - reach, 0)];
      const [dx, dy] = [ahead[0] - behind[0], ahead[1] - behind[1]];
      const length = Math.hypot(dx, dy);
      if (!(length > far)) continue;
      normal = [-dy / length, dx / length];
      break;
    }
    const half = across[at] ?? 0;
    const [offX, offY] = [half * normal[0], half * normal[1]];
    return /** @type {[Point, Point]} */ ([[left + offX, up + offY], [left - offX, up - offY]]);
  });
  return { middle, one: sides.map(([side]) => side), other: sides.map(([, side]) => side) };
}

/** How far points spread in one coordinate. @param {Point[]} points @param {0 | 1} coordinate */
function extent(points, coordinate) {
  const values = points.map((point) => point[coordinate]);
  return values.length ? Math.max(...values) - Math.min(...values) : 0;
}
