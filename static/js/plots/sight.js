// What of a spec is seen at once; the rest shows when its points arrive.

/** @import { App, Spec } from "../types.js" */

/**
 * Call back when another race is to be seen: who races, who is shown, where and from where.
 * A moved slider is not, so that its new points need not wait for a repaint of the old ones.
 *
 * @param {Pick<App, "spec">} app
 * @param {() => void} watch
 */
export function onSight({ spec }, watch) {
  let seen = sightOf(spec.get());
  spec.subscribe((next) => {
    const now = sightOf(next);
    if (now === seen) return;
    seen = now;
    watch();
  });
}

/** @param {Spec} spec */
export function sightOf({ kind, surface, parameters, start, steps, solo, racers }) {
  const looks = racers.map(({ id, optimizer, convention, look, hidden }) => [
    id, optimizer, convention, look, hidden,
  ]);
  return JSON.stringify([kind, surface, parameters, start, steps, solo, looks]);
}
