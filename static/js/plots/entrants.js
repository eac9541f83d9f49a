// Who is in the race, by name, look and lane, as plots show them.

import { conventionOf, optimizerOf } from "../lib/entries.js";
import { look } from "../lib/looks.js";
import { pretty } from "../lib/number.js";
import { ownInWords } from "../spec/network.js";
import { ruleOf, rulesOf } from "../spec/steer.js";
import { ownParts } from "./own_part.js";

/** @import { App, Catalog, Change, Lane, Racer, Spec } from "../types.js" */
/** @import { Look } from "../lib/looks.js" */

/**
 * @typedef {object} Entrant
 * @property {Racer} racer
 * @property {string} name  as short as it can be without being another's
 * @property {string} convention
 * @property {Look} look
 * @property {Lane | undefined} lane  undefined until it has points
 * @property {number} since  the first step that is drawn: a branch shares what comes before
 */

/**
 * The racers on show, in the person's order.
 *
 * @param {App} app
 * @param {boolean} dark
 * @returns {Entrant[]}
 */
export function entrants(app, dark) {
  const spec = app.spec.get();
  const isShown = (/** @type {Racer} */ racer) => (spec.solo === null ? !racer.hidden : racer.id === spec.solo);
  const since = ownParts(spec, spec.racers.filter(isShown));
  return everyone(app, dark)
    .filter(({ racer }) => isShown(racer))
    .map((entrant) => ({ ...entrant, since: since.get(entrant.racer.id) ?? 0 }));
}

/**
 * All racers, shown or not.
 *
 * @param {App} app
 * @param {boolean} dark
 * @returns {Entrant[]}
 */
export function everyone({ spec, race, catalog }, dark) {
  const { racers } = spec.get();
  const { lanes } = race.get();
  const names = namesOf(catalog, spec.get());
  return racers.map((racer, place) => ({
    racer,
    name: names[place],
    convention: formsOf(catalog, spec.get(), racer),
    look: look(racer.look, dark),
    lane: filled(lanes.get(racer.id)),
    since: 0,
  }));
}

/** @param {Lane | undefined} lane */
const filled = (lane) => (lane && lane.length > 0 ? lane : undefined);

/** Whose forms of rules a racer follows: “Textbook → PyTorch”. @param {Catalog} catalog @param {Spec} spec @param {Racer} racer */
const formsOf = (catalog, spec, racer) =>
  [...new Set(rulesOf(spec, racer).map((rule) => conventionOf(catalog, rule).label))].join(" → ");

/** @type {{ kind: Spec["kind"], racers: Racer[], changes: Change[], names: string[] }} */
let last = { kind: "surface", racers: [], changes: [], names: [] };

/**
 * A name for each racer: the rule, and those it turns to; with its convention where two have the same rule; with its own
 * settings of the network, its learning rate, then its place, where they have the same convention too.
 *
 * @param {Catalog} catalog
 * @param {Pick<Spec, "kind" | "racers" | "changes">} spec
 * @returns {string[]}
 */
export function namesOf(catalog, { kind, racers, changes }) {
  if (racers === last.racers && kind === last.kind && changes === last.changes) return last.names;
  /** @type {((racer: Racer, place: number) => string)[]} */
  const parts = [
    (racer) => turnsOf(catalog, changes, racer),
    (racer) => `(${conventionOf(catalog, ruleOf({ changes }, racer)).label})`,
    (racer) => (kind === "network" ? ownInWords(catalog, racer.overrides).join(", ") : ""),
    (racer) => {
      const { lr } = ruleOf({ changes }, racer).hyperparameters;
      return lr === undefined ? "" : `η ${pretty(lr)}`;
    },
    (_, place) => `#${place + 1}`,
  ];
  let names = racers.map(parts[0]);
  for (const part of parts.slice(1)) {
    /** @type {Map<string, number[]>} */
    const groups = new Map();
    names.forEach((name, place) => groups.set(name, [...(groups.get(name) ?? []), place]));
    names = names.map((name, place) => {
      const group = /** @type {number[]} */ (groups.get(name));
      if (group.length < 2) return name;
      const differ = new Set(group.map((each) => part(racers[each], each))).size > 1;
      return differ ? `${name} ${part(racers[place], place)}`.trim() : name;
    });
  }
  last = { kind, racers, changes, names };
  return names;
}

/**
 * “Adam → Momentum at 120”; “Adam, branched at 120” while that has its old rule.
 *
 * @param {Catalog} catalog
 * @param {Change[]} changes
 * @param {Racer} racer
 */
function turnsOf(catalog, changes, racer) {
  const rules = rulesOf({ changes }, racer);
  const words = rules.map((rule, place) => {
    const { label } = optimizerOf(catalog, rule.optimizer);
    if (!place) return label;
    const same = rule.optimizer === rules[place - 1].optimizer;
    return `${same ? conventionOf(catalog, rule).label : label} at ${rule.since}`;
  });
  const plain = racer.branch !== undefined && rules.every(({ since }) => since !== racer.branch);
  return `${words.join(" → ")}${plain ? `, branched at ${racer.branch}` : ""}`;
}
