import assert from "node:assert/strict";
import { test } from "node:test";

import { refusalsOf } from "../../../static/js/link/refusals.js";

test("a change that is refused is told at the racer that it was made for", () => {
  const detail = [
    { loc: ["changes", 1, "hyperparameters", "lr"], msg: "too large" },
    { loc: ["changes", 0, "convention"], msg: "unknown" },
    { loc: ["changes"], msg: "too many" },
    { loc: ["runs", 0, "hyperparameters", "beta"], msg: "too small" },
  ];
  assert.deepEqual([...refusalsOf(detail, ["r4", "r5"], false, [{ run: 1 }, { run: 0 }])], [
    ["racers.r4.lr", "too large"],
    ["racers.r5.convention", "unknown"],
    ["changes", "too many"],
    ["racers.r4.beta", "too small"],
  ]);
});
