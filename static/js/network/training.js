// How far training has come; pausing it, and going on beyond its end.

import { byId } from "../lib/dom.js";
import { withSteps } from "../spec/problem.js";

/** @import { App } from "../types.js" */

/** @param {App} app */
export function mountTraining({ catalog, spec, race, trainer, player, connection }) {
  const words = byId("training-words");
  const pause = /** @type {HTMLButtonElement} */ (byId("training-pause"));
  const on = /** @type {HTMLButtonElement} */ (byId("training-on"));
  let further = 0; // how many steps “Train on” adds: as many as the race had when it was first pressed

  const show = () => {
    const { steps, available, streaming } = race.get();
    const paused = trainer.paused.get();
    const state = paused ? "paused" : connection.get() === "lost" ? "waiting" : "training";
    words.textContent = streaming ? `${state}: ${available} of ${steps} steps` : `${steps} steps trained`;
    pause.hidden = !streaming;
    pause.textContent = paused ? "Resume training" : "Pause training";
    pause.title = paused ? "Let the server go on" : "The server stops computing until you resume";
    on.hidden = streaming;
    const more = Math.min(further || steps, catalog.limits.steps - steps);
    on.disabled = more <= 0;
    on.textContent = `Train ${more > 0 ? more : ""} on`.replace("  ", " ");
    on.title = more > 0 ? `${more} steps more, from where training ended` : `${catalog.limits.steps} steps are the most`;
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
