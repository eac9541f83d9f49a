// What plots of networks see: nothing of surfaces.

import { store } from "../lib/store.js";

/** @import { App, Race } from "../types.js" */

/**
 * The page as it is while networks are raced. While it is a surface's turn, nothing changes.
 *
 * @param {App} app
 * @returns {App}
 */
export function onNetworks(app) {
  const { spec } = app;
  const here = () => spec.get().kind === "network";
  const race = store(withoutSurfaces(app.race.get()));
  const step = store(here() ? app.step.get() : 0);
  const follow = () => {
    if (!here()) return;
    race.set(withoutSurfaces(app.race.get()));
    step.set(app.step.get());
  };
  app.race.subscribe(follow);
  app.step.subscribe(follow);
  return { ...app, race, step };
}

/** @param {Race} race @returns {Race} */
function withoutSurfaces(race) {
  const lanes = [...race.lanes].filter(([, lane]) => lane.learning !== null);
  return lanes.length === race.lanes.size ? race : { ...race, lanes: new Map(lanes) };
}
