// Activations as the server tabulates them, so that none is written down a second time.

/** @import { Choice } from "../../types.js" */

const REACH = 16; // tables go from -REACH to REACH; beyond, activations are as good as straight
const STEPS = 64; // entries in 1
const INTERVALS = 2 * REACH * STEPS;

/** @type {Map<string, Float32Array | null>} null while it is on its way */
const tables = new Map();

/**
 * An activation's table, or null where it is not here yet. It is fetched then, and `then` is called
 * when it came. What failed is fetched again when it is next asked for.
 *
 * @param {Choice} activation
 * @param {() => void} then
 * @returns {Float32Array | null}
 */
export function activationTable({ name, parameters }, then) {
  const query = new URLSearchParams(Object.entries(parameters).map(([key, value]) => [key, String(value)]));
  const address = `api/activations/${name}/table${query.size ? `?${query}` : ""}`;
  const known = tables.get(address);
  if (known) return known;
  waiting.set(address, (waiting.get(address) ?? new Set()).add(then));
  if (known === undefined) {
    tables.set(address, null);
    fetched(address).then(
      (table) => {
        tables.set(address, table);
        const watches = waiting.get(address) ?? [];
        waiting.delete(address);
        for (const watch of watches) watch();
      },
      () => tables.delete(address),
    );
  }
  return null;
}

/** @type {Map<string, Set<() => void>>} */
const waiting = new Map();

/** @param {string} address */
async function fetched(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`the activation was answered with ${answer.status}`);
  return new Float32Array(await answer.arrayBuffer());
}

/**
 * Put sums through an activation, in place: straight between the entries of its table, and on
 * beyond its ends.
 *
 * @param {Float32Array} sums
 * @param {Float32Array} table
 */
export function bent(sums, table) {
  const last = INTERVALS - 1;
  for (let n = 0; n < sums.length; n++) {
    const place = sums[n] * STEPS + REACH * STEPS;
    const entry = place < 0 ? 0 : place > last ? last : place | 0;
    const value = table[entry];
    sums[n] = value + (place - entry) * (table[entry + 1] - value);
  }
}
