import assert from "node:assert/strict";
import { test } from "node:test";

import { acrossAt, progressWords, seenAt, stepAcross } from "../../../static/js/network/curves/across.js";
import { pacesOf, stepOfPaces } from "../../../static/js/network/curves/pace.js";

const MOONS = { batch: 32, examples: 350 }; // 11 steps an epoch, the last of 30 examples

/** @param {string} id @param {number} batch */
const entrant = (id, batch) => /** @type {any} */ ({ racer: { id }, lane: { learning: { batch, examples: 350 } } });

test("the last batch of an epoch is as small as what is left", () => {
  assert.deepEqual([0, 1, 10, 11, 12, 22].map((step) => seenAt(MOONS, step)), [0, 32, 320, 350, 382, 700]);
  assert.equal(acrossAt(MOONS, 22, "epochs"), 2);
  assert.equal(acrossAt(MOONS, 22, "steps"), 22);
});

test("a full batch is an epoch a step, and one example a step is one example", () => {
  assert.equal(acrossAt({ batch: 350, examples: 350 }, 7, "epochs"), 7);
  assert.equal(seenAt({ batch: 1, examples: 350 }, 351), 351);
  assert.equal(seenAt({ batch: 500, examples: 350 }, 2), 700);
});

test("a place of the axis leads back to its step", () => {
  for (const batches of [MOONS, { batch: 1, examples: 350 }, { batch: 350, examples: 350 }, { batch: 7, examples: 10 }]) {
    for (const across of /** @type {const} */ (["steps", "epochs", "examples"])) {
      for (const step of [0, 1, 5, 11, 23, 500]) {
        const back = stepAcross(batches, acrossAt(batches, step, across), across);
        assert.ok(Math.abs(back - step) < 1e-6, `${across} of ${batches.batch}: ${step} became ${back}`);
      }
    }
  }
});

test("progress in words counts what is over", () => {
  assert.equal(progressWords(MOONS, 120), "epoch 10.9 · 3,820 examples");
  assert.equal(progressWords(MOONS, 11), "epoch 1.0 · 350 examples");
  assert.equal(progressWords(MOONS, 0), "epoch 0.0 · 0 examples");
});

test("racers with one batch size go at one pace, and all do when steps are counted", () => {
  const racers = [entrant("a", 32), entrant("b", 350), entrant("c", 32)];
  assert.deepEqual(pacesOf(racers, "steps", 100, null).map(({ end }) => end), [100]);
  const paces = pacesOf(racers, "examples", 100, null);
  assert.deepEqual(paces.map(({ entrants }) => entrants.map(({ racer }) => racer.id)), [["a", "c"], ["b"]]);
  assert.deepEqual(paces.map(({ end }) => end), [9 * 350 + 32, 35000]);
  assert.deepEqual(pacesOf(racers, "examples", 100, "b").map(({ end }) => end), [35000, 3182]);
});

test("a racer without points yet has no pace", () => {
  const waiting = /** @type {any} */ ({ racer: { id: "d" }, lane: undefined });
  assert.deepEqual(pacesOf([waiting], "steps", 100, null), []);
  assert.equal(stepOfPaces([], 10, "steps"), null);
});

test("a place means a step of the first pace that comes so far", () => {
  const paces = pacesOf([entrant("a", 32), entrant("b", 350)], "examples", 100, null);
  assert.equal(stepOfPaces(paces, 350, "examples"), 11);
  assert.equal(stepOfPaces(paces, 17500, "examples"), 50);
  assert.equal(stepOfPaces(paces, 99999, "examples"), 100);
});
