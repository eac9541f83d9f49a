// Who is in the race, by name, look and lane, as plots show them.

import { conventionOf, optimizerOf } from "../lib/entries.js";
import { look } from "../lib/looks.js";
import { pretty } from "../lib/number.js";
import { ownInWords } from "../spec/network.js";

/** @import { App, Catalog, Lane, Racer, Spec } from "../types.js" */
/** @import { Look } from "../lib/looks.js" */

/**
 * @typedef {object} Entrant
 * @property {Racer} racer
 * @property {string} name  as short as it can be without being another's
 * @property {string} convention
 * @property {Look} look
 * @property {Lane | undefined} lane  undefined until it has points
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
  return everyone(app, dark).filter(({ racer }) =>
    spec.solo === null ? !racer.hidden : racer.id === spec.solo,
  );
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
    convention: conventionOf(catalog, racer).label,
    look: look(racer.look, dark),
    lane: filled(lanes.get(racer.id)),
  }));
}

/** @param {Lane | undefined} lane */
const filled = (lane) => (lane && lane.length > 0 ? lane : undefined);

/** @type {{ kind: Spec["kind"], racers: Racer[], names: string[] }} */
let last = { kind: "surface", racers: [], names: [] };

/**
 * A name for each racer: the rule; with its convention where two have the same rule; with its own
 * settings of the network, its learning rate, then its place, where they have the same convention too.
 *
 * @param {Catalog} catalog
 * @param {Pick<Spec, "kind" | "racers">} spec
 * @returns {string[]}
 */
export function namesOf(catalog, { kind, racers }) {
  if (racers === last.racers && kind === last.kind) return last.names;
  /** @type {((racer: Racer, place: number) => string)[]} */
  const parts = [
    (racer) => optimizerOf(catalog, racer.optimizer).label,
    (racer) => `(${conventionOf(catalog, racer).label})`,
    (racer) => (kind === "network" ? ownInWords(catalog, racer.overrides).join(", ") : ""),
    (racer) => ("lr" in racer.hyperparameters ? `η ${pretty(racer.hyperparameters.lr)}` : ""),
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
  last = { kind, racers, names };
  return names;
}
