import assert from "node:assert/strict";
import { test } from "node:test";

import { namesOf } from "../../../static/js/plots/entrants.js";
import { chosenSteps, resultOf, sorted } from "../../../static/js/plots/results.js";

/** @import { Entrant } from "../../../static/js/plots/entrants.js" */

/** @param {string} name @param {number[]} gap @param {object | null} [outcome] @returns {Entrant} */
function entrant(name, gap, outcome = null) {
  return /** @type {any} */ ({ name, lane: { length: gap.length, gap: Float32Array.from(gap), outcome } });
}

test("the best value is that of the whole run, with its first step", () => {
  const result = resultOf(entrant("a", [4, 0.25, 0.25, 1]), 0, 0.5);
  assert.deepEqual([result.now, result.best, result.bestAt, result.reached], [4, 0.25, 1, 1]);
});

test("another threshold is looked for anew", () => {
  const racer = entrant("a", [4, 2, 1]);
  assert.equal(resultOf(racer, 0, 2).reached, 1);
  assert.equal(resultOf(racer, 0, 0.5).reached, null);
  assert.equal(resultOf(racer, 0, 1).reached, 2);
});

test("the status is said in words with its step", () => {
  const ended = { status: "diverged", since: null, steps: 13, divergence: null };
  assert.equal(resultOf(entrant("a", [1], ended), 0, 1).status, "diverged at step 14");
  const still = { status: "stalled", since: 40, steps: 99, divergence: null };
  assert.equal(resultOf(entrant("a", [1], still), 0, 1).status, "stalled since step 40");
  assert.equal(resultOf(entrant("a", [1, 2, 3]), 0, 1).status, "running at step 2");
});

test("racers without a number come last in either direction", () => {
  const results = [entrant("a", [9, 9]), entrant("b", [9, 1]), entrant("c", [9, 9, 9, 0])].map((each) =>
    resultOf(each, 0, 2),
  );
  const names = (/** @type {boolean} */ down) => sorted(results, "reached", down).map(({ entrant }) => entrant.name);
  assert.deepEqual(names(false), ["b", "c", "a"]);
  assert.deepEqual(names(true), ["c", "b", "a"]);
});

test("numbers are shown for every fiftieth step and the last", () => {
  assert.deepEqual(chosenSteps(0), [0]);
  assert.deepEqual(chosenSteps(20).length, 21);
  assert.deepEqual(chosenSteps(520).slice(-3), [450, 500, 520].slice(-3));
  assert.ok(chosenSteps(10000).length <= 22);
});

test("a name is as short as it can be without being another's", () => {
  const catalog = /** @type {any} */ ({
    optimizers: [
      { name: "adam", label: "Adam", conventions: [{ name: "textbook", label: "Textbook" }, { name: "pytorch", label: "PyTorch" }] },
      { name: "sgd", label: "SGD", conventions: [{ name: "textbook", label: "Textbook" }] },
    ],
  });
  const racer = (/** @type {string} */ optimizer, /** @type {string} */ convention, /** @type {number} */ lr) =>
    /** @type {any} */ ({ optimizer, convention, hyperparameters: { lr } });
  const racers = [
    racer("sgd", "textbook", 1), racer("adam", "textbook", 0.1), racer("adam", "pytorch", 0.1),
    racer("adam", "pytorch", 0.2), racer("adam", "pytorch", 0.2),
  ];
  assert.deepEqual(namesOf(catalog, { kind: "surface", racers, changes: [] }), [
    "SGD", "Adam (Textbook)", "Adam (PyTorch) η 0.1", "Adam (PyTorch) η 0.2 #4", "Adam (PyTorch) η 0.2 #5",
  ]);
});

test("racers that differ in their own settings are told apart by them", () => {
  const catalog = /** @type {any} */ ({
    optimizers: [{ name: "sgd", label: "SGD", conventions: [{ name: "textbook", label: "Textbook" }] }],
  });
  const racer = (/** @type {any} */ overrides) =>
    /** @type {any} */ ({ optimizer: "sgd", convention: "textbook", hyperparameters: { lr: 1 }, overrides });
  const racers = [racer({ batch_size: 1 }), racer(undefined), racer({ batch_size: null })];
  assert.deepEqual(namesOf(catalog, { kind: "network", racers, changes: [] }), ["SGD batch 1", "SGD", "SGD full batch"]);
  assert.deepEqual(namesOf(catalog, { kind: "surface", racers, changes: [] }), ["SGD #1", "SGD #2", "SGD #3"]);
});

test("a racer that turns is named by all its rules, and a branch that does not by its step", () => {
  const catalog = /** @type {any} */ ({
    optimizers: [
      { name: "adam", label: "Adam", conventions: [{ name: "textbook", label: "Textbook" }, { name: "keras", label: "Keras" }] },
      { name: "sgd", label: "SGD", conventions: [{ name: "textbook", label: "Textbook" }] },
    ],
  });
  const racer = (/** @type {string} */ id, /** @type {any} */ more = {}) =>
    /** @type {any} */ ({ id, optimizer: "adam", convention: "textbook", hyperparameters: { lr: 1 }, ...more });
  const turn = (/** @type {string} */ id, /** @type {number} */ step, optimizer = "sgd", convention = "textbook", lr = 1) =>
    ({ step, racer: id, optimizer, convention, hyperparameters: { lr } });
  const racers = [
    racer("a"), racer("b", { branch: 120 }), racer("c", { branch: 120 }), racer("d", { branch: 200 }),
    racer("e", { branch: 200 }), racer("f"),
  ];
  const changes = [
    turn("c", 120), turn("d", 120), turn("d", 200, "adam", "keras"), turn("e", 200, "sgd", "textbook", 0.1),
    turn("f", 200, "adam", "keras"),
  ];
  assert.deepEqual(namesOf(catalog, { kind: "surface", racers, changes }), [
    "Adam", "Adam, branched at 120", "Adam → SGD at 120", "Adam → SGD at 120 → Adam at 200", "Adam → SGD at 200",
    "Adam → Keras at 200",
  ]);
});
