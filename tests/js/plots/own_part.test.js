import assert from "node:assert/strict";
import { test } from "node:test";

import { ownParts } from "../../../static/js/plots/own_part.js";
import { branched } from "../../../static/js/spec/branch.js";
import { initialSpec } from "../../../static/js/spec/first.js";
import { duplicateRacer, withHyperparameter, withScheduleParameter, withSchedule } from "../../../static/js/spec/racers.js";
import { steered } from "../../../static/js/spec/steer.js";
import { catalog } from "../menu.js";

const first = initialSpec(catalog);
const own = (spec, ...ids) => {
  const shown = spec.racers.filter(({ id }) => !ids.length || ids.includes(id));
  return Object.fromEntries([...ownParts({ ...spec }, shown)].filter(([, since]) => since));
};
const spec = branched(catalog, first, "r4", 120, { optimizer: "momentum" });

test("a branch is drawn from its step on, while the racer that it came off is shown", () => {
  assert.deepEqual(own(spec), { r5: 120 });
  assert.deepEqual(own(spec, "r1", "r5"), {});
});

test("two branches of a racer that is hidden show their common past once", () => {
  const both = branched(catalog, spec, "r4", 200, { optimizer: "sgd" });
  assert.deepEqual(both.racers.map(({ id }) => id), ["r1", "r2", "r3", "r4", "r6", "r5"]);
  assert.deepEqual(own(both), { r5: 120, r6: 200 });
  assert.deepEqual(own(both, "r5", "r6"), { r5: 120 });
});

test("a branch of a branch has a past that goes on to where it left the last", () => {
  const twice = branched(catalog, spec, "r5", 300);
  assert.deepEqual(own(twice), { r5: 120, r6: 300 });
  assert.deepEqual(own(twice, "r4", "r6"), { r6: 120 });
});

test("once the first is set otherwise, or steered before, the pasts differ", () => {
  assert.deepEqual(own(withHyperparameter(spec, "r4", "lr", 1)), {});
  assert.deepEqual(own(steered(spec, "r4", 50, "lr", 1)), { r5: 50 });
  const scheduled = withSchedule(catalog, spec, "r5", "exponential");
  assert.deepEqual(own(withScheduleParameter(scheduled, "r5", "decay", 0.1)), {});
});

test("a twin is drawn whole", () => {
  assert.deepEqual(own(duplicateRacer(catalog, first, "r4")), {});
});
