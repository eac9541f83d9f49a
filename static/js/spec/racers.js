// What can be done to the racers of a spec. Each function returns a new spec.

import { conventionOf, optimizerOf } from "../lib/entries.js";
import { LOOKS } from "../lib/looks.js";
import { freshHyperparameters, freshSchedule } from "./rates.js";
import { ruleOf, withFuture } from "./steer.js";

/** @import { Catalog, Change, Racer, Rule, Spec } from "../types.js" */

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
  return withRule(spec, id, (rule) => {
    const kept = conventions.some(({ name }) => name === rule.convention);
    const convention = kept ? rule.convention : conventions[0].name;
    return turnedInto(catalog, spec, rule, { optimizer, convention });
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
  return withRule(spec, id, (rule) =>
    turnedInto(catalog, spec, rule, { optimizer: rule.optimizer, convention }),
  );
}

/** @param {Spec} spec @param {string} id @param {string} name @param {number} value @returns {Spec} */
export function withHyperparameter(spec, id, name, value) {
  return withRule(
    spec,
    id,
    (rule) => ({ ...rule, hyperparameters: { ...rule.hyperparameters, [name]: value } }),
    spec.changes,
  );
}

/** @param {Catalog} catalog @param {Spec} spec @param {string} id @returns {Spec} */
export function resetHyperparameters(catalog, spec, id) {
  return withRule(spec, id, (rule) => ({
    ...rule,
    hyperparameters: freshHyperparameters(catalog, spec, rule),
  }));
}

/** Another schedule, at its defaults. @param {Catalog} catalog @param {Spec} spec @param {string} id @param {string} name @returns {Spec} */
export function withSchedule(catalog, spec, id, name) {
  const parameters = freshSchedule(catalog, spec, name);
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
 * @param {Catalog} catalog
 * @param {Spec} spec
 * @param {string} optimizer
 * @returns {Spec}
 */
export function withAdded(catalog, spec, optimizer) {
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

/**
 * The spec with another rule for one racer; for a branch, from where it branched off. What was
 * changed while the other rule ran is dropped.
 *
 * @param {Spec} spec
 * @param {string} id
 * @param {(rule: Rule) => Rule} edit
 * @param {Change[]} [changes]
 * @returns {Spec}
 */
function withRule(spec, id, edit, changes) {
  const racer = spec.racers.find((each) => each.id === id);
  if (racer?.branch === undefined) return withRacer(spec, id, (each) => ({ ...each, ...edit(each) }), changes);
  const { branch } = racer;
  const early = spec.changes.filter((change) => change.racer !== id || change.step <= branch);
  return withFuture({ ...spec, changes: changes ?? early }, racer, edit(ruleOf(spec, racer)));
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
 * Another rule or convention instead of one. What the person set stays where the number means the
 * same in both; the learning rate does not, so it becomes the new good one.
 *
 * @param {Catalog} catalog
 * @param {Spec} spec
 * @param {Rule} rule
 * @param {Pick<Rule, "optimizer" | "convention">} next
 * @returns {Rule}
 */
function turnedInto(catalog, spec, rule, next) {
  const hyperparameters = freshHyperparameters(catalog, spec, next);
  const before = conventionOf(catalog, rule).defaults;
  for (const [name, value] of Object.entries(rule.hyperparameters)) {
    const same = meaning(catalog, rule.optimizer, name) === meaning(catalog, next.optimizer, name);
    const moved = value !== before[name];
    if (name !== "lr" && name in hyperparameters && same && moved) hyperparameters[name] = value;
  }
  return { ...next, hyperparameters };
}

/** @param {Catalog} catalog @param {string} optimizer @param {string} name */
function meaning(catalog, optimizer, name) {
  const numbers = optimizerOf(catalog, optimizer).hyperparameters;
  return numbers.find((number) => number.name === name)?.label;
}

/** An id that no racer has. @param {Spec} spec */
export function freshId(spec) {
  const numbers = spec.racers.map((racer) => Number.parseInt(racer.id.slice(1), 10) || 0);
  return `r${Math.max(0, ...numbers) + 1}`;
}

/** A look that no racer has, while there is one. @param {Spec} spec */
export function freshLook(spec) {
  const used = new Set(spec.racers.map((racer) => racer.look));
  const free = Array.from({ length: LOOKS }, (_, number) => number).find((number) => !used.has(number));
  return free ?? 0;
}
