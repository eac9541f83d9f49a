import assert from "node:assert/strict";
import { test } from "node:test";

import { countUpTo, emptyTrail, grow, nearest } from "../../../static/js/plots/trail.js";

/** @import { Lane } from "../../../static/js/types.js" */

const frame = { box: { left: 0, top: 0, right: 100, bottom: 100 }, x0: 0, y0: 0, perX: 10, perY: -10 };

/** @param {[number, number][]} points @returns {Lane} */
function laneOf(points) {
  return /** @type {any} */ ({
    length: points.length,
    x: Float64Array.from(points, ([x]) => x),
    y: Float64Array.from(points, ([, y]) => y),
  });
}

/** @param {[number, number][]} points */
function trailOf(points) {
  const trail = emptyTrail();
  grow(trail, laneOf(points), frame);
  return trail;
}

test("points nearer than a pixel are one", () => {
  const crowd = Array.from({ length: 1000 }, (_, k) => /** @type {[number, number]} */ ([1 + k * 1e-4, 5]));
  const { x } = trailOf(crowd);
  assert.ok(x.length < 20, String(x.length));
});

test("a trail that grows in parts is the one that grew at once", () => {
  const points = Array.from({ length: 60 }, (_, k) => /** @type {[number, number]} */ ([5 + 4 * Math.sin(k), k / 10]));
  const parts = emptyTrail();
  const lane = laneOf(points);
  lane.length = 17;
  grow(parts, lane, frame);
  lane.length = 60;
  grow(parts, lane, frame);
  assert.deepEqual(parts, trailOf(points));
});

test("no number of a trail is beyond the canvas's reach, whatever the racer does", () => {
  const { x, y } = trailOf([[5, 5], [-3e5, 2e7], [1e200, -1e250], [1e308, 1e308], [Infinity, NaN], [5, 6]]);
  for (const value of [...x, ...y]) assert.ok(Math.abs(value) < 1000, String(value));
});

test("the exit is where the trail last left the box", () => {
  const { exit } = trailOf([[5, 5], [20, 5], [1e9, 5]]);
  assert.deepEqual(exit, { x: 100, y: 50, step: 1 });
});

test("only points of steps so far are counted", () => {
  const trail = trailOf([[1, 1], [2, 2], [3, 3], [4, 4]]);
  assert.equal(countUpTo(trail, -1), 0);
  assert.equal(countUpTo(trail, 0), 1);
  assert.equal(countUpTo(trail, 2), 3);
  assert.equal(countUpTo(trail, 99), 4);
});

test("the nearest point is found within reach, and not among steps to come", () => {
  const trail = trailOf([[1, 1], [2, 2], [3, 3]]);
  assert.equal(nearest(trail, 9, 21, 79, 14)?.step, 2 - 1);
  assert.equal(nearest(trail, 0, 30, 70, 14), null);
});
