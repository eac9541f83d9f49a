import assert from "node:assert/strict";
import { test } from "node:test";

import { bandOf } from "../../../static/js/fair/band.js";
import { budgetWords } from "../../../static/js/fair/budget.js";
import { successOf } from "../../../static/js/plots/success.js";
import { readAt, reachedIn } from "../../../static/js/network/outcomes/evenly.js";

const run = { reached: 41, share: 41 / 64, interval: [0.518, 0.747], diverged: 2 };

test("the band lies across the median path", () => {
  const { middle, one, other } = bandOf({ x: [0, 1, 2, 3], y: [0, 0, 0, 0], across: [0, 0.5, 0.5, 1] });
  assert.deepEqual(middle, [[0, 0], [1, 0], [2, 0], [3, 0]]);
  assert.deepEqual(one.map(([, y]) => y), [0, 0.5, 0.5, 1]);
  assert.deepEqual(other.map(([, y]) => y), [0, -0.5, -0.5, -1]);
});

test("jitter at rest does not turn the band", () => {
  const x = Array.from({ length: 40 }, (_, at) => Math.min(at, 20));
  const y = x.map((_, at) => (at > 20 ? 0.01 * (at % 2) : 0));
  const { middle, one } = bandOf({ x, y, across: x.map(() => 1) });
  one.forEach(([left], at) => assert.ok(Math.abs(left - middle[at][0]) < 0.05));
});

test("a band ends where most seeds have diverged", () => {
  const { middle } = bandOf({ x: [0, 1, null], y: [0, 0, null], across: [0, 0, null] });
  assert.equal(middle.length, 2);
});

test("successes are told with their interval", () => {
  const cloud = /** @type {any} */ ({ seeds: 64, runs: new Map([["a", run]]) });
  assert.equal(successOf(cloud, "a")?.short, "64 %\n52–75 %");
  assert.match(successOf(cloud, "a")?.full ?? "", /41 of 64 seeds.* 2 diverged/);
  assert.equal(successOf(cloud, "b"), null);
  assert.equal(successOf(null, "a"), null);
});

test("with batches of different sizes the budget matters, else the words say that it does not", () => {
  const network = { batch_size: 32 };
  const plain = [{}, { overrides: { dropout: 0.1 } }];
  const apart = [{}, { overrides: { batch_size: null } }];
  const words = (kind, racers) => budgetWords(/** @type {any} */ ({ kind, network, racers }), "evaluations");
  assert.match(words("surface", plain), /both are the same/);
  assert.match(words("network", plain), /both are the same/);
  assert.match(words("network", apart), /same number of examples/);
});

test("racers are read where all have seen as many examples", () => {
  const lane = (/** @type {number} */ batch) => ({ learning: { batch, examples: 100 } });
  const [small, large] = [{ lane: lane(5) }, { lane: lane(20) }].map((each) => /** @type {any} */ (each));
  const read = readAt([small, large], 40, 100, "evaluations");
  assert.deepEqual(read(small), { now: 40, last: 100 });
  assert.deepEqual(read(large), { now: 10, last: 25 });
  assert.deepEqual(readAt([small, large], 40, 100, "steps")(large), { now: 40, last: Infinity });
  assert.equal(reachedIn(large, 10, "evaluations"), 200);
  assert.equal(reachedIn(large, 10, "steps"), 10);
  assert.equal(reachedIn(large, null, "evaluations"), null);
});
