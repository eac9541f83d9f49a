import assert from "node:assert/strict";
import { test } from "node:test";

import { colourTicks, contourLevels, heightScale, roundTicks, scaled } from "../../../static/js/plots/levels.js";

const valley = Float32Array.from({ length: 1000 }, (_, k) => (k / 100) ** 4);
const plain = Float32Array.from({ length: 1000 }, (_, k) => 50 + k / 100);

test("a range of many powers of ten is coloured by powers of ten, a narrow one is not", () => {
  assert.equal(heightScale(valley, true).log, true);
  assert.equal(heightScale(plain, true).log, false);
});

test("heights that may be below zero are never coloured by powers of ten", () => {
  assert.equal(heightScale(valley, false).log, false);
});

test("every height has a place on the scale, even zero and what is no number", () => {
  const scale = heightScale(valley, true);
  for (const height of [0, -1e-20, 1e38, Infinity, -Infinity, NaN]) {
    assert.ok(Number.isFinite(scaled(scale, height)));
  }
});

test("the lines of a wider window are among those of a narrower one", () => {
  const wide = contourLevels(0.13, 3.4);
  const narrow = contourLevels(1.1, 1.6);
  const ratio = wide.size / narrow.size;
  assert.equal(ratio, Math.round(ratio));
  assert.ok(Math.abs(narrow.start / narrow.size - Math.round(narrow.start / narrow.size)) < 1e-9);
});

test("a window has neither too few lines nor too many", () => {
  for (const span of [1e-9, 0.03, 0.7, 4, 99, 1e6]) {
    const { start, end, size } = contourLevels(0.1234, 0.1234 + span);
    const lines = (end - start) / size;
    assert.ok(lines > 6 && lines < 40, `${lines} lines for ${span}`);
  }
});

test("level ground has one line at most", () => {
  const { start, end } = contourLevels(2, 2);
  assert.equal(start, end);
});

test("a colour bar by powers of ten names values, not exponents", () => {
  const { at, words } = colourTicks({ log: true, floor: 0, low: -1.2, high: 3.1 });
  assert.deepEqual(at, [-1, 0, 1, 2, 3]);
  assert.deepEqual(words, ["0.1", "1", "10", "100", "1000"]);
});

test("ticks are round and within their bounds", () => {
  assert.deepEqual(roundTicks(0, 500, 5), [0, 100, 200, 300, 400, 500]);
  assert.deepEqual(roundTicks(-0.2, 0.21, 4), [-0.2, 0, 0.2]);
  assert.deepEqual(roundTicks(3, 3, 4), [3]);
  assert.deepEqual(roundTicks(NaN, NaN, 4), []);
});
