// Asks the server for the plane through the weights, at a pace that training can bear.

import { RESOLUTIONS, wished } from "./wish.js";

/** @import { App } from "../../types.js" */
/** @import { Answer } from "./paths.js" */
/** @import { Asked } from "./wish.js" */

const LOST = 15_000; // milliseconds until an answer is given up
const FEWEST = 2; // the last step of a path that spans more than a line

/**
 * @param {App} app
 * @param {object} parts
 * @param {() => "train" | "test" | null} parts.part  null while nothing is to be asked for
 * @param {(answer: Answer, ids: string[]) => void} parts.got
 * @param {(words: string) => void} parts.failed
 * @returns {(again?: boolean) => void} look whether something is to be asked for; `again` in any case
 */
export function weightAsker({ race, trainer }, { part, got, failed }) {
  /** @type {Asked | null} */
  let last = null;
  /** @type {Asked | null} */
  let pending = null;
  let refused = Infinity; // the least resolution that the server finds too costly
  let timer = 0;

  const follow = (again = false) => {
    clearTimeout(timer);
    if (again) last = pending = null;
    const training = trainer.current.get();
    const wish = part();
    const now = performance.now();
    if (pending && (now - pending.at > LOST || pending.race !== training?.number)) pending = null;
    const reached = reachedBy(training?.ids ?? []);
    if (!training || !wish || pending || reached < FEWEST) return;
    const still = !race.get().streaming || trainer.paused.get();
    const standing = { now, race: training.number, part: wish, reached, still, refused };
    const next = wished(standing, last);
    if (!next) return;
    if (next.wait > 0) timer = window.setTimeout(() => follow(), next.wait);
    else ask({ race: training.number, part: wish, resolution: next.resolution, reached, still, at: now, took: 0 });
  };
  const reachedBy = (/** @type {string[]} */ ids) =>
    Math.max(-1, ...ids.map((id) => (race.get().lanes.get(id)?.length ?? 0) - 1));
  const ask = (/** @type {Asked} */ wish) => {
    if (trainer.order({ type: "weight_plane", resolution: wish.resolution, part: wish.part })) pending = wish;
  };

  trainer.listen((answer) => {
    if (answer instanceof ArrayBuffer || !pending || answer.race !== pending.race) return;
    if (answer.type === "weight_plane") {
      const took = performance.now() - pending.at;
      last = { ...pending, took };
      pending = null;
      got(/** @type {any} */ (answer), trainer.current.get()?.ids ?? []);
      follow();
    } else if (answer.type === "refused" && isAbout(answer.detail)) {
      const costly = answer.detail[0].loc[0] === "resolution" && pending.resolution > RESOLUTIONS[0];
      if (costly) refused = pending.resolution;
      else last = { ...pending, resolution: Infinity }; // as if it were the finest: not asked for again
      pending = null;
      if (!costly) failed(answer.detail[0].msg);
      follow();
    }
  });
  trainer.current.subscribe(() => {
    refused = Infinity;
    follow();
  });
  return follow;
}

/** Whether a refusal is one of a plane. @param {{ loc: (string | number)[] }[]} detail */
const isAbout = ([{ loc }]) => loc.length === 0 || loc[0] === "resolution" || loc[0] === "part";
