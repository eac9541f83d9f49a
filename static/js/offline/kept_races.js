// Keeps the last races in this browser, so that a second visit asks for none of them again.

import { identity } from "../lanes/identity.js";
import { remember, remembered } from "../controls/memory.js";
import { openShelf } from "./shelf.js";

/** @import { Race, Spec, Store } from "../types.js" */
/** @import { Kept } from "../lanes/lane.js" */
/** @import { Lanes } from "../lanes/lanes.js" */
/** @import { Shelf, Size } from "./shelf.js" */

const KEPT = "kept"; // said beside the shelf, where it can be read at once
const MOST = 12; // races
const ROOM = 24 * 1024 * 1024; // bytes of all of them
const LARGEST = 6 * 1024 * 1024; // bytes of one
const QUIET = 1500; // ms that a race has to stay on show: a slider on its way leaves none
const PATIENCE = 1500; // ms that the disk may take until the server is asked instead

/**
 * @typedef {object} KeptRaces
 * @property {(spec: Spec) => Promise<Kept[] | null> | null} find  lanes in the order of the
 *   racers; null at once where they are not kept
 */

/**
 * @param {Lanes} lanes
 * @param {Store<Spec>} spec
 * @param {Store<Race>} race  watched: what is finished is kept
 * @param {() => Promise<Shelf | null>} [open]
 * @returns {KeptRaces}
 */
export function keptRaces(lanes, spec, race, open = openShelf) {
  /** @type {Shelf | null} */
  let shelf = null;
  /** @type {Map<string, Size>} */
  let sizes = new Map();
  let timer = 0;

  const opening = open().then(async (found) => {
    if (!found) return;
    sizes = await found.sizes();
    shelf = found;
    await tidy();
  });
  let opened = !remembered(KEPT); // a first visit does not wait for a disk with nothing on it
  const ready = within(opening, undefined).finally(() => (opened = true));

  /** Make room: what other programs computed goes, then what was not used for longest. */
  async function tidy() {
    const old = [...sizes].filter(([key]) => !key.startsWith(edition()));
    const ours = [...sizes].filter(([key]) => key.startsWith(edition())).toSorted(([, a], [, b]) => b.at - a.at);
    let bytes = 0;
    const crowded = ours.filter(([, size], place) => (bytes += size.bytes) > ROOM || place >= MOST);
    const gone = [...old, ...crowded].map(([key]) => key);
    for (const key of gone) sizes.delete(key);
    if (gone.length) await shelf?.remove(gone);
  }

  async function keep() {
    const now = spec.get();
    const key = keyOf(now);
    const kept = now.racers.map(({ id }) => lanes.shown.get(id)).filter((lane) => lane !== undefined);
    if (!shelf || !key || !kept.length || lanes.wanted(now)) return;
    const size = { at: Date.now(), bytes: kept.reduce((sum, lane) => sum + bytesOf(lane), 0) };
    if (size.bytes > LARGEST) return;
    await shelf.write(key, size, sizes.has(key) ? undefined : kept);
    sizes.set(key, size);
    remember(KEPT, "races");
    await tidy();
  }

  const soon = () => {
    clearTimeout(timer);
    if (!race.get().streaming) timer = setTimeout(() => keep().catch(() => undefined), QUIET);
  };
  race.subscribe(soon);

  /** @type {KeptRaces["find"]} */
  const find = (wished) => {
    if (!opened) return ready.then(() => find(wished));
    const key = keyOf(wished);
    if (!shelf || !key || !sizes.has(key)) return null;
    return within(shelf.read(key), undefined).then((found) => {
      if (found?.length === wished.racers.length) return found;
      sizes.delete(key); // it cannot be read: the server is asked
      return null;
    });
  };
  return { find };
}

/** What a promise comes to, or something else where it fails or takes long. @template T, E @param {Promise<T>} promise @param {E} otherwise */
const within = (promise, otherwise) =>
  Promise.race([
    promise.catch(() => otherwise),
    /** @type {Promise<E>} */ (new Promise((done) => setTimeout(done, PATIENCE, otherwise))),
  ]);

/** The program that computed a race: another one might compute it otherwise. */
const edition = () => `${document.documentElement.dataset.edition} `;

/**
 * What a race is known by. One on data of the person's own is never kept.
 *
 * @param {Spec} spec
 */
function keyOf(spec) {
  if (spec.kind === "network" && spec.network.dataset.own) return null;
  return edition() + JSON.stringify([spec.steps, ...spec.racers.map((racer) => identity(spec, racer))]);
}

/** @param {Kept} lane */
const bytesOf = ({ x, y, gap, norm, move, rate, learning }) =>
  [x, y, gap, norm, move, rate, ...(learning?.flow ?? [])].reduce((sum, { byteLength }) => sum + byteLength, 0);
