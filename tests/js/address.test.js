import assert from "node:assert/strict";
import { test } from "node:test";

import { read, written } from "../../static/js/address.js";

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
const view = /** @type {any} */ ({ tab: "3d", threshold: 1e-4 });
const spec = {
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
  assert.deepEqual(found, { spec, step: 42, tab: "3d", threshold: 1e-4, problems: [] });
});

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
