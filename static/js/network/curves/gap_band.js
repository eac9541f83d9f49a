// What lies between the curves of the train and the test part.

/** @typedef {[number, number]} Point */

/**
 * The outline of each stretch in which both curves are there, in pixels.
 *
 * @param {number[]} across
 * @param {number[]} train
 * @param {number[]} test
 * @returns {Point[][]}
 */
export function gapBands(across, train, test) {
  /** @type {Point[][]} */
  const bands = [];
  const both = (/** @type {number} */ place) => Number.isFinite(train[place]) && Number.isFinite(test[place]);
  for (let from = 0; from < across.length; from += 1) {
    if (!both(from)) continue;
    let to = from;
    while (to + 1 < across.length && both(to + 1)) to += 1;
    if (to > from) bands.push(outline(across, train, test, from, to));
    from = to;
  }
  return bands;
}

/** @param {number[]} across @param {number[]} train @param {number[]} test @param {number} from @param {number} to */
function outline(across, train, test, from, to) {
  const there = across.slice(from, to + 1).map((x, k) => /** @type {Point} */ ([x, train[from + k]]));
  const back = across.slice(from, to + 1).map((x, k) => /** @type {Point} */ ([x, test[from + k]]));
  return [...there, ...back.reverse()];
}
