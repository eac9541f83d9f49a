import assert from "node:assert/strict";
import { test } from "node:test";

import {
  GUESSED, inputsOf, ownTable, readInWords, targetOf, usable, withInput, withTarget,
} from "../../../../static/js/network/controls/columns.js";

const column = (name, kind) => ({ name, kind, why: "", examples: [] });
const read = {
  header: true, delimiter: ";", rows: 60, target: "kind", preview: [],
  columns: [column("height", "number"), column("width", "number"), column("id", "ignored"), column("kind", "category")],
};

test("what is as guessed is not said", () => {
  assert.deepEqual(ownTable("text", read, GUESSED), { csv: "text", target: null, inputs: null });
  assert.deepEqual(ownTable("text", read, { target: "kind", inputs: ["width", "height"] }), {
    csv: "text", target: null, inputs: null,
  });
});

test("a target is no input, and an ignored column neither", () => {
  const chosen = withTarget(GUESSED, "height");
  assert.deepEqual(usable(read, chosen), ["width", "kind"]);
  assert.deepEqual(ownTable("text", read, chosen), { csv: "text", target: "height", inputs: null });
});

test("inputs that were left out stay out, in the order of the table", () => {
  const fewer = withInput(read, GUESSED, "height", false);
  assert.deepEqual(inputsOf(read, fewer), ["width"]);
  assert.deepEqual(ownTable("text", read, fewer).inputs, ["width"]);
  const other = withTarget(fewer, "width");
  assert.deepEqual(ownTable("text", read, withInput(read, other, "kind", true)), {
    csv: "text", target: "width", inputs: ["kind"],
  });
});

test("a target that the table does not have is guessed anew", () => {
  assert.equal(targetOf(read, { target: "gone", inputs: null }), "kind");
});

test("how a text was read is told", () => {
  assert.equal(readInWords(read), "60 rows of 4 columns, apart by semicolons; the first row names them.");
});
