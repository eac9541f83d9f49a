import assert from "node:assert/strict";
import { mock, test } from "node:test";

const page = new EventTarget();
globalThis.document = /** @type {any} */ (page);
const { followPresses, steerer } = await import("../../static/js/controls/steering.js");
const { initialSpec } = await import("../../static/js/spec/first.js");
const { catalog } = await import("./menu.js");

followPresses();
const pointer = (/** @type {string} */ what) => page.dispatchEvent(new Event(what));

/** A race that plays on: each move comes some milliseconds and steps after the one before. */
function playing() {
  let [spec, step, now] = [initialSpec(catalog), 100, 10_000];
  mock.method(performance, "now", () => now);
  const { id } = spec.racers[0];
  const move = steerer(/** @type {any} */ ({
    spec: { get: () => spec, set: (/** @type {typeof spec} */ next) => (spec = next) },
    step: { get: () => step },
    player: { playing: { get: () => true }, seek() {} },
  }), id);
  return {
    /** @param {number} value @param {number} [rest]  milliseconds before it */
    move(value, rest = 100, name = "lr") {
      now += rest;
      step += rest / 10;
      move(name, value);
    },
    changes: () => spec.changes.map((change) => [change.step, change.hyperparameters]),
  };
}

test("a drag is one change, however long the pointer rests on its way", () => {
  const race = playing();
  pointer("pointerdown");
  race.move(0.1);
  race.move(0.2, 3000);
  race.move(0.3, 100);
  pointer("pointerup");
  assert.deepEqual(race.changes(), [[110, { lr: 0.3 }]]);
});

test("two drags are two changes, as soon as the second may follow", () => {
  const race = playing();
  for (const value of [0.1, 0.2]) {
    pointer("pointerdown");
    race.move(value);
    pointer("pointerup");
  }
  assert.deepEqual(race.changes(), [[110, { lr: 0.1 }], [120, { lr: 0.2 }]]);
});

test("moves by keys are one change while they follow one another", () => {
  const race = playing();
  race.move(0.1);
  race.move(0.2, 600);
  race.move(0.3, 800);
  assert.deepEqual(race.changes(), [[110, { lr: 0.2 }], [250, { lr: 0.3 }]]);
});

test("a double click, which comes after both presses, joins the first", () => {
  const race = playing();
  pointer("pointerdown");
  race.move(0.1);
  pointer("pointerup");
  pointer("pointerdown");
  pointer("pointerup");
  race.move(0.5);
  assert.deepEqual(race.changes(), [[110, { lr: 0.5 }]]);
});

test("another number is another change", () => {
  const race = playing();
  pointer("pointerdown");
  race.move(0.1);
  race.move(0.9, 100, "beta");
  pointer("pointercancel");
  assert.deepEqual(race.changes(), [[110, { lr: 0.1 }], [120, { beta: 0.9 }]]);
});
