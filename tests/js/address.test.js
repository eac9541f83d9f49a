import assert from "node:assert/strict";
import { test } from "node:test";

import { isOfNetwork, read, written } from "../../static/js/address/state.js";
import { initialNetwork } from "../../static/js/spec/first.js";
import { catalog as menu } from "./menu.js";

const numbers = (/** @type {Record<string, number>} */ defaults) => defaults;
const catalog = /** @type {any} */ ({
  surfaces: [
    { name: "ravine", label: "Ravine", parameters: [{ name: "condition" }] },
    { name: "rosenbrock", label: "Rosenbrock", parameters: [] },
  ],
  optimizers: [
    {
      name: "adam",
      label: "Adam",
      conventions: [{ name: "keras", defaults: numbers({ lr: 0.001, beta1: 0.9, eps: 1e-7 }) }],
    },
  ],
  schedules: [
    { name: "constant", label: "Constant", parameters: [] },
    { name: "exponential", label: "Exponential", parameters: [{ name: "decay" }] },
  ],
});
const usual = { reading: "race", opened: [], parameter: null, fair: "own", budget: "steps", cloud: 0 };
const view = /** @type {any} */ ({ ...usual, tab: "3d", threshold: 1e-4 });
const spec = {
  kind: /** @type {const} */ ("surface"),
  network: initialNetwork(),
  surface: "ravine",
  parameters: { condition: 50 },
  start: /** @type {[number, number]} */ ([-1.2, 1e-7]),
  noise: 0.5,
  steps: 700,
  seed: 3,
  racers: [
    {
      id: "r1",
      optimizer: "adam",
      convention: "keras",
      hyperparameters: { lr: 0.03, beta1: 0.9, eps: 1e-7 },
      schedule: { name: "exponential", parameters: { decay: 0.01 } },
      look: 5,
      hidden: true,
    },
  ],
  solo: "r1",
  changes: [{ step: 120, racer: "r1", hyperparameters: { lr: 0.003 } }],
};

test("what is written is read back the same", () => {
  const found = read(written(spec, 42, view), catalog);
  assert.deepEqual(
    [found.spec, found.step, found.view.tab, found.view.threshold, found.problems],
    [spec, 42, "3d", 1e-4, []],
  );
});

const turned = {
  ...spec,
  racers: [...spec.racers, { ...spec.racers[0], id: "r2", look: 6, hidden: false, branch: 90 }],
  changes: [
    { step: 90, racer: "r2", optimizer: "adam", convention: "keras", hyperparameters: { lr: 0.01, beta1: 0.5, eps: 1e-7 } },
    ...spec.changes,
  ],
};

test("a branch and the rule that it turned to come back", () => {
  const fragment = written(turned, 90, view);
  assert.match(fragment, /;branch=90&/);
  assert.match(fragment, /&change=r2\.90\.adam\.keras\(lr:0\.01,beta1:0\.5,eps:1e-7\)&change=r1\.120\(lr:0\.003\)/);
  const found = read(fragment, catalog);
  assert.deepEqual([found.spec, found.problems], [turned, []]);
});

test("a rule in a change may leave out its convention and its numbers", () => {
  const found = read(written(spec, 1, view).replace("change=r1.120(lr:0.003)", "change=r1.120.adam(lr:1)"), catalog);
  assert.deepEqual(found.spec?.changes, [
    { step: 120, racer: "r1", optimizer: "adam", convention: "keras", hyperparameters: { lr: 1, beta1: 0.9, eps: 1e-7 } },
  ]);
});

for (const [change, words] of [
  ["r1.120.adamm.keras(lr:1)", /unknown rule, “adamm\.keras”/],
  ["r1.120.adam.optax", /unknown rule, “adam\.optax”/],
  ["r1.120.adam.keras(beta:1)", /Adam has no number “beta”/],
  ["r1.120(beta:1)", /Racer “r1” has no number “beta”/],
  ["r9.120.adam.keras", /not in it, “r9”/],
]) {
  test(`a change that cannot be read says why: ${words}`, () => {
    const found = read(written(spec, 1, view).replace("change=r1.120(lr:0.003)", `change=${change}`), catalog);
    assert.equal(found.spec, null);
    assert.match(found.problems.join(" "), /** @type {RegExp} */ (words));
  });
}

test("numbers of a change are those of the rule that is followed by then", () => {
  const rest = written(trainedBy("adam.textbook"), 1, view);
  const changes = (/** @type {string[]} */ ...all) => read(`${rest}${all.map((each) => `&change=${each}`).join("")}`, menu);
  assert.deepEqual(changes("r1.50(beta:0.5)", "r1.20.momentum.textbook").problems, []);
  assert.match(changes("r1.50(beta1:0.5)", "r1.20.momentum.textbook").problems.join(), /no number “beta1”/);
});

/** A race of one racer on the first surface of the usual menu. @param {string} rule */
function trainedBy(rule) {
  const found = read(`v=1&surface=rosenbrock&start=0,0&noise=0&steps=99&seed=0&racer=r1.${rule}`, menu).spec;
  assert.ok(found);
  return found;
}

const entry = (/** @type {string} */ name, /** @type {string[]} */ ...numbers) => ({
  name, label: name, parameters: numbers.map((number) => ({ name: number })),
});
const networks = /** @type {any} */ ({
  datasets: [entry("moons", "samples", "noise")],
  activations: [entry("tanh"), entry("relu"), entry("elu", "alpha")],
  initializers: [entry("xavier_uniform"), entry("he_normal"), entry("constant", "value")],
  losses: [entry("mse")],
});
const first = { ...menu, networks };

/** A spec of a network, as far as it differs from the first one. */
const trained = (/** @type {any} */ network, /** @type {any} */ racer = {}) => {
  const start = read("v=1&problem=network&data=moons&test=0.3&steps=9&seed=0&racer=r1.adam.textbook", first).spec;
  assert.ok(start);
  return {
    ...start,
    network: { ...initialNetwork(), ...network },
    racers: start.racers.map((each) => ({ ...each, ...racer })),
  };
};
const networkView = /** @type {any} */ ({
  ...usual, networkTab: "weights", across: "epochs", chosen: "r1", features: ["a,b", "c=d"], lossThreshold: 0.1,
});

for (const [what, network, racer] of [
  ["the first one", {}, {}],
  ["all that can be set", {
    dataset: { name: "moons", parameters: { samples: 200, noise: 0.1 } },
    test_fraction: 0.5, hidden: [4, 3], activation: { name: "elu", parameters: { alpha: 2 } },
    initializer: { name: "constant", parameters: { value: 0.5 } }, scale: 2,
    loss: { name: "mse", parameters: {} }, batch_size: null, l1: 1e-4, l2: 0.5, dropout: 0.25,
  }, { overrides: { batch_size: null, hidden: [], activation: { name: "relu", parameters: {} } } }],
  ["a table", { dataset: { name: "own", parameters: {}, own: { csv: "a,b;=&%\n1,“ü”\n", target: "b=", inputs: ["a,&"] } } }, {}],
  ["points", { dataset: { name: "own", parameters: {}, own: { points: [[0.25, -1, 0], [3, 4, 1]] } } }, {}],
]) {
  test(`a network comes back as it was written: ${what}`, () => {
    const wanted = trained(network, racer);
    const fragment = written(wanted, 7, networkView);
    const found = read(fragment, first);
    assert.ok(isOfNetwork(fragment));
    assert.deepEqual([found.spec, found.step, found.problems], [wanted, 7, []]);
    const { networkTab, across, chosen, features, lossThreshold } = found.view;
    assert.deepEqual({ ...usual, networkTab, across, chosen, features, lossThreshold }, networkView);
  });
}

test("what is read off the race comes back", () => {
  const { reading, opened, parameter, fair, budget, cloud } = {
    reading: "step", opened: ["r1", "r2"], parameter: 17, fair: "best", budget: "evaluations", cloud: 64,
  };
  const wanted = /** @type {any} */ ({ reading, opened, parameter, fair, budget, cloud });
  const found = read(written(spec, 1, { ...view, ...wanted }), catalog);
  assert.deepEqual({ ...found.view, ...wanted }, found.view);
  const none = read(written(spec, 1, view), catalog).view;
  assert.deepEqual({ ...none, ...usual }, none);
  const odd = read(`${written(spec, 1, view)}&cloud=7&reading=tea&parameter=-2`, catalog).view;
  assert.deepEqual({ ...odd, ...usual }, odd);
});

for (const [broken, words] of [
  ["data=stars", /unknown data set, “stars”/],
  ["activation=step", /unknown activation, “step”/],
  ["activation=elu(beta:1)", /elu has no number “beta”/],
  ["hidden=8,many", /hidden layers are “8,many”/],
  ["batch=some", /batch is “some”, which is no number/],
  ["data=own", /own data cannot be read/],
  ["data=own&points=1,2", /own data cannot be read/],
]) {
  test(`a network that cannot be read says why: ${words}`, () => {
    const rest = "v=1&problem=network&test=0.3&steps=9&seed=0&racer=r1.adam.textbook";
    const found = read(`${rest}&${broken}`, first);
    assert.equal(found.spec, null);
    assert.match(found.problems.join(" "), /** @type {RegExp} */ (words));
  });
}

test("an address is readable", () => {
  const text = written(spec, 42, view);
  assert.match(text, /^v=1&surface=ravine\(condition:50\)&start=-1.2,1e-7&/);
  assert.match(text, /racer=r1\.adam\.keras\(lr:0\.03,.*\);schedule=exponential\(decay:0\.01\);look=5/);
});

test("an empty address is no link, and nobody is told off", () => {
  assert.deepEqual(read("", catalog).problems, []);
  assert.equal(read("", catalog).spec, null);
});

for (const [broken, words] of [
  [written(spec, 1, view).replace("ravine", "ravin"), /unknown surface, “ravin”/],
  [written(spec, 1, view).replace("adam.keras", "adam.caffe"), /unknown rule, “adam\.caffe”/],
  [written(spec, 1, view).replace("lr:0.03", "lr:fast"), /“lr:fast”, which is no number/],
  [written(spec, 1, view).replace("steps=700", "steps=many"), /steps is “many”/],
  [written(spec, 1, view).replace("v=1", "v=9"), /version 9/],
  [written(spec, 1, view).replace("condition:50", "tilt:50"), /Ravine has no number “tilt”/],
  [written(spec, 1, view).replace("beta1:0.9", "nesterov:1"), /Adam has no number “nesterov”/],
  [written(spec, 1, view).replace("decay:0.01", "often:2"), /Exponential has no number “often”/],
  [written(spec, 1, view).replace("r1.120(lr", "r1.120(tilt"), /Racer “r1” has no number “tilt”/],
  [written(spec, 1, view).replace("r1.120", "r7.120"), /a racer that is not in it, “r7”/],
  [`${written(spec, 1, view)}&racer=r1.adam.keras`, /two racers called “r1”/],
  [written(spec, 1, view).replace("step=1", "step=soon"), /step is “soon”/],
  ["v=1", /no racers/],
]) {
  test(`a link that cannot be read says why: ${words}`, () => {
    const found = read(/** @type {string} */ (broken), catalog);
    assert.equal(found.spec, null);
    assert.match(found.problems.join(" "), /** @type {RegExp} */ (words));
  });
}

test("numbers out of bounds are left to the server, which has the limits", () => {
  const found = read(written(spec, 1, view).replace("steps=700", "steps=99999"), catalog);
  assert.equal(found.spec?.steps, 99999);
});
