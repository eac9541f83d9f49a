// Heights of a surface over a region, from the server, a few kept.

import { unpackedHeights } from "./packed.js";

/** @import { Region } from "./region.js" */

/**
 * @typedef {object} Heights
 * @property {Region} region
 * @property {number} resolution  points along each side
 * @property {Float32Array} values  row after row, a row for each y
 *
 * @typedef {object} Wish
 * @property {string} surface
 * @property {Record<string, number>} parameters
 * @property {Region} region
 * @property {number} resolution
 */

const KEPT = 24;

/** @type {Map<string, Heights>} */
const known = new Map();

/**
 * A way to ask for heights in which the newest wish wins: earlier ones are given up.
 *
 * @returns {(wish: Wish) => Promise<Heights | null>} null where a newer wish came between;
 *   throws an Error with a sentence where there is no answer
 */
export function asker() {
  let newest = new AbortController();
  return async (wish) => {
    newest.abort();
    const mine = new AbortController();
    newest = mine;
    try {
      const heights = await fetched(wish, mine.signal);
      return mine.signal.aborted ? null : heights;
    } catch (problem) {
      if (mine.signal.aborted) return null;
      throw problem;
    }
  };
}

/** @param {Wish} wish @param {AbortSignal} signal @returns {Promise<Heights>} */
async function fetched(wish, signal) {
  const address = addressOf(wish);
  const kept = known.get(address);
  if (kept) {
    known.delete(address);
    known.set(address, kept);
    return kept;
  }
  const answer = await fetch(address, { signal }).catch((problem) => {
    if (signal.aborted) throw problem;
    throw new Error("The server cannot be reached.");
  });
  if (!answer.ok) throw new Error(await sentenceOf(answer));
  const values = unpackedHeights(new Uint8Array(await answer.arrayBuffer()), wish.resolution);
  const heights = { region: wish.region, resolution: wish.resolution, values };
  known.set(address, heights);
  for (const oldest of known.keys()) {
    if (known.size <= KEPT) break;
    known.delete(oldest);
  }
  return heights;
}

/** @param {Wish} wish */
export function addressOf({ surface, parameters, region, resolution }) {
  const corners = [...region.x, ...region.y].map((corner) => Number(corner.toPrecision(7)));
  const query = new URLSearchParams({
    ...Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, String(value)])),
    form: "packed",
    resolution: String(resolution),
    window: corners.join(","),
  });
  return `api/surfaces/${surface}/grid?${query}`;
}

/** What the server says is wrong, or that it did not answer in its own words. */
async function sentenceOf(/** @type {Response} */ answer) {
  try {
    const { detail } = await answer.json();
    return detail[0].msg;
  } catch {
    return `The server answered ${answer.status}.`;
  }
}

/**
 * The height at a point, between its four neighbours; NaN outside the region.
 *
 * @param {Heights} heights
 * @param {number} x
 * @param {number} y
 */
export function heightAt({ region, resolution, values }, x, y) {
  const cells = resolution - 1;
  const u = ((x - region.x[0]) / (region.x[1] - region.x[0])) * cells;
  const v = ((y - region.y[0]) / (region.y[1] - region.y[0])) * cells;
  if (!(u >= 0 && u <= cells && v >= 0 && v <= cells)) return NaN;
  const column = Math.min(Math.floor(u), cells - 1);
  const row = Math.min(Math.floor(v), cells - 1);
  const at = row * resolution + column;
  const [s, t] = [u - column, v - row];
  return (
    (values[at] * (1 - s) + values[at + 1] * s) * (1 - t) +
    (values[at + resolution] * (1 - s) + values[at + resolution + 1] * s) * t
  );
}
