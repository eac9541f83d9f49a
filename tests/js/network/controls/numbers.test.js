import assert from "node:assert/strict";
import { test } from "node:test";

import { batchInWords, batchNumber } from "../../../../static/js/network/controls/numbers.js";
import { shapeInWords } from "../../../../static/js/network/controls/shape.js";

test("a network is told with its ends once its data are known", () => {
  assert.equal(shapeInWords([8, 8], { features: ["a", "b"], outputs: 1 }), "2 – 8 – 8 – 1 · 105 parameters");
  assert.equal(shapeInWords([32], { features: Array(64).fill("p"), outputs: 10 }), "64 – 32 – 10 · 2,410 parameters");
  assert.equal(shapeInWords([8], null), "… – 8 – …");
});

test("a batch is told by how many steps see every example", () => {
  assert.equal(batchInWords(32, 350), "11 steps an epoch");
  assert.equal(batchInWords(null, 350), "all 350 at every step");
  assert.equal(batchInWords(1, 1258), "1,258 steps an epoch");
  assert.equal(batchInWords(350, 350), "all 350 at every step");
  assert.equal(batchInWords(400, 350), "400, all 350 are seen");
  assert.equal(batchInWords(32, null), "32 a step");
});

test("the track of batch sizes ends with the full batch", () => {
  assert.deepEqual(batchNumber(350, 5000).track, [1, 350]);
  assert.deepEqual(batchNumber(350, 5000).ticks, [1, 8, 32, 128, 350]);
  assert.equal(batchNumber(10, 5000).default, 10);
});
