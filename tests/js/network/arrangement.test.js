import assert from "node:assert/strict";
import { test } from "node:test";

import { arranged } from "../../../static/js/network/decisions/arrangement.js";

const sizes = { gap: 10, titles: [24, 40], scale: 1 };
const stage = { width: 700, height: 720 };

test("pictures are as large as they can be", () => {
  assert.deepEqual(arranged(4, stage, sizes), { columns: 2, width: 345, height: 331, lines: 1, scrolls: false });
  assert.equal(arranged(1, stage, sizes).columns, 1);
  assert.equal(arranged(6, stage, sizes).columns, 2);
  assert.equal(arranged(2, { width: 370, height: 260 }, sizes).columns, 2);
});

test("pictures whose axes share a unit have one shape, side by side where the stage is wide", () => {
  const { columns, width, height } = arranged(2, { width: 900, height: 700 }, sizes, 1);
  assert.deepEqual([columns, width, height], [2, 445, 445]);
  assert.equal(arranged(2, { width: 370, height: 700 }, sizes, 1).columns, 1);
});

test("narrow pictures have titles of two lines", () => {
  assert.equal(arranged(2, { width: 370, height: 260 }, sizes).lines, 2);
  assert.equal(arranged(2, stage, sizes).lines, 1);
});

const PLACES = [stage, { width: 374, height: 300 }, { width: 1400, height: 900 }, { width: 300, height: 150 }];

for (const shape of [null, 0.5, 1, 2.9]) {
  test(`all pictures lie within the stage, or are scrolled to; shape ${shape}`, () => {
    for (let count = 1; count <= 64; count++) {
      for (const place of PLACES) {
        const { columns, width, height, lines, scrolls } = arranged(count, place, sizes, shape);
        const rows = Math.ceil(count / columns);
        assert.ok(columns * width + (columns - 1) * sizes.gap <= place.width, `${count} are too wide`);
        const all = rows * (height + sizes.titles[lines - 1]) + (rows - 1) * sizes.gap;
        assert.ok(scrolls || all <= place.height, `${count} are too high`);
        assert.ok(width >= 90 && height >= 78, `${count}: ${width} by ${height} are too small`);
      }
    }
  });
}
