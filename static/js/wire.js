// Reads the binary blocks of /ws/run. docs/protocol.md describes them.

const MAGIC = 0x31424c44; // "DLB1", little-endian
const HEADER = 24; // bytes
const RATE_COLUMN = 1;

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
 * @param {ArrayBuffer} buffer
 * @returns {Block}
 */
export function unpack(buffer) {
  const header = new DataView(buffer);
  if (header.getUint32(0, true) !== MAGIC) throw new Error("this is not a block of a race");
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
