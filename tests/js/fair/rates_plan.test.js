import assert from "node:assert/strict";
import { test } from "node:test";

import {
  acrossRate, curveOf, downScore, lostFrom, nearest, nearestPoint, nextRate, placeOf, planned,
} from "../../../static/js/fair/rates_plan.js";

const swept = {
  hyperparameters: { lr: 0.1, beta: 0.9 },
  score: 1e-6,
  swept: {
    rate_name: "lr", rates: [0.001, 0.01, 0.1, 1], beta_name: "beta", betas: [0, 0.9, 0.99],
    scores: [[1, 0.1, null, null], [1, 0.01, 1e-6, null], [1, 1, 1, 1]],
  },
  at_edge: false,
  words: "",
};
const entrant = (lr, beta) => ({ racer: { id: "a", hyperparameters: { lr, beta } }, name: "A", look: {} });
const curve = curveOf(entrant(0.01, 0.9), swept, "set");
const plan = planned([curve], 400, 1);

test("the row is that of the momentum as set, of the best, or of one that was chosen", () => {
  assert.deepEqual(curve.scores, [1, 0.01, 1e-6, null]);
  assert.equal(curveOf(entrant(0.01, 0.985), swept, "set").beta, 0.99);
  assert.equal(curveOf(entrant(0.01, 0), swept, "best").beta, 0.9);
  assert.equal(curveOf(entrant(0.01, 0.9), swept, "0").beta, 0);
});

test("momenta are near by what they forget", () => {
  assert.equal(nearest([0.9, 0.99], 0.96), 0);
  assert.equal(nearest([0.9, 0.99], 0.97), 1);
  assert.equal(nearest([0, 0.5], 1), 1);
});

test("both axes are logarithmic", () => {
  const [a, b, c] = [0.001, 0.01, 0.1].map((rate) => acrossRate(plan, rate));
  assert.ok(Math.abs(b - a - (c - b)) < 1e-9);
  assert.equal(a, plan.left);
  assert.ok(downScore(plan, 1) < downScore(plan, 0.01));
  assert.equal(downScore(plan, 0), plan.rail);
});

test("a racer between two rates is between them on its curve", () => {
  const [left, right] = [placeOf(plan, curve, 0.01), placeOf(plan, curve, 0.1)];
  const between = placeOf(plan, curve, Math.sqrt(0.001));
  assert.ok(Math.abs(between[0] - (left[0] + right[0]) / 2) < 1e-6);
  assert.ok(Math.abs(between[1] - (left[1] + right[1]) / 2) < 1e-6);
  assert.equal(placeOf(plan, curve, 0.5), null);
  assert.equal(placeOf(plan, curve, 20), null);
});

test("what is lost begins behind the last rate that is not", () => {
  assert.equal(lostFrom(curve), 1);
  assert.equal(lostFrom(curveOf(entrant(1, 0.99), swept, "set")), null);
});

test("the arrow keys go to the next rate that works", () => {
  assert.equal(nextRate(curve, 1), 0.1);
  assert.equal(nextRate(curve, -1), 0.001);
  assert.equal(nextRate({ ...curve, current: 0.1 }, 1), undefined);
  assert.equal(nextRate({ ...curve, current: 0.05 }, -1), 0.01);
});

test("a point is found within reach alone", () => {
  const [x, y] = placeOf(plan, curve, 0.1);
  assert.equal(nearestPoint(plan, x + 3, y - 3, 20)?.at, 2);
  assert.equal(nearestPoint(plan, x, y - 100, 20), null);
});
