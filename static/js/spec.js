// Everything that can be done to a race before it is run. Each function returns a new spec.

import { conventionOf, optimizerOf, scheduleOf, surfaceOf } from "./lib/entries.js";
import { LOOKS } from "./lib/looks.js";

/** @import { Catalog, Change, NumberInfo, Racer, Spec } from "./types.js" */

const FIRST_SURFACE = "rosenbrock";
const FIRST_RACERS = ["sgd", "momentum", "rmsprop", "adam"];
const FIRST_STEPS = 500;

/**
 * The race that a visitor meets.
 *
 * @param {Catalog} catalog
 * @returns {Spec}
 */
export function initialSpec(catalog) {
  const { name, parameters, start } = surfaceOf(catalog, FIRST_SURFACE);
  /** @type {Spec} */
  const empty = {
    surface: name,
    parameters: defaultsOf(parameters),
    start: [...start],
    noise: 0,
    steps: FIRST_STEPS,
    seed: 0,
    racers: [],
    solo: null,
    changes: [],
  };
  return FIRST_RACERS.reduce((spec, optimizer) => withAdded(catalog, spec, optimizer), empty);
}

/**
 * The defaults of described numbers, by name.
 *
 * @param {NumberInfo[]} numbers
 * @returns {Record<string, number>}
 */
export function defaultsOf(numbers) {
  return Object.fromEntries(numbers.map((number) => [number.name, number.default]));
}

/**
 * A tested learning rate for this rule in this convention on the spec's surface; null where the
 * rule has no rate or none was tested.
 *
 * @param {Catalog} catalog
 * @param {Pick<Spec, "surface">} spec
 * @param {Pick<Racer, "optimizer" | "convention">} racer
 * @returns {number | null}
 */
export function goodRate(catalog, spec, { optimizer, convention }) {
  if (!("lr" in conventionOf(catalog, { optimizer, convention }).defaults)) return null;
  return surfaceOf(catalog, spec.surface).rates_by_convention[optimizer]?.[convention] ?? null;
}

/**
 * A racer's hyperparameters before anybody changed them: the convention's defaults, at the
 * surface's good rate where there is one.
 *
 * @param {Catalog} catalog
 * @param {Pick<Spec, "surface">} spec
 * @param {Pick<Racer, "optimizer" | "convention">} racer
 * @returns {Record<string, number>}
 */
export function freshHyperparameters(catalog, spec, racer) {
  const rate = goodRate(catalog, spec, racer);
  return { ...conventionOf(catalog, racer).defaults, ...(rate === null ? {} : { lr: rate }) };
}

/**
 * Another surface, from its own start, with every racer at its good rate there.
 *
 * @param {Catalog} catalog
 * @param {Spec} spec
 * @param {string} name
 * @returns {Spec}
 */
export function withSurface(catalog, spec, name) {
  const { parameters, start } = surfaceOf(catalog, name);
  return withGoodRates(catalog, {
    ...spec,
    surface: name,
    parameters: defaultsOf(parameters),
    start: [...start],
    changes: [],
  });
}

/**
 * Every racer at its good rate on this surface, where one is known, from start to end.
 *
 * @param {Catalog} catalog
 * @param {Spec} spec
 * @returns {Spec}
 */
export function withGoodRates(catalog, spec) {
  /** @type {Spec} */
  const unchanged = { ...spec, changes: [] };
  return spec.racers.reduce((next, racer) => {
    const rate = goodRate(catalog, spec, racer);
    return rate === null ? next : withHyperparameter(next, racer.id, "lr", rate);
  }, unchanged);
}

/** @param {Spec} spec @param {string} name @param {number} value @returns {Spec} */
export function withParameter(spec, name, value) {
  return { ...spec, parameters: { ...spec.parameters, [name]: value } };
}

/** @param {Spec} spec @param {[number, number]} start @returns {Spec} */
export const withStart = (spec, start) => ({ ...spec, start });

/** The surface's own start. @param {Catalog} catalog @param {Spec} spec @returns {Spec} */
export const withOwnStart = (catalog, spec) =>
  withStart(spec, [...surfaceOf(catalog, spec.surface).start]);

/** @param {Spec} spec @param {number} noise @returns {Spec} */
export const withNoise = (spec, noise) => ({ ...spec, noise });

/** Changes after the last step are dropped. @param {Spec} spec @param {number} steps @returns {Spec} */
export const withSteps = (spec, steps) => ({
  ...spec,
  steps,
  changes: spec.changes.filter((change) => change.step <= steps),
});

/** @param {Spec} spec @param {number} seed @returns {Spec} */
export const withSeed = (spec, seed) => ({ ...spec, seed });

/**
 * One more racer: the rule that races least so far, in its default convention.
 *
 * @param {Catalog} catalog
 * @param {Spec} spec
 * @returns {Spec}
 */
export function addRacer(catalog, spec) {
  if (spec.racers.length >= catalog.limits.runs) return spec;
  const counts = catalog.optimizers.map(
    ({ name }) => spec.racers.filter((racer) => racer.optimizer === name).length,
  );
  const rarest = counts.indexOf(Math.min(...counts));
  return withAdded(catalog, spec, catalog.optimizers[rarest].name);
}

/**
 * The same racer once more, below the first, with another look.
 *
 * @param {Catalog} catalog
 * @param {Spec} spec
 * @param {string} id
 * @returns {Spec}
 */
export function duplicateRacer(catalog, spec, id) {
  const place = spec.racers.findIndex((racer) => racer.id === id);
  if (place < 0 || spec.racers.length >= catalog.limits.runs) return spec;
  const twin = { ...spec.racers[place], id: freshId(spec), look: freshLook(spec) };
  const changes = spec.changes
    .filter((change) => change.racer === id)
    .map((change) => ({ ...change, racer: twin.id }));
  return {
    ...spec,
    racers: spec.racers.toSpliced(place + 1, 0, twin),
    changes: [...spec.changes, ...changes].slice(0, catalog.limits.changes),
  };
}

/** The last racer stays. @param {Spec} spec @param {string} id @returns {Spec} */
export function removeRacer(spec, id) {
  if (spec.racers.length === 1) return spec;
  return {
    ...spec,
    racers: spec.racers.filter((racer) => racer.id !== id),
    solo: spec.solo === id ? null : spec.solo,
    changes: withoutChanges(spec, id),
  };
}

/** @param {Spec} spec @param {string} id @returns {Spec} */
export function toggleHidden(spec, id) {
  return {
    ...spec,
    racers: spec.racers.map((racer) =>
      racer.id === id ? { ...racer, hidden: !racer.hidden } : racer,
    ),
    solo: spec.solo === id ? null : spec.solo,
  };
}

/** Show this racer alone, or all again. @param {Spec} spec @param {string} id @returns {Spec} */
export function toggleSolo(spec, id) {
  if (spec.solo === id) return { ...spec, solo: null };
  const racers = spec.racers.map((racer) =>
    racer.id === id && racer.hidden ? { ...racer, hidden: false } : racer,
  );
  return { ...spec, racers, solo: id };
}

/**
 * Another rule, in the same convention where it has that one, else in its default one.
 *
 * @param {Catalog} catalog
 * @param {Spec} spec
 * @param {string} id
 * @param {string} optimizer
 * @returns {Spec}
 */
export function withOptimizer(catalog, spec, id, optimizer) {
  const { conventions } = optimizerOf(catalog, optimizer);
  return withRacer(spec, id, (racer) => {
    const kept = conventions.some(({ name }) => name === racer.convention);
    const convention = kept ? racer.convention : conventions[0].name;
    return turnedInto(catalog, spec, racer, { optimizer, convention });
  });
}

/**
 * @param {Catalog} catalog
 * @param {Spec} spec
 * @param {string} id
 * @param {string} convention
 * @returns {Spec}
 */
export function withConvention(catalog, spec, id, convention) {
  return withRacer(spec, id, (racer) =>
    turnedInto(catalog, spec, racer, { optimizer: racer.optimizer, convention }),
  );
}

/** @param {Spec} spec @param {string} id @param {string} name @param {number} value @returns {Spec} */
export function withHyperparameter(spec, id, name, value) {
  return withRacer(
    spec,
    id,
    (racer) => ({ ...racer, hyperparameters: { ...racer.hyperparameters, [name]: value } }),
    spec.changes,
  );
}

/** @param {Catalog} catalog @param {Spec} spec @param {string} id @returns {Spec} */
export function resetHyperparameters(catalog, spec, id) {
  return withRacer(spec, id, (racer) => ({
    ...racer,
    hyperparameters: freshHyperparameters(catalog, spec, racer),
  }));
}

/** Another schedule, at its defaults. @param {Catalog} catalog @param {Spec} spec @param {string} id @param {string} name @returns {Spec} */
export function withSchedule(catalog, spec, id, name) {
  const parameters = defaultsOf(scheduleOf(catalog, name).parameters);
  return withRacer(spec, id, (racer) => ({ ...racer, schedule: { name, parameters } }), spec.changes);
}

/** @param {Spec} spec @param {string} id @param {string} name @param {number} value @returns {Spec} */
export function withScheduleParameter(spec, id, name, value) {
  return withRacer(
    spec,
    id,
    (racer) => {
      const parameters = { ...racer.schedule.parameters, [name]: value };
      return { ...racer, schedule: { ...racer.schedule, parameters } };
    },
    spec.changes,
  );
}

/**
 * What POST /api/run is asked for these racers, in this order.
 *
 * @param {Spec} spec
 * @param {string[]} racerIds
 */
export function requestOf(spec, racerIds) {
  const runs = racerIds.map((id) => {
    const { optimizer, convention, hyperparameters, schedule } = racerOf(spec, id);
    return { optimizer, convention, hyperparameters, schedule };
  });
  const changes = spec.changes
    .filter((change) => racerIds.includes(change.racer))
    .map(({ step, racer, hyperparameters }) => ({
      step,
      run: racerIds.indexOf(racer),
      hyperparameters,
    }));
  return {
    problem: {
      kind: "surface",
      name: spec.surface,
      parameters: spec.parameters,
      start: spec.start,
      noise: spec.noise,
    },
    runs,
    steps: spec.steps,
    seed: spec.seed,
    changes,
  };
}

/** @param {Spec} spec @param {string} id */
function racerOf(spec, id) {
  const found = spec.racers.find((racer) => racer.id === id);
  if (!found) throw new Error(`no racer is called '${id}'`);
  return found;
}

/**
 * The spec with one racer replaced. What was changed while another rule ran is dropped.
 *
 * @param {Spec} spec
 * @param {string} id
 * @param {(racer: Racer) => Racer} edit
 * @param {Change[]} [changes]
 * @returns {Spec}
 */
function withRacer(spec, id, edit, changes = withoutChanges(spec, id)) {
  return {
    ...spec,
    racers: spec.racers.map((racer) => (racer.id === id ? edit(racer) : racer)),
    changes,
  };
}

/** @param {Spec} spec @param {string} id */
function withoutChanges(spec, id) {
  return spec.changes.filter((change) => change.racer !== id);
}

/**
 * A racer with another rule or convention. What the person set stays where the number means the
 * same in both; the learning rate does not, so it becomes the new good one.
 *
 * @param {Catalog} catalog
 * @param {Spec} spec
 * @param {Racer} racer
 * @param {Pick<Racer, "optimizer" | "convention">} next
 * @returns {Racer}
 */
function turnedInto(catalog, spec, racer, next) {
  const hyperparameters = freshHyperparameters(catalog, spec, next);
  const before = conventionOf(catalog, racer).defaults;
  for (const [name, value] of Object.entries(racer.hyperparameters)) {
    const same = meaning(catalog, racer.optimizer, name) === meaning(catalog, next.optimizer, name);
    const moved = value !== before[name];
    if (name !== "lr" && name in hyperparameters && same && moved) hyperparameters[name] = value;
  }
  return { ...racer, ...next, hyperparameters };
}

/** @param {Catalog} catalog @param {string} optimizer @param {string} name */
function meaning(catalog, optimizer, name) {
  const numbers = optimizerOf(catalog, optimizer).hyperparameters;
  return numbers.find((number) => number.name === name)?.label;
}

/**
 * @param {Catalog} catalog
 * @param {Spec} spec
 * @param {string} optimizer
 * @returns {Spec}
 */
function withAdded(catalog, spec, optimizer) {
  const convention = optimizerOf(catalog, optimizer).conventions[0].name;
  /** @type {Racer} */
  const racer = {
    id: freshId(spec),
    optimizer,
    convention,
    hyperparameters: freshHyperparameters(catalog, spec, { optimizer, convention }),
    schedule: { name: "constant", parameters: {} },
    look: freshLook(spec),
    hidden: false,
  };
  return { ...spec, racers: [...spec.racers, racer] };
}

/** @param {Spec} spec */
function freshId(spec) {
  const numbers = spec.racers.map((racer) => Number.parseInt(racer.id.slice(1), 10) || 0);
  return `r${Math.max(0, ...numbers) + 1}`;
}

/** @param {Spec} spec */
function freshLook(spec) {
  const used = new Set(spec.racers.map((racer) => racer.look));
  const free = Array.from({ length: LOOKS }, (_, number) => number).find((number) => !used.has(number));
  return free ?? 0;
}
