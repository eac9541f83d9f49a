import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { unpack } from "../../static/js/wire.js";

const { blocks } = JSON.parse(readFileSync(new URL("../fixtures/block.json", import.meta.url), "utf8"));
const number = (/** @type {any} */ value) => (value === null ? NaN : Number(value));

for (const expected of blocks) {
  test(`a block from step ${expected.first} with flags ${expected.flags} reads as it was packed`, () => {
    const bytes = Buffer.from(expected.base64, "base64");
    const block = unpack(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));

    assert.deepEqual(
      [block.race, block.first, block.steps, block.lanes],
      [expected.race, expected.first, expected.steps, expected.lanes],
    );
    assert.deepEqual([...block.points], expected.points.flat());
    assert.deepEqual([...block.rates], expected.rates);
    const { gap, gradient_norm: norm, dx, dy, rate } = expected.columns;
    assert.deepEqual([...block.gap], gap.flat().map(number));
    assert.deepEqual([...block.norm], norm.flat().map(number));
    assert.deepEqual([...block.dx], dx.flat().map(number));
    assert.deepEqual([...block.dy], dy.flat().map(number));
    assert.equal(block.rate === null, rate === undefined || rate === null);
  });
}

test("anything else is refused", () => {
  assert.throws(() => unpack(new ArrayBuffer(64)), /not a block/);
});
