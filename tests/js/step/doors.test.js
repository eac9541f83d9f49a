import assert from "node:assert/strict";
import { test } from "node:test";

import { store } from "../../../static/js/lib/store.js";
import { Busy, networkDoor } from "../../../static/js/step/doors.js";

/** A trainer that keeps what it is told, and answers when it is made to. */
function trainer() {
  /** @type {any[]} */
  const orders = [];
  /** @type {((answer: any) => void)[]} */
  const watches = [];
  const current = store(/** @type {any} */ ({ number: 7, ids: ["a", "b"], sizes: [] }));
  return {
    orders, current, answer: (/** @type {any} */ answer) => watches.forEach((watch) => watch(answer)),
    order: (/** @type {any} */ order) => orders.push(order) > 0,
    listen: (/** @type {any} */ watch) => void watches.push(watch),
  };
}

function door() {
  const mine = trainer();
  const weightFrame = store(/** @type {any} */ (null));
  return { mine, weightFrame, door: networkDoor(/** @type {any} */ ({ trainer: mine, weightFrame })) };
}

test("a training is asked by the places of its runs, and tells which weight it chose", async () => {
  const { mine, door: open } = door();
  const answer = open.open(["b"], 3, null);
  assert.deepEqual(mine.orders, [{ type: "open", step: 3, runs: [1], parameter: null }]);
  mine.answer({ type: "opened", race: 6, step: 3, parameter: 9, runs: ["of another race"] });
  mine.answer({ type: "opened", race: 7, step: 3, parameter: 9, runs: [{ label: "B" }] });
  assert.deepEqual(await answer, [{ label: "B", index: 9 }]);
});

test("a refusal is that of the question it is about", async () => {
  const { mine, door: open } = door();
  const step = open.open(["a"], 3, 0);
  const memory = open.memory("a", 0);
  mine.answer({ type: "refused", race: 7, detail: [{ loc: ["run"], msg: "no such run" }] });
  await assert.rejects(memory, /no such run/);
  mine.answer({ type: "refused", race: 7, detail: [{ loc: ["step"], msg: "no such step" }] });
  await assert.rejects(step, /no such step/);
});

test("what is asked of a training that ends is asked again", async () => {
  const { mine, door: open } = door();
  const answer = open.open(["a"], 3, 0);
  mine.current.set(null);
  await assert.rejects(answer, Busy);
  assert.equal(open.key("a", 3, 0), null);
});

test("another plane makes other arrows, and the same step another question", () => {
  const { weightFrame, door: open } = door();
  const before = open.key("a", 3, 0);
  weightFrame.set({ plane: {} });
  const first = open.key("a", 3, 0);
  assert.equal(open.key("a", 3, 0), first);
  weightFrame.set({ plane: {} });
  assert.equal(new Set([before, first, open.key("a", 3, 0)]).size, 3);
  assert.equal(open.key("a", null, 0), open.key("a", null, 0));
});
