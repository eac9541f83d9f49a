// Where the minima are when a surface's parameters are not those that the catalog speaks of.

/** @import { SurfaceInfo } from "../types.js" */
/** @import { Heights } from "./heights.js" */

/** @typedef {[number, number, number]} Minimum  x, y, and the value or the height above the lowest */

/** Whether these are the parameters that the catalog's minima belong to. @param {SurfaceInfo} surface @param {Record<string, number>} parameters */
export const asListed = (surface, parameters) =>
  surface.parameters.every(({ name, default: usual }) => (parameters[name] ?? usual) === usual);

/**
 * The catalog's minima, moved downhill over the grid to where they are now, to a small part of a
 * cell. Those that have run out of the grid or into one another are gone.
 *
 * @param {Minimum[]} listed
 * @param {Heights} heights
 * @returns {Minimum[]}
 */
export function movedMinima(listed, heights) {
  /** @type {Map<number, Minimum>} */
  const found = new Map();
  for (const [x, y] of listed) {
    const cell = lowestNear(heights, x, y);
    if (cell !== null) found.set(cell, fitted(heights, cell));
  }
  return [...found.values()];
}

/**
 * The grid point at the end of the way down, or null at the grid's edge.
 *
 * @param {Heights} heights
 * @param {number} x
 * @param {number} y
 */
function lowestNear({ region, resolution, values }, x, y) {
  const last = resolution - 1;
  let column = Math.round(((x - region.x[0]) / (region.x[1] - region.x[0])) * last);
  let row = Math.round(((y - region.y[0]) / (region.y[1] - region.y[0])) * last);
  while (column > 0 && row > 0 && column < last && row < last) {
    let best = row * resolution + column;
    const here = best;
    for (let up = -1; up <= 1; up += 1) {
      for (let right = -1; right <= 1; right += 1) {
        const near = here + up * resolution + right;
        if (values[near] < values[best]) best = near;
      }
    }
    if (best === here) return here;
    [row, column] = [Math.floor(best / resolution), best % resolution];
  }
  return null;
}

/**
 * The lowest point of the quadratic through a grid point and its neighbours.
 *
 * @param {Heights} heights
 * @param {number} cell
 * @returns {Minimum}
 */
function fitted({ region, resolution, values }, cell) {
  const at = (/** @type {number} */ right, /** @type {number} */ up) => values[cell + up * resolution + right];
  const gx = (at(1, 0) - at(-1, 0)) / 2;
  const gy = (at(0, 1) - at(0, -1)) / 2;
  const xx = at(1, 0) - 2 * at(0, 0) + at(-1, 0);
  const yy = at(0, 1) - 2 * at(0, 0) + at(0, -1);
  const xy = (at(1, 1) - at(1, -1) - at(-1, 1) + at(-1, -1)) / 4;
  const area = xx * yy - xy * xy;
  const within = (/** @type {number} */ part) => Math.max(-1, Math.min(1, part));
  const right = area > 0 ? within((xy * gy - yy * gx) / area) : 0;
  const up = area > 0 ? within((xy * gx - xx * gy) / area) : 0;
  const width = (region.x[1] - region.x[0]) / (resolution - 1);
  const height = (region.y[1] - region.y[0]) / (resolution - 1);
  return [
    region.x[0] + ((cell % resolution) + right) * width,
    region.y[0] + (Math.floor(cell / resolution) + up) * height,
    Math.max(0, at(0, 0) + (gx * right + gy * up) / 2),
  ];
}
