import assert from "node:assert/strict";
import { test } from "node:test";

import { splitNames } from "../../../static/js/network/decisions/split_name.js";

test("what tells a name from the others stands apart from what does not", () => {
  assert.deepEqual(splitNames(["Adam η 0.05", "Adam η 0.1", "Gradient descent"]), [
    ["Adam", "η 0.05"],
    ["Adam", "η 0.1"],
    ["", "Gradient descent"],
  ]);
  assert.deepEqual(splitNames(["Adam (textbook) #1", "Adam (textbook) #2", "Adam (PyTorch)"]), [
    ["Adam (textbook)", "#1"],
    ["Adam (textbook)", "#2"],
    ["Adam", "(PyTorch)"],
  ]);
  assert.deepEqual(splitNames(["Adam", "Adam η 0.1"]), [["Adam", ""], ["Adam", "η 0.1"]]);
  assert.deepEqual(splitNames(["Adam"]), [["", "Adam"]]);
});
