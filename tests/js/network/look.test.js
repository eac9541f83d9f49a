import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { parametersOf, raceOf, unpackLook } from "../../../static/js/network/look.js";

/** A look as docs/protocol.md describes it. */
function packed(/** @type {any} */ told, /** @type {number[]} */ steps, /** @type {number[][]} */ weights) {
  const text = JSON.stringify(told);
  const words = Buffer.from(text.padEnd(Math.ceil(text.length / 4) * 4));
  const head = Buffer.alloc(20 + 4 * steps.length);
  head.write("DLW1");
  [7, 120, steps.length, words.length, ...steps].forEach((value, place) => head.writeUInt32LE(value, 4 + 4 * place));
  const all = Buffer.concat([head, words, Buffer.from(Float32Array.from(weights.flat()).buffer)]);
  return all.buffer.slice(all.byteOffset, all.byteOffset + all.length);
}

test("a network's parameters are weights and a bias for each unit", () => {
  assert.equal(parametersOf([2, 8, 8, 1]), 105);
  assert.equal(parametersOf([3, 2]), 8);
});

test("each racer's weights come with the step they are of", () => {
  const look = unpackLook(packed({}, [120, 31], [[1, 2, 3], [4, 5]]), { ids: ["a", "b"], sizes: [[2, 1], [1, 1]] });
  assert.deepEqual([look.race, look.step, look.details], [7, 120, null]);
  assert.deepEqual([...(look.runs.get("a")?.weights ?? [])], [1, 2, 3]);
  assert.equal(look.runs.get("b")?.step, 31);
  assert.deepEqual([...(look.runs.get("b")?.weights ?? [])], [4, 5]);
});

test("details are found by racer", () => {
  const look = unpackLook(packed({ runs: [{ train_loss: 0.5 }] }, [120], [[1, 2, 3]]), { ids: ["a"], sizes: [[2, 1]] });
  assert.equal(look.details?.get("a")?.train_loss, 0.5);
});

test("anything else is refused", () => {
  assert.throws(() => unpackLook(new ArrayBuffer(64), { ids: [], sizes: [] }), /not a look/);
});

const { looks } = JSON.parse(readFileSync(new URL("../../fixtures/network_block.json", import.meta.url), "utf8"));
for (const expected of looks) {
  test(`a look of ${expected.steps?.length} runs reads as the server packed it`, () => {
    const bytes = Buffer.from(expected.base64, "base64");
    const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
    const ids = expected.steps.map((_, place) => `r${place}`);
    const look = unpackLook(buffer, { ids, sizes: expected.sizes });
    assert.deepEqual([raceOf(buffer), look.race, look.step], [expected.race, expected.race, expected.step]);
    ids.forEach((id, place) => {
      assert.equal(look.runs.get(id)?.step, expected.steps[place]);
      assert.deepEqual([...(look.runs.get(id)?.weights ?? [])], expected.weights[place]);
    });
  });
}
