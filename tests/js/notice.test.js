import assert from "node:assert/strict";
import { test } from "node:test";

import { noticeOf } from "../../static/js/notice.js";

/** @type {[string, any, string][]} */
const SAID = [
  ["nothing while all is well", {}, ""],
  ["nothing at rest", { connection: "resting" }, ""],
  ["nothing while it connects for the first time", { connection: "connecting", met: false }, ""],
  ["the place in the queue", { delay: { kind: "queued", place: 7 } }, "Waiting for a turn: number 7 in line."],
  ["who is next", { delay: { kind: "queued", place: 1 } }, "Waiting for a turn: next in line."],
  ["a busy server in its own words, and when it is asked again", { delay: { kind: "busy", words: "too many races wait; try again in a few seconds", seconds: 5 } }, "Too many races wait. Asking again in 5 s."],
  ["silence", { delay: { kind: "silent" } }, "The server does not answer. What is here goes on playing."],
  ["a lost connection", { connection: "lost" }, "Connection lost. What is here goes on playing; trying again."],
  ["a restart", { connection: "lost", delay: { kind: "restart" } }, "Connection lost: the service restarts. What is here goes on playing; back in a moment."],
  ["a full service", { connection: "lost", delay: { kind: "full" }, met: false }, "The service takes no more visitors right now. What is here goes on playing; trying again."],
  ["no server in the whole visit", { connection: "lost", met: false }, "Offline. Races kept in this browser play; new ones, steps and code wait for the server."],
  ["that this race is not here", { connection: "lost", met: false, missing: true }, "Offline. This race is not kept in this browser: it waits for the server."],
];

for (const [name, known, words] of SAID) {
  test(`the notice says ${name}`, () => {
    assert.equal(noticeOf({ connection: "open", delay: null, met: true, missing: false, ...known }), words);
  });
}
