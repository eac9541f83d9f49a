import assert from "node:assert/strict";
import { test } from "node:test";

import * as edit from "../../../../static/js/network/controls/points.js";

const points = [[0, 0, 1], [0.5, 0.5, 2], [-0.5, 0.25, 1]];

test("a point is placed with three decimals, while there is room", () => {
  assert.deepEqual(edit.withPoint([], [0.12345, -0.00001, 3], 5), [[0.123, 0, 3]]);
  assert.equal(edit.withPoint(points, [1, 1, 1], 3), points);
});

test("a moved point keeps its class", () => {
  assert.deepEqual(edit.withMoved(points, 1, -1, 0.3333), [[0, 0, 1], [-1, 0.333, 2], [-0.5, 0.25, 1]]);
});

test("the nearest point within reach is found", () => {
  assert.equal(edit.nearest(points, 0.45, 0.45, 0.1), 1);
  assert.equal(edit.nearest(points, 0.3, 0.3, 0.1), -1);
  assert.deepEqual(edit.withoutPoint(points, 1), [points[0], points[2]]);
});

test("a spray stays on its disc, on the plane and within the limit", () => {
  const draws = [1, 0.125, 0.25, 0.5, 0, 0.75];
  const how = { radius: 0.2, count: 3, most: 5, side: 1 };
  const sprayed = edit.sprayed(points, [0.95, 0, 4], how, () => draws.shift() ?? 0);
  assert.equal(sprayed.length, 5);
  assert.deepEqual(sprayed[3], [1, 0.141, 4]);
  assert.deepEqual(sprayed[4], [0.85, 0, 4]);
});

test("each act can be undone, down to the first", () => {
  let placed = edit.NONE;
  for (const point of points) {
    placed = edit.begun(placed);
    placed = edit.within(placed, edit.withPoint(placed.points, point, 10));
  }
  assert.equal(placed.points.length, 3);
  placed = edit.undone(edit.undone(placed));
  assert.deepEqual(placed.points, [points[0]]);
  placed = edit.undone(edit.undone(placed));
  assert.deepEqual(placed, edit.NONE);
});

test("the plane reaches as far as its points", () => {
  assert.equal(edit.sideOf([]), 1);
  assert.equal(edit.sideOf([[0.2, -1.5, 1]]), 2);
  assert.equal(edit.sideOf([[12, 30, 1]]), 50);
});

test("classes are counted from one", () => {
  assert.deepEqual(edit.fromOne([[0, 0, 0], [1, 1, 2]]), [[0, 0, 1], [1, 1, 3]]);
  assert.equal(edit.fromOne(points), points);
});

test("the points are told by class", () => {
  assert.equal(edit.countInWords([]), "No points yet.");
  assert.equal(edit.countInWords(points), "3 points: 2 of class 1, 1 of class 2.");
});

test("points of one class are not yet something to learn", () => {
  assert.equal(edit.hasTwoClasses([]), false);
  assert.equal(edit.hasTwoClasses([points[0], points[2]]), false);
  assert.equal(edit.hasTwoClasses(points), true);
});
