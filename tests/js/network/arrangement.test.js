import assert from "node:assert/strict";
import { test } from "node:test";

import { arranged } from "../../../static/js/network/decisions/arrangement.js";

const sizes = { gap: 10, title: 24, scale: 1 };
const stage = { width: 700, height: 720 };

test("pictures are as large as they can be", () => {
  assert.deepEqual(arranged(4, stage, sizes), { columns: 2, width: 345, height: 331, scrolls: false });
  assert.equal(arranged(1, stage, sizes).columns, 1);
  assert.equal(arranged(6, stage, sizes).columns, 2);
  assert.equal(arranged(2, { width: 370, height: 260 }, sizes).columns, 2);
});

test("all pictures lie within the stage, or are scrolled to", () => {
  for (let count = 1; count <= 64; count++) {
    for (const place of [stage, { width: 374, height: 300 }, { width: 1400, height: 900 }, { width: 300, height: 150 }]) {
      const { columns, width, height, scrolls } = arranged(count, place, sizes);
      const rows = Math.ceil(count / columns);
      assert.ok(columns * width + (columns - 1) * sizes.gap <= place.width, `${count} are too wide`);
      const all = rows * (height + sizes.title) + (rows - 1) * sizes.gap;
      assert.ok(scrolls || all <= place.height, `${count} are too high`);
      assert.ok(width >= 100 && height >= 78, `${count}: ${width} by ${height} are too small`);
    }
  }
});
