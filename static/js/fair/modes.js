// How rates are chosen: as they were set, one for all, or each racer's best by a sweep.

import { byId } from "../lib/dom.js";
import { slider } from "../controls/slider.js";
import { commonRate, isSweepable, middleRate, settingsKey, withCommonRate, withSettings } from "./settings.js";
import { sweepsOf } from "./sweeps.js";

/** @import { App, NumberInfo, View } from "../types.js" */

/** @typedef {View["fair"]} Mode */

/** @param {App} app */
export function mountModes(app) {
  const { spec, view } = app;
  const group = byId("fair-modes");
  const sweeps = sweepsOf(app);
  const rate = slider("fair-rate", rateInfo(app), (lr) => settle("same", () => spec.set(withCommonRate(spec.get(), lr))));
  byId("fair-same").append(rate.element);
  let key = settingsKey(spec.get()); // what the mode that is on stands for
  let note = "";

  /** Write settings, which is no change by hand. @param {Mode} fair @param {() => void} write */
  const settle = (fair, write) => {
    key = "";
    write();
    key = settingsKey(spec.get());
    if (view.get().fair !== fair) view.set({ ...view.get(), fair });
    show();
  };
  const choose = async (/** @type {Mode} */ fair) => {
    note = "";
    if (fair === "own") settle("own", () => undefined);
    else if (fair === "same") {
      const lr = commonRate(spec.get()) ?? middleRate(spec.get());
      settle("same", () => lr !== null && spec.set(withCommonRate(spec.get(), lr)));
    } else await best();
  };
  const best = async () => {
    const known = await sweeps.run();
    if (!known) return show();
    const now = spec.get();
    const found = now.racers.flatMap(({ id }) => {
      const swept = sweeps.of(id);
      return swept?.score === null || !swept ? [] : /** @type {[string, Record<string, number>][]} */ ([[id, swept.hyperparameters]]);
    });
    const apart = now.racers.filter((racer) => !isSweepable(now, racer)).length;
    note = apart ? ` ${apart === 1 ? "One racer that was steered or branched keeps" : `${apart} racers that were steered or branched keep`} what is set.` : "";
    settle("best", () => spec.set(withSettings(now, new Map(found))));
  };

  const show = () => {
    const { fair } = view.get();
    const { working, refusal } = sweeps.state.get();
    const chosen = working ? "best" : fair;
    for (const input of group.querySelectorAll("input")) input.checked = input.value === chosen;
    byId("fair-same").hidden = chosen !== "same";
    const lr = commonRate(spec.get());
    if (lr !== null) rate.show({ value: lr });
    byId("fair-words").textContent = refusal ?? modeWords(app, chosen, working) + (fair === "best" && !working ? note : "");
  };

  group.addEventListener("change", ({ target }) => choose(/** @type {Mode} */ (/** @type {HTMLInputElement} */ (target).value)));
  spec.subscribe((next) => {
    const { fair } = view.get();
    if (key && fair !== "own" && settingsKey(next) !== key) view.set({ ...view.get(), fair: "own" });
    show();
  });
  view.subscribe(show);
  sweeps.state.subscribe(show);
  show();
}

/** @param {App} app @param {Mode} mode @param {number} working */
function modeWords({ spec }, mode, working) {
  const { steps, noise, kind, racers } = spec.get();
  if (working) {
    return `Trying some hundred settings of ${working === 1 ? "one racer" : `${working} racers`} over ${steps} steps each…`;
  }
  if (mode === "own") return "Rates and momenta as you set them.";
  if (mode === "same") {
    const without = racers.filter(({ hyperparameters }) => !("lr" in hyperparameters)).length;
    return `One η for all. It means something else in every rule: this is seldom fair.${without ? " Rules without η keep their numbers." : ""}`;
  }
  const seeds = kind === "surface" && noise > 0 ? ", median of nine seeds" : "";
  return `η, and momentum where there is one, that suit each racer over ${steps} steps${seeds}. The Rates tab shows what was tried.`;
}

/** What is said of a learning rate. @param {App} app @returns {NumberInfo} */
function rateInfo({ catalog }) {
  const infos = catalog.optimizers.flatMap(({ hyperparameters }) => hyperparameters);
  const info = /** @type {NumberInfo} */ (infos.find(({ name }) => name === "lr"));
  return { ...info, label: "learning rate of all racers", help: "The same η for every racer that has one." };
}
