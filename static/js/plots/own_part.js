// From which step on a path is drawn: a branch begins where it leaves another that is shown.

/** @import { Change, Racer, Spec } from "../types.js" */

/** @type {WeakMap<Spec, Map<string, number>>} */
const known = new WeakMap();

/**
 * The first step that is each racer's own, by id: 0 but for a branch whose past another one shows.
 *
 * @param {Spec} spec
 * @param {Racer[]} shown
 * @returns {Map<string, number>}
 */
export function ownParts(spec, shown) {
  const found = known.get(spec) ?? new Map(shown.map((racer, place) => [racer.id, ownPart(spec, shown, place)]));
  known.set(spec, found);
  return found;
}

/** @param {Spec} spec @param {Racer[]} shown @param {number} place */
function ownPart(spec, shown, place) {
  const { branch } = shown[place];
  if (!branch) return 0;
  return Math.min(branch, Math.max(0, ...shown.slice(0, place).map((other) => shared(spec, other, shown[place]))));
}

/** The step up to which two racers do the same. @param {Spec} spec @param {Racer} one @param {Racer} other */
function shared({ changes }, one, other) {
  const [base, same] = [one, other].map(({ optimizer, convention, hyperparameters, schedule, overrides }) =>
    JSON.stringify([optimizer, convention, hyperparameters, schedule, overrides]),
  );
  if (base !== same) return 0;
  const [made, makes] = [one, other].map(({ id }) => changes.filter(({ racer }) => racer === id));
  return Math.min(Infinity, ...without(made, makes), ...without(makes, made));
}

/** The steps of changes that are not among others. @param {Change[]} changes @param {Change[]} others */
function without(changes, others) {
  const text = (/** @type {Change} */ { racer: _, ...change }) => JSON.stringify(change);
  const texts = new Set(others.map(text));
  return changes.filter((change) => !texts.has(text(change))).map(({ step }) => step);
}
