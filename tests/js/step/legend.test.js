import assert from "node:assert/strict";
import { test } from "node:test";

import { factorWords } from "../../../static/js/step/legend.js";

/** @param {string} kind @param {number} factor @returns {any} */
const arrow = (kind, factor) => ({ kind, factor });

test("the legend says by how much each arrow is stretched", () => {
  const all = [arrow("move", 1), arrow("momentum", 20), arrow("gradient", 0.02)];
  assert.equal(factorWords(all), "−g × 0.02 · m × 20 · Δ true length");
});

test("what has no arrow is said, but for a memory that a rule does not have", () => {
  assert.equal(factorWords([arrow("gradient", 2)]), "−g × 2 · Δ: none");
  assert.equal(factorWords(null), "outside of the map");
});
