// How far training has come; pausing it, and going on beyond its end.

import { byId } from "../lib/dom.js";
import { withSteps } from "../spec/problem.js";
import { counted } from "./counted.js";

/** @import { App } from "../types.js" */

/**
 * How far training has come, in words.
 *
 * @param {{ available: number, steps: number, streaming: boolean, paused: boolean, lost: boolean }} training
 */
export function trainingWords({ available, steps, streaming, paused, lost }) {
  if (!streaming && !available) return "not trained";
  if (!streaming) return `${counted(Math.min(available, steps))} steps trained`;
  const state = paused ? "paused" : lost ? "waiting" : "training";
  return `${state}: ${counted(available)} of ${counted(steps)} steps`;
}

/** @param {App} app */
export function mountTraining({ catalog, spec, race, trainer, player, connection }) {
  const words = byId("training-words");
  const pause = /** @type {HTMLButtonElement} */ (byId("training-pause"));
  const on = /** @type {HTMLButtonElement} */ (byId("training-on"));
  let further = 0; // how many steps “Train on” adds: as many as the race had when it was first pressed

  const show = () => {
    if (spec.get().kind !== "network") return;
    const { steps, available, streaming } = race.get();
    const paused = trainer.paused.get();
    const told = { available, steps, streaming, paused, lost: connection.get() === "lost" };
    words.textContent = trainingWords(told);
    words.dataset.longest = trainingWords({ ...told, available: steps, streaming: true, paused: false, lost: false });
    words.style.setProperty("--done", String(steps ? available / steps : 0));
    pause.textContent = paused ? "Resume training" : "Pause training";
    pause.title = paused ? "Let the server go on" : "The server stops computing until you resume";
    const more = Math.min(further || steps, catalog.limits.steps - steps);
    on.disabled = more <= 0;
    on.textContent = more > 0 ? `Train ${counted(more)} on` : "Train on";
    on.title = more > 0 ? `${counted(more)} more steps, from where training ended` : `${counted(catalog.limits.steps)} steps are the most`;
    exchange(streaming);
  };
  /** One of the buttons stands in the other's place, and takes its focus. @param {boolean} streaming */
  const exchange = (streaming) => {
    const [shown, away] = streaming ? [pause, on] : [on, pause];
    const focused = document.activeElement === away;
    away.hidden = true;
    shown.hidden = false;
    if (focused) shown.focus();
  };
  pause.addEventListener("click", () => {
    trainer.paused.set(!trainer.paused.get());
    byId("training-said").textContent = trainer.paused.get() ? "Training paused." : "Training goes on.";
  });
  on.addEventListener("click", () => {
    const { steps } = spec.get();
    further ||= steps;
    spec.set(withSteps(spec.get(), Math.min(steps + further, catalog.limits.steps)));
    player.play();
  });
  spec.subscribe((next) => {
    if (next.kind === "surface" && trainer.paused.get()) trainer.paused.set(false);
  });
  for (const watched of [race, trainer.paused, connection]) watched.subscribe(show);
  show();
}
