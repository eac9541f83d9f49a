// The numbers of an opened step as a table: one column for each coordinate, or for each racer.

import { pretty } from "../lib/number.js";

/** @import { Opened } from "./opened.js" */

/**
 * @typedef {object} Named
 * @property {string} name  of the racer
 * @property {Opened} opened
 * @property {number | null} next  the value after the step, where it is known
 *
 * @typedef {object} Figures
 * @property {string[]} columns
 * @property {{ symbol: string, name: string, coordinate: string, cells: string[], wide: boolean }[]} rows
 *     `wide`: one cell for all columns
 */

/** @typedef {{ symbol: string, name: string, of: (one: Named) => (number | null)[] }} Quantity */

const DIGITS = 4;
const MOST_DIGITS = 10;

/** A number or what stands in its place. @param {number | null | undefined} value */
export const figure = (value) => pretty(value ?? NaN, DIGITS);

/**
 * A number before and after, with as many digits as tell the two apart.
 *
 * @param {number | null | undefined} before
 * @param {number | null | undefined} after
 */
export function turn(before, after) {
  const [one, other] = [before ?? NaN, after ?? NaN];
  for (let digits = DIGITS; digits < MOST_DIGITS && one !== other; digits += 1) {
    const words = [pretty(one, digits), pretty(other, digits)];
    if (words[0] !== words[1]) return words.join(" → ");
  }
  return `${pretty(one, DIGITS)} → ${pretty(other, DIGITS)}`;
}

/** Whether what the move saw is not the true gradient. @param {Opened} opened */
export const isNoisy = ({ gradient }) => gradient.used.some((value, place) => value !== gradient.true[place]);

/**
 * The rows that matter, in the order in which a step is made.
 *
 * @param {Named[]} racers  one or two
 * @param {[string, string]} value  what the value is, that of the surface or a loss: symbol and name
 * @returns {Figures}
 */
export function figuresOf(racers, value) {
  const quantities = quantitiesOf(racers);
  const { coordinates } = racers[0].opened;
  const values = valueRows(racers, value);
  if (racers.length > 1) {
    const rows = quantities.flatMap(({ symbol, name, of }) =>
      coordinates.map((coordinate, place) => ({
        symbol, name, coordinate: coordinates.length > 1 ? coordinate : "", wide: false,
        cells: racers.map((each) => figure(of(each)[place])),
      })),
    );
    return { columns: racers.map(({ name }) => name), rows: [...rows, ...values] };
  }
  const rows = quantities.map(({ symbol, name, of }) => ({
    symbol, name, coordinate: "", wide: false, cells: of(racers[0]).map(figure),
  }));
  return { columns: coordinates, rows: [...rows, ...values] };
}

/** @param {Named[]} racers @returns {Quantity[]} */
function quantitiesOf(racers) {
  const noisy = racers.some(({ opened }) => isNoisy(opened));
  const rates = racers.some(({ opened }) => opened.effective_rate.some((rate) => rate !== null));
  return [
    { symbol: "θ", name: "before", of: ({ opened }) => opened.point.before },
    { symbol: "g", name: noisy ? "true gradient" : "gradient", of: ({ opened }) => opened.gradient.true },
    ...(noisy ? [{ symbol: "g̃", name: "gradient used", of: usedOf }] : []),
    ...(rates ? [{ symbol: "η_eff", name: "effective rate", of: effectiveOf }] : []),
    { symbol: "Δ", name: "change", of: ({ opened }) => opened.change },
    { symbol: "θ", name: "after", of: ({ opened }) => opened.point.after },
  ];
}

/** @param {Named} racer */
const usedOf = ({ opened }) => opened.gradient.used;

/** @param {Named} racer */
const effectiveOf = ({ opened }) => opened.effective_rate;

/** Rate and value, which are one number for all coordinates. @param {Named[]} racers @param {[string, string]} value */
function valueRows(racers, value) {
  const row = (/** @type {string} */ symbol, /** @type {string} */ name, /** @type {(one: Named) => string} */ of) => ({
    symbol, name, coordinate: "", wide: racers.length === 1, cells: racers.map(of),
  });
  return [
    row("η", "learning rate", ({ opened }) => figure(opened.rate)),
    row(...value, ({ opened, next }) =>
      next === null ? figure(opened.value) : turn(opened.value, next),
    ),
  ];
}
