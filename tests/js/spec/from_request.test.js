import assert from "node:assert/strict";
import { test } from "node:test";

import { initialSpec } from "../../../static/js/spec/first.js";
import { specFrom } from "../../../static/js/spec/from_request.js";
import { requestOf } from "../../../static/js/spec/request.js";

const number = (name, value) => ({ name, label: name, default: value });
const catalog = {
  optimizers: ["sgd", "momentum", "rmsprop", "adam"].map((name) => ({
    name,
    label: name,
    hyperparameters: [],
    conventions: [
      { name: "textbook", label: "Textbook", defaults: { lr: 0.1, beta: 0.9 } },
      { name: "pytorch", label: "PyTorch", defaults: { lr: 0.01 } },
    ],
  })),
  surfaces: ["rosenbrock", "ravine"].map((name) => ({
    name,
    parameters: name === "ravine" ? [number("condition", 50), number("rotation", 30)] : [],
    start: [-1, 2],
    rates_by_convention: { adam: { textbook: 0.7 } },
  })),
  schedules: [
    { name: "constant", parameters: [] },
    { name: "cosine", parameters: [number("total", 1000), number("floor", 0)] },
  ],
  limits: { runs: 64 },
};
const before = initialSpec(catalog);
const specOf = (request, ids) => specFrom(catalog, before, request, ids);

test("what a body leaves out is what the server takes then", () => {
  const spec = specOf({ problem: { name: "ravine", parameters: { condition: 10 } }, runs: [{ optimizer: "adam" }] }, ["a"]);

  assert.deepEqual(requestOf(spec, ["a"]), {
    problem: { kind: "surface", name: "ravine", parameters: { condition: 10, rotation: 30 }, start: [-1, 2], noise: 0 },
    runs: [
      {
        optimizer: "adam",
        convention: "textbook",
        hyperparameters: { lr: 0.1, beta: 0.9 },
        schedule: { name: "constant", parameters: {} },
      },
    ],
    steps: 500,
    seed: 0,
    changes: [],
  });
});

test("what a body says comes back as it was", () => {
  const request = {
    problem: { kind: "surface", name: "ravine", parameters: { condition: 3, rotation: 0 }, start: [4, 5], noise: 0.5 },
    runs: [
      {
        optimizer: "sgd",
        convention: "pytorch",
        hyperparameters: { lr: 0.3 },
        schedule: { name: "cosine", parameters: { total: 60, floor: 0.1 } },
      },
      {
        optimizer: "adam",
        convention: "textbook",
        hyperparameters: { lr: 0.2, beta: 0.5 },
        schedule: { name: "constant", parameters: {} },
      },
    ],
    steps: 60,
    seed: 7,
    changes: [
      { step: 5, run: 1, hyperparameters: { lr: 0.4 } },
      { step: 9, run: 0, optimizer: "adam", convention: "pytorch", hyperparameters: { lr: 1 } },
    ],
  };

  assert.deepEqual(requestOf(specOf(request, ["one", "two"]), ["one", "two"]), request);
});

test("racers are called as the ids say and look as their places do", () => {
  const { racers } = specOf({ problem: { name: "rosenbrock" }, runs: [{ optimizer: "sgd" }, { optimizer: "adam" }] }, [
    "slow",
    "fast",
  ]);

  assert.deepEqual(racers.map(({ id, look }) => [id, look]), [["slow", 0], ["fast", 1]]);
});

test("a network comes back with its own settings", () => {
  const problem = {
    kind: "network",
    dataset: "circles",
    hidden: [4],
    activation: "relu",
    initializer: { name: "constant", parameters: { value: 0.1 } },
    loss: "hinge",
    batch_size: null,
    l2: 0.5,
  };
  const runs = [{ optimizer: "sgd" }, { optimizer: "sgd", overrides: { activation: "tanh", batch_size: 1, hidden: [] } }];

  const spec = specOf({ problem, runs }, ["a", "b"]);

  assert.equal(spec.kind, "network");
  assert.deepEqual(requestOf(spec, ["a", "b"]).problem, {
    kind: "network",
    dataset: { name: "circles", parameters: {} },
    test_fraction: 0.3,
    hidden: [4],
    activation: { name: "relu", parameters: {} },
    initializer: { name: "constant", parameters: { value: 0.1 } },
    scale: 1,
    loss: { name: "hinge", parameters: {} },
    batch_size: null,
    l1: 0,
    l2: 0.5,
    dropout: 0,
  });
  assert.equal("overrides" in requestOf(spec, ["a"]).runs[0], false);
  assert.deepEqual(requestOf(spec, ["b"]).runs[0].overrides, {
    activation: { name: "tanh", parameters: {} },
    batch_size: 1,
    hidden: [],
  });
});

test("data of one's own come back, points and tables", () => {
  const points = { name: "own", points: [[0, 1, 0], [1, 0, 1]] };
  const table = { name: "own", csv: "a,b\n1,2\n", target: "b", inputs: ["a"] };

  for (const dataset of [points, table]) {
    const spec = specOf({ problem: { kind: "network", dataset }, runs: [{ optimizer: "sgd" }] }, ["a"]);
    assert.deepEqual(requestOf(spec, ["a"]).problem.dataset, dataset);
  }
});
