// The one module that opens the socket: asks for what is missing, newest wish first, and comes
// back after a lost connection.

import { identitiesOf } from "./lanes/identity.js";
import { store } from "./lib/store.js";
import { requestOf } from "./spec/request.js";
import { blockOf, isBlock } from "./wire.js";

/** @import { Connection, Race, Spec, Store, Trainer, Training } from "./types.js" */
/** @import { Lanes } from "./lanes/lanes.js" */

const CREDIT = 8; // blocks granted at the start of a race
const TRAINING_CREDIT = 2; // few, for a pause is to stop the server
const PATIENCE = 60; // ms that a running request is waited for before a newer wish ends it
const FIRST_WAIT = 500; // ms before the first attempt to reconnect
const LONGEST_WAIT = 15_000; // ms

/**
 * @param {object} parts
 * @param {string} parts.url  of /ws/run
 * @param {Lanes} parts.lanes
 * @param {Store<Spec>} parts.spec  watched
 * @param {Store<number>} parts.step  read
 * @param {Store<Race>} parts.race  written
 * @param {Store<Connection>} parts.connection  written
 * @param {Store<Map<string, string>>} parts.refusals  written
 * @returns {Trainer}
 */
export function link({ url, lanes, spec, step, race, connection, refusals }) {
  /** @type {WebSocket | null} */
  let socket = null;
  /** @type {{ number: number, ids: string[], key: string, spec: Spec, since: number } | null} */
  let asked = null;
  let number = 0;
  let wait = FIRST_WAIT;
  let refusedKey = "";
  let timer = 0;
  let withheld = 0; // grants that a pause keeps back
  const current = store(/** @type {Training | null} */ (null));
  const paused = store(false);
  /** @type {Set<Parameters<Trainer["listen"]>[0]>} */
  const watches = new Set();

  // What is missing while the connection is lost will still come: playing waits for it.
  const expecting = () =>
    asked !== null || (connection.get() === "lost" && lanes.wanted(spec.get()) !== null);
  const tell = () => race.set(lanes.race(spec.get(), expecting()));
  const send = (/** @type {object} */ order) => socket?.send(JSON.stringify(order));

  function ask() {
    const wish = lanes.wanted(spec.get()) ?? lanes.unheld(spec.get(), current.get());
    if (!wish) {
      if (asked) send({ type: "stop", race: asked.number });
      asked = null;
      refusals.set(new Map());
      tell();
      return;
    }
    if (wish.key === refusedKey || wish.key === asked?.key) return;
    if (socket?.readyState !== WebSocket.OPEN) return;
    const age = asked ? performance.now() - asked.since : Infinity;
    if (age < PATIENCE) {
      clearTimeout(timer);
      timer = setTimeout(ask, PATIENCE - age);
      return;
    }
    start(wish);
  }

  function start(/** @type {import("./lanes/lanes.js").Wanted} */ wish) {
    const wished = spec.get();
    number += 1;
    withheld = 0;
    asked = { number, ids: wish.ids, key: wish.key, spec: wished, since: performance.now() };
    send({
      type: "race",
      race: number,
      spec: requestOf(wished, wish.ids),
      from_step: wish.from,
      blocks: wished.kind === "network" ? TRAINING_CREDIT : CREDIT,
    });
    if (!standsStill(race.get(), wished, lanes)) tell();
  }

  function heard(/** @type {MessageEvent} */ event) {
    if (event.data instanceof ArrayBuffer) {
      if (isBlock(event.data)) take(event.data);
      else for (const watch of watches) watch(event.data);
      return;
    }
    const message = JSON.parse(event.data);
    for (const watch of watches) watch(message);
    if (!asked || (message.race !== null && message.race !== asked.number)) return;
    if (message.type === "started") {
      // Not before: what is refused may ask for too much room.
      lanes.expect(asked.spec, asked.ids, message.runs);
      current.set(asked.spec.kind === "network" ? trainingOf(asked, message.runs) : null);
    } else if (message.type === "finished") {
      lanes.finish(asked.ids, message.outcomes, asked.spec.steps);
      over("", new Map());
    } else if (message.type === "refused" && current.get()?.number !== asked.number) {
      const { changes } = requestOf(asked.spec, asked.ids);
      over(asked.key, refusalsOf(message.detail, asked.ids, asked.spec.kind === "network", changes));
    }
  }

  function take(/** @type {ArrayBuffer} */ data) {
    const block = blockOf(data);
    if (block.race !== asked?.number) return;
    lanes.take(block, asked.ids, step.get());
    if (paused.get()) withheld += 1;
    else send({ type: "grant", race: block.race, blocks: 1 });
    tell();
  }

  function over(/** @type {string} */ refused, /** @type {Map<string, string>} */ reasons) {
    asked = null;
    refusedKey = refused;
    refusals.set(reasons);
    tell();
    ask();
  }

  function open() {
    connection.set(wait > FIRST_WAIT ? "lost" : "connecting");
    socket = new WebSocket(url);
    socket.binaryType = "arraybuffer";
    socket.addEventListener("open", () => {
      wait = FIRST_WAIT;
      connection.set("open");
      ask();
    });
    socket.addEventListener("message", heard);
    socket.addEventListener("close", () => {
      asked = null;
      current.set(null);
      connection.set("lost");
      tell();
      setTimeout(open, wait * (0.5 + Math.random()));
      wait = Math.min(2 * wait, LONGEST_WAIT);
    });
  }

  // Asked for at the end of this task: the server computes while the page paints the new setting.
  spec.subscribe(() => queueMicrotask(ask));
  paused.subscribe((now) => {
    if (now || !withheld) return;
    if (asked) send({ type: "grant", race: asked.number, blocks: withheld });
    withheld = 0;
  });
  open();

  return {
    current,
    paused,
    order(order) {
      const training = current.get();
      if (!training || socket?.readyState !== WebSocket.OPEN) return false;
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

/**
 * Refusals by the path of the page's field.
 *
 * @param {{ loc: (string | number)[], msg: string }[]} detail
 * @param {string[]} ids
 * @param {boolean} [isNetwork]
 * @param {{ run: number }[]} [changes]  as they were asked for
 */
export function refusalsOf(detail, ids, isNetwork = false, changes = []) {
  return new Map(
    detail.map(({ loc: [first, place, ...rest], msg }) => {
      const run = first === "changes" ? changes[Number(place)]?.run : undefined;
      const loc = run === undefined ? [first, place, ...rest] : ["runs", run, ...rest];
      return [fieldOf(loc.filter((part) => part !== undefined), ids, isNetwork), msg];
    }),
  );
}

function fieldOf(
  /** @type {(string | number)[]} */ loc,
  /** @type {string[]} */ ids,
  /** @type {boolean} */ isNetwork,
) {
  const [first, second, third, ...rest] = loc;
  if (first === "problem" && isNetwork) return ["network", ...loc.slice(1)].join(".");
  if (first === "problem") {
    if (second === "name") return "surface";
    return second === "parameters" && third !== undefined ? `parameters.${third}` : `${second}`;
  }
  if (first === "runs" && typeof second === "number") {
    const names = [third, ...rest].filter((part) => part !== "hyperparameters" && part !== "parameters");
    return ["racers", ids[second], ...names].join(".");
  }
  return loc.join(".");
}
