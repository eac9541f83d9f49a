// What can be done to the hidden layers of a network. Each function returns new layers.

const FIRST_UNITS = 8;

/**
 * One more layer, as wide as the last, where there is room.
 *
 * @param {number[]} hidden
 * @param {number} most
 */
export const withLayer = (hidden, most) =>
  hidden.length < most ? [...hidden, hidden.at(-1) ?? FIRST_UNITS] : hidden;

/** @param {number[]} hidden @param {number} place */
export const withoutLayer = (hidden, place) => hidden.toSpliced(place, 1);

/** @param {number[]} hidden @param {number} place @param {number} units @param {number} most */
export const withUnits = (hidden, place, units, most) =>
  hidden.with(place, Math.min(Math.max(Math.round(units), 1), most));
