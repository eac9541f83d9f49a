import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { folded, responses, Room } from "../../../static/js/network/answers/forward.js";

const BOTH = { origin: [0, 0], axes: [[1, 0], [0, 1]] };
const straight = Float32Array.from({ length: 2049 }, (_, place) => place / 64 - 16);
const rectifier = straight.map((value) => Math.max(0, value));

/** A pseudo-random network. */
function made(sizes) {
  let seed = 1;
  const size = sizes.slice(1).reduce((sum, outputs, layer) => sum + (sizes[layer] + 1) * outputs, 0);
  return Float32Array.from({ length: size }, () => {
    seed = (seed * 16807) % 2147483647;
    return (seed / 2147483647 - 0.5) * 2;
  });
}

test("a network without hidden layers is a sum", () => {
  const net = folded([2, 1], Float32Array.of(2, -3, 0.5), BOTH);
  const { outputs } = responses(net, straight, Float32Array.of(0, 1, 2), Float32Array.of(0, 1, -1));
  assert.deepEqual([...outputs], [0.5, -0.5, 7.5]);
});

test("hidden units are bent, the outputs are not", () => {
  const net = folded([2, 2, 1], Float32Array.of(1, -1, 0, 0, 0, 0, 1, 2, -5), BOTH);
  const { outputs, layers } = responses(net, rectifier, Float32Array.of(3, -4), Float32Array.of(0, 0), { layers: true });
  assert.deepEqual([...layers[0]], [3, 0, 0, 4]);
  assert.deepEqual([...outputs], [-2, 3]);
  assert.equal(layers[1], outputs);
});

test("beyond its table an activation goes on straight", () => {
  const net = folded([2, 1, 1], Float32Array.of(1, 0, 0, 1, 0), BOTH);
  const { outputs } = responses(net, rectifier, Float32Array.of(100, -100), Float32Array.of(0, 0));
  assert.deepEqual([...outputs], [100, 0]);
});

test("many features are folded into the two of the plane", () => {
  const sizes = [5, 7, 3];
  const parameters = made(sizes);
  const plane = { origin: [0.1, -0.2, 0.3, 0, 1], axes: [[0.5, 0.5, 0.5, 0.5, 0], [0, 0.6, 0, -0.6, 0.5]] };
  const all = { origin: [0, 0, 0, 0, 0], axes: [0, 1, 2, 3, 4].map((one) => [0, 1, 2, 3, 4].map((k) => Number(k === one))) };
  const [u, v] = [0.7, -1.3];
  const inputs = plane.origin.map((start, k) => start + u * plane.axes[0][k] + v * plane.axes[1][k]);
  const shown = responses(folded(sizes, parameters, plane), rectifier, Float32Array.of(u), Float32Array.of(v));
  const first = folded(sizes, parameters, all)[0];
  const sums = Array.from({ length: 7 }, (_, unit) =>
    inputs.reduce((sum, input, k) => sum + input * first.weights[7 * k + unit], first.biases[unit]),
  );
  const wanted = [0, 1, 2].map((output) =>
    sums.reduce((sum, value, k) => sum + Math.max(0, value) * parameters[42 + 3 * k + output], parameters[63 + output]),
  );
  [...shown.outputs].forEach((value, k) => assert.ok(Math.abs(value - wanted[k]) < 1e-5));
});

test("places one by one or together give the same, and room is used again", () => {
  const sizes = [2, 6, 5, 2];
  const net = folded(sizes, made(sizes), BOTH);
  const us = Float32Array.of(-1, 0.25, 2);
  const vs = Float32Array.of(0.5, -0.5, 1);
  const room = new Room();
  const together = [...responses(net, rectifier, us, vs, { room }).outputs];
  for (let n = 0; n < 3; n++) {
    const { outputs } = responses(net, rectifier, us.subarray(n, n + 1), vs.subarray(n, n + 1), { room });
    assert.deepEqual([...outputs], [together[n], together[3 + n]]);
  }
  assert.equal(
    responses(net, rectifier, us, vs, { room }).outputs.buffer,
    responses(net, rectifier, us, vs, { room }).outputs.buffer,
  );
});

test("a line has one input", () => {
  const net = folded([1, 1], Float32Array.of(3, 1), { origin: [0], axes: [[1]] });
  assert.deepEqual([...responses(net, straight, Float32Array.of(0, 2), new Float32Array(0)).outputs], [1, 7]);
});

const engine = JSON.parse(readFileSync(new URL("../../fixtures/network_forward.json", import.meta.url), "utf8"));

for (const [activation, { table, parameters, layers }] of Object.entries(engine.networks)) {
  test(`with ${activation} every layer puts out what the engine says`, () => {
    const whole = new Float32Array(2049).fill(NaN);
    const bytes = new Uint8Array(Buffer.from(table, "base64"));
    whole.set(new Float32Array(bytes.buffer), engine.first);
    const net = folded(engine.sizes, Float32Array.from(parameters), engine.plane);
    const [us, vs] = [0, 1].map((axis) => Float32Array.from(engine.places, (place) => place[axis]));
    const seen = responses(net, whole, us, vs, { layers: true });
    for (const [place, units] of layers.entries()) {
      for (const [n, wanted] of units.flat().entries()) {
        assert.ok(Math.abs(seen.layers[place][n] - wanted) < 1e-4, `layer ${place}: ${seen.layers[place][n]} is not ${wanted}`);
      }
    }
  });
}
