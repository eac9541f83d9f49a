import assert from "node:assert/strict";
import { test } from "node:test";

import { folded, Room } from "../../../static/js/network/answers/forward.js";
import { rangeOf, sideOf } from "../../../static/js/network/drawing/unit_pictures.js";
import { allValues, exactPoints, gridOf, healthOf, inputValues, valuesOf } from "../../../static/js/network/drawing/unit_values.js";

/** As the server tabulates activations. @param {(s: number) => number} f */
const tableOf = (f) => Float32Array.from({ length: 2049 }, (_, n) => f(-16 + n / 64));
const RELU = tableOf((s) => Math.max(s, 0));
const TANH = tableOf(Math.tanh);

/** @type {any} */
const PLANE = { kind: "all", names: ["x1", "x2"], explained: null, origin: [0, 0], axes: [[1, 0], [0, 1]], units: null, range: [[-2, 2], [-1, 1]] };

// Units of the hidden layer: x1, never above 0, and far out on one side.
const SIZES = [2, 3, 1];
const WEIGHTS = Float32Array.of(1, 0, 0, 0, 0, 0, 0, -1, 9, 1, 1, 1, 0.5);

/** @param {Float32Array} table */
const network = (table) => ({ net: folded(SIZES, WEIGHTS, PLANE), table, plane: PLANE });

test("a picture begins at the top left", () => {
  const { us, vs } = gridOf(PLANE, 4);
  assert.deepEqual([us[0], us[3], us[4]], [-1.5, 1.5, -1.5]);
  assert.deepEqual([vs[0], vs[3], vs[15]], [0.75, 0.75, -0.75]);
  assert.equal(gridOf({ kind: "line", range: [[0, 8]] }, 4).us.join(), "1,3,5,7");
});

test("an input is where it lies on the plane", () => {
  const points = { us: Float32Array.of(0, 1), vs: Float32Array.of(0, 2) };
  const tilted = { origin: [5, 0, 1], axes: [[1, 0, 0.5], [0, 1, -1]] };
  assert.deepEqual([...inputValues(tilted, 2, points)], [1, -0.5]);
});

test("one unit alone puts out the same as among all", () => {
  const points = gridOf(PLANE, 5);
  for (const table of [RELU, TANH]) {
    const all = allValues(network(table), points, new Room());
    assert.deepEqual(all.map((values) => values.length / 25), SIZES);
    all.forEach((values, layer) => {
      for (let unit = 0; unit < SIZES[layer]; unit++) {
        const alone = valuesOf(network(table), { layer, unit }, points);
        assert.deepEqual([...alone], [...values.subarray(unit * 25, unit * 25 + 25)]);
      }
    });
  }
});

test("units that put out 0 for every row are dead, and flat ones saturated", () => {
  const points = { us: Float32Array.of(-1, 0.5, 1), vs: Float32Array.of(0, 0, 0) };
  const rectified = healthOf(allValues(network(RELU), points, new Room()), SIZES, { dies: true, saturates: false }, RELU);
  assert.deepEqual(rectified.troubles, [["", ""], ["", "dead", ""], [""]]);
  assert.equal(rectified.means[1][0], 0.5);

  const squeezed = healthOf(allValues(network(TANH), points, new Room()), SIZES, { dies: false, saturates: true }, TANH);
  assert.deepEqual(squeezed.troubles, [["", ""], ["", "", "saturated"], [""]]);
});

test("rows are known exactly only where the plane shows all features", () => {
  const part = { u: [1, 2], v: [3, 4], target: [0, 1] };
  assert.deepEqual([...(exactPoints(PLANE, part)?.vs ?? [])], [3, 4]);
  assert.equal(exactPoints({ ...PLANE, kind: "principal" }, part), null);
});

test("colours reach to what units put out, but a few loud ones do not take them all", () => {
  assert.equal(rangeOf(Float32Array.of(0.1, -0.9), 1), 1);
  assert.equal(rangeOf(Float32Array.of(1, -2, 2), null), 2);
  const loud = new Float32Array(1000).fill(1);
  loud[7] = 50;
  assert.ok(rangeOf(loud, null) < 6);
  assert.equal(rangeOf(new Float32Array(4), null), 0);
});

test("pictures of large networks are coarser", () => {
  assert.equal(sideOf([2, 8, 8, 1], 52), 40);
  assert.equal(sideOf([2, 8, 8, 1], 20), 20);
  assert.ok(sideOf([64, 64, 64, 64, 64, 64, 64, 10], 52) < 20);
});
