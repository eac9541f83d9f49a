// Reads the binary answer to a look. docs/protocol.md describes it.

/** @import { Look, RunDetails, Training } from "../types.js" */

const MAGIC = 0x31574c44; // "DLW1", little-endian
const HEADER = 20; // bytes

/** The race that a look is of. @param {ArrayBuffer} buffer */
export const raceOf = (buffer) => new DataView(buffer).getUint32(4, true);

/**
 * A look at a training.
 *
 * @param {ArrayBuffer} buffer
 * @param {Pick<Training, "ids" | "sizes">} training
 * @returns {Look}
 */
export function unpackLook(buffer, { ids, sizes: shapes }) {
  const header = new DataView(buffer);
  if (header.getUint32(0, true) !== MAGIC) throw new Error("this is not a look");
  const [race, step, count, length] = [4, 8, 12, 16].map((at) => header.getUint32(at, true));
  const steps = new Uint32Array(buffer, HEADER, count);
  let at = HEADER + 4 * count;
  const told = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, at, length)));
  at += length;
  /** @type {Look["runs"]} */
  const runs = new Map();
  for (const [place, id] of ids.entries()) {
    const sizes = shapes[place];
    const size = parametersOf(sizes);
    runs.set(id, { step: steps[place], sizes, weights: new Float32Array(buffer, at, size) });
    at += 4 * size;
  }
  return { race, step, runs, details: told.runs ? detailsOf(told.runs, ids) : null };
}

/** @param {RunDetails[]} told @param {string[]} ids */
const detailsOf = (told, ids) => new Map(ids.map((id, place) => [id, told[place]]));

/** How many parameters a network has: weights, and a bias for each unit. @param {number[]} sizes */
export const parametersOf = (sizes) =>
  sizes.slice(1).reduce((sum, outputs, layer) => sum + (sizes[layer] + 1) * outputs, 0);
