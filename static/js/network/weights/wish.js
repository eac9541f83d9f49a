// When the plane through the weights is asked for, and how fine.

/**
 * A plane that was asked for, and how it went.
 *
 * @typedef {object} Asked
 * @property {number} race
 * @property {"train" | "test"} part
 * @property {number} resolution  points a side
 * @property {number} reached  the last step that was trained when it was asked for
 * @property {boolean} still  whether no further steps were coming then
 * @property {number} at  when it was asked for, in milliseconds
 * @property {number} took  how long the answer took
 *
 * @typedef {object} Standing
 * @property {number} now
 * @property {number} race
 * @property {"train" | "test"} part
 * @property {number} reached
 * @property {boolean} still  no further steps are coming
 * @property {number} refused  the least resolution that the server has refused, or Infinity
 */

export const RESOLUTIONS = [11, 21, 41, 81];
const FIRST = 21; // before it is known how long a plane takes
const MOVING = 41; // the finest while training goes on
const FINE = 81;
const PACE = 1000; // milliseconds between planes while training goes on
const SHARE = 4; // and a plane takes at most one part in so many of the time
const QUICK = 400; // milliseconds that a plane may take while training goes on
const PATIENT = 1200; // and when it stands still: the networks on show wait for it
const REST = 250; // milliseconds without a change until a finer one is asked for

/**
 * What to ask for: at once where `wait` is 0, else after so many milliseconds; null for nothing.
 *
 * @param {Standing} standing
 * @param {Asked | null} last  the latest that was answered
 * @returns {{ resolution: number, wait: number } | null}
 */
export function wished({ now, race, part, reached, still, refused }, last) {
  if (!last) return { resolution: Math.min(FIRST, affordable(null, Infinity, FIRST, refused)), wait: 0 };
  const moving = affordable(last, QUICK, MOVING, refused);
  if (last.race !== race || last.part !== part) return { resolution: moving, wait: 0 };
  if (last.reached !== reached || (still && !last.still)) {
    const wait = still ? 0 : Math.max(PACE, SHARE * last.took) - (now - last.at);
    return { resolution: moving, wait: Math.max(0, wait) };
  }
  const finer = affordable(last, PATIENT, still ? FINE : last.resolution, refused);
  if (finer <= last.resolution) return null;
  return { resolution: finer, wait: Math.max(0, last.at + last.took + REST - now) };
}

/**
 * The finest resolution that is not refused and takes no longer than so many milliseconds: the
 * time grows with the number of points. The coarsest is always possible.
 *
 * @param {Asked | null} last
 * @param {number} budget
 * @param {number} most
 * @param {number} refused
 */
function affordable(last, budget, most, refused) {
  const takes = (/** @type {number} */ side) => (last ? last.took * (side / last.resolution) ** 2 : 0);
  const possible = RESOLUTIONS.filter((side) => side <= most && side < refused && takes(side) <= budget);
  return possible.at(-1) ?? RESOLUTIONS[0];
}
