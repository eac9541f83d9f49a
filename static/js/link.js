// The one module that opens the socket: asks for what is missing, newest wish first, and comes
// back after a lost connection.

import { requestOf } from "./spec/request.js";
import { unpack } from "./wire.js";

/** @import { Connection, Race, Spec, Store } from "./types.js" */
/** @import { Lanes } from "./lanes.js" */

const CREDIT = 8; // blocks granted at the start of a race
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

  // What is missing while the connection is lost will still come: playing waits for it.
  const expecting = () =>
    asked !== null || (connection.get() === "lost" && lanes.wanted(spec.get()) !== null);
  const tell = () => race.set(lanes.race(spec.get(), expecting()));
  const send = (/** @type {object} */ order) => socket?.send(JSON.stringify(order));

  function ask() {
    const wish = lanes.wanted(spec.get());
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

  function start(/** @type {import("./lanes.js").Wanted} */ wish) {
    const current = spec.get();
    number += 1;
    asked = { number, ids: wish.ids, key: wish.key, spec: current, since: performance.now() };
    send({
      type: "race",
      race: number,
      spec: requestOf(current, wish.ids),
      from_step: wish.from,
      blocks: CREDIT,
    });
    if (!standsStill(race.get(), current, lanes)) tell();
  }

  function heard(/** @type {MessageEvent} */ event) {
    if (event.data instanceof ArrayBuffer) {
      const block = unpack(event.data);
      if (block.race !== asked?.number) return;
      lanes.take(block, asked.ids, step.get());
      send({ type: "grant", race: block.race, blocks: 1 });
      tell();
      return;
    }
    const message = JSON.parse(event.data);
    if (!asked || (message.race !== null && message.race !== asked.number)) return;
    if (message.type === "started") {
      lanes.expect(asked.spec, asked.ids); // not before: what is refused may ask for too much room
      message.runs.forEach((/** @type {{ lowest: number | null }} */ run, /** @type {number} */ i) =>
        lanes.measureFrom(/** @type {string[]} */ (asked?.ids)[i], run.lowest),
      );
    } else if (message.type === "finished") {
      lanes.finish(asked.ids, message.outcomes, asked.spec.steps);
      over("", new Map());
    } else if (message.type === "refused") {
      over(asked.key, refusalsOf(message.detail, asked.ids));
    }
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
      connection.set("lost");
      tell();
      setTimeout(open, wait * (0.5 + Math.random()));
      wait = Math.min(2 * wait, LONGEST_WAIT);
    });
  }

  // Asked for at the end of this task: the server computes while the page paints the new setting.
  spec.subscribe(() => queueMicrotask(ask));
  open();
}

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
 */
export function refusalsOf(detail, ids) {
  return new Map(detail.map(({ loc, msg }) => [fieldOf(loc, ids), msg]));
}

function fieldOf(/** @type {(string | number)[]} */ loc, /** @type {string[]} */ ids) {
  const [first, second, third, ...rest] = loc;
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
