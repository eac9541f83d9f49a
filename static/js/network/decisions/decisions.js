// One picture for each racer of what its network answers.

import { byId } from "../../lib/dom.js";
import { onPaint } from "../../lib/paint.js";
import { entrants } from "../../plots/entrants.js";
import { onSight } from "../../plots/sight.js";
import { onSkin, skin } from "../../plots/skin.js";
import { activationTable } from "../answers/activation_table.js";
import { followCross } from "./cross.js";
import { showLegend } from "./legend.js";
import { paintDecision } from "./paint.js";
import { stages } from "./scene.js";
import { noteOf, pictureSentence, scoreOf, scoreWords } from "./words.js";
import { fineness } from "./fineness.js";
import { waitingForLook } from "./late.js";
import { costOf, folded } from "../answers/forward.js";
import { picture } from "./picture.js";
import { splitNames } from "./split_name.js";
import { pointed } from "./pointed.js";
import { raced } from "./raced.js";

/** @import { App } from "../../types.js" */
/** @import { Entrant } from "../../plots/entrants.js" */
/** @import { Trained } from "./paint.js" */
/** @import { Stage } from "./scene.js" */
/** @import { Picture } from "./picture.js" */

const REFUSED = "No data to draw. What is wrong is said among the controls.";
const BUDGET = 14; // ms of a frame; pictures that are left over come first in the next one
const REST = 160; // ms without a change until pictures are drawn finely
const QUIET = 400; // ms without a change until pictures are described

/** @param {App} app */
export function mountDecisions(app) {
  const grid = byId("decisions-grid");
  const [train, test] = ["show-train", "show-test"].map((id) => /** @type {HTMLInputElement} */ (byId(id)));
  const setupOf = raced(app);
  const stageOf = stages();
  const fine = fineness();
  /** @type {Map<string, Picture>} */
  const pictures = new Map();
  /** @type {Stage | null} */
  let stage = null;
  let size = { width: 0, height: 0 };
  let turn = 0; // whose picture is drawn first
  let changed = [0, 0]; // when the networks changed, and before that
  let rest = 0;
  let quiet = 0;

  const seen = () => app.spec.get().kind === "network" && app.view.get().networkTab === "decisions";
  const moving = () =>
    app.player.playing.get() || (changed[0] - changed[1] < REST && performance.now() - changed[0] < REST);

  /** A racer's network as it is on show; null where there is none to show. @param {string} id @returns {Trained & { step: number, race: number } | null} */
  const trained = (id) => {
    const [look, data] = [app.look.get(), app.data.get()];
    const run = look?.runs.get(id);
    const setup = look && data && run && setupOf(look, data);
    const activation = setup?.activations.get(id);
    const table = activation && activationTable(activation, paint);
    if (!look || !data || !run || !table) return null;
    return { net: folded(run.sizes, run.weights, data.plane), table, step: run.step, race: look.race };
  };

  const paint = onPaint(() => {
    if (!seen()) return;
    const racers = entrants(app, skin().dark);
    prepare(racers);
    if (!stage) return;
    const left = draw(racers, stage);
    tell(racers);
    if (left) paint();
    clearTimeout(rest);
    if (!left && moving()) rest = window.setTimeout(paint, REST);
    clearTimeout(quiet);
    quiet = window.setTimeout(describe, QUIET);
  });

  /** The stage as it is wanted now, and a figure for each racer. @param {Entrant[]} racers */
  const prepare = (racers) => {
    const [data, losses] = [app.data.get(), app.catalog.networks?.losses];
    const refused = app.refusals.get().size > 0;
    say(data ? (racers.length ? "" : "No racer is shown.") : refused ? REFUSED : "Drawing the data…", !data && !refused);
    const { loss } = app.spec.get().network;
    const parts = { train: train.checked, test: test.checked };
    const now = data && losses ? stageOf({ data, loss, losses, skin: skin(), count: racers.length, ...size, ...parts }) : null;
    if (now !== stage && now) arrange(now);
    stage = now;
    const wanted = now ? racers.map(({ racer }) => figureOf(racer.id)) : [];
    const same = wanted.length === grid.children.length && wanted.every((figure, place) => figure === grid.children[place]);
    if (!same) grid.replaceChildren(...wanted);
    for (const id of pictures.keys()) if (!racers.some(({ racer }) => racer.id === id)) pictures.delete(id);
  };

  const say = (/** @type {string} */ words, /** @type {boolean} */ loading) => {
    const state = byId("decisions-state");
    if (state.textContent !== words) state.textContent = words;
    state.dataset.kind = loading ? "loading" : "empty";
    byId("decisions-legend").hidden = words !== "";
  };

  /** @param {Stage} next */
  const arrange = ({ arrangement, frame, data, inks, skin: now }) => {
    grid.style.setProperty("--columns", String(arrangement.columns));
    grid.style.setProperty("--picture", `${arrangement.width}px`);
    grid.style.setProperty("--drawn", `${arrangement.height}px`);
    grid.style.setProperty("--inset", `${frame.box.left}px`);
    grid.style.setProperty("--below", `${frame.height - frame.box.bottom}px`);
    grid.dataset.lines = String(arrangement.lines);
    grid.toggleAttribute("data-scrolls", arrangement.scrolls);
    showLegend(data, inks.sense, now);
  };

  const figureOf = (/** @type {string} */ id) => {
    const known = pictures.get(id) ?? picture();
    pictures.set(id, known);
    return known.figure;
  };

  /** Draw what is not drawn yet, as far as a frame's time goes. Gives whether some is left. @param {Entrant[]} racers @param {Stage} now */
  const draw = (racers, now) => {
    const began = performance.now();
    const look = app.look.get();
    const costs = racers.map(({ racer }) => costOf(look?.runs.get(racer.id)?.sizes ?? [2, 1]));
    const cost = costs.reduce((sum, each) => sum + each, 0);
    const { width, height } = now.arrangement;
    const columns = fine.columns({ cost, pictures: racers.length, width, aspect: height / width, moving: moving() });
    const first = turn;
    for (let k = 0; k < racers.length; k++) {
      const place = (first + k) % racers.length;
      const { racer: { id }, look: { color } } = racers[place];
      const shown = /** @type {Picture} */ (pictures.get(id));
      if (!onScreen(place, now)) continue;
      const network = trained(id);
      const next = { stage: now.number, race: network?.race ?? 0, step: network?.step ?? -1, columns };
      if (!outdated(shown.drawn, next)) continue;
      if (performance.now() - began > BUDGET) {
        turn = place;
        return true;
      }
      const start = performance.now();
      const places = paintDecision(shown.canvas, now, network, color, columns);
      fine.took(performance.now() - start, places * costs[place]);
      shown.drawn = next;
    }
    return false;
  };

  /** @param {number} place @param {Stage} now */
  const onScreen = (place, { arrangement: { columns, height, scrolls } }) => {
    if (!scrolls) return true;
    const row = grid.scrollHeight / Math.ceil(pictures.size / columns);
    const top = Math.floor(place / columns) * row;
    return top + row > grid.scrollTop && top < grid.scrollTop + grid.clientHeight + height;
  };

  /** What is said of a racer's network. @param {Entrant} entrant */
  const told = (entrant) => {
    const [look, step] = [app.look.get(), app.step.get()];
    const run = look?.runs.get(entrant.racer.id);
    return { run, score: scoreOf(entrant, look, step), note: noteOf(entrant.lane, run, look, step, waiting()) };
  };

  /** @param {Entrant[]} racers */
  const tell = (racers) => {
    const data = app.data.get();
    const names = splitNames(racers.map(({ name }) => name));
    for (const [place, entrant] of racers.entries()) {
      const shown = pictures.get(entrant.racer.id);
      const { score, note } = told(entrant);
      shown?.title(entrant.look, names[place]);
      shown?.note(note);
      if (!cross.place() && data) shown?.say(scoreWords(score, data), false);
    }
    cross.again();
  };

  const describe = () => {
    const data = app.data.get();
    if (!seen() || !data || app.player.playing.get()) return;
    for (const entrant of entrants(app, skin().dark)) {
      const { run, score, note } = told(entrant);
      pictures.get(entrant.racer.id)?.describe(pictureSentence(entrant, data, run, score, note));
    }
  };

  const waiting = waitingForLook(app, paint);
  const cross = followCross(
    grid,
    { frame: () => stage?.frame ?? null, toggle: () => app.player.toggle() },
    pointed(app, { stage: () => stage, pictures, trained, left: paint }),
  );

  new ResizeObserver(() => {
    size = { width: grid.offsetWidth, height: grid.offsetHeight };
    paint();
  }).observe(grid);
  grid.addEventListener("scroll", paint);
  for (const box of [train, test]) box.addEventListener("change", paint);
  app.look.subscribe(() => {
    changed = [performance.now(), changed[0]];
    paint();
  });
  for (const watched of [app.data, app.race, app.step, app.view, app.player.playing, app.refusals]) watched.subscribe(paint);
  onSight(app, paint);
  onSkin(paint);
  paint();
}

/**
 * Whether a picture is to be drawn anew. What is drawn more finely than now wanted stays.
 *
 * @param {Picture["drawn"]} drawn
 * @param {Picture["drawn"]} next
 */
const outdated = (drawn, next) =>
  drawn.stage !== next.stage || drawn.race !== next.race || drawn.step !== next.step || drawn.columns < next.columns;
