import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { link } from "../../../static/js/link/link.js";
import { block, browser, finished, settle, sockets, specOf, stores } from "../page.js";

const NOTHING = { find: () => null };
let now = 0;
performance.now = () => now;

beforeEach(() => {
  now = 1000;
  browser();
});
test.afterEach(() => mock.timers.reset());

/** A page that is joined to a server, its only socket open. */
async function joined(/** @type {any} */ { spec = specOf(), kept = NOTHING, alive = false } = {}) {
  mock.timers.enable({ apis: ["setTimeout"] });
  browser({ alive });
  const page = stores(spec);
  const trainer = link({ url: "ws://test/ws/run", ...page, kept });
  sockets[0].opens();
  await settle();
  return { ...page, trainer };
}

/** Let `ms` pass. */
async function pass(/** @type {number} */ ms) {
  now += ms;
  mock.timers.tick(ms);
  await settle();
}

const started = (/** @type {number} */ race) => ({ type: "started", race, steps: 10, from_step: 0, runs: [{ lowest: 0 }] });

test("a place in the queue is told, and forgotten when the race starts", async () => {
  const { delay } = await joined();
  sockets[0].says({ type: "queued", race: 1, place: 3 });
  assert.deepEqual(delay.get(), { kind: "queued", place: 3 });
  sockets[0].says({ type: "queued", race: 1, place: 1 });
  assert.deepEqual(delay.get(), { kind: "queued", place: 1 });
  sockets[0].says(started(1));
  assert.equal(delay.get(), null);
});

test("a race that waits for its turn on the way is no longer told of at its next block", async () => {
  const { delay } = await joined();
  sockets[0].says(started(1));
  sockets[0].says({ type: "queued", race: 1, place: 2 });
  assert.equal(delay.get()?.kind, "queued");
  sockets[0].dispatchEvent(Object.assign(new Event("message"), { data: block(1, 0, 4) }));
  assert.equal(delay.get(), null);
});

test("the place of a race that nobody wants any more is not told", async () => {
  const { delay } = await joined();
  sockets[0].says({ type: "queued", race: 7, place: 3 });
  assert.equal(delay.get(), null);
});

test("a busy server is asked again when it said, and not before", async () => {
  const { delay, race, refusals } = await joined();
  const detail = [{ loc: [], msg: "too many races wait; try again in 4 s" }];
  sockets[0].says({ type: "refused", race: 1, detail, retry_after: 4 });
  assert.equal(delay.get()?.kind, "busy");
  assert.equal(delay.get()?.words, detail[0].msg);
  assert.ok(delay.get().seconds >= 4 && delay.get().seconds <= 6);
  assert.equal(refusals.get().size, 0);
  assert.ok(race.get().streaming, "playing waits for it");
  await pass(3900);
  assert.equal(sockets[0].orders("race").length, 1);
  await pass(2200);
  assert.equal(sockets[0].orders("race").length, 2);
  assert.equal(delay.get(), null);
});

test("sliders that are moved do not ask a busy server again and again", async () => {
  const { spec } = await joined();
  sockets[0].says({ type: "refused", race: 1, detail: [{ loc: [], msg: "busy" }], retry_after: 4 });
  for (const lr of [0.2, 0.3, 0.4]) {
    spec.set(specOf({}, lr));
    await pass(200);
  }
  assert.equal(sockets[0].orders("race").length, 1);
  await pass(6000);
  const [, again] = sockets[0].orders("race");
  assert.equal(again.spec.runs[0].hyperparameters.lr, 0.4);
});

test("a race that the server gives up is gone on with later, from where it is", async () => {
  const { delay, race } = await joined();
  sockets[0].says(started(1));
  sockets[0].dispatchEvent(Object.assign(new Event("message"), { data: block(1, 0, 4) }));
  sockets[0].says({ type: "ended", race: 1, detail: [{ loc: [], msg: "lost" }], retry_after: 2 });
  assert.equal(delay.get()?.kind, "busy");
  assert.ok(race.get().streaming, "playing waits for it");
  await pass(3100);
  const [, again] = sockets[0].orders("race");
  assert.equal(again.from_step, 5);
});

test("a refusal without a time is for the person, and nothing is asked again", async () => {
  const { delay, refusals } = await joined();
  sockets[0].says({ type: "refused", race: 1, detail: [{ loc: ["steps"], msg: "too many" }] });
  await pass(60_000);
  assert.equal(delay.get(), null);
  assert.deepEqual([...refusals.get()], [["steps", "too many"]]);
  assert.equal(sockets[0].orders("race").length, 1);
});

test("a race goes on at the step where a restart of the server stopped it", async () => {
  const { connection, delay, race } = await joined();
  sockets[0].says(started(1));
  sockets[0].dispatchEvent(Object.assign(new Event("message"), { data: block(1, 0, 4) }));
  sockets[0].close(1012);
  assert.equal(connection.get(), "lost");
  assert.deepEqual(delay.get(), { kind: "restart" });
  assert.ok(race.get().streaming, "playing waits for the rest");
  await pass(8000);
  assert.equal(sockets.length, 2);
  sockets[1].opens();
  await settle();
  assert.equal(delay.get(), null);
  const [again] = sockets[1].orders("race");
  assert.equal(again.from_step, 5);
});

test("a socket that does not open while the server answers is a server that is full", async () => {
  const { connection, delay } = await joined({ alive: true });
  sockets[0].close(1006);
  await pass(500);
  sockets[1].close(1006);
  await settle();
  assert.equal(connection.get(), "lost");
  assert.deepEqual(delay.get(), { kind: "full" });
});

test("an attempt that hangs is given up for another one", async () => {
  await joined();
  sockets[0].close(1006);
  await pass(500);
  await pass(8000);
  await pass(2000);
  assert.equal(sockets.length, 3);
});

test("an idle connection rests until something is wanted", async () => {
  const { connection, spec } = await joined();
  sockets[0].says(started(1));
  sockets[0].dispatchEvent(Object.assign(new Event("message"), { data: block(1) }));
  sockets[0].says({ type: "finished", race: 1, outcomes: [finished] });
  sockets[0].close(1000);
  await pass(60_000);
  assert.equal(connection.get(), "resting");
  assert.equal(sockets.length, 1);
  spec.set(specOf({}, 0.5));
  await settle();
  assert.equal(sockets.length, 2);
  sockets[1].opens();
  await settle();
  assert.equal(sockets[1].orders("race")[0].spec.runs[0].hyperparameters.lr, 0.5);
});

test("a race that is kept here is shown without asking, and without a server", async () => {
  const donor = await joined();
  sockets[0].says(started(1));
  sockets[0].dispatchEvent(Object.assign(new Event("message"), { data: block(1) }));
  sockets[0].says({ type: "finished", race: 1, outcomes: [finished] });
  const lanes = [.../** @type {any} */ (donor.lanes.shown).values()];
  mock.timers.reset();

  const { race, spec } = await joined({ kept: { find: (/** @type {any} */ wished) => (wished.steps === 10 ? Promise.resolve(lanes) : null) } });
  await settle();
  assert.equal(race.get().available, 10);
  assert.equal(race.get().streaming, false);
  assert.equal(sockets[0].orders("race").length, 0);
  spec.set(specOf({ steps: 9 }));
  await settle();
  assert.equal(sockets[0].orders("race").length, 1, "another race is asked for");
  sockets[0].close(1006);
  spec.set(specOf());
  await settle();
  assert.equal(race.get().steps, 10);
  assert.equal(race.get().available, 10);
});

test("a race that cannot be read here is asked of the server", async () => {
  let reads = 0;
  const kept = { find: () => (reads++ ? null : Promise.resolve(null)) };
  await joined({ kept });
  await settle();
  assert.equal(sockets[0].orders("race").length, 1);
});
