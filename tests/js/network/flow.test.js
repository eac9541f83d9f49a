import assert from "node:assert/strict";
import { test } from "node:test";

import { columnCount, emptyColumns, growColumns, NOTHING, strideFor } from "../../../static/js/network/gradients/columns.js";
import { acrossFlow, flowStepAt } from "../../../static/js/network/gradients/map.js";
import { flowColour, flowScale, flowTicks } from "../../../static/js/network/gradients/scale.js";
import { flowReadout, flowSentence, shareWords } from "../../../static/js/network/gradients/words.js";

/** @import { Lane } from "../../../static/js/types.js" */

/** @param {number[][]} flow @param {number} [length] @param {string} [status] @returns {Lane} */
function laneOf(flow, length = flow[0].length, status = "finished") {
  const learning = { flow: flow.map((row) => Float32Array.from(row)) };
  return /** @type {any} */ ({ length, learning, outcome: { status, steps: length - 1 } });
}

const near = (/** @type {number} */ one, /** @type {number} */ other) => assert.ok(Math.abs(one - other) < 1e-5, `${one} is not ${other}`);

test("there are never more columns than pixels, and every step has one", () => {
  for (const [steps, pixels] of [[1, 300], [500, 300], [2000, 333], [10000, 1], [299, 300]]) {
    const stride = strideFor(steps, pixels);
    assert.ok(columnCount(steps, stride) <= Math.max(1, pixels));
    assert.ok(columnCount(steps, stride) * stride > steps);
  }
});

test("a column holds the geometric mean of its steps", () => {
  const columns = emptyColumns(laneOf([[1, 100, 1e-3, 1e-5, 7]]), 4, 2);
  growColumns(columns);
  near(columns.means[0][0], 1);
  near(columns.means[0][1], -4);
  near(columns.means[0][2], Math.log10(7));
  near(columns.least, -4);
});

test("columns that grow with the steps are those that were there at once", () => {
  const flow = [Array.from({ length: 101 }, (_, k) => 2 ** -k), Array.from({ length: 101 }, (_, k) => 1 + k)];
  const lane = laneOf(flow, 13);
  const parts = emptyColumns(lane, 100, 4);
  assert.deepEqual(growColumns(parts), [0, 4]);
  lane.length = 50;
  assert.deepEqual(growColumns(parts), [3, 13]);
  assert.deepEqual(growColumns(parts), [12, 12]);
  lane.length = 101;
  growColumns(parts);
  const whole = emptyColumns(laneOf(flow), 100, 4);
  growColumns(whole);
  assert.deepEqual(parts.means, whole.means);
});

test("steps without any gradient are told from small ones, steps without numbers are left out", () => {
  const columns = emptyColumns(laneOf([[0, 0, NaN, NaN, 1e-4, NaN]]), 5, 2);
  growColumns(columns);
  assert.deepEqual([...columns.means[0]].map((mean) => mean.toFixed(1)), ["-Infinity", "NaN", "-4.0"]);
  assert.equal(columns.none, true);
  assert.deepEqual([...flowColour(flowScale([columns]), NOTHING)], [0, 0, 0]);
});

test("a step's place and the step at a place are each other's inverse", () => {
  for (const steps of [1, 7, 500, 9999]) {
    const plan = { steps, stride: strideFor(steps, 321) };
    for (const step of [0, 1, Math.floor(steps / 2), steps]) assert.equal(flowStepAt(plan, acrossFlow(plan, step)), step);
  }
});

test("all racers have the same whole powers of ten, and what is beyond is said", () => {
  const some = (/** @type {number} */ least, /** @type {number} */ greatest) => /** @type {any} */ ({ least, greatest });
  assert.deepEqual(flowScale([some(-3.2, 0.4), some(-1, 1.2)]), { low: -4, high: 2, under: false, over: false });
  const wide = flowScale([some(-30, 30)]);
  assert.deepEqual([wide.under, wide.over], [true, true]);
  assert.match(flowTicks(wide)[0].words, /^≤ 10⁻/);
  assert.ok(flowTicks(wide).at(-1)?.words.startsWith("≥"));
  const none = flowScale([]);
  assert.ok(none.low < none.high);
});

test("less gradient is darker", () => {
  const scale = { low: -8, high: 0, under: false, over: false };
  const light = (/** @type {number} */ power) => {
    const [red, green, blue] = [0, 1, 2].map((k) => flowColour(scale, power)[k]);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  for (let power = -8; power < 0; power += 0.5) assert.ok(light(power) < light(power + 0.5));
});

test("shares are said as a person would", () => {
  assert.equal(shareWords(1 / 840), "1/840");
  assert.equal(shareWords(1 / 4312), "1/4,300");
  assert.equal(shareWords(12.3), "12 times");
  assert.equal(shareWords(2.4e-7), "2.4×10⁻⁷");
});

for (const [flow, step, words] of /** @type {[number[][], number, RegExp][]} */ ([
  [[[1e-3], [0.1], [0.84]], 0, /^Step 0: the first layer gets 1\/840 of the last one's gradient\.$/],
  [[[1], [0.9]], 0, /about as much gradient as the last one \(1\.1 times\)/],
  [[[1], [1.001]], 0, /^Step 0: the first layer gets as much gradient as the last one\.$/],
  [[[50], [1]], 0, /gets 50 times the last one's gradient/],
  [[[0], [1]], 0, /no gradient reaches the first layer/],
  [[[0], [0]], 0, /no gradient reaches any layer/],
  [[[0.25]], 0, /the only layer gets ‖g‖ = 0\.25/],
])) {
  test(`it is said that ${words.source}`, () => assert.match(flowSentence(laneOf(flow), step), words));
}

test("a racer that diverged is told of at its last step with finite numbers", () => {
  const words = flowSentence(laneOf([[1, 1], [1, 1000]], 2, "diverged"), 40);
  assert.match(words, /^Not finite from step 2 on\. Step 1: the first layer gets 1\/1,000/);

  const large = laneOf([[1, 1, Infinity], [1, 2, Infinity]], 3, "diverged");
  assert.match(flowSentence(large, 40), /^Not finite from step 3 on\. Step 1: .*\(0\.5 times|1\/2/);
  const exact = /** @type {any} */ ({ step: 2, layers: [{ gradient_norm: 1e60 }, { gradient_norm: 1e62 }] });
  assert.match(flowSentence(large, 40, exact), /^Not finite from step 3 on\. Step 2: the first layer gets 1\/100 of/);
  assert.match(flowSentence(laneOf([[1, Infinity], [1, Infinity]]), 1), /^Too large to compare at step 1\. Step 0: .* as much/);
});

test("the readout names the outer layers and the one that is pointed at", () => {
  const lane = laneOf([[3.2e-5], [0.01], [0.14]]);
  assert.equal(flowReadout(lane, 0, 0), "Step 0, layer 1: ‖g‖ 3.2×10⁻⁵, layer 3 (outputs): 0.14, ratio 1/4,400");
  assert.match(flowReadout(lane, 0, 1), /layer 2: 0\.01/);
  assert.match(flowReadout(laneOf([[3], [1]]), 0, 1), /ratio 3$/);
  assert.match(flowReadout(laneOf([[3], [3]]), 0, 1), /layer 2 \(outputs\): 3, as much as the last one's$/);
  assert.match(flowReadout(lane, 9, 1), /not trained yet/);
});
