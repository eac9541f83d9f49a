// The whole state as the part of the address behind "#": readable and versioned.

/** @import { Catalog, Change, Racer, Spec, View } from "./types.js" */

export const VERSION = 1;

/**
 * What an address holds. `problems` are sentences on what could not be read.
 *
 * @typedef {object} Read
 * @property {Spec | null} spec
 * @property {number | null} step
 * @property {"2d" | "3d"} tab
 * @property {number | null} threshold
 * @property {string[]} problems
 */

/**
 * The state as the part of the address behind "#".
 *
 * @param {Spec} spec
 * @param {number} step
 * @param {View} view
 */
export function written(spec, step, view) {
  const parts = [
    `v=${VERSION}`,
    `surface=${pairs(spec.surface, spec.parameters)}`,
    `start=${spec.start.join(",")}`,
    `noise=${spec.noise}`,
    `steps=${spec.steps}`,
    `seed=${spec.seed}`,
    ...spec.racers.map((racer) => `racer=${writtenRacer(racer)}`),
    ...spec.changes.map(
      (change) => `change=${pairs(`${change.racer}.${change.step}`, change.hyperparameters)}`,
    ),
    ...(spec.solo ? [`solo=${spec.solo}`] : []),
    `step=${step}`,
    `view=${view.tab}`,
    `threshold=${view.threshold}`,
  ];
  return parts.join("&");
}

/**
 * @param {string} fragment  without "#"
 * @param {Catalog} catalog
 * @returns {Read}
 */
export function read(fragment, catalog) {
  const fields = fragment
    .split("&")
    .filter(Boolean)
    .map((part) => {
      const [name, ...rest] = part.split("=");
      return { name, text: decoded(rest.join("=")) };
    });
  const problems = /** @type {string[]} */ ([]);
  const reader = new Reader(fields, problems);
  const version = reader.text("v");
  if (version === null) return { spec: null, step: null, tab: "2d", threshold: null, problems };
  if (version !== String(VERSION)) {
    problems.push(`The link is of version ${version}; this page reads version ${VERSION}.`);
    return { spec: null, step: null, tab: "2d", threshold: null, problems };
  }
  const spec = readSpec(reader, catalog, problems);
  const [step, threshold] = [reader.number("step"), reader.number("threshold")];
  const tab = reader.text("view") === "3d" ? "3d" : "2d";
  return { spec: problems.length ? null : spec, step, tab, threshold, problems };
}

function writtenRacer(/** @type {Racer} */ racer) {
  const { id, optimizer, convention, hyperparameters, schedule, look, hidden } = racer;
  const head = pairs([id, optimizer, convention].join("."), hyperparameters);
  const plan = pairs(schedule.name, schedule.parameters);
  return `${head};schedule=${plan};look=${look}${hidden ? ";hidden" : ""}`;
}

function readSpec(
  /** @type {Reader} */ reader,
  /** @type {Catalog} */ catalog,
  /** @type {string[]} */ problems,
) {
  const [surface, parameters] = named(reader.text("surface") ?? "", "surface", problems);
  const info = catalog.surfaces.find((each) => each.name === surface);
  if (!info) problems.push(`The link names an unknown surface, “${surface}”.`);
  else takes(info.label, info.parameters.map(({ name }) => name), parameters, problems);
  const start = (reader.text("start") ?? "").split(",").map(Number);
  if (start.length !== 2 || start.some((each) => !Number.isFinite(each))) {
    problems.push("The link's start is not two numbers.");
  }
  const racers = reader.all("racer").map((text) => readRacer(text, catalog, problems));
  if (!racers.length) problems.push("The link has no racers.");
  const ids = racers.map(({ id }) => id);
  const twice = ids.find((id, place) => ids.indexOf(id) !== place);
  if (twice !== undefined) problems.push(`The link has two racers called “${twice}”.`);
  const solo = reader.text("solo");
  return /** @type {Spec} */ ({
    surface,
    parameters,
    start,
    noise: reader.needed("noise"),
    steps: reader.needed("steps"),
    seed: reader.needed("seed"),
    racers,
    solo: solo !== null && ids.includes(solo) ? solo : null,
    changes: reader.all("change").map((text) => readChange(text, racers, problems)),
  });
}

/** @returns {Racer} */
function readRacer(
  /** @type {string} */ text,
  /** @type {Catalog} */ catalog,
  /** @type {string[]} */ problems,
) {
  const parts = text.split(";");
  const [head, hyperparameters] = named(parts[0], "racer", problems);
  const [id, name, conventionName] = head.split(".");
  const optimizer = catalog.optimizers.find((each) => each.name === name);
  const convention = optimizer?.conventions.find((each) => each.name === conventionName);
  if (!convention) problems.push(`The link names an unknown rule, “${name}.${conventionName}”.`);
  else takes(`${optimizer?.label}`, Object.keys(convention.defaults), hyperparameters, problems);
  const plan = parts.find((part) => part.startsWith("schedule="))?.slice(9) ?? "constant";
  const [schedule, parameters] = named(plan, "schedule", problems);
  const course = catalog.schedules.find((each) => each.name === schedule);
  if (!course) problems.push(`The link names an unknown schedule, “${schedule}”.`);
  else takes(course.label, course.parameters.map((each) => each.name), parameters, problems);
  const look = Number(parts.find((part) => part.startsWith("look="))?.slice(5) ?? 0);
  return {
    id,
    optimizer: name,
    convention: conventionName,
    hyperparameters: { ...convention?.defaults, ...hyperparameters },
    schedule: { name: schedule, parameters },
    look: Number.isInteger(look) && look >= 0 ? look % 64 : 0,
    hidden: parts.includes("hidden"),
  };
}

/** @returns {Change} */
function readChange(
  /** @type {string} */ text,
  /** @type {Racer[]} */ racers,
  /** @type {string[]} */ problems,
) {
  const [head, hyperparameters] = named(text, "change", problems);
  const [id, step] = head.split(".");
  const racer = racers.find((each) => each.id === id);
  if (!racer) problems.push(`The link changes a racer that is not in it, “${id}”.`);
  else takes(`Racer “${id}”`, Object.keys(racer.hyperparameters), hyperparameters, problems);
  return { step: Number(step), racer: id, hyperparameters };
}

/** Tell of numbers that the link gives to something that does not have them. */
function takes(
  /** @type {string} */ who,
  /** @type {string[]} */ names,
  /** @type {Record<string, number>} */ numbers,
  /** @type {string[]} */ problems,
) {
  const unknown = Object.keys(numbers).find((name) => !names.includes(name));
  if (unknown !== undefined) problems.push(`${who} has no number “${unknown}”, which the link sets.`);
}

/** A name and numbers as "name(a:1,b:2)". */
function pairs(/** @type {string} */ name, /** @type {Record<string, number>} */ numbers) {
  const inside = Object.entries(numbers).map(([key, value]) => `${key}:${value}`);
  return inside.length ? `${name}(${inside.join(",")})` : name;
}

/**
 * @param {string} text
 * @param {string} what
 * @param {string[]} problems
 * @returns {[string, Record<string, number>]}
 */
function named(text, what, problems) {
  const match = /^([\w.]*)(?:\(([^()]*)\))?$/.exec(text);
  if (!match) {
    problems.push(`The link's ${what} “${text.slice(0, 60)}” cannot be read.`);
    return ["", {}];
  }
  const entries = (match[2] ?? "")
    .split(",")
    .filter(Boolean)
    .map((part) => /** @type {[string, string]} */ (part.split(":")));
  const bad = entries.find(([, value]) => value === "" || !Number.isFinite(Number(value)));
  if (bad) problems.push(`The link's ${what} has “${bad.join(":").slice(0, 60)}”, which is no number.`);
  return [match[1], Object.fromEntries(entries.map(([key, value]) => [key, Number(value)]))];
}

function decoded(/** @type {string} */ text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

class Reader {
  /**
   * @param {{ name: string, text: string }[]} fields
   * @param {string[]} problems
   */
  constructor(fields, problems) {
    this.fields = fields;
    this.problems = problems;
  }

  /** @param {string} name */
  all(name) {
    return this.fields.filter((field) => field.name === name).map((field) => field.text);
  }

  /** @param {string} name */
  text(name) {
    return this.all(name)[0] ?? null;
  }

  /** @param {string} name */
  number(name) {
    const text = this.text(name);
    if (text === null || text === "") return null;
    const value = Number(text);
    if (Number.isFinite(value)) return value;
    this.problems.push(`The link's ${name} is “${text.slice(0, 60)}”, which is no number.`);
    return null;
  }

  /** @param {string} name */
  needed(name) {
    const before = this.problems.length;
    const value = this.number(name);
    if (value === null && this.problems.length === before) {
      this.problems.push(`The link does not say its ${name}.`);
    }
    return value ?? 0;
  }
}
