import assert from "node:assert/strict";
import { test } from "node:test";

import { atBorder, spread } from "../../../static/js/plots/border.js";
import { clipped } from "../../../static/js/plots/clip.js";

const box = { left: 0, top: 0, right: 100, bottom: 50 };
const onBorder = (/** @type {number} */ x, /** @type {number} */ y) =>
  Math.min(Math.abs(x), Math.abs(x - 100), Math.abs(y), Math.abs(y - 50)) < 1e-6;

test("a line inside stays as it is", () => {
  assert.deepEqual(clipped(box, 1, 2, 3, 4), [1, 2, 3, 4]);
});

test("a line that leaves ends at the border, however far it goes", () => {
  for (const far of [200, 1e8, 1e300]) {
    const part = clipped(box, 50, 25, far, 25);
    assert.deepEqual(part, [50, 25, 100, 25]);
    const back = clipped(box, far, 25, 50, 25);
    assert.deepEqual(back, [100, 25, 50, 25]);
  }
});

test("a line through the box has both ends on the border", () => {
  const part = clipped(box, -50, -20, 150, 80);
  assert.ok(part && onBorder(part[0], part[1]) && onBorder(part[2], part[3]));
});

test("what cannot be seen or is no number is not drawn", () => {
  assert.equal(clipped(box, -10, -10, -5, 200), null);
  assert.equal(clipped(box, NaN, 1, 5, 5), null);
  assert.equal(clipped(box, 5, 5, Infinity, 5), null);
  assert.equal(clipped(box, -1e300, 20, 1e300, 20), null);
});

test("an arrow at the border points to what lies outside", () => {
  const right = atBorder(box, 1e6, 25);
  assert.deepEqual([right.x, right.y], [100, 25]);
  assert.ok(Math.abs(right.angle) < 1e-9);
  for (const far of [1e3, 1e300]) {
    const { x, y } = atBorder(box, -far, far);
    assert.ok(onBorder(x, y), `${x}, ${y}`);
  }
});

test("labels keep their order and do not lie over one another", () => {
  const heights = spread([10, 10, 12, 90], 15, 0, 100);
  assert.equal(heights[0], 10);
  for (let k = 1; k < heights.length; k += 1) assert.ok(heights[k] - heights[k - 1] >= 15);
});

test("labels at the lower end move up to stay in the box", () => {
  assert.deepEqual(spread([100, 100], 15, 0, 100), [85, 100]);
});
