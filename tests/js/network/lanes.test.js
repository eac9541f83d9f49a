import assert from "node:assert/strict";
import { test } from "node:test";

import { identitiesOf } from "../../../static/js/lanes/identity.js";
import { Lanes } from "../../../static/js/lanes/lanes.js";
import { initialNetwork } from "../../../static/js/spec/first.js";

const SIZES = [2, 3, 1];
const runs = [{ sizes: SIZES, batch: 4, examples: 10 }, { sizes: SIZES, batch: 4, examples: 10 }];

/** A spec of racers "a" and "b" that train a network for 10 steps. */
function spec(/** @type {any} */ changes = {}) {
  const racer = (/** @type {string} */ id) => ({
    id, optimizer: "sgd", convention: "textbook", hyperparameters: { lr: 0.1 },
    schedule: { name: "constant", parameters: {} }, look: 0, hidden: false,
  });
  return {
    kind: "network", network: initialNetwork(), surface: "rosenbrock", parameters: {}, start: [0, 0],
    noise: 0, steps: 10, seed: 0, racers: [racer("a"), racer("b")], solo: null, changes: [], ...changes,
  };
}

/** Steps `first` to `last` of two networks; the loss is the step, scores are at even steps. */
function block(/** @type {number} */ first, /** @type {number} */ last) {
  const steps = last - first + 1;
  const own = Array.from({ length: steps }, (_, k) => first + k);
  const column = (scale = 1) => Float32Array.from([...own, ...own].map((step) => scale * step));
  const evaluated = own.filter((step) => step % 2 === 0);
  return {
    race: 1, first, steps, lanes: 2, rates: new Float64Array(2).fill(0.1),
    gap: column(), norm: column(2), move: column(3), rate: null, flow: [column(4), column(5)],
    evaluated: Float32Array.from(evaluated),
    scores: Float32Array.from(evaluated.flatMap((step) => [0, 1].flatMap((lane) => [step, lane, NaN, 0.5]))),
  };
}

const done = { status: "finished", since: null, steps: 10, reason: "", divergence: null };

function trained() {
  const lanes = new Lanes();
  lanes.expect(spec(), ["a", "b"], runs);
  lanes.take(block(0, 4), ["a", "b"], 0);
  lanes.take(block(5, 10), ["a", "b"], 0);
  lanes.finish(["a", "b"], [done, done], 10);
  return lanes;
}

test("a network's numbers, gradients by layer and scores are kept", () => {
  const lane = trained().shown.get("b");
  assert.ok(lane?.learning);
  assert.equal(lane.length, 11);
  assert.deepEqual([...lane.gap], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  assert.deepEqual(lane.learning.flow.map((column) => column[3]), [12, 15]);
  assert.deepEqual(lane.learning.scores.steps, [0, 2, 4, 6, 8, 10]);
  assert.deepEqual(lane.learning.scores.test_loss, [1, 1, 1, 1, 1, 1]);
  assert.deepEqual(lane.learning.scores.train_loss, [0, 2, 4, 6, 8, 10]);
});

test("networks are asked for together", () => {
  const lanes = trained();
  assert.equal(lanes.wanted(spec()), null);
  const [a, b] = spec().racers;
  const moved = spec({ racers: [a, { ...b, hyperparameters: { lr: 0.2 } }] });
  assert.deepEqual(lanes.wanted(moved)?.ids, ["a", "b"]);
  assert.equal(lanes.wanted(moved)?.from, 0);
});

test("a longer training goes on from what is there", () => {
  const lanes = trained();
  assert.equal(lanes.wanted(spec({ steps: 20 }))?.from, 11);
  lanes.expect(spec({ steps: 20 }), ["a", "b"], runs);
  const coming = lanes.coming.get("a");
  assert.equal(coming?.length, 11);
  assert.deepEqual(coming?.learning?.scores.steps, [0, 2, 4, 6, 8, 10]);
  lanes.take(block(11, 20), ["a", "b"], 0);
  assert.equal(coming?.learning?.flow[1][20], 100);
  assert.deepEqual(coming?.learning?.scores.steps.slice(-2), [18, 20]);
});

test("a change on the way keeps what came before it, scores too", () => {
  const lanes = trained();
  const changed = spec({ changes: [{ step: 5, racer: "a", hyperparameters: { lr: 0.2 } }] });
  assert.equal(lanes.wanted(changed)?.from, 5);
  lanes.expect(changed, ["a", "b"], runs);
  assert.equal(lanes.coming.get("a")?.length, 5);
  assert.deepEqual(lanes.coming.get("a")?.learning?.scores.steps, [0, 2, 4]);
  assert.equal(lanes.coming.get("b")?.length, 11);
});

test("a network that has left the finite numbers ends there", () => {
  const lanes = new Lanes();
  lanes.expect(spec(), ["a", "b"], runs);
  const broken = block(0, 4);
  broken.gap[2] = NaN;
  lanes.take(broken, ["a", "b"], 0);
  assert.deepEqual([lanes.shown.get("a")?.length, lanes.shown.get("b")?.length], [2, 5]);
  assert.deepEqual(lanes.shown.get("a")?.learning?.scores.steps, [0]);
});

test("what the server holds is asked for again only when it holds something else", () => {
  const lanes = trained();
  const held = { number: 1, ids: ["a", "b"], sizes: [SIZES, SIZES], identities: identitiesOf(spec()) };
  assert.equal(lanes.unheld(spec(), held), null);
  const [a, b] = spec().racers;
  assert.equal(lanes.unheld(spec({ racers: [b] }), held), null);
  assert.deepEqual(lanes.unheld(spec(), null)?.ids, ["a", "b"]);
  const other = spec({ racers: [{ ...a, hyperparameters: { lr: 1 } }, b] });
  assert.equal(lanes.unheld(other, held)?.from, 10);
  assert.equal(lanes.unheld({ ...spec(), kind: "surface" }, null), null);
});

test("tables of one's own are told apart without being read", () => {
  const own = (/** @type {any} */ table) => spec({
    network: { ...initialNetwork(), dataset: { name: "own", parameters: {}, own: table } },
  });
  const table = { csv: "a,b\n1,2", target: null, inputs: null };
  const same = identitiesOf(own(table)).get("a");
  assert.equal(identitiesOf(own(table)).get("a"), same);
  assert.notEqual(identitiesOf(own({ ...table, csv: "a,b\n1,3" })).get("a"), same);
});
