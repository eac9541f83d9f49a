import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { unpackedHeights } from "../../../static/js/plots/packed.js";

// tests/web/test_surfaces.py holds it to what the server sends.
const kept = JSON.parse(readFileSync(new URL("../../fixtures/packed.json", import.meta.url), "utf-8"));

test("packed heights are unpacked to the numbers that the server rounded, below zero too", () => {
  const heights = unpackedHeights(Uint8Array.from(kept.packed), 11);
  assert.deepEqual([...heights], kept.heights);
  assert.ok(kept.heights.some((/** @type {number} */ height) => height < 0));
  assert.ok(kept.heights.some((/** @type {number} */ height) => height > 1));
});
