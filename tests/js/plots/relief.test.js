import assert from "node:assert/strict";
import { test } from "node:test";

import { lines, reliefOf } from "../../../static/js/plots/relief.js";

const look = { color: "#0060a8", dash: [], marker: "circle" };
const skin = /** @type {any} */ ({ scale: 1, ground: "#fff" });

/** A racer at the bottom of a valley that is narrower than a cell of the grid. */
const lane = /** @type {any} */ ({
  length: 3,
  x: Float64Array.of(0, 0.25, 0.5),
  y: Float64Array.of(0, 0, 0),
  gap: Float32Array.of(1, 1e-9, 0),
});

test("trails and heads lie above the ground that is drawn, not in it", () => {
  const values = Float32Array.of(1, 1, 1, 1, 1, 1, 100, 100, 1000);
  const region = { x: /** @type {[number, number]} */ ([0, 1]), y: /** @type {[number, number]} */ ([0, 1]) };
  const relief = reliefOf({ region, resolution: 3, values }, true);
  const racer = /** @type {any} */ ({ name: "a", look, lane, since: 0 });
  const [trail, head] = lines([racer], 2, relief, skin);
  const ground = relief.drawn.values[0];
  assert.ok(trail.z.every((height) => height > ground));
  assert.deepEqual([head.x, head.y], [[0.5], [0]]);
  assert.ok(head.z[0] > trail.z[2]);
});

test("a branch is drawn from where it left another, and not before", () => {
  const region = { x: /** @type {[number, number]} */ ([0, 1]), y: /** @type {[number, number]} */ ([0, 1]) };
  const relief = reliefOf({ region, resolution: 2, values: Float32Array.of(0, 1, 2, 3) }, true);
  const branch = /** @type {any} */ ({ name: "a", look, lane, since: 1 });
  assert.deepEqual(lines([branch], 2, relief, skin)[0].x, [0.25, 0.5]);
  assert.deepEqual(lines([branch], 1, relief, skin)[0].x, [0.25]);
  assert.deepEqual(lines([branch], 0, relief, skin)[0].x, []);
});

test("a racer without points has neither trail nor head", () => {
  const region = { x: /** @type {[number, number]} */ ([0, 1]), y: /** @type {[number, number]} */ ([0, 1]) };
  const relief = reliefOf({ region, resolution: 2, values: Float32Array.of(0, 1, 2, 3) }, true);
  const drawn = lines([/** @type {any} */ ({ name: "a", look, lane: undefined, since: 0 })], 9, relief, skin);
  assert.deepEqual(drawn.map(({ z }) => z), [[], [NaN]]);
});
