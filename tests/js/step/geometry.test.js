import assert from "node:assert/strict";
import { test } from "node:test";

import { drawnArrows, ellipse, factorsOf, letterPlaces, rounded } from "../../../static/js/step/geometry.js";

const frame = { box: { left: 0, top: 0, right: 400, bottom: 400 }, x0: 0, y0: 0, perX: 100, perY: -100 };

/** @param {[number, number]} one @param {[number, number]} other */
const apart = (one, other) => Math.hypot(one[0] - other[0], one[1] - other[1]);

test("a factor is a round number, and not above what was asked", () => {
  assert.deepEqual([0.0719, 1, 3.9, 99, 0].map(rounded), [0.07, 1, 3, 70, 1]);
});

test("a move that can be seen keeps its length, a short one is drawn longer", () => {
  const arrows = { gradient: [3, 4], momentum: null, move: [0.3, 0.4] };
  assert.equal(factorsOf(arrows, frame).move, 1);
  assert.equal(factorsOf({ ...arrows, move: [0.003, 0.004] }, frame).move, 100);
  assert.equal(factorsOf({ ...arrows, move: [300, 400] }, frame).move, 1);
  const short = factorsOf({ ...arrows, move: [0.003, 0.004], momentum: [0.03, 0.04] }, frame);
  assert.deepEqual([short.move, short.momentum], [10, 10], "what comes from memory has the move's scale");
});

test("the gradient's arrow points downhill, and what has no length has no arrow", () => {
  const [move, gradient, ...rest] = drawnArrows([1, 1], { gradient: [5, 0], momentum: [0, 0], move: [0, 1] }, frame);
  assert.equal(rest.length, 0);
  assert.deepEqual([gradient.kind, gradient.from, gradient.to], ["gradient", [100, 300], [0, 300]]);
  assert.deepEqual([move.kind, move.to], ["move", [100, 200]]);
});

test("the ellipse is long where the ground is flat", () => {
  const arcs = ellipse([1, 1], { eigenvalues: [1, 4], directions: [[1, 0], [0, 1]] }, frame);
  const points = arcs.flatMap((arc) => arc.points);
  const wide = Math.max(...points.map(([x]) => Math.abs(x - 100)));
  const high = Math.max(...points.map(([, y]) => Math.abs(y - 300)));
  assert.ok(Math.abs(wide / high - 2) < 1e-9, `${wide} by ${high}`);
  assert.ok(arcs.every(({ upward }) => upward));
});

test("a saddle's ellipse is parted: upward along one direction, downward along the other", () => {
  const arcs = ellipse([1, 1], { eigenvalues: [-2, 2], directions: [[1, 0], [0, 1]] }, frame);
  assert.deepEqual(arcs.map(({ upward }) => upward), [false, true, false, true]);
  assert.ok(arcs[1].points.every(([x, y]) => Math.abs(y - 300) >= Math.abs(x - 100) - 1e-9));
  assert.ok(apart(arcs[0].points[12], arcs[1].points[0]) < 1e-9);
});

test("a direction without curvature is drawn at most sixteen times as long", () => {
  const arcs = ellipse([0, 0], { eigenvalues: [0, 9], directions: [[1, 0], [0, 1]] }, frame);
  const high = Math.max(...arcs.flatMap((arc) => arc.points).map(([, y]) => Math.abs(y - 400)));
  assert.ok(high > 3 && high < 4, `${high}`);
  assert.deepEqual(ellipse([0, 0], { eigenvalues: [0, 0], directions: [[1, 0], [0, 1]] }, frame), []);
});

test("letters stand beyond the tips, and none over another", () => {
  const arrow = (/** @type {[number, number]} */ to) => /** @type {any} */ ({ from: [100, 100], to });
  const taken = /** @type {[number, number][]} */ ([]);
  const [first, second, far] = letterPlaces([arrow([200, 100]), arrow([202, 100]), arrow([100, 200])], frame.box, taken, 1);
  assert.deepEqual([first, far], [[213, 100], [100, 213]]);
  assert.ok(apart(first, second) >= 15, `${second}`);
  assert.deepEqual(letterPlaces([arrow([399, 100])], frame.box, taken, 1), [[387, 100]]);
});
