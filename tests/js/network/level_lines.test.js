import assert from "node:assert/strict";
import { test } from "node:test";

import { classLines, levelLine } from "../../../static/js/network/decisions/level_lines.js";

/** All pieces of a line. */
function pieces(draw) {
  const found = [];
  draw((...ends) => found.push(ends));
  return found;
}

test("a level is met between places, as far along as the values say", () => {
  const values = Float32Array.of(0, 4, 0, 4);
  assert.deepEqual(pieces((piece) => levelLine(values, 2, 1, piece)), [[0.25, 0, 0.25, 1]]);
});

test("a round hill has a closed line of the right radius", () => {
  const side = 41;
  const values = Float32Array.from({ length: side * side }, (_, n) => {
    return Math.hypot((n % side) - 20, Math.floor(n / side) - 20);
  });
  const found = pieces((piece) => levelLine(values, side, 15, piece));
  for (const [x0, y0, x1, y1] of found) {
    for (const [x, y] of [[x0, y0], [x1, y1]]) assert.ok(Math.abs(Math.hypot(x - 20, y - 20) - 15) < 0.02);
  }
  const length = found.reduce((sum, [x0, y0, x1, y1]) => sum + Math.hypot(x1 - x0, y1 - y0), 0);
  assert.ok(Math.abs(length - 2 * Math.PI * 15) < 0.5);
});

test("where nothing crosses the level there is no line", () => {
  assert.deepEqual(pieces((piece) => levelLine(new Float32Array(9).fill(2), 3, 1, piece)), []);
});

test("the border between two of many classes lies where they are level", () => {
  const outputs = Float32Array.of(3, 0, 3, 0, 1, 2, 1, 2, -9, -9, -9, -9); // 3 classes, 2 by 2 places
  const found = pieces((piece) => classLines(outputs, 3, 2, piece));
  assert.ok(found.length > 0);
  for (const [x0, , x1] of found) assert.deepEqual([x0, x1], [0.5, 0.5]);
});
