import assert from "node:assert/strict";
import { test } from "node:test";

import { connectionsAt, connectionsOf, connectionUnder } from "../../../static/js/network/drawing/connections.js";
import { drawingPlan } from "../../../static/js/network/drawing/layout.js";
import { drawnWeights, placesOf, sharesOf, strongest, weightsOf } from "../../../static/js/network/drawing/drawn_weights.js";
import { parameterAt } from "../../../static/js/network/drawing/opened_weight.js";
import { parametersOf } from "../../../static/js/network/look.js";
import { strongestFirst } from "../../../static/js/network/drawing/weight_list.js";

/** Weights 1, -2, 3, ... in the order of the parameters. @param {number[]} sizes */
const counted = (sizes) => Float32Array.from({ length: parametersOf(sizes) }, (_, at) => (at % 2 ? -1 : 1) * (at + 1));

test("each layer's weights are followed by its biases", () => {
  const places = placesOf([2, 3, 1]);
  assert.deepEqual(places[0], { first: 0, inputs: 2, outputs: 3, biases: 6 });
  assert.deepEqual(places[1], { first: 9, inputs: 3, outputs: 1, biases: 12 });
  assert.equal(places[1].biases + places[1].outputs, parametersOf([2, 3, 1]));
});

test("all weights are drawn where there is room, and no bias counts", () => {
  const sizes = [2, 3, 1];
  const drawn = drawnWeights(sizes, counted(sizes), 100);
  assert.deepEqual([drawn.shown, drawn.all, drawn.widest], [9, 9, 12]);
  assert.deepEqual(drawn.layers.map((layer) => layer.length), [6, 3]);
});

test("where there is none the strongest of each large layer are drawn, and small layers whole", () => {
  const sizes = [4, 10, 2];
  const drawn = drawnWeights(sizes, counted(sizes), 30);
  assert.deepEqual([drawn.shown, drawn.all], [30, 60]);
  assert.deepEqual(drawn.layers.map((layer) => layer.length), [15, 15]);
  assert.deepEqual([...drawn.layers[0]], Array.from({ length: 15 }, (_, at) => 25 + at));
});

test("shares are equal, but nobody gets more than wanted", () => {
  assert.deepEqual(sharesOf([16, 64, 8], 600), [16, 64, 8]);
  assert.deepEqual(sharesOf([2048, 512, 320], 600), [200, 200, 200]);
  assert.deepEqual(sharesOf([2048, 512, 20], 600), [290, 290, 20]);
  assert.equal(sharesOf([7, 500, 500], 200).reduce((sum, share) => sum + share), 200);
});

test("of equally strong weights the first are drawn", () => {
  assert.deepEqual([...strongest(Float32Array.of(1, 5, 3, 3, 3, 0), 3)], [1, 2, 3]);
  assert.deepEqual([...strongest(Float32Array.of(0, 0, 0), 2)], [0, 1]);
  assert.deepEqual([...strongest(Float32Array.of(1, 2), 0)], []);
});

test("a unit's weights are found on both of its sides", () => {
  const sizes = [2, 3, 1];
  const { incoming, outgoing, bias } = weightsOf(sizes, counted(sizes), { layer: 1, unit: 1 });
  assert.deepEqual(incoming, [{ other: 0, weight: -2 }, { other: 1, weight: 5 }]);
  assert.deepEqual(outgoing, [{ other: 0, weight: 11 }]);
  assert.equal(bias, -8);
  assert.equal(weightsOf(sizes, counted(sizes), { layer: 0, unit: 0 }).bias, null);
  assert.equal(connectionsAt(sizes, counted(sizes), { layer: 1, unit: 1 }).length, 3);
  assert.deepEqual(strongestFirst(incoming).map(({ other }) => other), [1, 0]);
});

test("the line under the pointer is the nearest one", () => {
  const sizes = [2, 3, 1];
  const plan = drawingPlan({ sizes, width: 600, height: 400, scale: 1, before: 0, after: 0, pixels: null });
  const connections = connectionsOf(sizes, counted(sizes), drawnWeights(sizes, counted(sizes), 100));
  assert.equal(connections.length, 9);
  const [left, middle] = plan.layers;
  for (const wanted of connections.filter(({ layer }) => layer === 0)) {
    const [from, to] = [left.units[wanted.from], middle.units[wanted.to]];
    const x = to.x - middle.node / 2 - 1; // where it arrives, it is apart from lines to other units
    const found = connectionUnder(plan, connections, x, to.y);
    assert.equal(found?.to, wanted.to);
    assert.equal(connectionUnder(plan, connections, from.x, from.y), null);
  }
  assert.equal(connectionUnder(plan, connections, 5, 5), null);
});

test("a weight is found among all parameters by its ends", () => {
  const sizes = [2, 3, 1];
  const parameters = Float32Array.from({ length: 13 }, (_, place) => place);
  const { incoming } = weightsOf(sizes, parameters, { layer: 1, unit: 2 });
  assert.deepEqual(incoming.map(({ other, weight }) => [parameterAt(sizes, { layer: 1, from: other, to: 2 }), weight]), [[2, 2], [5, 5]]);
  assert.equal(parameterAt(sizes, { layer: 2, from: 1, to: 0 }), 10);
});
