import { byId, find } from "../lib/dom.js";
import { onPaint } from "../lib/paint.js";
import { withGoodRates } from "../spec/problem.js";
import { addRacer, removeRacer } from "../spec/racers.js";
import { racerCard } from "./racer_card.js";
import { mountSteering } from "./steering.js";

/** @import { App } from "../types.js" */
/** @import { Card } from "./racer_card.js" */

/**
 * The list of racers. A card lives as long as its racer.
 *
 * @param {App} app
 */
export function mountRacers(app) {
  const { catalog, spec, refusals, step, view } = app;
  const list = byId("racers");
  /** @type {Map<string, Card>} */
  const cards = new Map();

  const show = () => {
    const next = spec.get();
    const ids = next.racers.map((racer) => racer.id);
    for (const [id, card] of cards) {
      if (!ids.includes(id)) {
        card.element.remove();
        cards.delete(id);
      }
    }
    next.racers.forEach((racer, place) => {
      const card = cards.get(racer.id) ?? racerCard(app, racer.id, remove, branch);
      cards.set(racer.id, card);
      card.show(racer, next, place + 1);
      if (list.children[place] !== card.element) list.insertBefore(card.element, list.children[place] ?? null);
    });
    offer();
    const full = ids.length >= catalog.limits.runs;
    /** @type {HTMLButtonElement} */ (byId("racer-add")).disabled = full;
    byId("racers-limit").hidden = !full;
  };
  const refuse = () => {
    for (const card of cards.values()) card.refuse(refusals.get());
  };
  const repaint = () => {
    for (const card of cards.values()) card.repaint();
  };
  const remove = (/** @type {string} */ id) => {
    const place = spec.get().racers.findIndex((racer) => racer.id === id);
    spec.set(removeRacer(spec.get(), id));
    const heirs = spec.get().racers;
    focusOn(heirs[Math.min(place, heirs.length - 1)].id);
    say(`Removed. ${count(heirs.length)}`);
  };
  /** The step on show; for a racer that diverged before, its last. */
  const here = (/** @type {string} */ id) => {
    const outcome = app.race.get().lanes.get(id)?.outcome;
    return outcome?.status === "diverged" ? Math.min(step.get(), outcome.steps) : step.get();
  };
  const offer = () => {
    const playing = app.player.playing.get();
    for (const [id, card] of cards) card.offer(playing ? null : here(id));
  };
  const branch = async (/** @type {string} */ id) => {
    const at = here(id);
    app.player.seek(at);
    const { branched } = await import("../spec/branch.js");
    const before = new Set(cards.keys());
    spec.set(branched(catalog, spec.get(), id, at));
    const [card] = [...cards].flatMap(([each, made]) => (before.has(each) ? [] : [made]));
    if (card) choose(card, `Branched at step ${at}. ${count(spec.get().racers.length)}`);
  };
  const choose = (/** @type {Card} */ card, /** @type {string} */ words) => {
    card.element.scrollIntoView({ block: "nearest" });
    const menu = /** @type {HTMLInputElement} */ (find(card.element, "[role=combobox]"));
    menu.focus({ preventScroll: true });
    menu.select(); // what is typed next looks for a rule
    say(words);
  };
  const focusOn = (/** @type {string} */ id) => cards.get(id)?.element.focus();

  byId("racer-add").addEventListener("click", () => {
    spec.set(addRacer(catalog, spec.get()));
    const added = spec.get().racers.at(-1);
    const card = added && cards.get(added.id);
    if (card) choose(card, `Added. ${count(spec.get().racers.length)}`);
  });
  byId("good-rates").addEventListener("click", () => {
    spec.set(withGoodRates(catalog, spec.get()));
    say("Every racer has a learning rate that works here.");
  });
  const showSteered = onPaint(() => {
    if (view.get().steering && spec.get().changes.length) show();
    else offer();
  });
  mountSteering(app);
  spec.subscribe(show);
  view.subscribe(show);
  step.subscribe(showSteered);
  app.player.playing.subscribe(showSteered);
  refusals.subscribe(refuse);
  view.subscribe(repaint);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
  show();
  refuse();
}

/** @param {number} racers */
const count = (racers) => (racers === 1 ? "One racer." : `${racers} racers.`);

/** @param {string} words */
function say(words) {
  byId("racers-said").textContent = words;
}
