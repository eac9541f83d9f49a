import assert from "node:assert/strict";
import { test } from "node:test";

import { Lanes } from "../../static/js/lanes/lanes.js";

/** A spec of racers "a" and "b", 10 steps. */
function spec(/** @type {any} */ changes = {}) {
  const racer = (/** @type {string} */ id, lr = 0.1) => ({
    id,
    optimizer: "sgd",
    convention: "textbook",
    hyperparameters: { lr },
    schedule: { name: "constant", parameters: {} },
    look: 0,
    hidden: false,
  });
  return {
    surface: "rosenbrock",
    parameters: {},
    start: [0, 0],
    noise: 0,
    steps: 10,
    seed: 0,
    racers: [racer("a"), racer("b")],
    solo: null,
    changes: [],
    ...changes,
  };
}

/** Steps `first` to `last` of `count` lanes that walk right by 1. */
function block(/** @type {number} */ first, /** @type {number} */ last, count = 1, gap = 1) {
  const steps = last - first + 1;
  const column = (/** @type {number} */ value) => new Float32Array(count * steps).fill(value);
  return {
    race: 1,
    first,
    steps,
    lanes: count,
    points: Float64Array.from({ length: 2 * count }, (_, i) => (i % 2 ? 0 : first)),
    rates: new Float64Array(count).fill(0.1),
    gap: column(gap),
    norm: column(1),
    dx: column(1),
    dy: column(0),
    rate: null,
  };
}

const done = { status: "finished", since: null, steps: 10, reason: "", divergence: null };

function raced() {
  const lanes = new Lanes();
  lanes.expect(spec(), ["a", "b"]);
  lanes.take(block(0, 10, 2), ["a", "b"], 0);
  lanes.finish(["a", "b"], [done, done], 10);
  return lanes;
}

test("everything is wanted at first, and nothing once it is there", () => {
  const lanes = new Lanes();
  const wish = lanes.wanted(spec());
  assert.deepEqual([wish?.ids, wish?.from], [["a", "b"], 0]);
  assert.equal(raced().wanted(spec()), null);
});

test("a moved slider asks for its own racer alone", () => {
  const moved = spec();
  moved.racers[1].hyperparameters.lr = 0.2;
  assert.deepEqual(raced().wanted(moved)?.ids, ["b"]);
});

test("positions are the sum of the moves", () => {
  const { x, length } = raced().shown.get("a") ?? { x: [], length: 0 };
  assert.equal(length, 11);
  assert.deepEqual([...x], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

test("a longer race asks only for what is missing", () => {
  const longer = spec({ steps: 20 });
  const lanes = raced();
  assert.equal(lanes.wanted(longer)?.from, 11);
  lanes.expect(longer, ["a", "b"]);
  assert.equal(lanes.coming.get("a")?.length, 11);
});

test("after a lost connection the race goes on where it stopped", () => {
  const lanes = new Lanes();
  lanes.expect(spec(), ["a", "b"]);
  lanes.take(block(0, 4, 2), ["a", "b"], 0);
  assert.equal(lanes.wanted(spec())?.from, 5);
});

test("a change on the way keeps what was before it", () => {
  const steered = spec({ changes: [{ step: 6, racer: "a", hyperparameters: { lr: 1 } }] });
  const lanes = raced();
  const wish = lanes.wanted(steered);
  assert.deepEqual([wish?.ids, wish?.from], [["a"], 6]);
  lanes.expect(steered, ["a"]);
  assert.equal(lanes.coming.get("a")?.length, 6);
});

test("the old path stays on show until the new one reaches the step on show", () => {
  const moved = spec();
  moved.racers[0].hyperparameters.lr = 0.2;
  const lanes = raced();
  const old = lanes.shown.get("a");
  lanes.expect(moved, ["a"]);
  lanes.take(block(0, 4), ["a"], 8);
  assert.equal(lanes.shown.get("a"), old);
  lanes.take(block(5, 9), ["a"], 8);
  assert.notEqual(lanes.shown.get("a"), old);
});

test("a lane ends at its last finite point and does not hold the others up", () => {
  const lanes = new Lanes();
  lanes.expect(spec(), ["a", "b"]);
  const frames = block(0, 10, 2);
  frames.gap.fill(NaN, 4, 11);
  lanes.take(frames, ["a", "b"], 0);
  assert.equal(lanes.shown.get("a")?.length, 4);
  assert.equal(lanes.race(spec(), true).available, 10);
});

test("a racer that was removed is forgotten", () => {
  const lanes = raced();
  const fewer = spec();
  fewer.racers = [fewer.racers[0]];
  lanes.expect(fewer, []);
  assert.deepEqual([...lanes.shown.keys()], ["a"]);
});

test("a branch has its past from the racer that it came off", () => {
  const lanes = raced();
  const before = spec();
  const after = spec({
    racers: [...before.racers, { ...before.racers[0], id: "c", branch: 6 }],
    changes: [{ step: 6, racer: "c", optimizer: "adam", convention: "keras", hyperparameters: { lr: 1 } }],
  });
  assert.deepEqual([lanes.wanted(after).ids, lanes.wanted(after).from], [["c"], 6]);
  lanes.expect(after, ["c"]);
  const past = lanes.coming.get("c");
  assert.deepEqual([past.length, past.ended, past.outcome], [6, false, null]);
  assert.deepEqual([...past.x.subarray(0, 6)], [0, 1, 2, 3, 4, 5]);
  lanes.take(block(6, 10, 1, 7), ["c"], 6);
  assert.deepEqual([...lanes.shown.get("c").gap.subarray(4, 8)], [1, 1, 7, 7]);
});

test("another rule at the same step is another path, and one beyond the end is none", () => {
  const turned = (/** @type {string} */ optimizer, step = 6) =>
    spec({ changes: [{ step, racer: "a", optimizer, convention: "keras", hyperparameters: { lr: 1 } }] });
  const lanes = new Lanes();
  lanes.expect(turned("adam"), ["a", "b"]);
  lanes.take(block(0, 10, 2), ["a", "b"], 0);
  lanes.finish(["a", "b"], [done, done], 10);

  assert.equal(lanes.wanted(turned("adam")), null);
  assert.deepEqual([lanes.wanted(turned("nadam")).ids, lanes.wanted(turned("nadam")).from], [["a"], 6]);
  assert.equal(raced().wanted(turned("adam", 11)), null);
});
