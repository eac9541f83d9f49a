import assert from "node:assert/strict";
import { test } from "node:test";

import { RESTART, stretched, waitBefore } from "../../../static/js/link/comeback.js";

const CLASS = 300; // clients
const LATEST = 15; // seconds until all are back
const CROWD = 100; // connects in one second

/** Numbers from 0 to 1, the same ones each time. */
function dice(seed = 1) {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

/** The seconds at which a class is back that lost its server, which is gone for a while. */
function comebacks(/** @type {number} */ gone, code = 0) {
  const random = dice(7 + gone);
  return Array.from({ length: CLASS }, () => {
    let time = 0;
    for (let attempt = 0; attempt === 0 || time < gone; attempt += 1) {
      time += waitBefore(attempt, attempt ? 0 : code, random) / 1000;
    }
    return time;
  }).toSorted((a, b) => a - b);
}

test("a wait is anything up to a bound that grows from half a second to ten", () => {
  const longest = [0, 1, 2, 3, 9].map((attempt) => waitBefore(attempt, 1006, () => 1));
  assert.deepEqual(longest, [500, 2000, 8000, 10_000, 10_000]);
  assert.equal(waitBefore(3, 1006, () => 0), 0);
});

test("a class that a restart sent away is back soon, and never all in one second", () => {
  for (const gone of [0, 1, 2, 3, 5]) {
    const times = comebacks(gone, RESTART);
    assert.ok(times[CLASS - 1] <= gone + LATEST, `${gone} s: the last is back after ${times[CLASS - 1]} s`);
    for (const [place, time] of times.entries()) {
      const within = times.slice(place).filter((other) => other < time + 1).length;
      assert.ok(within <= CROWD, `${gone} s: ${within} come within the second from ${time}`);
    }
  }
});

test("what the server asks to wait is stretched and never shortened", () => {
  assert.equal(stretched(4, () => 0), 4000);
  assert.equal(stretched(4, () => 1), 6000);
});
