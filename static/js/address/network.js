// A network and its data in an address.

import { initialNetwork } from "../spec/first.js";
import { named, pairs, takes } from "./words.js";

/** @import { Catalog, Choice, NetworkSetup, Overridable, OwnTable, PlainInfo, Racer } from "../types.js" */
/** @import { Reader } from "./reader.js" */

/** @param {NetworkSetup} network */
export function writtenNetwork(network) {
  const { dataset, test_fraction, loss } = network;
  return [
    "problem=network",
    `data=${pairs(dataset.name, dataset.parameters)}`,
    ...(dataset.own ? writtenTable(dataset.own) : []),
    `test=${test_fraction}`,
    ...(loss ? [`loss=${pairs(loss.name, loss.parameters)}`] : []),
    ...fields(network).map(([name, text]) => `${name}=${text}`),
  ];
}

/** What a racer has of its own, as parts of it. @param {Racer["overrides"]} overrides */
export const writtenOverrides = (overrides = {}) =>
  fields(overrides)
    .map(([name, text]) => `;own-${name}=${text}`)
    .join("");

/**
 * @param {Reader} reader
 * @param {Catalog} catalog
 * @param {string[]} problems
 * @returns {NetworkSetup}
 */
export function readNetwork(reader, catalog, problems) {
  const { networks } = catalog;
  if (!networks) problems.push("What networks need did not load. Reload the page to try again.");
  const [name, parameters] = named(reader.text("data") ?? "moons", "data", problems);
  const own = name === "own" ? readTable(reader, problems) : undefined;
  if (!own) known(networks?.datasets, { name, parameters }, "data set", problems);
  const loss = reader.text("loss");
  return {
    ...initialNetwork(),
    dataset: { name, parameters, ...(own ? { own } : {}) },
    test_fraction: reader.needed("test"),
    loss: loss === null ? null : chosen(networks?.losses, loss, "loss", problems),
    ...readFields((field) => reader.text(field), catalog, problems),
  };
}

/**
 * @param {string[]} parts  of a racer
 * @param {Catalog} catalog
 * @param {string[]} problems
 * @returns {Pick<Racer, "overrides">}
 */
export function readOverrides(parts, catalog, problems) {
  const own = parts.filter((part) => part.startsWith("own-")).map((part) => part.slice(4).split("="));
  if (!own.length) return {};
  const texts = new Map(own.map(([name, ...rest]) => [name, rest.join("=")]));
  return { overrides: readFields((field) => texts.get(field) ?? null, catalog, problems) };
}

/** @param {Partial<Overridable>} given @returns {[string, string][]} */
function fields({ hidden, activation, initializer, scale, batch_size, l1, l2, dropout }) {
  /** @type {[string, string | undefined][]} */
  const all = [
    ["hidden", hidden && (hidden.join(",") || "none")],
    ["activation", activation && pairs(activation.name, activation.parameters)],
    ["initializer", initializer && pairs(initializer.name, initializer.parameters)],
    ["scale", text(scale)],
    ["batch", batch_size === null ? "full" : text(batch_size)],
    ["l1", text(l1)],
    ["l2", text(l2)],
    ["dropout", text(dropout)],
  ];
  return all.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
}

/** @param {number | undefined} value */
const text = (value) => (value === undefined ? undefined : String(value));

/**
 * @param {(field: string) => string | null} of
 * @param {Catalog} catalog
 * @param {string[]} problems
 * @returns {Partial<Overridable>}
 */
function readFields(of, { networks }, problems) {
  const number = (/** @type {string} */ field) => {
    const given = of(field);
    if (given === null) return undefined;
    if (given === "" || !Number.isFinite(Number(given))) {
      problems.push(`The link's ${field} is “${given.slice(0, 60)}”, which is no number.`);
    }
    return Number(given);
  };
  const [hidden, activation, initializer] = [of("hidden"), of("activation"), of("initializer")];
  const batch = of("batch") === "full" ? null : number("batch");
  const read = {
    hidden: hidden === null ? undefined : units(hidden, problems),
    activation: activation === null ? undefined : chosen(networks?.activations, activation, "activation", problems),
    initializer: initializer === null ? undefined : chosen(networks?.initializers, initializer, "initializer", problems),
    scale: number("scale"),
    batch_size: batch,
    l1: number("l1"),
    l2: number("l2"),
    dropout: number("dropout"),
  };
  return /** @type {Partial<Overridable>} */ (
    Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined))
  );
}

/** @param {string} words @param {string[]} problems */
function units(words, problems) {
  const numbers = words === "none" ? [] : words.split(",").map(Number);
  if (numbers.every((each) => Number.isInteger(each) && each > 0)) return numbers;
  problems.push(`The link's hidden layers are “${words.slice(0, 60)}”, which are no numbers of units.`);
  return [];
}

/**
 * @param {PlainInfo[] | undefined} menu
 * @param {string} words
 * @param {string} what
 * @param {string[]} problems
 * @returns {Choice}
 */
function chosen(menu, words, what, problems) {
  const [name, parameters] = named(words, what, problems);
  known(menu, { name, parameters }, what, problems);
  return { name, parameters };
}

/** @param {PlainInfo[] | undefined} menu @param {Choice} choice @param {string} what @param {string[]} problems */
function known(menu, { name, parameters }, what, problems) {
  if (!menu) return;
  const entry = menu.find((each) => each.name === name);
  if (!entry) problems.push(`The link names an unknown ${what}, “${name}”.`);
  else takes(entry.label, entry.parameters.map((each) => each.name), parameters, problems);
}

/** @param {OwnTable} own */
function writtenTable(own) {
  if ("points" in own) return [`points=${own.points.map((point) => point.join(",")).join(";")}`];
  return [
    `csv=${encodeURIComponent(own.csv)}`,
    ...(own.target === null ? [] : [`target=${encodeURIComponent(own.target)}`]),
    ...(own.inputs === null ? [] : [`inputs=${own.inputs.map(encodeURIComponent).join(",")}`]),
  ];
}

/** @param {Reader} reader @param {string[]} problems @returns {OwnTable | undefined} */
function readTable(reader, problems) {
  const csv = reader.text("csv");
  if (csv !== null) return { csv, target: reader.text("target"), inputs: reader.parts("inputs") };
  const points = (reader.text("points") ?? "").split(";").filter(Boolean).map((point) => point.split(",").map(Number));
  if (points.length && points.every((point) => point.length === 3 && point.every(Number.isFinite))) {
    return { points: /** @type {[number, number, number][]} */ (points) };
  }
  problems.push("The link's own data cannot be read.");
  return undefined;
}
