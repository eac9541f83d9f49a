// The two ways to ask what a step is made of: a request about a surface, an order about a training.

import { requestOf } from "../spec/request.js";

/** @import { App, Spec } from "../types.js" */
/** @import { Memory } from "./memory_plan.js" */
/** @import { Opened } from "./opened.js" */

/**
 * A question about racers. `key` tells it from every other one.
 *
 * @typedef {object} Door
 * @property {(id: string, step: number | null, parameter: number | null) => string | null} key
 *     of one racer; null where it cannot be asked now
 * @property {(ids: string[], step: number, parameter: number | null) => Promise<Opened[]>} open
 * @property {(id: string, parameter: number | null) => Promise<Memory>} memory
 */

const PATIENCE = 15_000; // milliseconds until an order is given up

/** Asked too often: to be asked again in a moment. */
export class Busy extends Error {}

/** @param {Pick<App, "spec">} app @returns {Door} */
export function surfaceDoor({ spec }) {
  const bodyOf = (/** @type {string[]} */ ids) => requestOf(spec.get(), ids);
  return {
    key: (id, step) => (isThere(spec.get(), id) ? `${step} ${JSON.stringify(bodyOf([id]))}` : null),
    open: async (ids, step) => (await answered("api/step", { race: bodyOf(ids), step })).runs,
    memory: (id) => answered("api/memory", { race: bodyOf([id]) }),
  };
}

/** @param {Spec} spec @param {string} id */
const isThere = ({ racers }, id) => racers.some((racer) => racer.id === id);

/** @param {string} address @param {object} body @returns {Promise<any>} */
async function answered(address, body) {
  const headers = { "Content-Type": "application/json" };
  const answer = await fetch(address, { method: "POST", headers, body: JSON.stringify(body) });
  if (answer.ok) return answer.json();
  if (answer.status === 429) throw new Busy();
  throw new Error(reasonOf(await answer.json().catch(() => null)) ?? `the server answered with ${answer.status}`);
}

/** @param {{ detail?: { msg: string }[] } | null} told */
const reasonOf = (told) => told?.detail?.[0]?.msg;

/**
 * Arrows of a training lie in the plane through its weights: with another plane they are others.
 *
 * @param {Pick<App, "trainer" | "weightFrame">} app
 * @returns {Door}
 */
export function networkDoor({ trainer, weightFrame }) {
  const wait = orders(trainer);
  let planes = 0;
  let plane = /** @type {object | null} */ (null);
  const planeNumber = () => {
    const now = weightFrame.get()?.plane ?? null;
    if (now && now !== plane) [plane, planes] = [now, planes + 1];
    return now ? planes : 0;
  };
  const runOf = (/** @type {string} */ id) => trainer.current.get()?.ids.indexOf(id) ?? -1;
  return {
    key(id, step, parameter) {
      const training = trainer.current.get();
      return training && runOf(id) >= 0 ? `${training.number} ${id} ${step} ${parameter} ${step === null ? 0 : planeNumber()}` : null;
    },
    async open(ids, step, parameter) {
      const answer = await wait("opened", { type: "open", step, runs: ids.map(runOf), parameter });
      return answer.runs.map((/** @type {Opened} */ run) => ({ ...run, index: answer.parameter }));
    },
    memory: (id, parameter) => wait("memory", { type: "memory", run: runOf(id), parameter }),
  };
}

/** Orders that are answered by one message each. @param {App["trainer"]} trainer */
function orders(trainer) {
  /** @type {Map<string, { race: number, timer: number, done: (answer: any) => void, fail: (why: Error) => void }>} */
  const pending = new Map();
  const settle = (/** @type {string} */ answer) => {
    const found = pending.get(answer);
    clearTimeout(found?.timer);
    pending.delete(answer);
    return found;
  };
  trainer.listen((answer) => {
    if (answer instanceof ArrayBuffer) return;
    if (pending.get(answer.type)?.race === answer.race) settle(answer.type)?.done(answer);
    if (answer.type !== "refused") return;
    const refused = answersOf(answer.detail).find((kind) => pending.get(kind)?.race === answer.race);
    if (refused) settle(refused)?.fail(new Error(answer.detail[0].msg));
  });
  trainer.current.subscribe(() => {
    for (const kind of [...pending.keys()]) settle(kind)?.fail(new Busy());
  });
  return (/** @type {string} */ kind, /** @type {{ type: string, [field: string]: unknown }} */ order) =>
    new Promise((/** @type {(answer: any) => void} */ done, fail) => {
      const race = trainer.current.get()?.number;
      if (race === undefined || !trainer.order(order)) return void fail(new Busy());
      const timer = setTimeout(() => settle(kind)?.fail(new Busy()), PATIENCE);
      pending.set(kind, { race, timer, done, fail });
    });
}

/** Which orders a refusal may be of: those that have such a field. @param {{ loc: (string | number)[] }[]} detail */
function answersOf([{ loc }]) {
  if (loc[0] === "run") return ["memory"];
  if (loc[0] === "runs" || loc[0] === "step") return ["opened"];
  return loc[0] === "parameter" ? ["opened", "memory"] : [];
}
