// Scripts are sent without the comments on lines of their own (app/web/assets.py). Nothing but a
// text in backticks runs over lines, so no such line may stand inside one.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

const COMMENTS = /^[ \t]*(?:\/\*\*(?:(?!\*\/)[^])*\*\/[ \t]*$|\/\/[^\n]*$)\n?/gm;
const root = new URL("../../static/js/", import.meta.url);

/** A script without any comment or layout, found another way. @param {string} script */
const bare = (script) =>
  script.replaceAll(/\/\*[^]*?\*\//g, "").split("\n").filter((line) => !line.trim().startsWith("//"))
    .map((line) => line.trim()).filter(Boolean).join("\n");

/** What would be cut out of a text in backticks. @param {string} script */
function torn(script) {
  let code = "";
  let from = 0;
  const found = [];
  for (const match of script.matchAll(COMMENTS)) {
    code += script.slice(from, match.index);
    from = match.index + match[0].length;
    const ends = code.replaceAll(/\/\*[^]*?\*\/|\\./g, "").split("`").length - 1;
    if (ends % 2) found.push(match[0]);
  }
  return found;
}

test("no script loses anything but comments", () => {
  const scripts = readdirSync(root, { recursive: true }).map(String).filter((name) => name.endsWith(".js"));
  assert.ok(scripts.length > 100);
  for (const name of scripts) {
    const script = readFileSync(new URL(name, root), "utf-8");
    assert.deepEqual(torn(script), [], name);
    assert.equal(bare(script.replaceAll(COMMENTS, "")), bare(script), name);
  }
});

test("a part of a text that looks like a comment is noticed", () => {
  assert.deepEqual(torn("const words = `\n// no comment\n`;\n"), ["// no comment\n"]);
  assert.deepEqual(torn("const words = `a`;\n// a comment\nconst b = '\\`';\n  /** two\n   lines */\n"), []);
});
