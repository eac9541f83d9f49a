import assert from "node:assert/strict";
import { test } from "node:test";

import { CURVATURE, placeAt, planned, quantitiesOf, readAt, scaleOf, usual } from "../../../static/js/step/memory_plan.js";

/** @param {string} symbol @param {number[][]} values */
const series = (symbol, values) => ({ symbol, name: symbol, mathml: "", values });

/** @returns {any} */
const adam = () => ({
  steps: [0, 2, 4],
  series: [series("m", [[0, -2, -1], [0, 3, 1]]), series("v", [[0, 4, 2], [0, 9, 3]])],
  curvature: { largest: [8, 9, 7], product: [0.8, 0.9, 0.7], limit: [2, 2, 2], theorem: true },
});

test("what two racers both have is one quantity on one axis", () => {
  const sgd = { ...adam(), series: [series("g", [[1, 1, 1], [1, 1, 1]])] };
  const found = quantitiesOf([adam(), sgd], ["x", "y"]);
  assert.deepEqual(found.map(({ key }) => key), ["m", "v", "g", CURVATURE]);
  const [, , , curvature] = found;
  assert.deepEqual(curvature.curves.map(({ racer, bound }) => [racer, bound]), [[0, false], [0, true], [1, false], [1, true]]);
  assert.deepEqual(found[0].curves.map(({ letter }) => letter), ["x", "y"]);
});

test("a run that went wrong opens with its curvature, another with what the rule remembers", () => {
  const found = quantitiesOf([adam()], ["x", "y"]);
  assert.deepEqual(usual(found, ["diverged"]), [CURVATURE]);
  assert.deepEqual(usual(found, ["finished", "stalled"]), [CURVATURE]);
  assert.deepEqual(usual(found, ["finished"]), ["m", "v"]);
  const plain = { ...adam(), series: [series("g", [[1], [2]]), series("η_eff", [[1], [1]])] };
  assert.deepEqual(usual(quantitiesOf([plain], ["x", "y"]), ["finished"]), ["g"]);
  assert.deepEqual(usual(quantitiesOf([{ ...adam(), series: [] }], ["x", "y"]), ["finished"]), [CURVATURE]);
  assert.deepEqual(usual(quantitiesOf([{ ...adam(), curvature: null }], ["w"]), ["diverged"]), ["m", "v"]);
});

test("axes are linear until sizes are far apart", () => {
  assert.equal(scaleOf([[1, 2, 3]]).kind, "linear");
  assert.equal(scaleOf([[0, 1e-6, 1]]).kind, "log");
  assert.equal(scaleOf([[-1, 2, 3]]).kind, "linear");
  assert.equal(scaleOf([[-1, 0.001, 0.002, 0.001, 200]]).kind, "symlog");
  assert.equal(scaleOf([[null, null]]).kind, "empty");
});

test("panels stand below one another, and the steps below the last", () => {
  const { panels, height } = planned(quantitiesOf([adam()], ["x", "y"]), 360, 4, 1);
  assert.equal(panels.length, 3);
  for (const [place, panel] of panels.entries()) {
    assert.ok(panel.bottom > panel.top);
    if (place) assert.ok(panel.top >= panels[place - 1].bottom + 40);
  }
  assert.ok(height > panels[2].rail);
});

test("between two steps that are known the earlier one holds, and none after the end", () => {
  assert.deepEqual([0, 1, 2, 9].map((step) => placeAt([0, 2, 4], step)), [0, 0, 1, 2]);
  const [m] = quantitiesOf([adam()], ["x", "y"]);
  assert.equal(readAt(m, 0, 3), "x −2, y 3");
  assert.equal(readAt(m, 0, 5), "x –, y –");
});
