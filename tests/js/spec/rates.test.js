import assert from "node:assert/strict";
import { test } from "node:test";

import { initialNetwork, initialSpec } from "../../../static/js/spec/first.js";
import { withGoodRates } from "../../../static/js/spec/problem.js";
import { TESTED, freshHyperparameters, goodRate, testedRate } from "../../../static/js/spec/rates.js";
import { catalog as menu } from "../menu.js";

const catalog = { ...menu, networks: { datasets: [{ name: "moons", rates: { adam: { textbook: 0.02 } } }] } };
const spec = { ...initialSpec(catalog), kind: "network" };
const adam = { optimizer: "adam", convention: "textbook" };
const others = {
  hidden: [8], activation: { name: "relu", parameters: {} }, initializer: { name: "zeros", parameters: {} }, scale: 2,
  loss: { name: "hinge", parameters: {} }, batch_size: null, l1: 0.1, l2: 0.1, dropout: 0.1,
};

test("rates were tested with the network that a visitor meets", () => {
  const { dataset: _, test_fraction: __, ...network } = initialNetwork();
  assert.deepEqual(TESTED, network);
  assert.deepEqual(Object.keys(others), Object.keys(TESTED));
});

test("a rate is good with the network that was tested, and without a mark elsewhere", () => {
  assert.equal(goodRate(catalog, spec, adam), 0.02);
  assert.equal(goodRate(catalog, spec, { ...adam, overrides: { batch_size: 1 } }), null);
  for (const [name, value] of Object.entries(others)) {
    const other = { ...spec, network: { ...spec.network, [name]: value } };
    assert.equal(goodRate(catalog, other, adam), null, name);
    const back = { ...adam, overrides: { [name]: TESTED[name] } };
    assert.equal(goodRate(catalog, other, back), 0.02, name);
  }
});

test("the tested rate is what racers begin with on any network", () => {
  const other = { ...spec, network: { ...spec.network, hidden: [64, 64] } };
  assert.equal(testedRate(catalog, other, adam), 0.02);
  assert.equal(freshHyperparameters(catalog, other, adam).lr, 0.02);
  const given = withGoodRates(catalog, other).racers.find(({ optimizer }) => optimizer === "adam");
  assert.equal(given?.hyperparameters.lr, 0.02);
});
