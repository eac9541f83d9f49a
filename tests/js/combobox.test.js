import assert from "node:assert/strict";
import { test } from "node:test";

import { matching } from "../../static/js/controls/combobox.js";

const menu = [
  ["Rosenbrock", "A curved valley."],
  ["Three-hump camel", "Three hollows in a row."],
  ["Six-hump camel", "Six hollows in pairs."],
  ["Goldstein–Price", "Walls a hundred thousand times higher than the hollows."],
  ["Ravine", "A straight ravine."],
  ["Adam", "Divide by the recent size."],
  ["Nadam", "Adam that looks ahead."],
].map(([label, summary]) => ({ name: label, label, summary }));

const found = (typed) => matching(menu, typed).map(({ label }) => label);

test("a label that begins with what is typed comes first", () => {
  assert.deepEqual(found("r").slice(0, 2), ["Rosenbrock", "Ravine"]);
  assert.deepEqual(found("ADAM"), ["Adam", "Nadam"]);
});

test("a later word and the sentence about an entry are searched too", () => {
  assert.deepEqual(found("camel"), ["Three-hump camel", "Six-hump camel"]);
  assert.deepEqual(found("valley"), ["Rosenbrock"]);
});

test("dashes and spaces need not be typed as they are written", () => {
  assert.deepEqual(found("goldstein price"), ["Goldstein–Price"]);
  assert.deepEqual(found("six hump"), ["Six-hump camel"]);
  assert.deepEqual(found("sixhump"), ["Six-hump camel"]);
});

test("nothing typed offers everything, and nonsense nothing", () => {
  assert.equal(found(" ").length, menu.length);
  assert.deepEqual(found("zzz"), []);
});
