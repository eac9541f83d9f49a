import assert from "node:assert/strict";
import { test } from "node:test";

import { verdict } from "../../../static/js/plots/sentences.js";

/** @param {string} name @param {number[]} gaps @param {string | null} [status] */
const racer = (name, gaps, status = "finished") => /** @type {any} */ ({
  name,
  lane: { length: gaps.length, gap: gaps, lowest: 0, outcome: status && { status, steps: gaps.length - 1 } },
});

test("the verdict names who was first at the threshold, and when", () => {
  const race = [racer("a", [9, 4, 0.5]), racer("b", [9, 0.5, 0.7])];
  assert.equal(verdict(race, 1, 2), "b was first at f − f* ≤ 1: step 1");
});

test("the verdict names who ends lowest where nobody came as far", () => {
  const race = [racer("a", [9, 4, 3]), racer("b", [9], "diverged"), racer("c", [9, 2, 5])];
  assert.equal(verdict(race, 1, 2), "a ends lowest: f − f* = 3; 1 of 3 diverged");
});

test("the verdict names nobody where all end level", () => {
  const level = [racer("a", [9, 4, 3]), racer("b", [9, 2, 3.001])];
  assert.equal(verdict(level, 1, 2), "All end level: f − f* = 3");
});

test("the verdict says when all diverged, and waits for all to end", () => {
  assert.equal(verdict([racer("a", [9], "diverged"), racer("b", [9], "diverged")], 1, 2), "All diverged");
  assert.equal(verdict([racer("a", [9], "diverged")], 1, 2), "a diverged");
  assert.equal(verdict([racer("a", [9, 4, 3]), racer("b", [9, 4], null)], 1, 2), "");
  assert.equal(verdict([], 1, 2), "");
});
