import assert from "node:assert/strict";
import { test } from "node:test";

import { percent } from "../../../static/js/network/weights/figure.js";
import { between, facing, lossScale, onPlane, weightPlaneOf } from "../../../static/js/network/weights/paths.js";
import { wished } from "../../../static/js/network/weights/wish.js";
import { isMissed, ownLoss } from "../../../static/js/network/weights/own_loss.js";
import { awayFrom, bewareWords, explainedWords, lostWords, missingWords, placedOn } from "../../../static/js/network/weights/words.js";

/** @import { Answer } from "../../../static/js/network/weights/paths.js" */

/** @type {Answer} */
const answer = {
  race: 3, resolution: 3, part: "train", runs: [0, 2], left_out: [1],
  why: "One plane holds networks of the same layers.",
  explained: [0.81, 0.124],
  u: [-2, 0, 2], v: [0, 1, 2],
  loss: [[1, 2, null], [0.1, 0.2, 0.3], [4, 5, 6]],
  paths: [
    { run: 0, steps: [0, 2, 4], u: [0, 1, 2], v: [0, 0, 1], distance: [0.4, 0.2, 0] },
    { run: 2, steps: [0], u: [0], v: [0], distance: [0.4] },
  ],
  until: 4,
};
const ids = ["a", "b", "c"];

test("between kept steps a path goes straight", () => {
  assert.deepEqual([...between([0, 2, 5], [0, 4, 1])], [0, 2, 4, 3, 2, 1]);
  assert.deepEqual([...between([0], [7])], [7]);
  assert.deepEqual([...between([], [])], []);
});

test("what is not finite is left blank and said", () => {
  const plane = weightPlaneOf(answer, ids);
  assert.equal(plane.z[0][2], null);
  assert.ok(Number.isNaN(plane.heights.values[2]));
  assert.match(missingWords(plane, ["Adam"]), /^Not on it: Adam\. One plane holds .* not finite on 11 % of it/);
  assert.equal(missingWords({ ...plane, blank: 0 }, []), "");
});

test("a plane without a single finite loss is still one", () => {
  const none = weightPlaneOf({ ...answer, loss: answer.loss.map((row) => row.map(() => null)) }, ids);
  assert.equal(none.blank, 1);
  assert.ok(Number.isFinite(none.levels.size));
});

test("losses are coloured by powers of ten where they differ by much", () => {
  assert.equal(lossScale(Float32Array.of(0.1, 0.5, 3)).log, true);
  assert.equal(lossScale(Float32Array.of(0.6, 0.7, 0.9, NaN)).log, false);
  for (const losses of [[], [0, 0], [0, 1], [Infinity]]) {
    const { low, high } = lossScale(Float32Array.from(losses));
    assert.ok(low < high && Number.isFinite(high - low));
  }
});

test("an answer that points the other way is turned", () => {
  const before = weightPlaneOf(answer, ids);
  const mirrored = {
    ...answer,
    u: [-2, 0, 2],
    loss: answer.loss.map((row) => row.toReversed()),
    paths: answer.paths.map((path) => ({ ...path, u: path.u.map((value) => -value) })),
  };
  const turned = weightPlaneOf(facing(mirrored, ids, before), ids);
  assert.deepEqual(turned.z, before.z);
  assert.deepEqual(turned.paths.get("a")?.u.map(Math.abs), before.paths.get("a")?.u);
  assert.ok((turned.paths.get("a")?.u[4] ?? 0) > 0);
  assert.deepEqual([before.turned, turned.turned], [[1, 1], [-1, 1]], "what else is drawn on it turns with it");
  const same = facing(answer, ids, before);
  assert.deepEqual([same.u, same.v, same.loss], [answer.u, answer.v, answer.loss]);
});

test("racers on the plane are drawn where their weights are, others are not", () => {
  const lane = { length: 9, outcome: { status: "diverged", steps: 8 } };
  const racers = /** @type {any[]} */ (ids.map((id) => ({ racer: { id }, name: id, lane })));
  const plane = weightPlaneOf(answer, ids);
  const drawn = onPlane(racers, plane);
  assert.deepEqual(drawn.map(({ racer }) => racer.id), ["a", "c"]);
  assert.equal(drawn[0].lane?.length, 5);
  assert.equal(drawn[1].lane?.outcome?.divergence?.step, 9);
  assert.equal(onPlane(racers, plane)[0].lane, drawn[0].lane, "what is drawn of it is kept");
});

test("it is said how far a racer is from the plane, and how much the plane holds", () => {
  const plane = weightPlaneOf(answer, ids);
  const path = /** @type {any} */ (plane.paths.get("a"));
  const unknown = () => NaN;
  assert.deepEqual([0, 4, 99].map((step) => awayFrom(plane, path, step, unknown).words), ["near it", "on it", "on it"]);
  assert.equal(awayFrom(plane, path, 1, unknown).distance, (0.4 + 0.2) / 2);
  assert.equal(awayFrom(plane, { ...path, distance: path.distance.map(() => 1) }, 0, unknown).words, "far from it");
  assert.equal(explainedWords(plane), "This plane holds 81 % + 12 % of how the weights vary; the rest lies off it.");
  assert.match(explainedWords({ ...plane, explained: [0, 0] }), /have not moved/);
  assert.deepEqual([0, 5e-120, 0.0025, 0.034, 0.5, 0.9999].map(percent), ["0 %", "under 0.01 %", "0.25 %", "3.4 %", "50 %", "100 %"]);
});

test("a racer's own loss is that of the step where it is told, else between scored steps", () => {
  const scores = { steps: [0, 10, 20], train_loss: [1, 0.5, NaN], test_loss: [2, 1, NaN] };
  const lane = /** @type {any} */ ({ id: "a", learning: { scores } });
  const look = /** @type {any} */ ({ runs: new Map([["a", { step: 4 }]]), details: new Map([["a", { train_loss: 0.6, test_loss: null }]]) });
  const told = (/** @type {number} */ step) => ownLoss(lane, step, "train", look);
  assert.deepEqual([0, 4, 5, 10, 15, 30].map(told), [1, 0.6, 0.75, 0.5, NaN, NaN]);
  assert.deepEqual([ownLoss(lane, 4, "test", look), ownLoss(lane, 5, "test", null)], [NaN, 1.5]);
  assert.ok(Number.isNaN(ownLoss(undefined, 0, "train", null)));
});

test("the plane misses a racer whose own loss is another one, however near it is", () => {
  assert.equal(isMissed(1, 0.0154), true);
  assert.equal(isMissed(44_000, 27.9), true);
  assert.equal(isMissed(NaN, 1), true, "the loss there is not finite");
  assert.equal(isMissed(0.51, 0.49), false);
  assert.equal(isMissed(0.002, 1e-4), false, "both are next to nothing");
  assert.equal(isMissed(1, NaN), false, "nothing is known of it");
});

test("it is said which racers the plane misses, and by how much", () => {
  const plane = weightPlaneOf({ ...answer, paths: answer.paths.map((path) => ({ ...path, steps: [0], u: [2], v: [1] })) }, ids);
  const racer = (/** @type {string} */ id, /** @type {number} */ own) => {
    const scores = { steps: [0], train_loss: [own], test_loss: [own] };
    return /** @type {any} */ ({ racer: { id }, name: id.toUpperCase(), lane: { id, length: 1, learning: { scores } } });
  };
  const words = (/** @type {any[]} */ ...racers) => bewareWords(placedOn(plane, racers, 0, null));
  assert.equal(words(racer("a", 0.015)), "The plane misses A: loss 0.3 is drawn where it is, its own is 0.015.");
  assert.match(words(racer("a", 90), racer("c", 90)), /^The plane misses A and C: /);
  assert.equal(words(racer("a", 0.3)), "");
});

test("what waits for a lost connection is said, and nothing where nothing waits", () => {
  const plane = weightPlaneOf(answer, ids);
  assert.match(lostWords(null, { steps: 9, part: "train" }), /the plane waits/);
  assert.match(lostWords(plane, { steps: 9, part: "train" }), /Drawn up to step 4; /);
  assert.match(lostWords(plane, { steps: 4, part: "test" }), /train loss is drawn; the test loss waits/);
  assert.equal(lostWords(plane, { steps: 4, part: "train" }), "");
});

const standing = { now: 5000, race: 3, part: /** @type {const} */ ("train"), reached: 100, still: false, refused: Infinity };
const last = { race: 3, part: /** @type {const} */ ("train"), resolution: 41, reached: 80, still: false, at: 4800, took: 50 };

test("the first plane is a coarse one, asked for at once", () => {
  assert.deepEqual(wished(standing, null), { resolution: 21, wait: 0 });
  assert.deepEqual(wished({ ...standing, refused: 21 }, null), { resolution: 11, wait: 0 });
});

test("a plane of another race or part is asked for at once", () => {
  assert.deepEqual(wished({ ...standing, race: 4 }, last), { resolution: 41, wait: 0 });
  assert.deepEqual(wished({ ...standing, part: "test" }, last), { resolution: 41, wait: 0 });
});

test("while training goes on planes come once a second, costly ones coarser and less often", () => {
  assert.deepEqual(wished(standing, last), { resolution: 41, wait: 800 });
  assert.deepEqual(wished(standing, { ...last, took: 1000 }), { resolution: 21, wait: 3800 });
  assert.equal(wished({ ...standing, reached: 80 }, last), null);
});

test("when training stands still the last steps are shown at once, then finer where that is quick", () => {
  const still = { ...standing, still: true };
  assert.deepEqual(wished(still, last), { resolution: 41, wait: 0 });
  assert.deepEqual(wished({ ...still, reached: 80 }, last), { resolution: 41, wait: 0 }, "more may have been trained than was here");
  const now = { ...last, reached: 100, still: true };
  assert.deepEqual(wished(still, now), { resolution: 81, wait: 100 });
  assert.equal(wished(still, { ...now, took: 900 }), null);
  assert.equal(wished(still, { ...now, resolution: 81 }), null);
  assert.equal(wished({ ...still, refused: 81 }, now), null);
});
