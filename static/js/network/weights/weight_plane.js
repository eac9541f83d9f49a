// The racers' paths through the space of weights, on the plane that shows most of them.

import { byId, find } from "../../lib/dom.js";
import { entrants, everyone } from "../../plots/entrants.js";
import { onSight } from "../../plots/sight.js";
import { onSkin, skin } from "../../plots/skin.js";
import { weightAsker } from "./asker.js";
import { weightChart } from "./chart.js";
import { facing, weightPlaneOf } from "./paths.js";
import { readPlane } from "./pointer.js";
import { bewareWords, captionOf, distanceRows, explainedWords, lostWords, missingWords, placedOn } from "./words.js";

/** @import { App, Spec } from "../../types.js" */
/** @import { WeightPlane } from "./paths.js" */

const PAUSE = 200; // milliseconds between tables while the race plays

/** @param {App} app */
export function mountWeightPlane(app) {
  const state = byId("weights-state");
  const details = byId("weights-details");
  const test = /** @type {HTMLInputElement} */ (byId("weights-test"));
  /** @type {WeightPlane | null} */
  let plane = null;
  let of = ""; // which networks it is of
  let waiting = 0;
  let failure = "";

  const here = () => app.view.get().networkTab === "weights" && app.spec.get().kind === "network";
  const planeNow = () => (of === shapeOf(app.spec.get()) ? plane : null);
  const partNow = () => (test.checked ? "test" : "train");
  const chart = weightChart(app, planeNow);
  const ask = weightAsker(app, {
    part: () => (here() ? partNow() : null),
    got(answer, ids) {
      plane = weightPlaneOf(plane ? facing(answer, ids, plane) : answer, ids);
      of = shapeOf(app.spec.get());
      failure = "";
      show();
    },
    failed(words) {
      failure = `The plane could not be drawn. ${words}.`;
      show();
    },
  });

  const show = () => {
    if (!here()) return;
    const now = planeNow();
    say(now);
    details.hidden = !now;
    if (now) {
      const absent = everyone(app, false).filter(({ racer }) => now.leftOut.includes(racer.id));
      put("weights-words", captionOf(now));
      put("weights-explained", explainedWords(now));
      put("weights-missing", missingWords(now, absent.map(({ name }) => name)));
      fill();
    }
    chart.paint();
  };
  /** What stands in the way of a picture, if anything does. @param {WeightPlane | null} now */
  const say = (now) => {
    const { steps, available } = app.race.get();
    const few = "The plane needs at least three steps.";
    const waits = available < 2 ? `${few} They are on their way…` : "Measuring the plane…";
    const lost = app.connection.get() === "lost" ? lostWords(now, { steps, part: partNow() }) : "";
    const refused = app.refusals.get().size ? "Nothing is trained: a setting was refused. The reason stands beside it." : "";
    const words = lost || failure || (now ? "" : refused || (steps < 2 ? few : waits));
    state.dataset.kind = now ? "partial" : failure ? "failed" : "loading";
    if (state.firstChild?.textContent === words) return;
    state.textContent = words;
    if (failure && !lost) state.append(" ", again());
  };
  const again = () => {
    const button = document.createElement("button");
    button.textContent = "Try again";
    button.addEventListener("click", () => ask(true));
    return button;
  };
  const fill = () => {
    const now = planeNow();
    if (!here() || !now) return;
    const step = app.step.get();
    put("weights-step", `Step ${Math.min(step, now.until)}`);
    const placed = placedOn(now, entrants(app, skin().dark), step, app.look.get());
    find(byId("weights-table"), "tbody").replaceChildren(...distanceRows(placed));
    put("weights-beware", bewareWords(placed));
  };
  /** Paths move with every frame, the table does not. */
  const move = () => {
    if (!here()) return;
    chart.paintTrails();
    if (waiting) return;
    const later = () => {
      waiting = 0;
      fill();
    };
    if (app.player.playing.get()) waiting = window.setTimeout(later, PAUSE);
    else fill();
  };
  const follow = () => {
    test.disabled = app.spec.get().network.test_fraction === 0;
    if (test.disabled && test.checked) /** @type {HTMLInputElement} */ (byId("weights-train")).checked = true;
    ask();
    show();
  };

  readPlane(app, byId("weights"), chart.scene, (words) => put("network-readout", words));
  for (const part of ["train", "test"]) byId(`weights-${part}`).addEventListener("change", follow);
  onSkin(show);
  onSight(app, show);
  app.view.subscribe(follow);
  app.spec.subscribe(follow);
  app.race.subscribe(() => {
    if (!here()) return;
    ask();
    if (planeNow() && app.connection.get() !== "lost") move();
    else show();
  });
  for (const watched of [app.connection, app.refusals]) watched.subscribe(show);
  app.trainer.paused.subscribe(() => ask());
  for (const watched of [app.step, app.hover, app.look, app.player.playing]) watched.subscribe(move);
  follow();
}

/** @param {string} id @param {string} words */
function put(id, words) {
  const place = byId(id);
  if (place.textContent !== words) place.textContent = words;
}

/** What makes the weights of others no longer comparable. @param {Spec} spec */
function shapeOf({ network: { dataset, hidden, activation, loss } }) {
  return JSON.stringify([dataset.name, hidden, activation, loss]);
}
