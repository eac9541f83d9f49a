import assert from "node:assert/strict";
import { test } from "node:test";

import { countOf, indexOf, placeOf, within } from "../../../static/js/step/weight.js";

const SIZES = [2, 3, 1]; // 2 × 3 weights, 3 biases, 3 × 1 weights, 1 bias

test("parameters lie layer by layer, inputs by outputs, then biases", () => {
  assert.equal(countOf(SIZES), 13);
  assert.equal(indexOf(SIZES, { layer: 1, from: 0, to: 2 }), 2);
  assert.equal(indexOf(SIZES, { layer: 1, from: 1, to: 0 }), 3);
  assert.equal(indexOf(SIZES, { layer: 1, from: null, to: 1 }), 7);
  assert.equal(indexOf(SIZES, { layer: 2, from: 2, to: 0 }), 11);
  assert.equal(indexOf(SIZES, { layer: 2, from: null, to: 0 }), 12);
});

test("each parameter has one place", () => {
  const indices = Array.from({ length: 13 }, (_, index) => indexOf(SIZES, placeOf(SIZES, index)));
  assert.deepEqual(indices, Array.from({ length: 13 }, (_, index) => index));
  assert.deepEqual(placeOf(SIZES, 99), { layer: 1, from: 0, to: 0 });
});

test("a place of a larger network is brought into a smaller one", () => {
  assert.deepEqual(within([2, 2, 1], { layer: 3, from: 7, to: 5 }), { layer: 2, from: 1, to: 0 });
  assert.deepEqual(within([2, 2, 1], { layer: 1, from: null, to: 5 }), { layer: 1, from: null, to: 1 });
});
