import assert from "node:assert/strict";
import { test } from "node:test";

import { store } from "../../../static/js/lib/store.js";
import { onSight } from "../../../static/js/plots/sight.js";
import { withStart } from "../../../static/js/spec/problem.js";
import { initialSpec } from "../../../static/js/spec/first.js";
import { toggleHidden, withConvention, withHyperparameter } from "../../../static/js/spec/racers.js";
import { catalog } from "../menu.js";

const first = initialSpec(catalog);

for (const [what, edit, calls] of /** @type {const} */ ([
  ["a moved slider is not seen before its points", (s) => withHyperparameter(s, "r1", "lr", 0.5), 0],
  ["a moved start is seen at once", (s) => withStart(s, [0, 0]), 1],
  ["a hidden racer is seen to go at once", (s) => toggleHidden(s, "r1"), 1],
  ["another convention is named at once", (s) => withConvention(catalog, s, "r2", "pytorch"), 1],
])) {
  test(what, () => {
    const spec = store(first);
    let called = 0;
    onSight({ spec }, () => (called += 1));

    spec.set(edit(first));

    assert.equal(called, calls);
  });
}
