import assert from "node:assert/strict";
import { test } from "node:test";

import { fileName } from "../../../static/js/code/file_name.js";
import { pieces } from "../../../static/js/code/paint.js";

const kinds = (text) => pieces(text).filter(({ kind }) => kind).map(({ kind, text: part }) => [kind, part]);

test("the pieces of a program are the program", () => {
  const text = 'def f(x):\n    """f(x, y) = x^2"""\n    return x**2  # a "square"\n';
  assert.equal(pieces(text).map((piece) => piece.text).join(""), text);
});

test("comments, strings, keywords and numbers are told apart", () => {
  assert.deepEqual(kinds("for step in range(20):  # all"), [
    ["word", "for"], ["word", "in"], ["number", "20"], ["comment", "# all"],
  ]);
  assert.deepEqual(kinds('print(f"step {n} # no comment")'), [["string", 'f"step {n} # no comment"']]);
  assert.deepEqual(kinds("beta1 = 1e-8 * x2[0]"), [["number", "1e-8"], ["number", "0"]]);
  assert.deepEqual(kinds('"""for\nin"""'), [["string", '"""for\nin"""']]);
});

test("a file is named after what is raced on and the language", () => {
  const network = { dataset: { name: "moons" } };
  assert.equal(fileName({ kind: "surface", surface: "beale", network }, "optax"), "beale_optax.py");
  assert.equal(fileName({ kind: "network", surface: "beale", network }, "numpy"), "moons_numpy.py");
});
