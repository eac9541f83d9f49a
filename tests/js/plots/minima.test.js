import assert from "node:assert/strict";
import { test } from "node:test";

import { movedMinima } from "../../../static/js/plots/minima.js";

const side = /** @type {[number, number]} */ ([-2, 2]);

/** @param {(x: number, y: number) => number} height */
function over(height, resolution = 101) {
  const at = (/** @type {number} */ k) => -2 + (4 * k) / (resolution - 1);
  const values = Float32Array.from({ length: resolution ** 2 }, (_, k) =>
    height(at(k % resolution), at(Math.floor(k / resolution))),
  );
  return { region: { x: side, y: side }, resolution, values };
}

test("the minimum of a turned bowl is found between the grid points", () => {
  const [[x, y, value]] = movedMinima([[1, 1, 0]], over((x, y) => (x - 0.123) ** 2 + (y + 0.456) ** 2 + x * y * 0.5));
  const [a, b] = [0.123, -0.456];
  const exactX = (2 * 2 * a - 0.5 * 2 * b) / (4 - 0.25);
  const exactY = (2 * 2 * b - 0.5 * 2 * a) / (4 - 0.25);
  assert.ok(Math.hypot(x - exactX, y - exactY) < 1e-3, `${x}, ${y}`);
  assert.ok(value < 0.5);
});

test("two wells are two minima, and one where the second has gone", () => {
  const well = (/** @type {number} */ tilt) => over((x, y) => (x * x - 1) ** 2 + y * y + tilt * x + 3);
  const listed = /** @type {[number, number, number][]} */ ([[-1, 0, 0], [1, 0, 0]]);
  assert.equal(movedMinima(listed, well(0.2)).length, 2);
  assert.equal(movedMinima(listed, well(1.8)).length, 1);
});

test("a minimum that has run out of the grid is gone", () => {
  assert.deepEqual(movedMinima([[0, 0, 0]], over((x) => x)), []);
});
