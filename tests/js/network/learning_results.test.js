import assert from "node:assert/strict";
import { test } from "node:test";

import { recallOf, rightOf } from "../../../static/js/network/outcomes/confusion.js";
import { gradientWords, healthWords, ratioWords } from "../../../static/js/network/outcomes/layer_health.js";
import { chosenPlaces, resultOf, sorted } from "../../../static/js/network/outcomes/results.js";
import { lossLabel, taskOf } from "../../../static/js/network/task.js";
import { trainingWords } from "../../../static/js/network/training.js";

/** A racer scored at steps 0, 10 and 20. */
function racer(/** @type {any} */ { id = "a", outcome = null, scores = {} } = {}) {
  return /** @type {any} */ ({
    racer: { id }, name: id,
    lane: {
      length: 21, gap: new Float32Array(21).fill(1), outcome,
      learning: {
        scores: {
          steps: [0, 10, 20], train_loss: [0.7, 0.3, 0.1], test_loss: [0.7, 0.4, 0.5],
          train_quality: [0.5, 0.9, 1], test_quality: [0.5, 0.8, 0.85], ...scores,
        },
      },
    },
  });
}

const details = { train_loss: 0.22, test_loss: 0.33, train_accuracy: 0.91, test_accuracy: 0.82, train_r2: null, test_r2: null };
const lookAt = (/** @type {number} */ step) => /** @type {any} */ ({
  runs: new Map([["a", { step }]]), details: new Map([["a", details]]),
});

test("a step has the scores of the latest one before it", () => {
  const { train, test: onTest, quality, best, bestAt, reached } = resultOf(racer(), 15, 0.3, null);
  assert.deepEqual([train, onTest, quality], [0.3, 0.4, 0.8]);
  assert.deepEqual([best, bestAt, reached], [0.4, 10, 10]);
  assert.equal(resultOf(racer(), 15, 0.01, null).reached, null);
});

test("a look at the very step is exact, one at another is not taken", () => {
  const exact = resultOf(racer(), 15, 0.3, lookAt(15));
  assert.deepEqual([exact.train, exact.test, exact.quality], [0.22, 0.33, 0.82]);
  assert.equal(resultOf(racer(), 15, 0.3, lookAt(14)).train, 0.3);
});

test("without a test part the quality is that of the train part", () => {
  const none = [NaN, NaN, NaN];
  const result = resultOf(racer({ scores: { test_loss: none, test_quality: none } }), 20, 0.3, null);
  assert.equal(result.quality, 1);
  assert.ok(Number.isNaN(result.best) && Number.isNaN(result.test));
});

test("a racer has no numbers after it diverged, nor before anything came", () => {
  const over = racer({ outcome: { status: "diverged", steps: 20, since: null, divergence: { step: 21 } } });
  assert.ok(Number.isNaN(resultOf(over, 21, 0.3, null).train));
  assert.equal(resultOf(over, 20, 0.3, null).train, 0.1);
  const waiting = resultOf(/** @type {any} */ ({ racer: { id: "w" }, name: "w", lane: undefined }), 0, 0.3, null);
  assert.equal(waiting.status, "waiting");
  assert.equal(waiting.reached, null);
});

test("rows are sorted by any column, and what has no number comes last", () => {
  const none = [NaN, NaN, NaN];
  const results = [
    racer({ id: "b" }),
    racer({ id: "c", scores: { test_loss: none } }),
    racer({ id: "a", scores: { test_loss: [0.7, 0.2, 0.9] } }),
  ].map((each) => resultOf(each, 20, 0.3, null));
  const order = (/** @type {any} */ column, down = false) => sorted(results, column, down).map(({ entrant }) => entrant.name);
  assert.deepEqual(order(null), ["b", "c", "a"]);
  assert.deepEqual(order("name"), ["a", "b", "c"]);
  assert.deepEqual(order("best"), ["a", "b", "c"]);
  assert.deepEqual(order("test", true), ["a", "b", "c"]);
  assert.deepEqual(order("best", true), ["b", "a", "c"]);
});

test("numbers are shown at a few of the scored steps, the last among them", () => {
  const steps = Array.from({ length: 101 }, (_, place) => 5 * place);
  const places = chosenPlaces(steps, 21);
  assert.equal(places.length, 21);
  assert.deepEqual([places[0], places[1], places.at(-1)], [0, 5, 100]);
  assert.deepEqual(chosenPlaces([0, 1, 2], 21), [0, 1, 2]);
  assert.deepEqual(chosenPlaces([], 21), []);
});

test("a confusion matrix tells the right ones of each class and of all", () => {
  const matrix = [[72, 3], [5, 70]];
  assert.deepEqual(recallOf(matrix[0], 0), { all: 75, right: 72, recall: 0.96 });
  assert.deepEqual(rightOf(matrix), { all: 150, right: 142 });
});

test("units that no longer learn are counted where an activation has such", () => {
  const layer = /** @type {any} */ ({ units: 8, dead: 3, saturated: 0 });
  assert.equal(healthWords(layer, { dies: true, saturates: false }), "8 units, 3 dead");
  assert.equal(healthWords(layer, { dies: false, saturates: true }), "8 units, none saturated");
  assert.equal(healthWords({ ...layer, units: 1 }, { dies: false, saturates: false }), "1 unit");
});

test("the first layer's gradient is told beside the last one's", () => {
  assert.equal(ratioWords(1 / 840, 3), "The first layer gets 1/840 of the last one's gradient.");
  assert.equal(ratioWords(12, 3), "The first layer gets 12 times the last one's gradient.");
  assert.equal(ratioWords(1.1, 3), "The first layer gets about as much gradient as the last one.");
  assert.equal(ratioWords(0, 3), "No gradient reaches the first layer.");
  assert.equal(ratioWords(null, 3), "");
  assert.equal(ratioWords(1, 1), "");
});

test("where training explodes, gradients are told themselves", () => {
  const layers = (/** @type {(number | null)[]} */ ...norms) => norms.map((gradient_norm) => ({ gradient_norm }));
  assert.equal(gradientWords(layers(1.1e114, 3, 4e81), 1e33, true), "The gradient is 10¹¹⁴ at layer 1, 4×10⁸¹ at layer 3 (outputs).");
  assert.equal(gradientWords(layers(null, 40), null, true), "The gradient is not finite at layer 1, 40 at layer 2 (outputs).");
  assert.equal(gradientWords(layers(5e7), null, false), "The gradient is 5×10⁷ at layer 1 (outputs).");
  assert.equal(gradientWords(layers(0.2, 0.4), 0.5, false), ratioWords(0.5, 2));
});

test("how far training has come is told in words", () => {
  const training = { available: 640, steps: 2000, streaming: true, paused: false, lost: false };
  assert.equal(trainingWords(training), "training: 640 of 2,000 steps");
  assert.equal(trainingWords({ ...training, paused: true }), "paused: 640 of 2,000 steps");
  assert.equal(trainingWords({ ...training, lost: true }), "waiting: 640 of 2,000 steps");
  assert.equal(trainingWords({ ...training, available: 2000, streaming: false }), "2,000 steps trained");
  assert.equal(trainingWords({ ...training, available: 0, streaming: false }), "not trained"); // as when refused
});

test("the loss is the chosen one, or the usual one of the task", () => {
  const app = (/** @type {any} */ network, /** @type {any} */ data = null) => /** @type {any} */ ({
    spec: { get: () => ({ network }) },
    data: { get: () => data },
    catalog: { networks: { datasets: [{ name: "sine", task: "regression" }], losses: [{ name: "mse", label: "Mean squared error" }] } },
  });
  const sine = { dataset: { name: "sine" }, loss: null };
  assert.equal(taskOf(app(sine, { name: "moons", task: "classification" })), "regression");
  assert.equal(lossLabel(app(sine)), "mean squared error");
  assert.equal(lossLabel(app({ dataset: { name: "own" }, loss: { name: "hinge" } })), "hinge");
  assert.equal(taskOf(app({ dataset: { name: "own" } }, { name: "own", task: "regression" })), "regression");
});
