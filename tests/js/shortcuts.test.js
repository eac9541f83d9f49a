import assert from "node:assert/strict";
import { test } from "node:test";

import { actionOf } from "../../static/js/controls/shortcuts.js";

const PAGE = () => false;
const within = (part) => (selector) => selector.includes(part);
const key = (name, more = {}) => ({
  key: name, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...more,
});

test("every key of the help sheet does what the sheet says", () => {
  const said = {
    " ": "toggle", ArrowLeft: "back", ArrowRight: "forward", Home: "start", End: "end",
    r: "restart", R: "restart", o: "open", O: "open", "?": "help",
  };
  for (const [name, action] of Object.entries(said)) assert.equal(actionOf(key(name), PAGE), action);
  assert.equal(actionOf(key("ArrowLeft", { shiftKey: true }), PAGE), "back-ten");
  assert.equal(actionOf(key("ArrowRight", { shiftKey: true }), PAGE), "forward-ten");
});

test("what the browser does with Ctrl, Cmd and Alt is left to it", () => {
  for (const held of ["ctrlKey", "metaKey", "altKey"]) {
    for (const name of ["r", "ArrowLeft", "Home"]) {
      assert.equal(actionOf(key(name, { [held]: true }), PAGE), null);
    }
  }
});

test("Space on a button only presses that button", () => {
  assert.equal(actionOf(key(" "), within("button")), null);
  assert.equal(actionOf(key("ArrowRight"), within("button")), "forward");
});

test("a person who types is left alone", () => {
  for (const name of [" ", "r", "?", "Home"]) assert.equal(actionOf(key(name), within("select")), null);
});

test("arrows on a slider move the slider, and Space plays all the same", () => {
  assert.equal(actionOf(key("ArrowRight"), within("[role=slider]")), null);
  assert.equal(actionOf(key(" "), within("[role=slider]")), "toggle");
});

test("other keys mean nothing", () => {
  for (const name of ["a", "Enter", "Tab", "Escape"]) assert.equal(actionOf(key(name), PAGE), null);
});
