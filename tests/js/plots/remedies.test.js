import assert from "node:assert/strict";
import { test } from "node:test";

import { lastChange, withRate } from "../../../static/js/plots/remedies.js";
import { branched } from "../../../static/js/spec/branch.js";
import { initialSpec } from "../../../static/js/spec/first.js";
import { inForce, steered } from "../../../static/js/spec/steer.js";
import { catalog } from "../menu.js";

const first = initialSpec(catalog);

test("a racer that was never changed is mended from the start", () => {
  assert.equal(lastChange(first, "r1", 500), 0);
  const mended = withRate(first, "r1", 0, 0.5);
  assert.equal(mended.racers[0].hyperparameters.lr, 0.5);
  assert.deepEqual(mended.changes, []);
});

test("a steered racer is mended from its last change before it ended", () => {
  const spec = steered(steered(steered(first, "r1", 50, "lr", 1), "r1", 80, "lr", 2), "r2", 90, "lr", 3);
  assert.equal(lastChange(spec, "r1", 500), 80);
  assert.equal(lastChange(spec, "r1", 70), 50);
  const mended = withRate(spec, "r1", 50, 0.5);
  assert.equal(inForce(mended, first.racers[0], 79).hyperparameters.lr, 0.5);
  assert.equal(mended.racers[0].hyperparameters.lr, 0.001);
});

test("a branch is mended from where it branched off, whatever it turned to", () => {
  const plain = branched(catalog, first, "r4", 120);
  assert.equal(lastChange(plain, "r5", 500), 120);
  assert.equal(lastChange(plain, "r4", 500), 0);
  const turned = branched(catalog, first, "r4", 120, { optimizer: "momentum" });
  const [change] = withRate(turned, "r5", 120, 0.5).changes;
  assert.deepEqual([change.optimizer, change.hyperparameters], ["momentum", { lr: 0.5, beta: 0.9 }]);
});
