import assert from "node:assert/strict";
import { test } from "node:test";

import { numberFrom } from "../../static/js/controls/number_text.js";
import {
  TRACK, labelledTicks, positionOf, snapped, stepped, valueAt,
} from "../../static/js/controls/scale.js";

const shared = { integer: false, ticks: [], label: "", minimum: 0, maximum: 0 };
const rate = {
  ...shared, label: "learning rate", scale: "log", track: [1e-6, 10], minimum: 1e-8, maximum: 10,
  ticks: [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1, 10],
};
const beta = {
  ...shared, scale: "one_minus_log", track: [0, 0.9999], maximum: 0.9999,
  ticks: [0, 0.5, 0.9, 0.99, 0.999, 0.9999],
};
const eps = {
  ...shared, scale: "log", track: [1e-16, 1], minimum: 1e-16, maximum: 10, zero: true,
  ticks: [1e-16, 1e-12, 1e-8, 1e-4, 1],
};
const angle = { ...shared, scale: "linear", track: [0, 90], maximum: 90, ticks: [0, 45, 90] };
const steps = { ...shared, scale: "log", track: [10, 10_000], minimum: 1, maximum: 10_000, integer: true };
const all = { rate, beta, eps, angle, steps };

for (const [name, scale] of Object.entries(all)) {
  test(`a ${name}'s value comes back from its position`, () => {
    for (let position = 0; position <= TRACK; position += 1) {
      const value = valueAt(scale, position);
      assert.equal(valueAt(scale, positionOf(scale, value)), value, `at ${position}`);
    }
  });

  test(`a ${name} never falls along its track, and its ends are exact`, () => {
    const values = Array.from({ length: TRACK + 1 }, (_, position) => valueAt(scale, position));
    assert.deepEqual(values, values.toSorted((a, b) => a - b));
    assert.equal(values[0], scale.zero ? 0 : scale.track[0]);
    assert.equal(values[TRACK], scale.track[1]);
  });

  test(`arrow keys walk a ${name} from end to end, over every tick and back`, () => {
    const least = scale.zero ? 0 : scale.track[0];
    let value = least;
    const seen = new Set([value]);
    for (let press = 0; press < 3000 && value < scale.track[1]; press += 1) {
      value = stepped(scale, value, 1, scale.ticks);
      seen.add(value);
    }
    assert.equal(value, scale.track[1]);
    for (const tick of scale.ticks) assert.ok(seen.has(tick), `${tick} was passed over`);
    for (let press = 0; press < 3000 && value > least; press += 1) {
      value = stepped(scale, value, -1, scale.ticks);
    }
    assert.equal(value, least);
  });
}

test("β has the same room for 0 to 0.9 as for 0.99 to 0.999", () => {
  assert.deepEqual([0, 0.9, 0.99, 0.999, 0.9999].map((b) => positionOf(beta, b)), [0, 250, 500, 750, 1000]);
});

test("a thumb dropped near a tick takes its exact value", () => {
  assert.equal(snapped(beta, 756, beta.ticks), 0.999);
  assert.equal(snapped(rate, 434, [0.0013, ...rate.ticks]), 0.001);
  assert.equal(snapped(rate, 500, rate.ticks), 0.00316);
});

test("Shift and an arrow go ten notches at once", () => {
  assert.equal(positionOf(rate, stepped(rate, 0.001, 10, rate.ticks)), positionOf(rate, 0.001) + 100);
});

test("a value beyond the track stands at its end, and an arrow never takes it further", () => {
  assert.equal(positionOf(rate, 1e-8), 0);
  assert.equal(stepped(rate, 1e-8, -1, rate.ticks), 1e-8);
  assert.equal(stepped(rate, 1e-8, 1, []), 1.17e-6);
  assert.equal(positionOf(eps, 10), TRACK);
});

test("zero is the leftmost place of a scale that has it", () => {
  assert.equal(valueAt(eps, 0), 0);
  assert.ok(positionOf(eps, 1e-16) > 0);
  assert.equal(stepped(eps, 1e-16, -1, [0, ...eps.ticks]), 0);
});

test("words under the track keep off one another", () => {
  assert.deepEqual(labelledTicks(beta, 130), [0, 0.9, 0.99, 0.999, 0.9999]);
  assert.deepEqual(labelledTicks(eps, 130), [0, 1e-12, 1e-8, 1e-4, 1]);
});

test("a field reads what people write", () => {
  for (const [text, value] of [["1e-8", 1e-8], [" 0.5 ", 0.5], [".5", 0.5], ["1E-3", 0.001], ["2.", 2]]) {
    assert.deepEqual(numberFrom(rate, text), { value });
  }
  assert.deepEqual(numberFrom(eps, "0"), { value: 0 });
  assert.deepEqual(numberFrom({ ...rate, minimum: -10 }, "−1.5"), { value: -1.5 });
});

test("a field says what would be right", () => {
  const said = (bound, text) => numberFrom(bound, text).refusal;
  assert.equal(said(rate, "0,5"), "“0,5” has a comma. Write 0.5 with a point.");
  assert.equal(said(rate, "20"), "20 is too large. Type a number from 10⁻⁸ to 10.");
  assert.equal(said(rate, "0"), "0 is too small. Type a number from 10⁻⁸ to 10.");
  assert.equal(said(eps, "-1"), "−1 is too small. Type 0, or a number from 10⁻¹⁶ to 10.");
  assert.equal(said(steps, "2.5"), "2.5 is not whole. Type a whole number from 1 to 10000.");
  assert.match(said(rate, "fast"), /“fast” is not a number/);
  assert.match(said(rate, "Infinity"), /not a number/);
  assert.match(said(rate, ""), /Nothing is typed/);
});
