import assert from "node:assert/strict";
import { test } from "node:test";

import { initialSpec } from "../../../static/js/spec/first.js";
import { withLayer, withUnits, withoutLayer } from "../../../static/js/spec/layers.js";
import { fittingLosses, lossFrom, lossOf } from "../../../static/js/spec/loss.js";
import { duplicateRacer } from "../../../static/js/spec/racers.js";
import { ownInWords, withDataset, withKind, withNetwork, withOverrides, withOwnTable } from "../../../static/js/spec/network.js";
import { catalog as menu } from "../menu.js";

const plain = (name) => ({ name, label: name, summary: "", notice: "", formula: "", source: "", mathml: [], parameters: [] });
const losses = [
  { ...plain("mse"), label: "Mean squared error", needs_classes: false },
  { ...plain("cross_entropy"), label: "Cross-entropy", needs_classes: true },
];
const catalog = {
  ...menu,
  networks: {
    datasets: [{ ...plain("moons"), rates: {} }, { ...plain("circles"), rates: { adam: { textbook: 0.02 } } }],
    activations: [{ ...plain("relu"), label: "ReLU" }], initializers: [], losses, limits: {},
  },
};
const spec = withKind(catalog, initialSpec(catalog), "network");

test("a layer more is as wide as the last, and there is a last one", () => {
  assert.deepEqual(withLayer([4, 6], 6), [4, 6, 6]);
  assert.deepEqual(withLayer([], 6), [8]);
  assert.deepEqual(withLayer([4, 6], 2), [4, 6]);
});

test("the layer that is removed is the one asked for", () => {
  assert.deepEqual(withoutLayer([1, 2, 3], 1), [1, 3]);
});

test("units stay whole and within what is accepted", () => {
  assert.deepEqual(withUnits([8, 8], 1, 0, 64), [8, 1]);
  assert.deepEqual(withUnits([8, 8], 0, 65, 64), [64, 8]);
  assert.deepEqual(withUnits([8, 8], 0, 3.4, 64), [3, 8]);
});

test("losses that need classes are not offered for numbers", () => {
  assert.deepEqual(fittingLosses(losses, "regression").map(({ name }) => name), ["mse"]);
  assert.deepEqual(fittingLosses(losses, "classification").map(({ label }) => label), [
    "Mean squared error", "Cross-entropy (usual)",
  ]);
});

test("the usual loss is none in particular", () => {
  assert.equal(lossOf(null, "regression").name, "mse");
  assert.equal(lossFrom({ name: "mse", parameters: {} }, "regression"), null);
  assert.deepEqual(lossFrom({ name: "mse", parameters: {} }, "classification"), { name: "mse", parameters: {} });
});

test("other data come with good rates and their usual loss", () => {
  const next = withDataset(catalog, withNetwork(spec, { loss: { name: "mse", parameters: {} } }), "circles");
  assert.deepEqual([next.network.dataset, next.network.loss], [{ name: "circles", parameters: {} }, null]);
  assert.equal(next.racers.find(({ optimizer }) => optimizer === "adam")?.hyperparameters.lr, 0.02);
});

test("data of one's own replace the data set as a whole", () => {
  const own = { points: [[0, 0, 1], [1, 1, 2]] };
  assert.deepEqual(withOwnTable(spec, own).network.dataset, { name: "own", parameters: {}, own });
});

test("a duplicate keeps what a racer has of its own", () => {
  const { id } = spec.racers[0];
  const next = duplicateRacer(catalog, withOverrides(spec, id, { batch_size: 1 }), id);
  assert.deepEqual(next.racers[1].overrides, { batch_size: 1 });
});

test("a racer whose own fields are taken away has none", () => {
  const { id } = spec.racers[0];
  const own = withOverrides(spec, id, { l2: 0.1 });
  assert.equal("overrides" in withOverrides(own, id, {}).racers[0], false);
  assert.equal("overrides" in withOverrides(own, id, null).racers[0], false);
});

test("what a racer has of its own is told in a line", () => {
  const words = ownInWords(catalog, {
    batch_size: null, hidden: [4, 4], activation: { name: "relu", parameters: {} }, l2: 0.01,
  });
  assert.deepEqual(words, ["full batch", "hidden 4–4", "ReLU", "L2 0.01"]);
  assert.deepEqual(ownInWords(catalog, { batch_size: 1, hidden: [] }), ["batch 1", "no hidden layer"]);
  assert.deepEqual(ownInWords(catalog, undefined), []);
});
