import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { blockOf, isBlock } from "../../../static/js/wire.js";

const { blocks, looks } = JSON.parse(
  readFileSync(new URL("../../fixtures/network_block.json", import.meta.url), "utf8"),
);
const number = (/** @type {any} */ value) => (value === null ? NaN : Number(value));
const numbers = (/** @type {any[]} */ nested) => nested.flat(3).map(number);
const bufferOf = (/** @type {string} */ base64) => {
  const bytes = Buffer.from(base64, "base64");
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
};

for (const expected of blocks) {
  test(`a block of a training from step ${expected.first} reads as the server packed it`, () => {
    const buffer = bufferOf(expected.base64);
    const block = blockOf(buffer);

    assert.ok(isBlock(buffer) && "flow" in block);
    assert.deepEqual(
      [block.race, block.first, block.steps, block.lanes],
      [expected.race, expected.first, expected.steps, expected.lanes],
    );
    assert.deepEqual([...block.rates], expected.rates);
    const { loss, gradient_norm: norm, move, rate } = expected.columns;
    assert.deepEqual([...block.gap], numbers(loss));
    assert.deepEqual([...block.norm], numbers(norm));
    assert.deepEqual([...block.move], numbers(move));
    assert.deepEqual(block.rate && [...block.rate], rate ? numbers(rate) : null);
    assert.deepEqual(block.flow.map((column) => [...column]), expected.flow.map(numbers));
    assert.deepEqual([...block.evaluated], expected.evaluated);
    assert.deepEqual([...block.scores], numbers(expected.scores));
  });
}

test("a look is no block", () => {
  assert.equal(isBlock(bufferOf(looks[0].base64)), false);
});
