// When the plane through the weights is asked for, and how fine.

/**
 * A plane that was asked for, and how it went.
 *
 * @typedef {object} Asked
 * @property {number} race
 * @property {"train" | "test"} part
 * @property {number} resolution
 * @property {number} reached  the last step that was trained when it was asked for
 * @property {number} at  when it was asked for, in milliseconds
 * @property {number} took  how long the answer took
 *
 * @typedef {object} Standing
 * @property {number} now
 * @property {number} race
 * @property {"train" | "test"} part
 * @property {number} reached
 * @property {boolean} still  no further steps are coming
 * @property {number} coarse  the resolution that the server has not refused
 */

export const FINE = 81; // points a side
export const COARSE = [41, 21, 11]; // what is tried while training goes on, until the server takes it
const PACE = 1000; // milliseconds between planes while training goes on
const SHARE = 4; // a plane takes at most one part in so many of the time
const QUICK = 400; // milliseconds: coarse planes that took longer are not asked for finer
const REST = 300; // milliseconds without a change until a finer one is asked for

/**
 * What to ask for: at once where `wait` is 0, else after so many milliseconds; null for nothing.
 *
 * @param {Standing} standing
 * @param {Asked | null} last  the latest that was answered
 * @returns {{ resolution: number, wait: number } | null}
 */
export function wished({ now, race, part, reached, still, coarse }, last) {
  if (!last || last.race !== race || last.part !== part) return { resolution: coarse, wait: 0 };
  if (last.reached !== reached) {
    const wait = still ? 0 : Math.max(PACE, SHARE * last.took) - (now - last.at);
    return { resolution: coarse, wait: Math.max(0, wait) };
  }
  if (!still || last.resolution >= FINE || last.took > QUICK) return null;
  return { resolution: FINE, wait: Math.max(0, last.at + last.took + REST - now) };
}
