import assert from "node:assert/strict";
import { test } from "node:test";

import { branched } from "../../../static/js/spec/branch.js";
import { initialSpec } from "../../../static/js/spec/first.js";
import { withKind } from "../../../static/js/spec/network.js";
import { withGoodRates, withSteps, withSurface } from "../../../static/js/spec/problem.js";
import * as edit from "../../../static/js/spec/racers.js";
import { requestOf } from "../../../static/js/spec/request.js";
import { inForce, ruleOf, rulesOf, steered } from "../../../static/js/spec/steer.js";
import { catalog } from "../menu.js";

const first = initialSpec(catalog); // r4 is Adam
const racer = (spec, id) => spec.racers.find((candidate) => candidate.id === id);
const changesOf = (spec, id) => spec.changes.filter((change) => change.racer === id);
const turn = { step: 120, racer: "r5", optimizer: "momentum", convention: "textbook", hyperparameters: { lr: 0.002, beta: 0.9 } };

test("a branch is a second racer with the same past and a look of its own", () => {
  const spec = branched(catalog, first, "r4", 120);
  const [one, two] = [racer(spec, "r4"), racer(spec, "r5")];

  assert.deepEqual(spec.racers.map(({ id }) => id), ["r1", "r2", "r3", "r4", "r5"]);
  assert.deepEqual(two, { ...one, id: "r5", look: 4, branch: 120 });
  assert.deepEqual(spec.changes, []);
  assert.equal(spec.racers[3], first.racers[3]);
});

test("it stands below the first, is shown, and is refused where nobody else fits in", () => {
  const hidden = edit.toggleSolo(edit.toggleHidden(first, "r2"), "r1");
  const spec = branched(catalog, hidden, "r2", 9);
  assert.deepEqual([spec.racers[2].id, spec.racers[2].hidden, spec.solo], ["r5", false, null]);
  const full = branched(catalog, spec, "r2", 9);
  assert.equal(full.racers.length, catalog.limits.runs);
  assert.equal(branched(catalog, full, "r2", 9), full);
  assert.equal(branched(catalog, first, "r9", 9), first);
});

test("another rule acts from the branch on, at the rate that works there", () => {
  const spec = edit.withOptimizer(catalog, branched(catalog, first, "r4", 120), "r5", "momentum");

  assert.deepEqual(spec.changes, [turn]);
  assert.deepEqual(spec, branched(catalog, first, "r4", 120, { optimizer: "momentum" }));
  assert.equal(inForce(spec, racer(spec, "r5"), 119).optimizer, "adam");
  assert.deepEqual(ruleOf(spec, racer(spec, "r5")), {
    optimizer: "momentum", convention: "textbook", hyperparameters: { lr: 0.002, beta: 0.9 },
  });
  assert.equal(racer(spec, "r5").optimizer, "adam");
});

test("another convention is another rule; back at the old one there is no change left", () => {
  const spec = branched(catalog, first, "r2", 50, { convention: "pytorch", hyperparameters: { beta: 0.5 } });
  assert.deepEqual(spec.changes, [{
    step: 50, racer: "r5", optimizer: "momentum", convention: "pytorch",
    hyperparameters: { lr: 0.0005, beta: 0.5, weight_decay: 0 },
  }]);
  const back = edit.withConvention(catalog, spec, "r5", "textbook");
  assert.deepEqual(back.changes, [{ step: 50, racer: "r5", hyperparameters: { beta: 0.5 } }]);
  assert.deepEqual(edit.resetHyperparameters(catalog, back, "r5").changes, []);
});

test("numbers alone leave the rule, and say only what they change", () => {
  const spec = edit.withHyperparameter(branched(catalog, first, "r4", 120), "r5", "lr", 0.5);
  assert.deepEqual(spec.changes, [{ step: 120, racer: "r5", hyperparameters: { lr: 0.5 } }]);
  assert.equal(inForce(spec, racer(spec, "r5"), 119).hyperparameters.lr, 0.03);
  assert.deepEqual(edit.withHyperparameter(spec, "r5", "lr", 0.03).changes, []);
});

test("what was changed before the branch is its past too, what came later is not", () => {
  let spec = steered(steered(first, "r4", 80, "lr", 0.1), "r4", 200, "lr", 0.2);
  spec = branched(catalog, spec, "r4", 120, { hyperparameters: { lr: 0.3 } });
  assert.deepEqual(changesOf(spec, "r5").map(({ step, hyperparameters }) => [step, hyperparameters.lr]), [
    [80, 0.1], [120, 0.3],
  ]);
  assert.deepEqual(changesOf(spec, "r4").map(({ step }) => step), [80, 200]);
});

test("a branch of a branch goes through all rules", () => {
  const once = branched(catalog, first, "r4", 120, { optimizer: "momentum" });
  const twice = branched(catalog, once, "r5", 200, { optimizer: "sgd" });
  assert.deepEqual(
    rulesOf(twice, racer(twice, "r6")).map(({ optimizer, since }) => [optimizer, since]),
    [["adam", 0], ["momentum", 120], ["sgd", 200]],
  );
  assert.deepEqual(rulesOf(twice, racer(twice, "r5")).length, 2);
});

test("steering goes on after the branch, and another rule drops what was steered since", () => {
  const spec = steered(branched(catalog, first, "r4", 120, { optimizer: "momentum" }), "r5", 300, "beta", 0.5);
  assert.deepEqual(inForce(spec, racer(spec, "r5"), 300).hyperparameters, { lr: 0.002, beta: 0.5 });
  const again = steered(spec, "r5", 120, "lr", 0.1);
  assert.deepEqual(again.changes[0], { ...turn, hyperparameters: { lr: 0.1, beta: 0.9 } });
  assert.equal(edit.withHyperparameter(spec, "r5", "lr", 0.1).changes.length, 2);
  assert.deepEqual(edit.withOptimizer(catalog, spec, "r5", "sgd").changes.map(({ step }) => step), [120]);
});

test("the first goes with its branch left behind, and the branch with what it changed", () => {
  const spec = branched(catalog, first, "r4", 120, { optimizer: "momentum" });
  assert.deepEqual(edit.removeRacer(spec, "r5").changes, []);
  assert.deepEqual(edit.removeRacer(spec, "r4").changes, [turn]);
  assert.deepEqual(edit.duplicateRacer(catalog, spec, "r5").changes, [turn, { ...turn, racer: "r6" }]);
});

test("on another surface a branch still turns, at the rate tested there", () => {
  const spec = branched(catalog, steered(first, "r1", 9, "lr", 1), "r4", 120, { optimizer: "sgd" });
  const next = withSurface(catalog, spec, "ravine");
  assert.deepEqual(next.changes, [
    { step: 120, racer: "r5", optimizer: "sgd", convention: "textbook", hyperparameters: { lr: 0.035 } },
  ]);
  const moved = edit.withHyperparameter(next, "r5", "lr", 1);
  assert.deepEqual(withGoodRates(catalog, moved).changes, next.changes);
  assert.deepEqual(withKind(catalog, next, "network").changes, next.changes);
});

test("a race too short for a branch keeps it for a longer one, and is asked for without", () => {
  const spec = withSteps(branched(catalog, first, "r4", 120, { optimizer: "momentum" }), 100);
  assert.deepEqual(spec.changes, [turn]);
  assert.deepEqual(requestOf(spec, ["r5"]).changes, []);
  assert.deepEqual(requestOf(withSteps(spec, 300), ["r4", "r5"]).changes, [
    { step: 120, run: 1, optimizer: "momentum", convention: "textbook", hyperparameters: turn.hyperparameters },
  ]);
});
