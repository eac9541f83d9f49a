// The whole state as the part of the address behind "#": readable and versioned.

import { initialNetwork, initialSpec } from "../spec/first.js";
import { inForce } from "../spec/steer.js";
import { readNetwork, readOverrides, writtenNetwork, writtenOverrides } from "./network.js";
import { Reader, decoded } from "./reader.js";
import { named, pairs, takes } from "./words.js";

/** @import { Catalog, Change, NetworkTab, Racer, Spec, View } from "../types.js" */

const NETWORK_TABS = /** @type {NetworkTab[]} */ (["decisions", "network", "gradients", "weights"]);

const CLOUDS = [0, 64, 128, 256]; // seeds

export const VERSION = 1;

/**
 * What an address holds. `problems` are sentences on what could not be read.
 *
 * @typedef {object} Read
 * @property {Spec | null} spec
 * @property {number | null} step
 * @property {Partial<View>} view  what is said of how the race is looked at
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
    ...(spec.kind === "network" ? writtenNetwork(spec.network) : writtenSurface(spec)),
    `steps=${spec.steps}`,
    `seed=${spec.seed}`,
    ...spec.racers.map((racer) => `racer=${writtenRacer(racer)}`),
    ...spec.changes.map((change) => `change=${writtenChange(change)}`),
    ...(spec.solo ? [`solo=${spec.solo}`] : []),
    `step=${step}`,
    ...(spec.kind === "network" ? writtenNetworkView(view) : [`view=${view.tab}`]),
    `threshold=${spec.kind === "network" ? view.lossThreshold : view.threshold}`,
    ...writtenReading(view),
  ];
  return parts.join("&");
}

/** Whether an address speaks of a network: its menus are needed to read it. @param {string} fragment */
export const isOfNetwork = (fragment) => /(^|&)problem=network(&|$)/.test(fragment);

/** @param {Spec} spec */
const writtenSurface = ({ surface, parameters, start, noise }) => [
  `surface=${pairs(surface, parameters)}`,
  `start=${start.join(",")}`,
  `noise=${noise}`,
];

/** What differs from how a visitor finds it. @param {View} view */
const writtenReading = ({ reading, opened, parameter, fair, budget, cloud }) => [
  ...(reading === "race" ? [] : [`reading=${reading}`]),
  ...(opened.length ? [`opened=${opened.join(",")}`] : []),
  ...(parameter === null ? [] : [`parameter=${parameter}`]),
  ...(fair === "own" ? [] : [`fair=${fair}`]),
  ...(budget === "steps" ? [] : [`budget=${budget}`]),
  ...(cloud ? [`cloud=${cloud}`] : []),
];

/** @param {View} view */
const writtenNetworkView = ({ networkTab, across, chosen, features }) => [
  `view=${networkTab}`,
  `across=${across}`,
  ...(chosen === null ? [] : [`chosen=${chosen}`]),
  ...(features === null ? [] : [`features=${features.map(encodeURIComponent).join(",")}`]),
];

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
      return { name, raw: rest.join("="), text: decoded(rest.join("=")) };
    });
  const problems = /** @type {string[]} */ ([]);
  const reader = new Reader(fields, problems);
  const version = reader.text("v");
  if (version === null) return { spec: null, step: null, view: {}, problems };
  if (version !== String(VERSION)) {
    problems.push(`The link is of version ${version}; this page reads version ${VERSION}.`);
    return { spec: null, step: null, view: {}, problems };
  }
  const spec = readSpec(reader, catalog, problems);
  const step = reader.number("step");
  const view = readView(reader, isOfNetwork(fragment));
  return { spec: problems.length ? null : spec, step, view, problems };
}

/** @param {Reader} reader @param {boolean} network @returns {Partial<View>} */
function readView(reader, network) {
  const [tab, across, chosen] = [reader.text("view"), reader.text("across"), reader.text("chosen")];
  const networkTab = NETWORK_TABS.find((each) => each === tab);
  const features = reader.parts("features");
  const threshold = reader.number("threshold");
  return {
    ...readReading(reader),
    tab: tab === "3d" ? "3d" : "2d",
    ...(networkTab ? { networkTab } : {}),
    ...(across === "steps" || across === "epochs" || across === "examples" ? { across } : {}),
    chosen,
    features: features?.length === 2 ? /** @type {[string, string]} */ (features) : null,
    ...(threshold === null ? {} : { [network ? "lossThreshold" : "threshold"]: threshold }),
  };
}

/** @param {Reader} reader @returns {Partial<View>} */
function readReading(reader) {
  const [reading, fair] = [reader.text("reading"), reader.text("fair")];
  const [parameter, cloud] = [reader.number("parameter"), reader.number("cloud")];
  return {
    reading: reading === "step" || reading === "rates" ? reading : "race",
    opened: reader.parts("opened")?.slice(0, 2) ?? [],
    parameter: parameter !== null && Number.isInteger(parameter) && parameter >= 0 ? parameter : null,
    fair: fair === "same" || fair === "best" ? fair : "own",
    budget: reader.text("budget") === "evaluations" ? "evaluations" : "steps",
    cloud: cloud !== null && CLOUDS.includes(cloud) ? cloud : 0,
  };
}

function writtenRacer(/** @type {Racer} */ racer) {
  const { id, optimizer, convention, hyperparameters, schedule, look, hidden, branch } = racer;
  const head = pairs([id, optimizer, convention].join("."), hyperparameters);
  const plan = pairs(schedule.name, schedule.parameters);
  const own = `${hidden ? ";hidden" : ""}${branch === undefined ? "" : `;branch=${branch}`}`;
  return `${head};schedule=${plan};look=${look}${own}${writtenOverrides(racer.overrides)}`;
}

/** @param {Change} change */
const writtenChange = ({ racer, step, optimizer, convention, hyperparameters }) =>
  pairs([racer, step, ...(optimizer ? [optimizer, convention] : [])].join("."), hyperparameters);

function readSpec(
  /** @type {Reader} */ reader,
  /** @type {Catalog} */ catalog,
  /** @type {string[]} */ problems,
) {
  const kind = reader.text("problem") === "network" ? "network" : "surface";
  const racers = reader.all("racer").map((text) => readRacer(text, catalog, problems));
  if (!racers.length) problems.push("The link has no racers.");
  const ids = racers.map(({ id }) => id);
  const twice = ids.find((id, place) => ids.indexOf(id) !== place);
  if (twice !== undefined) problems.push(`The link has two racers called “${twice}”.`);
  const solo = reader.text("solo");
  const changes = reader.all("change").map((text) => readChange(text, racers, catalog, problems));
  for (const change of changes) checkNumbers(change, changes, racers, problems);
  return /** @type {Spec} */ ({
    kind,
    network: kind === "network" ? readNetwork(reader, catalog, problems) : initialNetwork(),
    ...(kind === "surface" ? readSurface(reader, catalog, problems) : surfaceAside(catalog)),
    steps: reader.needed("steps"),
    seed: reader.needed("seed"),
    racers,
    solo: solo !== null && ids.includes(solo) ? solo : null,
    changes,
  });
}

function readSurface(
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
  return { surface, parameters, start, noise: reader.needed("noise") };
}

/** The surface that a link to a network leaves open: the one that a visitor meets. */
function surfaceAside(/** @type {Catalog} */ catalog) {
  const { surface, parameters, start, noise } = initialSpec(catalog);
  return { surface, parameters, start, noise };
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
  const branch = Number(parts.find((part) => part.startsWith("branch="))?.slice(7) ?? NaN);
  return {
    id,
    optimizer: name,
    convention: conventionName,
    hyperparameters: { ...convention?.defaults, ...hyperparameters },
    schedule: { name: schedule, parameters },
    look: Number.isInteger(look) && look >= 0 ? look % 64 : 0,
    hidden: parts.includes("hidden"),
    ...(Number.isInteger(branch) && branch >= 0 ? { branch } : {}),
    ...readOverrides(parts, catalog, problems),
  };
}

/** @returns {Change} */
function readChange(
  /** @type {string} */ text,
  /** @type {Racer[]} */ racers,
  /** @type {Catalog} */ catalog,
  /** @type {string[]} */ problems,
) {
  const [head, hyperparameters] = named(text, "change", problems);
  const [id, step, name, form] = head.split(".");
  if (!racers.some((each) => each.id === id)) {
    problems.push(`The link changes a racer that is not in it, “${id}”.`);
  }
  const change = { step: Number(step), racer: id };
  if (name === undefined) return { ...change, hyperparameters };
  const optimizer = catalog.optimizers.find((each) => each.name === name);
  const convention = optimizer?.conventions.find((each) => form === undefined || each.name === form);
  if (!optimizer || !convention) {
    problems.push(`The link names an unknown rule, “${[name, form].join(".")}”.`);
    return { ...change, hyperparameters };
  }
  const numbers = { ...convention.defaults, ...hyperparameters };
  takes(optimizer.label, Object.keys(convention.defaults), hyperparameters, problems);
  return { ...change, optimizer: name, convention: convention.name, hyperparameters: numbers };
}

/** Numbers alone must be those of the rule that the racer follows by then. */
function checkNumbers(
  /** @type {Change} */ change,
  /** @type {Change[]} */ changes,
  /** @type {Racer[]} */ racers,
  /** @type {string[]} */ problems,
) {
  const racer = racers.find((each) => each.id === change.racer);
  if (!racer || change.optimizer) return;
  const others = { changes: changes.filter((each) => each !== change) };
  const known = Object.keys(inForce(others, racer, change.step).hyperparameters);
  takes(`Racer “${racer.id}”`, known, change.hyperparameters, problems);
}
