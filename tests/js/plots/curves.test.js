import assert from "node:assert/strict";
import { test } from "node:test";

import { curveScale, curveTicks, heightOf, symlog } from "../../../static/js/plots/curve_scale.js";
import { extentOf } from "../../../static/js/plots/extents.js";
import { thinned } from "../../../static/js/plots/thin.js";

/** @param {number[]} gap */
const extent = (gap) => extentOf(/** @type {any} */ ({ length: gap.length, gap: Float32Array.from(gap) }), "gap");

test("a short curve is drawn whole", () => {
  assert.deepEqual(thinned(5, 300, 5, () => 1), [0, 1, 2, 3, 4]);
});

test("a long curve keeps its peaks and at most four points to a pixel", () => {
  const values = Array.from({ length: 10001 }, (_, step) => Math.sin(step));
  values[7777] = 50;
  values[3333] = -50;
  const kept = thinned(values.length, 300, 10000, (step) => values[step]);
  assert.ok(kept.length <= 4 * 302);
  assert.ok(kept.includes(7777) && kept.includes(3333) && kept.includes(10000));
  assert.deepEqual(kept, kept.toSorted((a, b) => a - b));
});

test("a gap of exactly zero is on the rail, and the axis says so", () => {
  const scale = curveScale([extent([10, 1e-3, 0])], "log");
  assert.equal(scale.rail, "0");
  assert.equal(heightOf(scale, 0), -Infinity);
  assert.ok(heightOf(scale, 1e-3) > 0);
});

test("what is below 10⁻³⁰ or below zero is on the rail under its own name", () => {
  assert.equal(curveScale([extent([1, 1e-35])], "log").rail, "< 10⁻³⁰");
  assert.equal(curveScale([extent([1, -1e-9])], "log").rail, "≤ 0");
  assert.equal(curveScale([extent([1, 0.5])], "log").rail, "");
});

test("a racer that explodes does not flatten the others", () => {
  const scale = curveScale([extent([10, 1e5, 1e30, Infinity]), extent([10, 1, 0.1])], "log");
  assert.ok(scale.high < 7, String(scale.high));
  assert.ok(heightOf(scale, 1e30) > 1);
  assert.ok(Number.isFinite(heightOf(scale, Infinity)));
});

test("a rate that hardly changes has a linear axis, one that decays far a logarithmic one", () => {
  assert.equal(curveScale([extent([0.1, 0.09])], "auto").kind, "linear");
  assert.equal(curveScale([extent([0.1, 1e-6])], "auto").kind, "log");
});

test("where there is no lowest point the axis goes both ways", () => {
  const scale = curveScale([extent([2.25, 0, -1e20])], "symlog");
  assert.equal(symlog(-5, 0.1), -symlog(5, 0.1));
  const heights = [2.25, 0.1, 0, -0.1, -100].map((value) => heightOf(scale, value));
  assert.deepEqual(heights, heights.toSorted((a, b) => b - a));
  assert.ok(heightOf(scale, -1e20) < 0);
});

test("an axis has ticks within it, and a few even where it spans less than ten times", () => {
  for (const [low, high] of [[-30, 2], [-3, 0.2], [0.1, 0.9], [1.2, 1.8]]) {
    const ticks = curveTicks({ kind: "log", low, high, rail: "", knee: 1 }, 4);
    assert.ok(ticks.length >= 1 && ticks.length <= 5, `${low} ${high}: ${ticks.length}`);
    for (const { value } of ticks) {
      assert.ok(Math.log10(value) >= low - 1e-9 && Math.log10(value) <= high + 1e-9);
    }
  }
});

test("nothing yet is an axis without ticks", () => {
  assert.deepEqual(curveTicks(curveScale([], "log"), 4), []);
});
