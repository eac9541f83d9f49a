// The step panel: the step on show of one racer or two, opened into its numbers.

import { byId } from "../lib/dom.js";
import { conventionOf, optimizerOf } from "../lib/entries.js";
import { swatch } from "../lib/swatch.js";
import { entrants } from "../plots/entrants.js";
import { onSight } from "../plots/sight.js";
import { onSkin, skin } from "../plots/skin.js";
import { stepAsker } from "./asker.js";
import { networkDoor, surfaceDoor } from "./doors.js";
import { figuresTable } from "./figures_table.js";
import { arrowLegend } from "./legend.js";
import { memoryCurves } from "./memory.js";
import { memoryAsker } from "./memory_asker.js";
import { openedIds } from "./opened.js";
import { stepOverlay } from "./overlay.js";
import { racerChips } from "./racer_chips.js";
import { ruleCard } from "./rule_card.js";
import { turnedRound } from "./geometry.js";
import { countOf } from "./weight.js";
import { weightChoice } from "./weight_choice.js";
import { curvatureWords, endedWords, headWords, whenWords } from "./words.js";

/** @import { App, Catalog } from "../types.js" */
/** @import { Entrant } from "../plots/entrants.js" */
/** @import { Wish } from "./asker.js" */
/** @import { Told } from "./legend.js" */
/** @import { Opened } from "./opened.js" */
/** @import { Scene } from "./overlay.js" */

/** @typedef {{ entrant: Entrant, opened: Opened }} Open  a racer and its step, perhaps still the one before */

const QUIET = 700; // milliseconds without a change until it is said
const PACE = 200; // milliseconds between what is shown while the race plays

/** @param {App} app */
export function mountStep(app) {
  const doors = { surface: surfaceDoor(app), network: networkDoor(app) };
  const chips = racerChips(app);
  const table = figuresTable();
  const weight = weightChoice(app);
  const memory = memoryCurves(app);
  const cards = [ruleCard(), ruleCard()];
  byId("step-rules").append(...cards.map(({ element }) => element));
  /** @type {Map<string, Opened>} */
  const last = new Map(); // what is shown of each racer until the next answer
  let ground = "";
  let saying = 0;
  let shownAt = 0;

  const here = () => app.view.get().reading === "step";
  const isNetwork = () => app.spec.get().kind === "network";
  const door = () => (isNetwork() ? doors.network : doors.surface);
  const shown = () => entrants(app, skin().dark);
  const open = () => {
    const all = shown();
    const ids = openedIds(all.map(({ racer }) => racer.id), app.view.get().opened);
    return ids.map((id) => /** @type {Entrant} */ (all.find(({ racer }) => racer.id === id)));
  };
  const sizesOf = (/** @type {string} */ id) => {
    const training = app.trainer.current.get();
    return training?.sizes[training.ids.indexOf(id)] ?? null;
  };
  /** The weight that is chosen; null on a surface, and until the server has chosen one. */
  const parameter = () => {
    const sizes = sizesOf(open()[0]?.racer.id ?? "");
    const wished = app.view.get().parameter;
    return isNetwork() && sizes && wished !== null && wished < countOf(sizes) ? wished : null;
  };
  /** Whether a racer has such a weight as the first one. @param {Entrant} entrant */
  const fits = ({ racer }) => !isNetwork() || (sizesOf(racer.id) ?? [0]).join() === (sizesOf(open()[0].racer.id) ?? []).join();
  /** Whether the race has come so far; a step beyond is nobody's yet. @param {Entrant} entrant */
  const reaches = ({ lane }) => app.step.get() < (lane?.length ?? 0);

  /** @returns {Wish | null} */
  const wish = () => {
    if (!here() || app.connection.get() === "lost") return null;
    const ids = open().filter((entrant) => reaches(entrant) && fits(entrant)).map(({ racer }) => racer.id);
    return { ids, step: app.step.get(), parameter: parameter() };
  };
  const asker = stepAsker(app, door, wish, () => {
    if (isNetwork() && parameter() === null) keepWeight();
    show();
  });
  /** Stay with the weight that the server has chosen: the one that moves most. */
  const keepWeight = () => {
    const [first] = open();
    const answer = first && asker.find(first.racer.id, { ids: [], step: app.step.get(), parameter: null });
    const index = answer && "opened" in answer ? answer.opened.index : undefined;
    if (index !== undefined) app.view.set({ ...app.view.get(), parameter: index });
  };
  const memories = memoryAsker(
    door,
    () => {
      if (!here() || app.player.playing.get() || app.connection.get() === "lost") return null;
      if (isNetwork() && (app.race.get().streaming || parameter() === null)) return null;
      return { ids: open().filter(fits).map(({ racer }) => racer.id), parameter: parameter() };
    },
    () => showMemory(),
  );

  const follow = () => {
    if (!here()) return;
    asker.follow();
    memories.follow();
    show();
  };
  /** Playing goes on undisturbed: what is shown changes a few times a second. */
  const followStep = () => {
    if (!app.player.playing.get() || performance.now() - shownAt >= PACE) follow();
    else if (here()) asker.follow();
  };

  const show = () => {
    if (!here()) return;
    shownAt = performance.now();
    const now = app.spec.get().kind + app.spec.get().surface + parameter();
    if (now !== ground) last.clear();
    ground = now;
    const racers = open();
    chips.show(shown(), racers.map(({ racer }) => racer.id));
    const answered = racers.flatMap((entrant) => openedOf(entrant));
    const step = app.player.playing.get() ? (answered[0]?.opened.step ?? app.step.get()) : app.step.get();
    write("step-head", headWords(step));
    write("step-when", whenWords(app.step.get(), app.race.get().steps, app.player.playing.get()));
    showStates(racers);
    showWeight(racers);
    byId("step-body").hidden = answered.length === 0;
    showWords(answered);
    cards.forEach(({ element, show: fill }, place) => {
      element.hidden = !answered[place];
      if (answered[place]) fill(answered[place].entrant, answered[place].opened, ruleOf(app.catalog, answered[place]));
    });
    byId("step-rules").dataset.racers = String(answered.length);
    if (answered.length) {
      const named = answered.map(({ entrant, opened }) => ({ name: entrant.name, opened, next: nextValue(entrant, opened) }));
      table.show(answered.map(({ entrant }) => entrant), named, isNetwork() ? ["L", "loss on the mini-batch"] : ["f", "value"]);
    }
    byId("step-panel").dataset.shown = answered.map(({ entrant, opened }) => `${entrant.racer.id}@${opened.step}`).join(" ");
    paintArrows();
    say(answered);
  };

  /** The step of a racer, or until it is known the one shown before. @param {Entrant} entrant @returns {Open[]} */
  const openedOf = (entrant) => {
    const { id } = entrant.racer;
    const wanted = { ids: [id], step: app.step.get(), parameter: parameter() };
    const answer = reaches(entrant) && fits(entrant) ? asker.find(id, wanted) : null;
    if (answer && "opened" in answer) last.set(id, answer.opened);
    else if (answer !== undefined) last.delete(id);
    const opened = last.get(id);
    return opened ? [{ entrant, opened }] : [];
  };

  /** What stands in the way of a racer's step, and a way on. @param {Entrant[]} racers */
  const showStates = (racers) => {
    const place = byId("step-states");
    const states = racers.map((entrant) => stateOf(entrant));
    const key = JSON.stringify(states);
    if (place.dataset.key === key) return;
    place.dataset.key = key;
    place.replaceChildren(...states.flatMap((state) => (state ? [stateCard(app, state)] : [])));
  };
  /** @param {Entrant} entrant @returns {{ words: string, to: number | null, refused: boolean } | null} */
  const stateOf = (entrant) => {
    const { lane, name, racer } = entrant;
    if (hasEnded(lane, app.step.get()) && lane?.outcome) return { words: endedWords(name, lane.outcome.steps), to: lane.outcome.steps, refused: true };
    if (!fits(entrant)) return { words: `${name} has a network of another shape: open its step alone.`, to: null, refused: true };
    const answer = asker.find(racer.id, { ids: [], step: app.step.get(), parameter: parameter() });
    if (answer && "refused" in answer) return { words: `${name} could not be opened: ${answer.refused}.`, to: null, refused: true };
    if (answer || last.has(racer.id)) return null;
    if (app.connection.get() === "lost") return { words: "The connection is lost. Steps open again when it is back.", to: null, refused: false };
    return { words: `Opening the step of ${name}…`, to: null, refused: false };
  };

  /** @param {Entrant[]} racers */
  const showWeight = (racers) => {
    const sizes = isNetwork() && racers.length ? sizesOf(racers[0].racer.id) : null;
    byId("step-weight").hidden = !sizes || parameter() === null;
    const chosen = parameter();
    if (sizes && chosen !== null) weight.show(sizes, chosen);
  };

  const showMemory = () => {
    if (!here()) return;
    const racers = open().filter(fits);
    const told = racers.map(({ racer }) => memories.find(racer.id, parameter()));
    const refused = told.flatMap((each) => (each && "refused" in each ? [each.refused] : []));
    const waiting = told.some((each) => !each) ? "Drawing what the rule remembers…" : "";
    const training = isNetwork() && app.race.get().streaming ? "Curves come when the training is over." : "";
    memory.show({
      entrants: racers,
      memories: told.map((each) => (each && "memory" in each ? each.memory : undefined)),
      coordinates: isNetwork() ? ["w"] : ["x", "y"],
      state: refused.length ? `${refused[0]}.` : training || waiting,
    });
  };

  const legend = arrowLegend(() => paintArrows());
  const told = (/** @type {Told[]} */ drawn) => {
    if (here()) legend.show(drawn, isNetwork(), lacking());
  };
  const paintMap = stepOverlay("map-trails", () => (onMap() ? app.frame.get() : null), () => scenes(onSurface), told);
  /** @type {(() => void) | null} */
  let paintWeights = null; // until there is a plane
  const onMap = () => here() && legend.wanted() && !isNetwork() && app.view.get().tab === "2d";
  const onPlane = () => here() && legend.wanted() && isNetwork() && app.view.get().networkTab === "weights";
  const paintArrows = () => {
    if (isNetwork()) {
      if (app.weightFrame.get()) {
        paintWeights ??= stepOverlay("weights-trails", () => (onPlane() ? (app.weightFrame.get()?.frame ?? null) : null), () => scenes(inPlane), told);
      }
      if (paintWeights) paintWeights();
      else told([]);
    } else {
      paintMap();
    }
  };
  /** The racers whose arrows are known: of the step on show, or until its answer comes of the one before. @param {(open: Open) => Scene[]} place */
  const scenes = (place) =>
    open().flatMap((entrant) => {
      const opened = last.get(entrant.racer.id);
      return opened ? place({ entrant, opened }) : [];
    });
  /** @param {Open} open @returns {Scene[]} */
  const onSurface = ({ entrant, opened: { point, arrows, curvature } }) =>
    arrows ? [{ entrant, point: /** @type {number[]} */ (point.before), arrows, curvature }] : [];
  /** @param {Open} open @returns {Scene[]} */
  const inPlane = ({ entrant, opened: { step, arrows } }) => {
    const { plane } = app.weightFrame.get() ?? {};
    const path = plane?.paths.get(entrant.racer.id);
    if (!plane || !path || !arrows || step >= path.u.length) return [];
    return [{ entrant, point: [path.u[step], path.v[step]], arrows: turnedRound(arrows, plane.turned), curvature: null }];
  };
  const lacking = () => {
    if (!isNetwork()) return app.view.get().tab === "3d" ? "Choose 2-D to see them." : "";
    return app.view.get().networkTab === "weights" ? "Of each, the part that lies in the plane." : "Choose Weights to see them in the plane of the paths.";
  };

  /** Say it once it stands still. @param {Open[]} answered */
  const say = (answered) => {
    clearTimeout(saying);
    if (app.player.playing.get()) return;
    saying = window.setTimeout(() => {
      const sentences = answered.map(({ entrant, opened }) => `${entrant.name}, step ${opened.step}: ${opened.words.join(" ")}`);
      write("step-said", sentences.join(" "));
    }, QUIET);
  };

  const all = () => {
    if (!here()) {
      last.clear(); // who comes back sees no numbers of another step
      return paintArrows();
    }
    follow();
    showMemory();
  };
  onSkin(all);
  onSight(app, all);
  for (const watched of [app.view, app.player.playing, app.data, app.connection, app.trainer.current]) watched.subscribe(all);
  app.step.subscribe(followStep);
  app.spec.subscribe(all);
  app.race.subscribe(all);
  app.frame.subscribe(paintArrows);
  app.weightFrame.subscribe(follow);
  all();
}

/**
 * The rule that made the step, and in whose form. A racer that branched off may have had another.
 *
 * @param {Catalog} catalog
 * @param {Open} open
 */
function ruleOf(catalog, { entrant, opened }) {
  const { optimizer, convention } = opened;
  const form = conventionOf(catalog, { optimizer, convention }).label;
  return optimizer === entrant.racer.optimizer ? form : `${optimizerOf(catalog, optimizer).label}, ${form}`;
}

/** Whether a racer has left the finite numbers before this step. @param {Entrant["lane"]} lane @param {number} step */
const hasEnded = (lane, step) => lane?.outcome?.status === "diverged" && step > lane.outcome.steps;

/** The value after the step, where the race has recorded it. @param {Entrant} entrant @param {Opened} opened */
function nextValue({ lane }, { step }) {
  if (!lane || lane.learning || lane.length <= step + 1) return null;
  const value = lane.gap[step + 1] + (lane.lowest ?? 0);
  return Number.isFinite(value) ? value : null;
}

/** @param {Open[]} answered */
function showWords(answered) {
  const place = byId("step-words");
  const key = JSON.stringify(answered.map(({ entrant, opened }) => [entrant.name, entrant.look, opened.words, opened.curvature]));
  if (place.dataset.key === key) return;
  place.dataset.key = key;
  place.replaceChildren(...answered.map(({ entrant, opened }) => wordsCard(entrant, opened)));
}

/** @param {Entrant} entrant @param {Opened} opened */
function wordsCard({ name, look }, { words, curvature }) {
  const card = document.createElement("div");
  const head = document.createElement("h3");
  head.append(swatch(look), name);
  card.className = "step-words-card";
  card.append(head, ...words.map((sentence) => paragraph(sentence, "step-sentence")));
  if (curvature) card.append(paragraph(curvatureWords(curvature), "step-curvature"));
  return card;
}

/** @param {string} text @param {string} className */
function paragraph(text, className) {
  const words = document.createElement("p");
  words.className = className;
  words.textContent = text;
  return words;
}

/** @param {App} app @param {{ words: string, to: number | null, refused: boolean }} state */
function stateCard({ player }, { words, to, refused }) {
  const card = document.createElement("div");
  card.className = refused ? "step-state refused" : "step-state";
  card.append(paragraph(words, ""));
  if (to !== null) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Go to its last step";
    button.addEventListener("click", () => {
      player.seek(to);
      byId("step-head").focus(); // the button is gone
    });
    card.append(button);
  }
  return card;
}

/** @param {string} id @param {string} text */
function write(id, text) {
  const place = byId(id);
  if (place.textContent !== text) place.textContent = text;
}
