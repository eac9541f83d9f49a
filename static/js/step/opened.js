// What a step is made of, as the server tells it (docs/explained.md), and whose step is open.

/**
 * One line of a racer's rule at a step. Lists have a number for each coordinate on show.
 *
 * @typedef {object} Line
 * @property {string} symbol
 * @property {string} name
 * @property {string} mathml  the line in symbols
 * @property {string[]} numbers  the line with this step's numbers, as MathML
 * @property {(number | null)[] | null} before  null where nothing is remembered
 * @property {(number | null)[]} after
 *
 * @typedef {object} Curvature
 * @property {[number, number]} eigenvalues  the small one, the large one
 * @property {[number, number][]} directions  of length 1
 * @property {number | null} product  rate times the largest curvature, by coordinate where rates are
 * @property {number | null} limit  what the product must stay below
 * @property {boolean} theorem  whether the limit is proven for this rule, on a quadratic; else it is a guide
 *
 * @typedef {object} Arrows  in the plane
 * @property {number[]} gradient
 * @property {number[] | null} momentum
 * @property {number[]} move
 *
 * @typedef {object} Opened
 * @property {string} optimizer  that made the step
 * @property {string} convention
 * @property {string} label
 * @property {number} step
 * @property {string[]} coordinates
 * @property {Line[]} lines
 * @property {{ before: (number | null)[], after: (number | null)[] }} point
 * @property {number | null} value
 * @property {{ true: (number | null)[], used: (number | null)[] }} gradient
 * @property {number | null} rate
 * @property {(number | null)[]} effective_rate
 * @property {(number | null)[]} change
 * @property {string[]} words
 * @property {Arrows | null} arrows
 * @property {Curvature | null} curvature
 * @property {string} [parameter]  of a network: what it is, in words
 * @property {number} [index]  of a network: its place among all
 */

const MOST = 2; // racers side by side

/**
 * Whose step is open: those chosen that are on show, else the first on show.
 *
 * @param {string[]} shown  ids of the racers on show
 * @param {string[]} chosen
 * @returns {string[]}
 */
export function openedIds(shown, chosen) {
  const there = chosen.filter((id) => shown.includes(id)).slice(0, MOST);
  return there.length ? there : shown.slice(0, 1);
}

/**
 * Another racer chosen: in place of the one chosen last, so that of two the first stays.
 *
 * @param {string[]} opened
 * @param {string} id
 */
export const withChosen = (opened, id) => (opened.includes(id) ? opened : [...opened.slice(0, -1), id]);

/**
 * Two where one was open, the next on show as the second; and one where there were two.
 *
 * @param {string[]} shown
 * @param {string[]} opened
 */
export function withSecond(shown, opened) {
  if (opened.length === MOST) return opened.slice(0, 1);
  const after = shown.slice(shown.indexOf(opened[0]) + 1).concat(shown);
  return [...opened, ...after.filter((id) => id !== opened[0]).slice(0, 1)];
}
