// The training in words: what to notice in the data, who is ahead, and how it ended.

import { byId } from "../lib/dom.js";
import { entrants, everyone } from "../plots/entrants.js";
import { leaderWords, learningVerdict } from "./decisions/words.js";
import { readAt } from "./outcomes/evenly.js";

/** @import { App, Data, NetworkMenus, Spec } from "../types.js" */
/** @import { Entrant } from "../plots/entrants.js" */

const QUIET = 700; // milliseconds without a change until it is said

/** @param {App} app */
export function mountNetworkWords(app) {
  const lede = byId("lede");
  const live = byId("network-words");
  const end = byId("network-verdict");
  let waiting = 0;

  const here = () => app.spec.get().kind === "network";
  const notice = () => {
    const menus = app.catalog.networks;
    if (!here() || !menus) return;
    const words = noticeOf(app.spec.get(), app.data.get(), menus);
    if (lede.textContent !== words) lede.textContent = words;
  };
  /** Where each racer is read, as the table reads it; nothing where that is the step on show for all. */
  const evenly = () => {
    const [everybody, step, { budget }] = [everyone(app, false), app.step.get(), app.view.get()];
    const read = readAt(everybody, step, app.race.get().steps, budget);
    if (everybody.every((entrant) => read(entrant).now === step)) return undefined;
    return (/** @type {Entrant} */ entrant) => read(entrant).now;
  };
  const judge = () => {
    if (!here()) return;
    const { steps } = app.race.get();
    const over = app.step.get() === steps;
    const words = over ? learningVerdict(entrants(app, false), app.data.get(), app.look.get(), steps, evenly()) : "";
    if (end.textContent !== words) end.textContent = end.title = words;
  };
  const say = () => {
    if (app.player.playing.get() || !here()) return;
    const [step, { steps }] = [app.step.get(), app.race.get()];
    const words = leaderWords(entrants(app, false), app.data.get(), app.look.get(), step, steps, evenly());
    if (live.textContent !== words) live.textContent = words;
  };
  const later = () => {
    clearTimeout(waiting);
    waiting = window.setTimeout(say, QUIET);
  };
  for (const watched of [app.spec, app.data]) watched.subscribe(notice);
  for (const watched of [app.spec, app.race, app.step, app.data, app.look, app.view]) watched.subscribe(judge);
  for (const watched of [app.spec, app.race, app.step, app.view, app.player.playing]) watched.subscribe(later);
  notice();
  judge();
  later();
}

/**
 * What is worth noticing in the data that are learned.
 *
 * @param {Spec} spec
 * @param {Data | null} data
 * @param {Pick<NetworkMenus, "datasets">} menus
 */
export function noticeOf({ network: { dataset } }, data, { datasets }) {
  const known = datasets.find(({ name }) => name === dataset.name);
  if (known) return `${known.label}. ${known.notice}`;
  if (!data || data.name !== dataset.name) return "Your own data.";
  const { rows, features, classes, target } = data;
  const what = classes.length ? `${classes.length} classes` : target;
  const from = `${features.length} ${features.length === 1 ? "feature" : "features"}`;
  return `Your own data: ${rows.train + rows.test} rows, ${what} from ${from}.`;
}
