// Places spread evenly over the input plane.

/** @import { InputPlane } from "../../types.js" */

/** @typedef {{ us: Float32Array, vs: Float32Array, columns: number, rows: number }} Grid */

/** @type {Map<string, Grid>} */
const grids = new Map();
const KEPT = 8;

/**
 * The places of a grid from edge to edge, row by row from above; along a line one row of them.
 *
 * @param {Pick<InputPlane, "range" | "kind">} plane
 * @param {number} columns
 * @param {number} rows
 * @returns {Grid}
 */
export function gridOver({ range: [across, up], kind }, columns, rows) {
  const [wide, high] = [Math.max(2, columns), kind === "line" ? 1 : Math.max(2, rows)];
  const key = [kind, wide, high, across, up].join();
  const known = grids.get(key);
  if (known) return known;
  const us = new Float32Array(wide * high);
  const vs = new Float32Array(wide * high);
  for (let row = 0; row < high; row++) {
    const v = high > 1 ? up[1] + ((up[0] - up[1]) * row) / (high - 1) : 0;
    for (let column = 0; column < wide; column++) {
      us[row * wide + column] = across[0] + ((across[1] - across[0]) * column) / (wide - 1);
      vs[row * wide + column] = v;
    }
  }
  const made = { us, vs, columns: wide, rows: high };
  grids.set(key, made);
  for (const old of grids.keys()) {
    if (grids.size <= KEPT) break;
    grids.delete(old);
  }
  return made;
}
