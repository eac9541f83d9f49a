import assert from "node:assert/strict";
import { test } from "node:test";

import { senseOf } from "../../../static/js/network/answers/answers.js";
import {
  answerWords, leaderWords, learningVerdict, noteOf, pictureSentence, placeWords, scoreAt, scoreWords,
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
  name, lane: { length, outcome: status && { status, steps: length - 1 }, learning: { scores: scores(...test) } },
});

test("the score is the latest one on the test part, or on the train part where nothing is tested", () => {
  assert.deepEqual(scoreAt(scores(0.4, 0.6, 0.9), 99), { part: "test", quality: 0.6 });
  assert.deepEqual(scoreAt(scores(NaN), 7), { part: "train", quality: 0.5 });
  assert.equal(scoreAt(undefined, 7), null);
  assert.equal(scoreWords({ part: "test", quality: 0.9733 }, data), "test 97.3 %");
  assert.equal(scoreWords({ part: "test", quality: 1 }, data), "test 100 %");
  assert.equal(scoreWords({ part: "train", quality: 0.83 }, { ...data, task: "regression" }), "train R² 0.83");
});

test("a note says which step's weights are seen, where it is another than on show", () => {
  const lane = { outcome: null };
  assert.equal(noteOf(lane, { step: 120 }, { step: 200 }, 200), "step 120, still training");
  assert.equal(noteOf(lane, { step: 200 }, { step: 200 }, 200), "");
  assert.equal(noteOf({ outcome: { status: "diverged", steps: 30 } }, { step: 30 }, { step: 99 }, 99), "diverged at step 31");
  assert.equal(noteOf(undefined, undefined, null, 0), "not trained yet");
});

test("a picture is a sentence with how many points are wrong", () => {
  const adam = racer("Adam", "finished", 101, 0.5, 0.7, 0.98);
  assert.equal(
    pictureSentence(adam, data, { step: 100 }, ""),
    "Adam at step 100: 98.0 % of the test points right, 3 of 150 wrong.",
  );
  assert.equal(pictureSentence(adam, data, undefined, "not trained yet"), "Adam: not trained yet.");
});

test("places are in the table's own units, answers in words", () => {
  assert.equal(placeWords(data, -0.3, -1.2), "x1 0.4, x2 −1.2");
  const sense = senseOf(data, null, [{ name: "cross_entropy", answers: "logits", threshold: 0 }]);
  assert.equal(answerWords(sense, { number: 0, probability: 0.934, output: -2.6 }), "upper, 93 %");
  assert.equal(answerWords(sense, { number: 1, probability: 0.99999, output: 12 }), "lower, over 99.9 %");
  assert.equal(answerWords({ ...sense, answers: "margins" }, { number: 1, probability: null, output: 0.8 }), "lower, margin 0.8");
});

test("the verdict names who ends ahead, on the same examples", () => {
  const adam = racer("Adam", "finished", 101, 0.5, 0.7, 0.98);
  const sgd = racer("SGD", "finished", 101, 0.5, 0.6, 0.9);
  const wild = racer("Momentum", "diverged", 31, 0.5);
  assert.equal(learningVerdict([adam, sgd, wild], data, 100), "Adam ends ahead: test 98.0 %; 1 of 3 diverged");
  assert.equal(learningVerdict([sgd, { ...sgd, name: "other" }], data, 100), "All end level: test 90.0 %");
  assert.equal(learningVerdict([adam, racer("late", null, 50, 0.5)], data, 100), "");
  assert.equal(learningVerdict([wild], data, 100), "Momentum diverged");
  assert.match(leaderWords([adam, sgd], data, 100, 100), /^Step 100 of 100\. Ahead: Adam, 98\.0 % of the test points right/);
});

test("own data are told by their size", () => {
  const spec = { network: { dataset: { name: "own", parameters: {} } } };
  const menus = { datasets: [{ name: "moons", label: "Moons", notice: "Two arcs." }] };
  assert.equal(noticeOf(spec, { ...data, name: "own" }, menus), "Your own data: 500 rows, 2 classes from 2 features.");
  assert.equal(noticeOf({ network: { dataset: { name: "moons" } } }, null, menus), "Moons. Two arcs.");
});
