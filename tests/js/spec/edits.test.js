import assert from "node:assert/strict";
import { test } from "node:test";

import { initialSpec } from "../../../static/js/spec/first.js";
import * as problem from "../../../static/js/spec/problem.js";
import * as racers from "../../../static/js/spec/racers.js";
import * as rates from "../../../static/js/spec/rates.js";
import { requestOf } from "../../../static/js/spec/request.js";
import { catalog } from "../menu.js";

const edit = { initialSpec, requestOf, ...problem, ...racers, ...rates };
const first = edit.initialSpec(catalog);
const racer = (spec, id) => spec.racers.find((candidate) => candidate.id === id);

test("the first race is four rules on Rosenbrock at the rates that work there", () => {
  assert.equal(first.surface, "rosenbrock");
  assert.deepEqual(first.start, [-1.2, 1]);
  assert.deepEqual(first.racers.map((r) => r.optimizer), ["sgd", "momentum", "rmsprop", "adam"]);
  assert.deepEqual(first.racers.map((r) => r.hyperparameters.lr), [0.001, 0.002, 0.001, 0.03]);
  assert.deepEqual(first.racers.map((r) => r.look), [0, 1, 2, 3]);
  assert.deepEqual(first.racers.map((r) => r.id), ["r1", "r2", "r3", "r4"]);
});

test("no edit changes the spec it was given", () => {
  const frozen = structuredClone(first);
  edit.withHyperparameter(first, "r1", "lr", 1);
  edit.withSurface(catalog, first, "ravine");
  edit.withOptimizer(catalog, first, "r1", "adadelta");
  edit.removeRacer(first, "r1");
  assert.deepEqual(first, frozen);
});

test("another surface brings its start, its defaults and the rates that work there", () => {
  const next = edit.withSurface(catalog, edit.withHyperparameter(first, "r4", "lr", 0.5), "ravine");
  assert.deepEqual(next.start, [-1.7, -0.3]);
  assert.deepEqual(next.parameters, { condition: 50 });
  assert.equal(racer(next, "r1").hyperparameters.lr, 0.035);
  assert.equal(racer(next, "r4").hyperparameters.lr, 0.5);
});

test("another convention brings its defaults, and keeps what the person set", () => {
  const moved = edit.withHyperparameter(first, "r3", "eps", 1e-3);
  const next = racer(edit.withConvention(catalog, moved, "r3", "pytorch"), "r3");
  assert.deepEqual(next.hyperparameters, { lr: 0.01, beta: 0.99, eps: 1e-3 });
});

test("another rule keeps the convention, and only numbers that mean the same", () => {
  let spec = edit.withConvention(catalog, first, "r2", "pytorch");
  assert.equal(racer(spec, "r2").hyperparameters.lr, 0.0005);
  spec = edit.withHyperparameter(spec, "r2", "beta", 0.5);
  const next = racer(edit.withOptimizer(catalog, spec, "r2", "rmsprop"), "r2");
  assert.equal(next.convention, "pytorch");
  assert.equal(next.hyperparameters.beta, 0.99);
});

test("textbook Adadelta is asked for without a learning rate", () => {
  const spec = edit.withOptimizer(catalog, first, "r1", "adadelta");
  assert.deepEqual(edit.requestOf(spec, ["r1"]).runs[0].hyperparameters, { beta: 0.95, eps: 1e-6 });
  assert.equal(edit.goodRate(catalog, spec, racer(spec, "r1")), null);
});

test("a new racer takes the rule that races least, a free look and an id of its own", () => {
  const spec = edit.addRacer(catalog, edit.removeRacer(first, "r2"));
  const added = spec.racers.at(-1);
  assert.deepEqual([added.id, added.optimizer, added.look], ["r5", "momentum", 1]);
  assert.equal(edit.addRacer(catalog, first).racers.at(-1).optimizer, "adadelta");
});

test("there are never more racers than allowed, and never none", () => {
  let spec = first;
  for (let count = 0; count < 9; count += 1) spec = edit.addRacer(catalog, spec);
  assert.equal(spec.racers.length, 6);
  assert.equal(edit.duplicateRacer(catalog, spec, "r1"), spec);
  for (const { id } of spec.racers) spec = edit.removeRacer(spec, id);
  assert.equal(spec.racers.length, 1);
});

test("a twin stands below the first and repeats what was changed while it ran", () => {
  const change = { step: 9, racer: "r1", hyperparameters: { lr: 0.1 } };
  const spec = edit.duplicateRacer(catalog, { ...first, changes: [change] }, "r1");
  assert.deepEqual(spec.racers.map((r) => r.id), ["r1", "r5", "r2", "r3", "r4"]);
  assert.deepEqual(spec.changes, [change, { ...change, racer: "r5" }]);
});

test("another rule drops what was changed while the old one ran, and only that", () => {
  const changes = ["r1", "r2"].map((id) => ({ step: 9, racer: id, hyperparameters: { lr: 0.1 } }));
  const spec = { ...first, changes };
  for (const next of [
    edit.withOptimizer(catalog, spec, "r1", "adam"),
    edit.removeRacer(spec, "r1"),
  ]) assert.deepEqual(next.changes, [changes[1]]);
  for (const next of [
    edit.withHyperparameter(spec, "r1", "lr", 0.2),
    edit.withSchedule(catalog, spec, "r1", "exponential"),
  ]) assert.deepEqual(next.changes, changes);
  assert.deepEqual(edit.withSteps(spec, 8).changes, []);
  assert.deepEqual(edit.withGoodRates(catalog, spec).changes, []);
});

test("the request numbers changes by the place of their run", () => {
  const spec = { ...first, changes: [{ step: 9, racer: "r3", hyperparameters: { lr: 0.1 } }] };
  const request = edit.requestOf(spec, ["r4", "r3"]);
  assert.deepEqual(request.changes, [{ step: 9, run: 1, hyperparameters: { lr: 0.1 } }]);
  assert.deepEqual(request.runs.map((run) => run.optimizer), ["adam", "rmsprop"]);
  assert.deepEqual(edit.requestOf(spec, ["r1"]).changes, []);
});

test("a schedule starts at its defaults and its sliders move", () => {
  const spec = edit.withSchedule(catalog, first, "r1", "exponential");
  assert.deepEqual(racer(spec, "r1").schedule, { name: "exponential", parameters: { decay: 0.005 } });
  const next = edit.withScheduleParameter(spec, "r1", "decay", 0.1);
  assert.equal(racer(next, "r1").schedule.parameters.decay, 0.1);
});

test("showing one racer alone reveals it, and hiding it shows the others again", () => {
  const hidden = edit.toggleHidden(first, "r2");
  const alone = edit.toggleSolo(hidden, "r2");
  assert.equal(alone.solo, "r2");
  assert.equal(racer(alone, "r2").hidden, false);
  assert.equal(edit.toggleSolo(alone, "r2").solo, null);
  assert.equal(edit.toggleHidden(alone, "r2").solo, null);
});

test("a schedule that ends with the race goes on ending with it", () => {
  const total = (/** @type {any} */ spec) => racer(spec, "r1").schedule.parameters.total;
  const longer = edit.withSteps(first, 800);
  const spec = edit.withSchedule(catalog, longer, "r1", "cosine");
  assert.equal(total(spec), 800);
  assert.equal(total(edit.withSteps(spec, 200)), 200);
  const own = edit.withScheduleParameter(spec, "r1", "total", 300);
  assert.equal(total(edit.withSteps(own, 200)), 300);
  const dragged = edit.withSteps(edit.withSteps(own, 300, new Set()), 200, new Set());
  assert.equal(total(dragged), 300);
});
