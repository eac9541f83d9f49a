import assert from "node:assert/strict";
import { test } from "node:test";

import { answerOf, senseOf, valueOf } from "../../../static/js/network/answers/answers.js";
import { inksOf, paintGround } from "../../../static/js/network/decisions/ground.js";

const losses = [
  { name: "cross_entropy", answers: "logits", threshold: 0 },
  { name: "hinge", answers: "margins", threshold: 0 },
  { name: "mse", answers: "numbers", threshold: 0.5 },
];
const two = { task: "classification", classes: ["upper", "lower"], target: "y", target_scale: { mean: 0, deviation: 1 } };
const three = { ...two, classes: ["a", "b", "c"] };
const number = {
  ...two, task: "regression", classes: [], target: "height", target_scale: { mean: 100, deviation: 10 },
  train: { target: [-1, 3] }, test: { target: [0, 1] },
};
const loss = (name) => ({ name, parameters: {} });

test("logits of two classes are probabilities", () => {
  const sense = senseOf(two, null, losses);
  assert.equal(valueOf(sense, 0), 0);
  assert.ok(valueOf(sense, -9) < -0.99);
  const { number: chosen, probability } = answerOf(sense, [Math.log(3)]);
  assert.equal(chosen, 1);
  assert.ok(Math.abs(probability - 0.75) < 1e-9);
  assert.ok(Math.abs(answerOf(sense, [-Math.log(3)]).probability - 0.75) < 1e-9);
});

test("margins and numbers have no probability, and a threshold of their own", () => {
  const hinge = senseOf(two, loss("hinge"), losses);
  assert.deepEqual([valueOf(hinge, 0.5), valueOf(hinge, 7), answerOf(hinge, [-0.2]).number], [0.5, 1, 0]);
  const mse = senseOf(two, loss("mse"), losses);
  assert.deepEqual([valueOf(mse, 0.5), answerOf(mse, [0.49]).number, answerOf(mse, [0.51]).number], [0, 0, 1]);
  assert.equal(answerOf(mse, [0.51]).probability, null);
});

test("of many classes the one with the largest output is chosen, as surely as softmax says", () => {
  const sense = senseOf(three, null, losses);
  const { number: chosen, probability } = answerOf(sense, [0, Math.log(2), 0]);
  assert.equal(chosen, 1);
  assert.ok(Math.abs(probability - 0.5) < 1e-9);
});

test("numbers are told in the table's own units, colours span all targets", () => {
  const sense = senseOf(number, null, losses);
  assert.deepEqual([sense.low, sense.high, valueOf(sense, 1)], [-1, 3, 0]);
  assert.equal(answerOf(sense, [2]).number, 120);
});

const channels = (pixel) => [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255];

test("the ground is blue for the first of two classes and orange for the second", () => {
  for (const dark of [false, true]) {
    const pixels = new Uint32Array(3);
    paintGround(pixels, inksOf(senseOf(two, null, losses), dark), Float32Array.of(-9, 0, 9));
    const [first, middle, second] = [...pixels].map(channels);
    assert.ok(first[2] > first[0] + 60);
    assert.ok(Math.max(...middle) - Math.min(...middle) < 8);
    assert.ok(second[0] > second[2] + 60);
  }
});

test("where classes are level the ground is pale, and what is not finite harms nothing", () => {
  const inks = inksOf(senseOf(three, null, losses), false);
  const pixels = new Uint32Array(3);
  paintGround(pixels, inks, Float32Array.of(9, 1, NaN, 0, 1, 0, 0, 0, Infinity));
  assert.equal(pixels[0], inks.shades[0].at(-1));
  assert.equal(pixels[1], inks.shades[0][0]);
  assert.equal(pixels[2] >>> 24, 255);
});
