// The part of the plane that the map shows.

/** @typedef {{ x: [number, number], y: [number, number] }} Region */

const STRETCH = 2; // most that a side of the domain is widened for equal scales
const MARGIN = 0.2; // of a side: how much farther than what is seen heights are asked for
const PANNING = 0.6; // where the map may be moved any moment
const ENOUGH = 0.3; // of that is enough
const COARSE = 2.4; // heights over a region this many times wider than what is seen look coarse
const FARTHEST = 1e6; // corners that the server answers

/**
 * The domain, widened so that a unit has as many pixels across as up: a step down the gradient
 * then crosses the contours at a right angle.
 *
 * @param {[[number, number], [number, number]]} domain
 * @param {number} width  in pixels; none is left, or fewer, in a frame that is not laid out yet
 * @param {number} height
 * @returns {Region}
 */
export function home([x, y], width, height) {
  const [across, up] = [Math.max(1, width), Math.max(1, height)];
  const unit = Math.max((x[1] - x[0]) / across, (y[1] - y[0]) / up);
  return { x: widened(x, unit * across), y: widened(y, unit * up) };
}

/** @param {[number, number]} side @param {number} length @returns {[number, number]} */
function widened([low, high], length) {
  const middle = (low + high) / 2;
  const half = Math.min(length, STRETCH * (high - low)) / 2;
  return [middle - half, middle + half];
}

/**
 * The region times `factor` around its middle.
 *
 * @param {Region} region
 * @param {number} factor
 * @returns {Region}
 */
export function zoomed({ x, y }, factor) {
  const side = (/** @type {[number, number]} */ [low, high]) => {
    const middle = (low + high) / 2;
    const half = ((high - low) / 2) * factor;
    return /** @type {[number, number]} */ ([middle - half, middle + half]);
  };
  return { x: side(x), y: side(y) };
}

/**
 * What to ask heights for when this is seen: some more on every side, so that a pan finds them
 * there.
 *
 * @param {Region} seen
 * @param {boolean} [panning]  the map may be moved any moment
 * @returns {Region}
 */
export function around(seen, panning = false) {
  const { x, y } = zoomed(seen, 1 + 2 * (panning ? PANNING : MARGIN));
  const kept = (/** @type {number} */ value) => Math.max(-FARTHEST, Math.min(FARTHEST, value));
  return { x: [kept(x[0]), kept(x[1])], y: [kept(y[0]), kept(y[1])] };
}

/**
 * Whether heights over a region serve for what is seen: they cover it and are fine enough.
 *
 * @param {Region} known
 * @param {Region} seen
 * @param {boolean} [panning]
 * @returns {boolean}
 */
export function serves(known, seen, panning = false) {
  if (panning && !serves(known, zoomed(seen, 1 + 2 * ENOUGH))) return false;
  const covers = (/** @type {"x" | "y"} */ side) =>
    known[side][0] <= seen[side][0] + 1e-9 * (seen[side][1] - seen[side][0]) &&
    known[side][1] >= seen[side][1] - 1e-9 * (seen[side][1] - seen[side][0]);
  const wider = (known.x[1] - known.x[0]) / (seen.x[1] - seen.x[0]);
  return covers("x") && covers("y") && wider <= COARSE;
}

/** Whether two regions are the same to the eye. @param {Region} one @param {Region} other */
export function same(one, other) {
  const near = (/** @type {"x" | "y"} */ side) => {
    const tolerance = 1e-6 * (one[side][1] - one[side][0]);
    return one[side].every((end, place) => Math.abs(end - other[side][place]) <= tolerance);
  };
  return near("x") && near("y");
}
