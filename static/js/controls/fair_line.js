// One quiet line above the race: what is held equal, and how rates were chosen. It opens.

import { byId } from "../lib/dom.js";
import { pretty } from "../lib/number.js";

/** @import { App, Spec, View } from "../types.js" */

/**
 * @param {App} app
 * @param {() => Promise<void>} open  brings in what the line opens
 */
export function mountFairLine({ spec, view }, open) {
  const button = byId("fair-open");
  const part = byId("fair-part");
  const show = () => {
    const [equal, chosen] = fairWords(spec.get(), view.get());
    byId("fair-equal").textContent = equal;
    byId("fair-chosen").textContent = chosen;
  };
  const toggle = async (/** @type {boolean} */ opened) => {
    button.setAttribute("aria-expanded", String(opened));
    part.hidden = !opened;
    if (!opened) return;
    await open().catch(() => {
      button.setAttribute("aria-expanded", "false");
      part.hidden = true;
      byId("fair-chosen").textContent = "This part did not load. Press again to retry.";
    });
  };
  const bring = () => {
    const { fair, budget, cloud } = view.get();
    if (fair !== "own" || budget !== "steps" || cloud) open().catch(() => undefined);
  };
  button.addEventListener("click", () => toggle(part.hidden === true));
  byId("fair-strip").addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || part.hidden) return;
    toggle(false);
    button.focus();
  });
  document.addEventListener("pointerdown", ({ target }) => {
    if (!part.hidden && !byId("fair-strip").contains(/** @type {Node} */ (target))) toggle(false);
  });
  for (const watched of [spec, view]) watched.subscribe(show);
  view.subscribe(bring);
  show();
  bring();
}

/**
 * What is equal for all racers, and how their rates were chosen.
 *
 * @param {Spec} spec
 * @param {Pick<View, "fair" | "cloud" | "budget">} view
 */
export function fairWords({ kind, start, steps, seed, noise, racers }, { fair, cloud, budget }) {
  const own = racers.some(({ overrides }) => Object.keys(overrides ?? {}).length);
  const luck =
    kind === "network"
      ? `data and seed ${seed}${own ? "; networks as set" : ", same network and batches"}`
      : `start (${start.map((each) => pretty(each)).join(", ")})${noise > 0 ? `, noise with seed ${seed}` : ""}`;
  const chosen = { own: "rates as set", same: "one rate for all", best: "each at its best" }[fair];
  const length = budget === "evaluations" && kind === "network" ? "read at equal examples" : `${steps} steps`;
  const seeds = cloud && (kind === "network" || noise > 0) ? `, ${cloud} seeds` : ""; // else all are one
  return [`Same ${luck}, ${length}`, `${chosen}${seeds}`];
}
