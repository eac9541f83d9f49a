import assert from "node:assert/strict";
import { test } from "node:test";

import { fittedTo, planeShape } from "../../../static/js/network/decisions/round.js";

const plane = { kind: "all", range: [[-2, 2], [-1, 1]], units: [{ mean: 0, deviation: 1 }, { mean: 5, deviation: 4 }] };
const moons = { name: "moons", features: ["x1", "x2"], plane };

test("axes share a unit in made-up data, in components, and among points placed by hand", () => {
  assert.equal(planeShape(moons), 0.5);
  assert.equal(planeShape({ ...moons, name: "own" }), 0.5);
  assert.equal(planeShape({ ...moons, name: "own", features: ["age", "height"] }), null);
  assert.equal(planeShape({ ...moons, plane: { ...plane, kind: "principal", units: null } }), 2);
  assert.equal(planeShape({ ...moons, plane: { ...plane, kind: "pair" } }), null);
  assert.equal(planeShape({ ...moons, plane: { ...plane, kind: "line", units: [plane.units[0]] } }), null);
});

test("a plane that is much longer than wide is stretched after all", () => {
  const long = { ...plane, kind: "principal", units: null, range: [[-20, 20], [-1, 1]] };
  assert.equal(planeShape({ ...moons, plane: long }), null);
});

test("more of the plane is seen where the picture has room, and a unit is as long across as up", () => {
  const { range } = fittedTo(moons, { left: 40, top: 0, right: 440, bottom: 400 }).plane;
  assert.deepEqual(range, [[-4, 4], [-1, 1]]);
  const free = { ...moons, plane: { ...plane, kind: "pair" } };
  assert.equal(fittedTo(free, { left: 0, top: 0, right: 9, bottom: 9 }), free);
});
