import assert from "node:assert/strict";
import { test } from "node:test";

import {
  commonRate, isSweepable, middleRate, settingsKey, sweepKey, withCommonRate, withSettings,
} from "../../../static/js/fair/settings.js";
import { fairWords } from "../../../static/js/controls/fair_line.js";
import { initialSpec } from "../../../static/js/spec/first.js";
import { withAdded, withHyperparameter } from "../../../static/js/spec/racers.js";
import { catalog } from "../menu.js";

const first = initialSpec(catalog);
const spec = withAdded(catalog, { ...first, racers: [] }, "momentum");
const [racer] = spec.racers;
const change = { step: 3, racer: racer.id, hyperparameters: { lr: 1 } };

test("a sweep does not depend on what it finds, but on all else", () => {
  const key = sweepKey(spec, racer.id);
  for (const name of ["lr", "beta"]) {
    assert.equal(sweepKey(withHyperparameter(spec, racer.id, name, 0.123), racer.id), key);
  }
  for (const other of [{ steps: 7 }, { start: [0, 0] }, { noise: 1 }, { parameters: { a: 1 } }]) {
    assert.notEqual(sweepKey({ ...spec, ...other }, racer.id), key);
  }
});

test("the seed counts only where there is luck", () => {
  assert.equal(sweepKey({ ...spec, seed: 9 }, racer.id), sweepKey(spec, racer.id));
  const noisy = { ...spec, noise: 0.5 };
  assert.notEqual(sweepKey({ ...noisy, seed: 9 }, racer.id), sweepKey(noisy, racer.id));
});

test("a rule without a rate has its eps swept, so the sweep does not depend on that", () => {
  const slow = withAdded(catalog, spec, "adadelta");
  const { id } = slow.racers[1];
  assert.equal(sweepKey(withHyperparameter(slow, id, "eps", 0.1), id), sweepKey(slow, id));
});

test("a racer that was steered or has branched is not swept", () => {
  assert.equal(isSweepable(spec, racer), true);
  assert.equal(isSweepable({ ...spec, changes: [change] }, racer), false);
  assert.equal(isSweepable(spec, { ...racer, branch: 3 }), false);
});

test("one rate for all leaves rules without one alone", () => {
  const mixed = withAdded(catalog, withAdded(catalog, spec, "adadelta"), "sgd");
  const same = withCommonRate(mixed, 0.125);
  assert.deepEqual(same.racers.map(({ hyperparameters }) => hyperparameters.lr), [0.125, undefined, 0.125]);
  assert.deepEqual(same.racers[1], mixed.racers[1]);
  assert.equal(commonRate(same), 0.125);
  assert.equal(commonRate(mixed), null);
  assert.equal(middleRate(mixed), 0.002);
});

test("settings are written for those that have them", () => {
  const mixed = withAdded(catalog, spec, "sgd");
  const settings = new Map([[racer.id, { lr: 1, beta: 0.5 }]]);
  const written = withSettings(mixed, settings);
  assert.deepEqual(written.racers[0].hyperparameters, { lr: 1, beta: 0.5 });
  assert.equal(written.racers[1], mixed.racers[1]);
});

test("what is looked at changes no settings", () => {
  const hidden = { ...spec, racers: [{ ...racer, hidden: true, look: 5 }], solo: racer.id };
  assert.equal(settingsKey(hidden), settingsKey(spec));
  assert.notEqual(settingsKey(withHyperparameter(spec, racer.id, "beta", 0.1)), settingsKey(spec));
});

test("the line says what is equal and how rates were chosen", () => {
  const view = /** @type {const} */ ({ fair: "own", cloud: 0, budget: "steps" });
  assert.deepEqual(fairWords(spec, view), [`Same start (−1.2, 1), ${spec.steps} steps`, "rates as set"]);
  const noisy = { ...spec, noise: 1, seed: 4 };
  const [equal, chosen] = fairWords(noisy, { fair: "best", cloud: 64, budget: "evaluations" });
  assert.match(equal, /noise with seed 4/);
  assert.equal(chosen, "each at its best, 64 seeds");
  assert.equal(fairWords(spec, { ...view, cloud: 64 })[1], "rates as set"); // without noise all seeds are one
  const own = { ...spec, kind: "network", racers: [{ ...racer, overrides: { dropout: 0.5 } }] };
  assert.match(fairWords(own, view)[0], /networks as set, \d+ steps/);
  assert.match(fairWords(own, { ...view, budget: "evaluations" })[0], /read at equal examples/);
});
