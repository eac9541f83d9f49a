// How much gradient reaches each layer, and what units put out.

import { byId } from "../../lib/dom.js";
import { onPaint } from "../../lib/paint.js";
import { entrants } from "../../plots/entrants.js";
import { onSight } from "../../plots/sight.js";
import { onSkin, skin } from "../../plots/skin.js";
import { flowCard } from "./card.js";
import { flowPlan } from "./map.js";
import { flowGradient, flowScale, flowTicks } from "./scale.js";
import { keptDetails } from "./kept_details.js";

/** @import { App } from "../../types.js" */
/** @import { Entrant } from "../../plots/entrants.js" */
/** @import { FlowCard } from "./card.js" */
/** @import { FlowPlan } from "./map.js" */
/** @import { FlowScale } from "./scale.js" */

const SLOW = 8; // milliseconds: drawings that take longer are made less often
const PAUSE = 200; // milliseconds between those, and between sentences while the race plays

/** @param {App} app */
export function mountGradients(app) {
  const list = byId("flows");
  /** @type {Map<string, FlowCard>} */
  const cards = new Map();
  const details = keptDetails(app);
  /** @type {Entrant[]} */
  let shown = [];
  /** @type {FlowPlan | null} */
  let plan = null;
  let width = 0; // of a picture; 0 until it is measured
  let stale = true;
  let drawn = 0;
  let took = 0;
  let later = 0;
  let speaking = 0;

  const here = () => app.view.get().networkTab === "gradients" && app.spec.get().kind === "network";

  const redraw = () => {
    const began = performance.now();
    const now = skin();
    shown = entrants(app, now.dark);
    arrange();
    width ||= list.querySelector("canvas")?.clientWidth ?? 0;
    plan = flowPlan(width, app.race.get().steps, now);
    for (const { racer, lane } of shown) if (lane) cards.get(racer.id)?.map.read(lane, plan);
    const scale = flowScale([...cards.values()].flatMap(({ map }) => map.columns ?? []));
    for (const entrant of shown) cards.get(entrant.racer.id)?.draw(entrant, plan, scale);
    legend(scale, plan, [...cards.values()].some(({ map }) => map.columns?.none));
    stale = false;
    drawn = performance.now();
    took = drawn - began;
  };

  /** A card for each racer on show, in their order. */
  const arrange = () => {
    const ids = shown.map(({ racer }) => racer.id);
    for (const id of cards.keys()) if (!ids.includes(id)) cards.delete(id);
    for (const id of ids) if (!cards.has(id)) cards.set(id, flowCard(app, () => plan, paint));
    const wanted = ids.map((id) => /** @type {FlowCard} */ (cards.get(id)).place);
    if (wanted.length === list.childElementCount && wanted.every((card, k) => card === list.children[k])) return;
    list.replaceChildren(...wanted);
  };

  const paint = onPaint(() => {
    if (!here()) return;
    if (stale || !plan) redraw();
    if (!plan) return;
    const [step, hover] = [app.step.get(), app.hover.get()];
    for (const card of cards.values()) card.move(plan, step, hover);
    speak();
  });
  /** Sentences are not for every frame. */
  const speak = () => {
    if (speaking) return;
    const say = () => {
      speaking = 0;
      const step = app.hover.get() ?? app.step.get();
      for (const entrant of shown) {
        const { id, overrides } = entrant.racer;
        const { name } = overrides?.activation ?? app.spec.get().network.activation;
        cards.get(id)?.say(entrant, step, details.of(id), name);
      }
    };
    if (!app.player.playing.get()) say();
    else speaking = window.setTimeout(say, PAUSE);
  };
  const change = () => {
    stale = true;
    clearTimeout(later);
    if (!here()) return;
    const wait = took > SLOW ? drawn + PAUSE - performance.now() : 0;
    if (wait > 0) later = window.setTimeout(paint, wait);
    else paint();
  };

  new ResizeObserver(() => {
    width = 0;
    change();
  }).observe(list);
  onSkin(change);
  onSight(app, change);
  app.race.subscribe(change);
  app.view.subscribe(change);
  details.watch(paint);
  for (const watched of [app.step, app.hover, app.player.playing]) watched.subscribe(paint);
}

/**
 * What the colours mean, and how many steps a column holds.
 *
 * @param {FlowScale} scale
 * @param {FlowPlan} plan
 * @param {boolean} none  some column has no gradient at all
 */
function legend(scale, { stride }, none) {
  const bar = byId("flow-colours");
  const ticks = flowTicks(scale).map(({ at, words }) => {
    const tick = document.createElement("span");
    tick.textContent = words;
    tick.style.left = `${100 * at}%`;
    return tick;
  });
  bar.style.setProperty("--colours", flowGradient());
  bar.replaceChildren(...ticks);
  const grain = stride > 1 ? ` Each column averages ${stride} steps.` : "";
  byId("flow-grain").textContent = grain + (none ? " Black: no gradient at all." : "");
}
