import assert from "node:assert/strict";
import { test } from "node:test";

import { openedIds, withChosen, withSecond } from "../../../static/js/step/opened.js";

test("the first on show is open until somebody is chosen", () => {
  assert.deepEqual(openedIds(["a", "b"], []), ["a"]);
  assert.deepEqual(openedIds(["a", "b"], ["b"]), ["b"]);
  assert.deepEqual(openedIds([], []), []);
});

test("who is no longer on show is not open, and never more than two are", () => {
  assert.deepEqual(openedIds(["a", "b", "c"], ["x", "b"]), ["b"]);
  assert.deepEqual(openedIds(["a", "b"], ["x"]), ["a"]);
  assert.deepEqual(openedIds(["a", "b", "c"], ["c", "b", "a"]), ["c", "b"]);
});

test("of two the first stays while others are chosen", () => {
  assert.deepEqual(withChosen(["a"], "b"), ["b"]);
  assert.deepEqual(withChosen(["a", "b"], "c"), ["a", "c"]);
  assert.deepEqual(withChosen(["a", "b"], "a"), ["a", "b"]);
});

test("a second is the next on show, and goes again", () => {
  assert.deepEqual(withSecond(["a", "b", "c"], ["b"]), ["b", "c"]);
  assert.deepEqual(withSecond(["a", "b", "c"], ["c"]), ["c", "a"]);
  assert.deepEqual(withSecond(["a", "b"], ["b", "a"]), ["b"]);
  assert.deepEqual(withSecond(["a"], ["a"]), ["a"]);
});
