import assert from "node:assert/strict";
import { test } from "node:test";

import { figuresOf, turn } from "../../../static/js/step/figures.js";

/** @param {object} [changed] @returns {any} */
const step = (changed) => ({
  coordinates: ["x", "y"],
  point: { before: [-1.2, 1], after: [-1, 1.25] },
  gradient: { true: [-215.6, -88], used: [-215.6, -88] },
  effective_rate: [null, null],
  change: [0.2, 0.25],
  rate: 0.01,
  value: 24.2,
  ...changed,
});

/** @param {any} opened @param {number | null} [next] */
const named = (opened, next = null) => ({ name: "Adam", opened, next });

test("one racer has a column for each coordinate", () => {
  const { columns, rows } = figuresOf([named(step(), 12.5)], ["f", "value"]);
  assert.deepEqual(columns, ["x", "y"]);
  assert.deepEqual(rows.map(({ name }) => name), ["before", "gradient", "change", "after", "learning rate", "value"]);
  assert.deepEqual(rows[1].cells, ["−215.6", "−88"]);
  assert.deepEqual(rows[5], { symbol: "f", name: "value", coordinate: "", wide: true, cells: ["24.2 → 12.5"] });
});

test("the gradient that was used stands beside the true one only where it is another", () => {
  const noisy = step({ gradient: { true: [1, 2], used: [1.5, 2] } });
  const { rows } = figuresOf([named(noisy)], ["f", "value"]);
  assert.deepEqual(rows[1].name, "true gradient");
  assert.deepEqual(rows[2], { symbol: "g̃", name: "gradient used", coordinate: "", wide: false, cells: ["1.5", "2"] });
});

test("effective rates are said where a rule has them, with a dash where one does not apply", () => {
  const { rows } = figuresOf([named(step({ effective_rate: [0.5, null] }))], ["f", "value"]);
  assert.deepEqual(rows.find(({ symbol }) => symbol === "η_eff")?.cells, ["0.5", "–"]);
});

test("two racers have a column each and a row for each coordinate", () => {
  const other = { ...named(step({ effective_rate: [2, 3], value: 7 })), name: "SGD" };
  const { columns, rows } = figuresOf([named(step()), other], ["f", "value"]);
  assert.deepEqual(columns, ["Adam", "SGD"]);
  const rates = rows.filter(({ symbol }) => symbol === "η_eff");
  assert.deepEqual(rates.map(({ coordinate, cells }) => [coordinate, cells]), [["x", ["–", "2"]], ["y", ["–", "3"]]]);
  assert.deepEqual(rows[rows.length - 1].cells, ["24.2", "7"]);
});

test("a number and the next are written with as many digits as tell them apart", () => {
  assert.equal(turn(1, 2), "1 → 2");
  assert.equal(turn(1.0000001, 1.0000004), "1.0000001 → 1.0000004");
  assert.equal(turn(0.5, 0.5), "0.5 → 0.5");
  assert.equal(turn(1, null), "1 → –");
});

test("a single weight needs no letter of its coordinate", () => {
  const weight = step({ coordinates: ["w"], point: { before: [1], after: [2] }, effective_rate: [null], change: [1] });
  const { rows } = figuresOf([named(weight), named(weight)], ["L", "loss"]);
  assert.deepEqual(rows.map(({ coordinate }) => coordinate), rows.map(() => ""));
  assert.equal(rows[rows.length - 1].symbol, "L");
});
