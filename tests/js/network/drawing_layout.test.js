import assert from "node:assert/strict";
import { test } from "node:test";

import { drawingPlan, neighbour, pixelsOf } from "../../../static/js/network/drawing/layout.js";

const ROOM = { sizes: [2, 8, 8, 1], width: 740, height: 640, scale: 1, before: 30, after: 80, pixels: null };

/** @param {Partial<typeof ROOM>} parts */
const planned = (parts) => drawingPlan({ ...ROOM, ...parts });

const SHAPES = [[1, 1], [2, 8, 8, 1], [2, 64, 64, 64, 64, 64, 64, 1], [30, 5, 2], [4, 3], [2, 1, 64, 20]];
const SCREENS = [[740, 640], [370, 300], [1500, 1100]];

test("every unit has its place within the drawing, whatever the network and the screen", () => {
  for (const sizes of SHAPES) {
    for (const [width, height] of SCREENS) {
      const plan = planned({ sizes, width, height });
      plan.layers.forEach(({ units, node }, place) => {
        assert.equal(units.length, sizes[place]);
        for (const { x, y } of units) {
          assert.ok(x - node / 2 >= 0 && x + node / 2 <= plan.width, `${sizes} at ${width}: x ${x} of ${plan.width}`);
          assert.ok(y - node / 2 >= plan.head - 1e-9 && y + node / 2 <= plan.height + 1e-9, `${sizes} at ${height}: y ${y}`);
        }
      });
    }
  }
});

test("no two units overlap, and layers stand from left to right", () => {
  for (const sizes of SHAPES) {
    for (const [width, height] of SCREENS) {
      const { layers } = planned({ sizes, width, height });
      let right = 0;
      for (const { units, node } of layers) {
        assert.ok(Math.min(...units.map(({ x }) => x)) - node / 2 > right);
        right = Math.max(...units.map(({ x }) => x)) + node / 2;
        for (const [at, one] of units.entries()) {
          for (const other of units.slice(at + 1)) {
            assert.ok(Math.max(Math.abs(one.x - other.x), Math.abs(one.y - other.y)) >= node);
          }
        }
      }
    }
  }
});

test("a network that fits is no wider than its place; one that does not is wider", () => {
  assert.equal(planned({}).width, 740);
  assert.ok(planned({ sizes: [2, 64, 64, 64, 64, 64, 64, 1], width: 370, height: 300 }).width > 370);
});

test("squares and gaps become smaller before a deep network is wider than its place", () => {
  const deep = [2, 8, 8, 8, 8, 8, 8, 1];
  for (const width of [728, 600, 520]) {
    const { layers, width: wide } = planned({ sizes: deep, width });
    assert.equal(wide, width);
    for (const { node } of layers) assert.ok(node >= 24);
    layers.slice(1).forEach(({ x, node }, before) => assert.ok(x - layers[before].x - node >= 26 - 1e-9));
  }
  const phone = planned({ sizes: deep, width: 370, height: 300 });
  assert.ok(phone.width > 370, "what a finger cannot hit is not drawn smaller still");
  assert.equal(planned({}).layers[1].node, 52, "where there is room they stay as they are");
});

test("units stay large enough for a finger: many stand in several columns", () => {
  const [, hidden] = planned({ sizes: [2, 64, 1], height: 400 }).layers;
  const columns = new Set(hidden.units.map(({ x }) => x));
  assert.ok(columns.size > 1);
  const [first, second] = hidden.units;
  assert.ok(second.y - first.y >= 24);
});

test("many inputs have their names where there is room for a line each", () => {
  assert.equal(planned({ sizes: [30, 8, 1] }).layers[0].named, true);
  assert.equal(planned({ sizes: [30, 8, 1], height: 300 }).layers[0].named, false);
});

test("pixels stand as in their picture", () => {
  const features = Array.from({ length: 64 }, (_, at) => `pixel_${Math.floor(at / 8)}_${at % 8}`);
  assert.deepEqual(pixelsOf(features), { rows: 8, columns: 8 });
  assert.equal(pixelsOf(features.toReversed()), null);
  assert.equal(pixelsOf(["x1", "x2"]), null);
  assert.equal(pixelsOf([]), null);

  const [{ units }] = planned({ sizes: [64, 8, 10], pixels: { rows: 8, columns: 8 } }).layers;
  assert.equal(units[7].y, units[0].y);
  assert.equal(units[8].x, units[0].x);
  assert.ok(units[8].y > units[0].y && units[1].x > units[0].x);
});

test("arrow keys lead up and down a layer, and to the nearest unit of the next", () => {
  const plan = planned({});
  assert.deepEqual(neighbour(plan, { layer: 1, unit: 2 }, "ArrowDown"), { layer: 1, unit: 3 });
  assert.equal(neighbour(plan, { layer: 1, unit: 0 }, "ArrowUp"), null);
  assert.deepEqual(neighbour(plan, { layer: 1, unit: 5 }, "ArrowRight"), { layer: 2, unit: 5 });
  assert.deepEqual(neighbour(plan, { layer: 2, unit: 0 }, "ArrowRight"), { layer: 3, unit: 0 });
  assert.equal(neighbour(plan, { layer: 3, unit: 0 }, "ArrowRight"), null);
  assert.equal(neighbour(plan, { layer: 1, unit: 2 }, "Enter"), null);
});

test("arrow keys reach every unit, also of layers with several columns", () => {
  for (const sizes of SHAPES) {
    const plan = planned({ sizes, height: 300 });
    const reached = new Set(["0 0"]);
    const waiting = [{ layer: 0, unit: 0 }];
    for (let from = waiting.pop(); from; from = waiting.pop()) {
      for (const key of ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"]) {
        const to = neighbour(plan, from, key);
        if (!to || reached.has(`${to.layer} ${to.unit}`)) continue;
        reached.add(`${to.layer} ${to.unit}`);
        waiting.push(to);
      }
    }
    assert.equal(reached.size, sizes.reduce((sum, units) => sum + units));
  }
});
