import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { silence } from "../../../static/js/link/silence.js";

/** A watch over a server that answers a probe or not, and what it told. */
function watched(/** @type {boolean} */ answers) {
  mock.timers.enable({ apis: ["setTimeout"] });
  /** @type {string[]} */
  const told = [];
  const watch = silence({
    probe: () => (told.push("asked"), answers ? Promise.resolve() : new Promise(() => {})),
    tell: (silent) => silent && told.push("silent"),
    dead: () => told.push("dead"),
  });
  return { watch, told };
}
/** Let time pass, and what was promised come true. */
async function pass(/** @type {number} */ ms) {
  for (let gone = 0; gone < ms; gone += 100) {
    mock.timers.tick(100);
    await Promise.resolve().then(() => {}).then(() => {});
  }
}

test.afterEach(() => mock.timers.reset());

test("a server that is gone is told of within three seconds and left within eight", async () => {
  const { watch, told } = watched(false);
  watch.expect(true);
  await pass(3000);
  assert.deepEqual(told, ["asked", "silent"]);
  await pass(5000);
  assert.deepEqual(told, ["asked", "silent", "dead"]);
});

test("a server that works for long is asked ever less often, and never called silent", async () => {
  const { watch, told } = watched(true);
  watch.expect(true);
  await pass(60_000);
  assert.ok(!told.includes("silent"));
  assert.ok(told.length >= 3 && told.length <= 7, `${told.length} probes in a minute`);
});

test("nothing is asked while nothing is expected, nor while words come", async () => {
  const { watch, told } = watched(false);
  await pass(5000);
  watch.expect(true);
  for (let i = 0; i < 10; i += 1) {
    await pass(1000);
    watch.heard();
  }
  watch.expect(false);
  await pass(20_000);
  assert.deepEqual(told, []);
});

test("a word takes back what was told of the silence", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  /** @type {boolean[]} */
  const told = [];
  const watch = silence({ probe: () => new Promise(() => {}), tell: (silent) => void told.push(silent), dead: () => {} });
  watch.expect(true);
  await pass(3000);
  watch.heard();
  assert.deepEqual(told.slice(-2), [true, false]);
});
