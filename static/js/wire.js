// Reads the binary messages of /ws/run. docs/protocol.md describes them.

const MAGIC = 0x31424c44; // "DLB1", little-endian
const NETWORK_MAGIC = 0x314e4c44; // "DLN1"
const HEADER = 24; // bytes
const NETWORK_HEADER = 32;
const RATE_COLUMN = 1;
const SCORES = 4; // numbers of one run in one evaluation

/**
 * Points of `steps` consecutive steps for some lanes. Columns hold lane after lane.
 *
 * @typedef {object} Block
 * @property {number} race
 * @property {number} first  the first step
 * @property {number} steps
 * @property {number} lanes
 * @property {Float64Array} points  x, y of every lane at the first step
 * @property {Float64Array} rates  of every lane at the first step
 * @property {Float32Array} gap
 * @property {Float32Array} norm
 * @property {Float32Array} dx  the move that led to each point
 * @property {Float32Array} dy
 * @property {Float32Array | null} rate  a column where rates change within the block
 */

/**
 * Numbers of `steps` consecutive steps for some networks. Columns hold lane after lane.
 *
 * @typedef {object} NetworkBlock
 * @property {number} race
 * @property {number} first
 * @property {number} steps
 * @property {number} lanes
 * @property {Float64Array} rates  of every lane at the first step
 * @property {Float32Array} gap  the loss on the mini-batch
 * @property {Float32Array} norm
 * @property {Float32Array} move  length of the move that led to each point
 * @property {Float32Array | null} rate
 * @property {Float32Array[]} flow  a column for each layer; NaN where a network has fewer
 * @property {Float32Array} evaluated  the steps at which networks were scored
 * @property {Float32Array} scores  for each of these steps and lanes: train loss, test loss, train quality, test quality
 */

/** Whether a message is a block of a race, of either kind. @param {ArrayBuffer} buffer */
export const isBlock = (buffer) => [MAGIC, NETWORK_MAGIC].includes(magicOf(buffer));

const magicOf = (/** @type {ArrayBuffer} */ buffer) => new DataView(buffer).getUint32(0, true);

/**
 * A block of either kind.
 *
 * @param {ArrayBuffer} buffer
 * @returns {Block | NetworkBlock}
 */
export const blockOf = (buffer) =>
  magicOf(buffer) === NETWORK_MAGIC ? unpackNetwork(buffer) : unpack(buffer);

/**
 * @param {ArrayBuffer} buffer
 * @returns {NetworkBlock}
 */
export function unpackNetwork(buffer) {
  if (magicOf(buffer) !== NETWORK_MAGIC) throw new Error("this is not a block of a training");
  const header = new DataView(buffer);
  const [race, first, steps, lanes, flags, evaluations, layers] = [4, 8, 12, 16, 20, 24, 28].map(
    (at) => header.getUint32(at, true),
  );
  let at = NETWORK_HEADER + 8 * lanes;
  const next = (/** @type {number} */ count) => {
    at += 4 * count;
    return new Float32Array(buffer, at - 4 * count, count);
  };
  const column = () => next(steps * lanes);
  return {
    race,
    first,
    steps,
    lanes,
    rates: new Float64Array(buffer, NETWORK_HEADER, lanes),
    gap: column(),
    norm: column(),
    move: column(),
    rate: flags & RATE_COLUMN ? column() : null,
    flow: Array.from({ length: layers }, column),
    evaluated: next(evaluations),
    scores: next(evaluations * lanes * SCORES),
  };
}

/**
 * @param {ArrayBuffer} buffer
 * @returns {Block}
 */
export function unpack(buffer) {
  if (magicOf(buffer) !== MAGIC) throw new Error("this is not a block of a race");
  const header = new DataView(buffer);
  const [race, first, steps, lanes, flags] = [4, 8, 12, 16, 20].map((at) => header.getUint32(at, true));
  const points = new Float64Array(buffer, HEADER, 2 * lanes);
  const rates = new Float64Array(buffer, HEADER + 16 * lanes, lanes);
  const size = steps * lanes;
  const column = (/** @type {number} */ place) =>
    new Float32Array(buffer, HEADER + 24 * lanes + 4 * size * place, size);
  return {
    race,
    first,
    steps,
    lanes,
    points,
    rates,
    gap: column(0),
    norm: column(1),
    dx: column(2),
    dy: column(3),
    rate: flags & RATE_COLUMN ? column(4) : null,
  };
}
