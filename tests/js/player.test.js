import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { store } from "../../static/js/lib/store.js";
import { player } from "../../static/js/player.js";

/** @type {((now: number) => void)[]} */
let frames = [];
let now = 0;
Object.assign(globalThis, {
  requestAnimationFrame: (/** @type {(now: number) => void} */ frame) => frames.push(frame),
});
performance.now = () => now;

beforeEach(() => {
  frames = [];
  now = 0;
});

/** Let `count` frames of 1/60 s pass. */
function pass(/** @type {number} */ count) {
  for (let i = 0; i < count; i += 1) {
    now += 1000 / 60;
    const due = frames;
    frames = [];
    for (const frame of due) frame(now);
  }
}

function made(available = 100, steps = 100, streaming = false) {
  const race = store({ lanes: new Map(), steps, available, streaming });
  const step = store(0);
  return { race, step, play: player(race, step) };
}

test("at speed 1 a step is shown per frame of a sixtieth of a second", () => {
  const { step, play } = made();
  play.play();
  pass(30);
  assert.ok(Math.abs(step.get() - 30) <= 1, `${step.get()}`);
});

test("playing stops at the end and starts again from the beginning", () => {
  const { step, play } = made();
  play.play();
  pass(120);
  assert.deepEqual([step.get(), play.playing.get()], [100, false]);
  play.play();
  assert.equal(step.get(), 0);
});

test("playing waits for what is still being computed", () => {
  const { race, step, play } = made(10, 100, true);
  play.play();
  pass(60);
  assert.deepEqual([step.get(), play.playing.get()], [10, true]);
  race.set({ ...race.get(), available: 100 });
  pass(30);
  assert.ok(step.get() > 30);
});

test("as fast as it goes shows the end at once", () => {
  const { step, play } = made();
  play.speed.set(Infinity);
  play.play();
  pass(1);
  assert.equal(step.get(), 100);
});

test("seeking pauses, stays within the race, and waits for points to come", () => {
  const { race, step, play } = made(10);
  play.play();
  play.seek(50);
  assert.deepEqual([step.get(), play.playing.get()], [10, false]);
  race.set({ ...race.get(), available: 100 });
  assert.equal(step.get(), 50);
  play.seek(-5);
  assert.equal(step.get(), 0);
  play.seek(1e6);
  assert.equal(step.get(), 100);
});
