import assert from "node:assert/strict";
import { test } from "node:test";

import { initialSpec } from "../../../static/js/spec/first.js";
import { inForce, steered, unsteered } from "../../../static/js/spec/steer.js";
import { catalog } from "../menu.js";

const spec = initialSpec(catalog);
const racer = spec.racers[0];
const lrAt = (...where) => inForce(...where).hyperparameters.lr;

test("a change holds from its step on, and not before", () => {
  const next = steered(spec, racer.id, 120, "lr", 0.5);

  assert.equal(lrAt(next, racer, 119), racer.hyperparameters.lr);
  assert.equal(lrAt(next, racer, 120), 0.5);
  assert.equal(lrAt(next, spec.racers[1], 500), spec.racers[1].hyperparameters.lr);
});

test("moving on at the same step replaces, other numbers stay", () => {
  const once = steered(steered(spec, racer.id, 120, "lr", 0.5), racer.id, 120, "beta", 0.9);
  const twice = steered(once, racer.id, 120, "lr", 0.7);

  assert.deepEqual(twice.changes, [
    { step: 120, racer: racer.id, hyperparameters: { lr: 0.7, beta: 0.9 } },
  ]);
});

test("changes are in the order of their steps, and the latest counts", () => {
  const next = steered(steered(spec, racer.id, 200, "lr", 0.2), racer.id, 100, "lr", 0.1);

  assert.deepEqual(next.changes.map((change) => change.step), [100, 200]);
  assert.equal(lrAt(next, racer, 150), 0.1);
  assert.equal(lrAt(next, racer, 250), 0.2);
});

test("a change can be taken back, alone", () => {
  const both = steered(steered(spec, racer.id, 200, "lr", 0.2), racer.id, 100, "lr", 0.1);

  assert.deepEqual(unsteered(both, racer.id, 100).changes.map((change) => change.step), [200]);
});
