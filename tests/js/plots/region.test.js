import assert from "node:assert/strict";
import { test } from "node:test";

import { addressOf, heightAt } from "../../../static/js/plots/heights.js";
import { around, home, same, serves, zoomed } from "../../../static/js/plots/region.js";

test("a unit has as many pixels across as up, and all of the domain is seen", () => {
  const seen = home([[-2, 2], [-1, 3]], 600, 400);
  assert.ok(Math.abs((seen.x[1] - seen.x[0]) / 600 - (seen.y[1] - seen.y[0]) / 400) < 1e-12);
  assert.ok(seen.x[0] <= -2 && seen.x[1] >= 2 && seen.y[0] <= -1 && seen.y[1] >= 3);
});

test("a very wide place does not shrink the domain to a stripe", () => {
  const { x } = home([[-1, 1], [-1, 1]], 3000, 300);
  assert.ok(x[1] - x[0] <= 4);
});

test("a place without room still has a region with its corners in order", () => {
  for (const [width, height] of [[600, -40], [-40, 300], [0, 0]]) {
    const { x, y } = home([[-2, 2], [-1, 3]], width, height);
    assert.ok(x[0] < x[1] && y[0] < y[1]);
  }
});

test("heights around what is seen serve for a short pan, not for a deep zoom", () => {
  const seen = { x: [-1, 1], y: [-1, 1] };
  const region = /** @type {import("../../../static/js/plots/region.js").Region} */ (seen);
  const known = around(region);
  assert.ok(serves(known, region));
  assert.ok(serves(known, { x: [-0.8, 1.2], y: [-1, 1] }));
  assert.ok(!serves(known, { x: [0, 2], y: [-1, 1] }));
  assert.ok(!serves(known, zoomed(region, 0.3)));
  assert.ok(!serves(known, zoomed(region, 3)));
  assert.ok(same(region, zoomed(zoomed(region, 3), 1 / 3)));
});

test("no corner is asked for beyond what the server answers", () => {
  const { x } = around({ x: [-9e5, 9e5], y: [0, 1] });
  assert.deepEqual(x, [-1e6, 1e6]);
});

test("the address holds the surface, its parameters and the corners", () => {
  const address = addressOf({
    surface: "ravine", parameters: { condition: 50 }, region: { x: [-2, 2], y: [-1, 1] }, resolution: 61,
  });
  assert.equal(
    decodeURIComponent(address),
    "api/surfaces/ravine/grid?condition=50&form=packed&resolution=61&window=-2,2,-1,1",
  );
});

test("a height between grid points lies on the plane through them", () => {
  const values = Float32Array.from([0, 1, 2, 10, 11, 12, 20, 21, 22]);
  const heights = { region: { x: /** @type {[number, number]} */ ([0, 2]), y: /** @type {[number, number]} */ ([0, 2]) }, resolution: 3, values };
  assert.equal(heightAt(heights, 0.5, 1.5), 15.5);
  assert.equal(heightAt(heights, 2, 2), 22);
  assert.ok(Number.isNaN(heightAt(heights, 2.1, 1)));
});
