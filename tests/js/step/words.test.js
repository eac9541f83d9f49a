import assert from "node:assert/strict";
import { test } from "node:test";

import { curvatureWords, endedWords, headWords, whenWords } from "../../../static/js/step/words.js";

/** @param {object} changed @returns {any} */
const curving = (changed) => ({ eigenvalues: [2, 100], product: 1.5, limit: 2, theorem: true, ...changed });

test("the move is named, and the one after the race is told apart", () => {
  assert.equal(headWords(3), "Step 3 → 4");
  assert.equal(whenWords(3, 10, false), "");
  assert.equal(whenWords(3, 10, true), "The race plays: pause to read.");
  assert.match(whenWords(10, 10, false), /would come next/);
});

test("a run that ended says which step was its last", () => {
  assert.match(endedWords("SGD", 14), /^SGD .* step 14/);
});

test("the curvature is told as a shape, by its signs", () => {
  assert.match(curvatureWords(curving({})), /a bowl \(λ = 100 and 2\)/);
  assert.match(curvatureWords(curving({ eigenvalues: [-5, -2] })), /a dome/);
  assert.match(curvatureWords(curving({ eigenvalues: [-5, 2] })), /a saddle/);
  assert.match(curvatureWords(curving({ eigenvalues: [0, 2] })), /flat/);
});

test("the product is set against its limit, which is a guide where there is no theorem", () => {
  assert.match(curvatureWords(curving({})), /is 1\.5, below the limit 2\.$/);
  assert.match(curvatureWords(curving({ product: 3 })), /is 3, above the limit 2\.$/);
  assert.match(curvatureWords(curving({ theorem: false })), /Effective rate .* below the limit 2, a guide: as if the rule went on to scale as it does now\.$/);
  assert.match(curvatureWords(curving({ limit: null })), /is 1\.5; nothing bounds it here\.$/);
});
