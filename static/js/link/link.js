// Asks for what is missing, newest wish first: of this browser where it is kept there, else of the server.

import { identitiesOf } from "../lanes/identity.js";
import { store } from "../lib/store.js";
import { requestOf } from "../spec/request.js";
import { blockOf, isBlock } from "../wire.js";
import { stretched } from "./comeback.js";
import { line } from "./line.js";
import { refusalsOf } from "./refusals.js";

/** @import { Connection, Delay, Race, Spec, Store, Trainer, Training } from "../types.js" */
/** @import { Lanes } from "../lanes/lanes.js" */
/** @import { KeptRaces } from "../offline/kept_races.js" */

const CREDIT = 8; // blocks granted at the start of a race
const TRAINING_CREDIT = 2; // few, for a pause is to stop the server
const PATIENCE = 60; // ms that a running request is waited for before a newer wish ends it

/**
 * @param {object} parts
 * @param {string} parts.url  of /ws/run
 * @param {Lanes} parts.lanes
 * @param {Store<Spec>} parts.spec  watched
 * @param {Store<number>} parts.step  read
 * @param {Store<Race>} parts.race  written
 * @param {Store<Connection>} parts.connection  written
 * @param {Store<Delay | null>} parts.delay  written
 * @param {KeptRaces} parts.kept  asked first
 * @param {Store<Map<string, string>>} parts.refusals  written
 * @returns {Trainer}
 */
export function link({ url, lanes, spec, step, race, connection, delay, kept, refusals }) {
  /** @type {{ number: number, ids: string[], key: string, spec: Spec, since: number } | null} */
  let asked = null;
  let number = 0;
  let refusedKey = "";
  let lookup = { key: "", pending: false }; // what this browser was asked for last
  let timer = 0;
  let busyUntil = 0; // before then a server with too much to do is asked nothing
  let withheld = 0; // grants that a pause keeps back
  const current = store(/** @type {Training | null} */ (null));
  const paused = store(false);
  /** @type {Set<Parameters<Trainer["listen"]>[0]>} */
  const watches = new Set();

  const server = line({ url, connection, delay, opened, closed, heard });
  const { send } = server;
  // What is missing while the connection is lost, or the server busy, will still come: playing waits for it.
  const late = () => connection.get() !== "open" || performance.now() < busyUntil;
  const expecting = () => asked !== null || (late() && lanes.wanted(spec.get()) !== null);
  const tell = () => race.set(lanes.race(spec.get(), expecting()));
  const owed = () => server.expect(asked !== null && !withheld);
  const undelay = () => delay.set(null);

  function ask() {
    const wish = lanes.wanted(spec.get()) ?? lanes.unheld(spec.get(), current.get());
    if (!wish) {
      if (asked) send({ type: "stop", race: asked.number });
      asked = null;
      owed();
      undelay();
      refusals.set(new Map());
      tell();
      return;
    }
    if (wish.key === refusedKey || wish.key === asked?.key) return;
    if (lookedUp(wish.key)) return;
    if (!server.isOpen()) {
      server.wake();
      return;
    }
    const since = performance.now() - PATIENCE;
    const early = Math.max((asked?.since ?? since) - since, busyUntil - performance.now());
    clearTimeout(timer);
    if (early > 0) timer = setTimeout(ask, early);
    else start(wish);
  }

  /** Whether this browser has the race, or is still looking: then the server is not asked. */
  function lookedUp(/** @type {string} */ key) {
    if (key === lookup.key) return lookup.pending;
    const wished = spec.get();
    const found = lanes.wanted(wished) ? kept.find(wished) : null;
    const mine = { key, pending: found !== null };
    lookup = mine;
    found?.then((lanesKept) => {
      mine.pending = false;
      if (lanesKept && spec.get() === wished) lanes.put(wished, lanesKept);
      ask();
    });
    return mine.pending;
  }

  function start(/** @type {import("../lanes/lanes.js").Wanted} */ wish) {
    const wished = spec.get();
    number += 1;
    withheld = 0;
    undelay();
    asked = { number, ids: wish.ids, key: wish.key, spec: wished, since: performance.now() };
    send({
      type: "race",
      race: number,
      spec: requestOf(wished, wish.ids),
      from_step: wish.from,
      blocks: wished.kind === "network" ? TRAINING_CREDIT : CREDIT,
    });
    owed();
    if (!standsStill(race.get(), wished, lanes)) tell();
  }

  function heard(/** @type {string | ArrayBuffer} */ data) {
    if (data instanceof ArrayBuffer) {
      if (isBlock(data)) take(data);
      else for (const watch of watches) watch(data);
      return;
    }
    const message = JSON.parse(data);
    for (const watch of watches) watch(message);
    if (!asked || (message.race !== null && message.race !== asked.number)) return;
    if (message.type === "queued") {
      delay.set({ kind: "queued", place: message.place });
    } else if (message.type === "started") {
      undelay();
      // Not before: what is refused may ask for too much room.
      lanes.expect(asked.spec, asked.ids, message.runs);
      current.set(asked.spec.kind === "network" ? trainingOf(asked, message.runs) : null);
    } else if (message.type === "ended") {
      current.set(null); // the server keeps nothing of it; what is here stays, and goes on later
      wait(message);
    } else if (message.type === "finished") {
      lanes.finish(asked.ids, message.outcomes, asked.spec.steps);
      over("", new Map());
    } else if (message.type === "refused" && current.get()?.number !== asked.number) {
      if (message.retry_after) return wait(message);
      const { changes } = requestOf(asked.spec, asked.ids);
      over(asked.key, refusalsOf(message.detail, asked.ids, asked.spec.kind === "network", changes));
    }
  }

  function take(/** @type {ArrayBuffer} */ data) {
    const block = blockOf(data);
    if (block.race !== asked?.number) return;
    undelay();
    lanes.take(block, asked.ids, step.get());
    if (paused.get()) withheld += 1;
    else send({ type: "grant", race: block.race, blocks: 1 });
    owed();
    tell();
  }

  /** Too much is asked for right now: ask again, later than was asked for. */
  function wait(/** @type {{ detail: { msg: string }[], retry_after: number }} */ { detail, retry_after }) {
    const pause = stretched(retry_after);
    busyUntil = performance.now() + pause;
    over("", new Map());
    delay.set({ kind: "busy", words: detail[0]?.msg ?? "", seconds: Math.ceil(pause / 1000) });
  }

  function over(/** @type {string} */ refused, /** @type {Map<string, string>} */ reasons) {
    asked = null;
    refusedKey = refused;
    owed();
    undelay();
    refusals.set(reasons);
    tell();
    ask();
  }

  /** A server that is met anew holds nothing of ours. */
  function opened() {
    current.set(null);
    ask();
  }

  function closed() {
    asked = null;
    withheld = 0;
    if (connection.get() === "lost") current.set(null); // at rest, what was seen of it stays
    tell();
    if (!paused.get() && lanes.wanted(spec.get())) ask();
  }

  // Asked for at the end of this task: the server computes while the page paints the new setting.
  spec.subscribe(() => queueMicrotask(ask));
  paused.subscribe((now) => {
    if (now) return;
    if (asked && withheld) send({ type: "grant", race: asked.number, blocks: withheld });
    withheld = 0;
    owed();
    if (connection.get() === "resting") ask();
  });
  server.open();
  ask();

  return {
    current,
    paused,
    order(order) {
      const training = current.get();
      server.wake();
      if (!training || !server.isOpen()) return false;
      send({ ...order, race: training.number });
      return true;
    },
    listen: (watch) => void watches.add(watch),
  };
}

/**
 * @param {{ number: number, ids: string[], spec: Spec }} asked
 * @param {{ sizes: number[] }[]} runs
 * @returns {Training}
 */
const trainingOf = ({ number, ids, spec }, runs) => ({
  number,
  ids,
  sizes: runs.map(({ sizes }) => sizes),
  identities: identitiesOf(spec),
});

/**
 * Whether nothing on show changes until points arrive: a repaint now would only delay theirs.
 *
 * @param {Race} race
 * @param {Spec} spec
 * @param {Lanes} lanes
 */
function standsStill({ steps, available, lanes: shown }, spec, lanes) {
  return steps === spec.steps && available === steps && shown.size === lanes.shown.size;
}
