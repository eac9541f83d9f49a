import assert from "node:assert/strict";
import { test } from "node:test";

import { store } from "../../../static/js/lib/store.js";
import { stepAsker } from "../../../static/js/step/asker.js";
import { Busy } from "../../../static/js/step/doors.js";
import { kept } from "../../../static/js/step/kept.js";

/** A door that answers when it is told to. */
function door() {
  /** @type {{ ids: string[], step: number, answer: (runs: any[]) => void, refuse: (why: Error) => void }[]} */
  const asked = [];
  return {
    asked,
    key: (/** @type {string} */ id, /** @type {number | null} */ step) => `${id} ${step}`,
    open: (/** @type {string[]} */ ids, /** @type {number} */ step) =>
      new Promise((answer, refuse) => asked.push({ ids, step, answer: /** @type {any} */ (answer), refuse })),
    memory: () => Promise.reject(new Error("not asked here")),
  };
}

const soon = () => new Promise((done) => setTimeout(done));

/** @param {boolean} [playing] */
function asking(playing = false) {
  const server = door();
  const wish = { ids: ["a", "b"], step: 3, parameter: null };
  const told = { times: 0 };
  const player = /** @type {any} */ ({ playing: store(playing) });
  const asker = stepAsker({ player }, () => /** @type {any} */ (server), () => wish, () => (told.times += 1));
  return { server, wish, told, asker };
}

test("one question is asked at a time, and the newest wish is next", async () => {
  const { server, wish, told, asker } = asking();
  asker.follow();
  wish.step = 4;
  asker.follow();
  wish.step = 5;
  asker.follow();
  assert.deepEqual(server.asked.map(({ step }) => step), [3]);
  server.asked[0].answer(["A3", "B3"]);
  await soon();
  assert.deepEqual(server.asked.map(({ step }) => step), [3, 5]);
  assert.equal(told.times, 1);
});

test("what was answered is not asked again, and of two racers only the one that is missing", async () => {
  const { server, wish, asker } = asking();
  asker.follow();
  server.asked[0].answer(["A3", "B3"]);
  await soon();
  wish.ids = ["a", "c"];
  asker.follow();
  assert.deepEqual(server.asked[1].ids, ["c"]);
  assert.deepEqual(asker.find("a", wish), { opened: "A3" });
});

test("a refusal is kept in the server's words", async () => {
  const { server, wish, asker } = asking();
  asker.follow();
  server.asked[0].refuse(new Error("the run ended at step 2"));
  await soon();
  assert.deepEqual(asker.find("a", wish), { refused: "the run ended at step 2" });
  assert.equal(server.asked.length, 1);
});

test("a busy server is asked again after a while, and nothing is kept of it", async () => {
  const { server, wish, told, asker } = asking();
  asker.follow();
  server.asked[0].refuse(new Busy());
  await soon();
  assert.deepEqual([server.asked.length, asker.find("a", wish), told.times], [1, undefined, 0]);
  await new Promise((done) => setTimeout(done, 460));
  assert.equal(server.asked.length, 2);
});

test("while the race plays, questions keep a distance", async () => {
  const { server, wish, asker } = asking(true);
  asker.follow();
  server.asked[0].answer(["A3", "B3"]);
  await soon();
  wish.step = 4;
  asker.follow();
  assert.equal(server.asked.length, 1);
  await new Promise((done) => setTimeout(done, 260));
  assert.deepEqual(server.asked.map(({ step }) => step), [3, 4]);
});

test("of what is kept the oldest goes first", () => {
  const answers = kept(2);
  for (const key of ["a", "b", "c"]) answers.keep(key, key);
  assert.deepEqual(["a", "b", "c"].map((key) => answers.find(key)), [undefined, "b", "c"]);
});
