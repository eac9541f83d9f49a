import assert from "node:assert/strict";
import { test } from "node:test";

import { outputBars, outputScale, outputWords } from "../../../static/js/network/gradients/layer_outputs.js";

const layer = {
  low: 0.25, high: 0.5, counts: [3, 0, 6, ...Array(21).fill(0)], mean: 0.3, deviation: 0.05,
  dead: 0, saturated: 0, units: 8, gradient_norm: 1,
};

test("hidden layers of a bounded activation share its bounds, others have a scale of their own", () => {
  assert.deepEqual(outputScale(layer, "sigmoid", true), [0, 1]);
  assert.deepEqual(outputScale(layer, "tanh", true), [-1, 1]);
  assert.deepEqual(outputScale(layer, "sigmoid", false), [0.25, 0.5]);
  assert.deepEqual(outputScale(layer, "relu", true), [0.25, 0.5]);
  assert.equal(outputScale({ ...layer, low: null }, "relu", true), null);
});

test("a bar stands for each part that has something in it, the fullest to the top", () => {
  const path = outputBars(layer, [0, 1]);
  const bars = path.split("M").filter(Boolean);
  assert.equal(bars.length, 2);
  assert.match(bars[0], /^0\.249\d*,1V0\.5h/);
  assert.match(bars[1], /V0h/);
});

test("units that all put out the same are still seen, inside the picture", () => {
  for (const value of [0, 0.5, 1]) {
    const [, left, slim] = /** @type {RegExpMatchArray} */ (
      outputBars({ ...layer, low: value, high: value, counts: [9] }, [0, 1]).match(/M([\d.]+),1V0h([\d.]+)/)
    );
    assert.ok(Number(left) >= 0 && Number(left) + Number(slim) <= 1);
  }
});

test("nothing is drawn of what is not finite", () => {
  assert.equal(outputBars({ ...layer, low: null, counts: Array(24).fill(0) }, [0, 1]), "");
  assert.deepEqual(outputWords({ ...layer, mean: null }), ["not finite", ""]);
});

test("units that no longer learn are counted in words", () => {
  assert.deepEqual(outputWords({ ...layer, dead: 2 }), ["0.3 ± 0.05", "2 of 8 units dead"]);
  assert.deepEqual(outputWords({ ...layer, saturated: 5 }), ["0.3 ± 0.05", "5 of 8 units saturated"]);
});
