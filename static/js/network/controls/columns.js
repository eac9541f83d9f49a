// What a table was read as, and which of its columns are learned from.

import { grouped } from "./numbers.js";

/** @import { OwnTable } from "../../types.js" */

/**
 * The answer of POST /api/table.
 *
 * @typedef {object} TableRead
 * @property {boolean} header
 * @property {string} delimiter
 * @property {number} rows
 * @property {{ name: string, kind: "number" | "category" | "ignored", why: string, examples: string[] }[]} columns
 * @property {string} target
 * @property {string[][]} preview
 */

/** What a person chose; null leaves it to the guess. @typedef {{ target: string | null, inputs: string[] | null }} Columns */

/** @type {Columns} */
export const GUESSED = { target: null, inputs: null };
const DELIMITERS = new Map([["\t", "tabs"], [";", "semicolons"], ["|", "bars"], [",", "commas"]]);

/** @param {TableRead} read @param {Columns} chosen */
export function targetOf({ columns, target }, chosen) {
  return columns.some(({ name }) => name === chosen.target) ? /** @type {string} */ (chosen.target) : target;
}

/** The columns that can be learned from. @param {TableRead} read @param {Columns} chosen */
export function usable(read, chosen) {
  const target = targetOf(read, chosen);
  return read.columns.filter(({ name, kind }) => kind !== "ignored" && name !== target).map(({ name }) => name);
}

/** The columns that are learned from. @param {TableRead} read @param {Columns} chosen */
export function inputsOf(read, chosen) {
  const { inputs } = chosen;
  return inputs === null ? usable(read, chosen) : usable(read, chosen).filter((name) => inputs.includes(name));
}

/** @param {TableRead} read @param {Columns} chosen @param {string} name @param {boolean} taken @returns {Columns} */
export function withInput(read, chosen, name, taken) {
  const others = inputsOf(read, chosen).filter((each) => each !== name);
  return { ...chosen, inputs: taken ? [...others, name] : others };
}

/** Another target; the one before becomes an input where all others are. @param {Columns} chosen @param {string} target @returns {Columns} */
export const withTarget = ({ inputs }, target) => ({
  target,
  inputs: inputs && inputs.filter((name) => name !== target),
});

/**
 * The table as a spec holds it: what is as guessed is not said.
 *
 * @param {string} csv
 * @param {TableRead | null} read
 * @param {Columns} chosen
 * @returns {OwnTable}
 */
export function ownTable(csv, read, chosen) {
  if (!read) return { csv, ...chosen };
  const target = targetOf(read, chosen);
  const inputs = inputsOf(read, chosen);
  const all = inputs.length === usable(read, chosen).length;
  return {
    csv,
    target: target === read.target ? null : target,
    inputs: all ? null : read.columns.map(({ name }) => name).filter((name) => inputs.includes(name)),
  };
}

/** @param {TableRead} read */
export function readInWords({ rows, columns, delimiter, header }) {
  const parts = `${grouped(rows)} rows of ${columns.length} columns, apart by ${DELIMITERS.get(delimiter) ?? delimiter}`;
  return `${parts}; the first row ${header ? "names them" : "is data"}.`;
}
