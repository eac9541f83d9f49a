// What plots of surfaces see: nothing of networks.

import { store } from "./lib/store.js";

/** @import { App, Race } from "./types.js" */

/**
 * The page as it is while a surface is raced on. While it is a network's turn, nothing changes,
 * so that nothing is drawn that nobody sees.
 *
 * @param {App} app
 * @returns {App}
 */
export function onSurfaces(app) {
  const { spec } = app;
  const here = () => spec.get().kind === "surface";
  const race = store(withoutNetworks(app.race.get()));
  const step = store(here() ? app.step.get() : 0);
  const follow = () => {
    if (!here()) return;
    race.set(withoutNetworks(app.race.get()));
    step.set(app.step.get());
  };
  app.race.subscribe(follow);
  app.step.subscribe(follow);
  return { ...app, race, step };
}

/** @param {Race} race @returns {Race} */
function withoutNetworks(race) {
  const lanes = [...race.lanes].filter(([, lane]) => lane.learning === null);
  return lanes.length === race.lanes.size ? race : { ...race, lanes: new Map(lanes) };
}
