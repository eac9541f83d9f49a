// What is offered when a racer diverged or stalled: its curvature set against the limit, and a
// rate that works from where it was last changed. Loaded when there is somebody to offer it to.

import { ask } from "../lib/ask.js";
import { byId } from "../lib/dom.js";
import { withHyperparameter } from "../spec/racers.js";
import { requestOf } from "../spec/request.js";
import { inForce, steered } from "../spec/steer.js";

/** @import { App, Outcome, Spec } from "../types.js" */

const PATIENCE = 5000; // milliseconds in which a curve that was asked for is waited for

/** @typedef {{ show: (outcome: Outcome) => void }} Remedies */

/**
 * @param {App} app
 * @param {string} id  the racer's
 * @param {HTMLElement} place  empty
 * @param {() => void} onFound  before the rate that was found is set
 * @returns {Remedies}
 */
export function remedies(app, id, place, onFound) {
  const curvature = pressed("Show curvature against the limit");
  const find = pressed("Find a rate that works");
  const words = document.createElement("span");
  words.setAttribute("role", "status");
  place.append(curvature, " ", find, words);
  let shown = /** @type {Outcome | null} */ (null);
  let told = ""; // of which setting the words speak

  curvature.addEventListener("click", () => {
    const { view, player } = app;
    if (shown) player.seek(shown.since ?? shown.steps);
    view.set({ ...view.get(), reading: "step", opened: [id] });
    byId("tab-step").focus({ preventScroll: true });
    toCurve(performance.now() + PATIENCE);
  });
  find.addEventListener("click", async () => {
    const spec = app.spec.get();
    const asked = settingOf(spec, id);
    const step = lastChange(spec, id, shown?.steps ?? spec.steps);
    find.disabled = true;
    find.textContent = "Searching…";
    const { answer, refusal } = await ask("api/works", { race: requestOf(spec, [id]), from_step: step });
    find.disabled = false;
    find.textContent = "Find a rate that works";
    if (settingOf(app.spec.get(), id) !== asked) return; // for another race
    if (answer?.lr) {
      onFound();
      app.spec.set(withRate(app.spec.get(), id, step, answer.lr));
    }
    told = settingOf(app.spec.get(), id);
    words.textContent = refusal ?? answer.words;
  });

  return {
    show(outcome) {
      shown = outcome;
      const spec = app.spec.get();
      const racer = racerOf(spec, id);
      const bad = outcome.status === "diverged" || outcome.status === "stalled";
      curvature.hidden = !bad || spec.kind === "network";
      find.hidden = !bad || !racer || !("lr" in inForce(spec, racer, lastChange(spec, id, outcome.steps)).hyperparameters);
      if (told && settingOf(spec, id) !== told) told = words.textContent = "";
    },
  };
}

/** Go to the curve as soon as it is drawn. @param {number} until */
function toCurve(until) {
  const curve = document.getElementById("step-memory-canvas");
  if (curve && !curve.hidden) curve.scrollIntoView({ block: "nearest" });
  else if (performance.now() < until) requestAnimationFrame(() => toCurve(until));
}

/** @param {string} text */
function pressed(text) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = text;
  return button;
}

/** @param {Spec} spec @param {string} id */
const racerOf = ({ racers }, id) => racers.find((racer) => racer.id === id);

/** What a path depends on, and whether it is one still. @param {Spec} spec @param {string} id */
const settingOf = (spec, id) => (racerOf(spec, id) ? JSON.stringify(requestOf(spec, [id])) : "");

/**
 * The step from which a racer is to be mended: that of its last change before it ended, or 0.
 *
 * @param {Spec} spec
 * @param {string} id
 * @param {number} end  its last step
 */
export function lastChange(spec, id, end) {
  const { branch = 0 } = racerOf(spec, id) ?? {};
  const made = spec.changes.filter(({ racer, step }) => racer === id && step <= end);
  return Math.max(branch > end ? 0 : branch, ...made.map(({ step }) => step));
}

/**
 * The spec with a racer at a rate from a step on.
 *
 * @param {Spec} spec
 * @param {string} id
 * @param {number} step
 * @param {number} rate
 * @returns {Spec}
 */
export const withRate = (spec, id, step, rate) =>
  step ? steered(spec, id, step, "lr", rate) : withHyperparameter(spec, id, "lr", rate);
