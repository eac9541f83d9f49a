import assert from "node:assert/strict";
import { test } from "node:test";

import { senseOf } from "../../../static/js/network/answers/answers.js";
import {
  answerWords, leaderWords, learningVerdict, noteOf, pictureSentence, placeWords, scoreAt, scoreOf, scoreWords, sliceWords,
} from "../../../static/js/network/decisions/words.js";
import { noticeOf } from "../../../static/js/network/words.js";

const data = {
  name: "moons", task: "classification", classes: ["upper", "lower"], target: "y", features: ["x1", "x2"],
  rows: { train: 350, test: 150 }, target_scale: { mean: 0, deviation: 1 },
  plane: { kind: "all", names: ["x1", "x2"], units: [{ mean: 1, deviation: 2 }, { mean: 0, deviation: 1 }] },
};
const scores = (...test) => ({
  steps: test.map((_, place) => 50 * place), test_quality: test, train_quality: test.map(() => 0.5), train_loss: [], test_loss: [],
});
const racer = (name, status, length, ...test) => ({
  name, racer: { id: name }, lane: { length, outcome: status && { status, steps: length - 1 }, learning: { scores: scores(...test) } },
});

test("the score is the latest one on the test part, or on the train part where nothing is tested", () => {
  assert.deepEqual(scoreAt(scores(0.4, 0.6, 0.9), 99), { part: "test", quality: 0.6 });
  assert.deepEqual(scoreAt(scores(NaN), 7), { part: "train", quality: 0.5 });
  assert.equal(scoreAt(undefined, 7), null);
  assert.equal(scoreWords({ part: "test", quality: 0.9733 }, data), "test 97.3 %");
  assert.equal(scoreWords({ part: "test", quality: 1 }, data), "test 100.0 %");
  assert.equal(scoreWords({ part: "train", quality: 0.83 }, { ...data, task: "regression" }), "train R² 0.83");
});

/** A look at racers, with the quality that it tells of each. */
const lookAt = (step, qualities) => ({
  step,
  runs: new Map(Object.keys(qualities).map((name) => [name, { step }])),
  details: new Map(Object.entries(qualities).map(([name, { test = null, train = null, r2 = null }]) => [
    name, { test_accuracy: test, train_accuracy: train, test_r2: r2, train_r2: null },
  ])),
});

test("what the look tells is exact, and goes before the latest score", () => {
  const adam = racer("Adam", null, 200, 0.5, 0.7, 0.98);
  const look = lookAt(103, { Adam: { test: 0.991, train: 0.9 } });
  assert.deepEqual(scoreOf(adam, look, 103), { part: "test", quality: 0.991 });
  assert.deepEqual(scoreOf(adam, { ...look, details: null }, 103), { part: "test", quality: 0.98 });
  assert.deepEqual(scoreOf(adam, lookAt(103, { Adam: { train: 0.9 } }), 103), { part: "train", quality: 0.9 });
  assert.equal(scoreOf(adam, null, 103), null);
});

test("a racer that diverged has no score from then on", () => {
  const wild = racer("Momentum", "diverged", 3, -14000);
  const look = lookAt(2, { Momentum: { r2: -14000 } });
  assert.equal(scoreOf(wild, look, 3), null);
  assert.deepEqual(scoreOf(wild, look, 2), { part: "test", quality: -14000 });
});

test("a note says which step's weights are seen, where it is another than on show", () => {
  const lane = { outcome: null };
  assert.equal(noteOf(lane, { step: 120 }, { step: 200 }, 200, false), "step 120, still training");
  assert.equal(noteOf(lane, { step: 200 }, { step: 200 }, 200, true), "");
  assert.equal(noteOf(lane, { step: 0 }, { step: 0 }, 90, false), "");
  assert.equal(noteOf(lane, { step: 0 }, { step: 0 }, 90, true), "step 0, waiting for the server");
  assert.equal(noteOf({ outcome: { status: "diverged", steps: 30 } }, { step: 30 }, { step: 99 }, 99, true), "diverged at step 31");
  assert.equal(noteOf(undefined, undefined, null, 0, false), "not trained yet");
  assert.equal(noteOf(undefined, undefined, null, 0, true), "waiting for the server");
});

test("a picture is a sentence with how many points are wrong", () => {
  const adam = racer("Adam", "finished", 101);
  assert.equal(
    pictureSentence(adam, data, { step: 100 }, { part: "test", quality: 0.98 }, ""),
    "Adam at step 100: 98.0 % of the test points right, 3 of 150 wrong.",
  );
  assert.equal(pictureSentence(adam, data, undefined, null, "not trained yet"), "Adam: not trained yet.");
  assert.equal(
    pictureSentence(adam, data, { step: 2 }, null, "diverged at step 3"),
    "Adam diverged at step 3; drawn at step 2, its last finite one.",
  );
});

test("places are in the table's own units, answers in words", () => {
  assert.equal(placeWords(data, -0.3, -1.2), "x1 0.4, x2 −1.2");
  const sense = senseOf(data, null, [{ name: "cross_entropy", answers: "logits", threshold: 0 }]);
  assert.equal(answerWords(sense, { number: 0, probability: 0.934, output: -2.6 }), "upper, 93 %");
  assert.equal(answerWords(sense, { number: 1, probability: 0.99999, output: 12 }), "lower, over 99.9 %");
  assert.equal(answerWords({ ...sense, answers: "margins" }, { number: 1, probability: null, output: 0.8 }), "lower, margin 0.8");
});

test("pictures of more than two features are told to be a slice", () => {
  const iris = { features: ["a", "b", "c", "d"], plane: { kind: "principal", names: ["1", "2"], explained: [0.14, 0.081] } };
  assert.match(sliceWords(iris).join(""), /^A slice through the mean along the first two components \(22\u00a0% of the variance\); /);
  assert.match(sliceWords({ ...iris, plane: { kind: "pair", names: ["b", "d"], explained: null } }).join(""), /along b and d; /);
  assert.deepEqual(sliceWords(data), ["", ""]);
});

test("the verdict names who ends ahead, on the same examples", () => {
  const adam = racer("Adam", "finished", 101, 0.5, 0.7, 0.98);
  const sgd = racer("SGD", "finished", 101, 0.5, 0.6, 0.9);
  const wild = racer("Momentum", "diverged", 31, 0.5);
  assert.equal(learningVerdict([adam, sgd, wild], data, null, 100), "Adam ends ahead: test 98.0 %; 1 diverged");
  assert.equal(learningVerdict([sgd, { ...sgd, name: "other" }], data, null, 100), "All end level: test 90.0 %");
  assert.equal(learningVerdict([adam, racer("late", null, 50, 0.5)], data, null, 100), "");
  assert.equal(learningVerdict([wild], data, null, 100), "Momentum diverged");
  assert.match(leaderWords([adam, sgd], data, null, 100, 100), /^Step 100 of 100\. Ahead: Adam, 98\.0 % of the test points right/);
});

test("where examples count, racers are judged where they had seen the same number", () => {
  const small = racer("small batches", "finished", 101, 0.5, 0.7, 0.8);
  const large = racer("large batches", "finished", 101, 0.5, 0.7, 0.9);
  const read = ({ name }) => (name === "small batches" ? 100 : 50);
  assert.equal(learningVerdict([small, large], data, null, 100), "large batches ends ahead: test 90.0 %");
  assert.equal(learningVerdict([small, large], data, null, 100, read), "small batches ends ahead: test 80.0 %, at equal examples");
  assert.match(leaderWords([small, large], data, null, 100, 100, read), /^Step 100 of 100, read at equal examples\. Ahead: small batches, 80/);
});

test("the verdict is of the networks at the end, where a look tells of them", () => {
  const adam = racer("Adam", "finished", 104, 0.5, 0.7, 0.9);
  const sgd = racer("SGD", "finished", 104, 0.5, 0.7, 0.95);
  const look = lookAt(103, { Adam: { test: 0.99 }, SGD: { test: 0.96 } });
  assert.equal(learningVerdict([adam, sgd], data, look, 103), "Adam ends ahead: test 99.0 %");
  assert.equal(learningVerdict([adam, sgd], data, { ...look, details: null }, 103), "SGD ends ahead: test 95.0 %");
});

test("nobody is ahead where the mean would be the better answer", () => {
  const numbers = { ...data, task: "regression", classes: [] };
  const [one, other] = [racer("RMSprop", "finished", 101, -5, -6, -23), racer("Adam", "finished", 101, -5, -6, -40)];
  const wild = racer("Momentum", "diverged", 3, -14000);
  assert.equal(learningVerdict([one, other, wild], numbers, null, 100), "None beats the mean: test R² −23; 1 diverged");
  assert.equal(learningVerdict([one], numbers, null, 100), "Worse than the mean: test R² −23");
  assert.equal(
    leaderWords([one, other, wild], numbers, null, 100, 100),
    "Step 100 of 100. None beats the mean; nearest: RMSprop, R² −23 on the test points.",
  );
});

test("own data are told by their size", () => {
  const spec = { network: { dataset: { name: "own", parameters: {} } } };
  const menus = { datasets: [{ name: "moons", label: "Moons", notice: "Two arcs." }] };
  assert.equal(noticeOf(spec, { ...data, name: "own" }, menus), "Your own data: 500 rows, 2 classes from 2 features.");
  assert.equal(noticeOf({ network: { dataset: { name: "moons" } } }, null, menus), "Moons. Two arcs.");
});
