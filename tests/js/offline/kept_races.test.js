import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { keptRaces } from "../../../static/js/offline/kept_races.js";
import { unpack } from "../../../static/js/wire.js";
import { block, browser, finished, settle, specOf, stores } from "../page.js";

/** A shelf in memory, as shelf.js has one on a disk. */
function memory(/** @type {Map<string, any>} */ races = new Map(), /** @type {Map<string, any>} */ sizes = new Map()) {
  return {
    races,
    sizes: async () => new Map(sizes),
    read: async (/** @type {string} */ key) => races.get(key),
    async write(/** @type {string} */ key, /** @type {any} */ size, /** @type {any} */ lanes) {
      sizes.set(key, size);
      if (lanes) races.set(key, structuredClone(lanes));
    },
    async remove(/** @type {Iterable<string>} */ keys) {
      for (const key of keys) [races, sizes].forEach((map) => map.delete(key));
    },
  };
}

beforeEach(() => browser());
afterEach(() => mock.timers.reset());

/** A page that keeps its races on a shelf. */
function page(/** @type {any} */ shelf, /** @type {any} */ first = specOf()) {
  const made = stores(first);
  const kept = keptRaces(made.lanes, made.spec, made.race, () => Promise.resolve(shelf));
  return { ...made, kept };
}

/** Race a spec to its end, and let it stay on show. */
async function raced(/** @type {any} */ { lanes, spec, race }, /** @type {any} */ next) {
  await settle();
  spec.set(next);
  lanes.expect(next, ["a"], [{ lowest: 0 }]);
  lanes.take(unpack(block(1)), ["a"], 0);
  lanes.finish(["a"], [finished], next.steps);
  race.set(lanes.race(next, false));
  mock.timers.tick(2000);
  for (let i = 0; i < 5; i += 1) await settle();
}

test("a race that was finished is found in a later visit, whatever its racer is called", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const shelf = memory();
  await raced(page(shelf), specOf());

  const later = page(shelf);
  await settle();
  const [racer] = specOf().racers;
  const found = await later.kept.find(/** @type {any} */ (specOf({ racers: [{ ...racer, id: "b", look: 5 }] })));
  assert.equal(found?.length, 1);
  assert.equal(found?.[0].length, 11);
  assert.equal(found?.[0].outcome?.status, "finished");
});

test("another rate, start or number of steps is another race", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const shelf = memory();
  await raced(page(shelf), specOf());
  const { kept } = page(shelf);
  await settle();
  for (const other of [specOf({}, 0.2), specOf({ start: [1, 1] }), specOf({ steps: 9 })]) {
    assert.equal(await kept.find(/** @type {any} */ (other)), null);
  }
});

test("what another program computed is not shown, and goes", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const shelf = memory();
  await raced(page(shelf), specOf());
  assert.equal(shelf.races.size, 1);
  document.documentElement.dataset.edition = "e2";
  const { kept } = page(shelf);
  await settle();
  assert.equal(await kept.find(/** @type {any} */ (specOf())), null);
  assert.equal(shelf.races.size, 0);
});

test("the last twelve races are kept", async () => {
  mock.timers.enable({ apis: ["setTimeout", "Date"] });
  const shelf = memory();
  const made = page(shelf);
  await settle();
  for (let n = 1; n <= 15; n += 1) await raced(made, specOf({}, n / 100));
  assert.equal(shelf.races.size, 12);
  assert.equal(await made.kept.find(/** @type {any} */ (specOf({}, 0.03))), null);
  assert.ok(await made.kept.find(/** @type {any} */ (specOf({}, 0.15))));
});

test("a race on data of the person's own is never kept", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const shelf = memory();
  const network = { dataset: { name: "own", parameters: {}, own: { csv: "a,b\n1,2\n" } } };
  const made = page(shelf);
  await settle();
  await raced(made, specOf({ kind: "network", network }));
  assert.equal(shelf.races.size, 0);
});

test("a browser that keeps nothing is no hindrance", async () => {
  const { kept } = page(null);
  assert.equal(await kept.find(/** @type {any} */ (specOf())), null);
  assert.equal(kept.find(/** @type {any} */ (specOf())), null);
});
