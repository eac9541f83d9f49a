// Asks the server for what networks are at the step on show: weights, and in quiet moments details.

import { raceOf, unpackLook } from "./look.js";

/** @import { App, Look } from "../types.js" */

const KEPT = 32 * 1024 * 1024; // bytes of looks that are kept, so that a replay asks for nothing
const DETAILED = 500; // ms between looks with details while the race plays
const SOON = 40; // ms until a step that was not computed yet is asked for again

/** @param {App} app */
export function followLooks({ spec, step, race, look, view, player, trainer }) {
  const kept = keeper(KEPT);
  /** @type {{ race: number, step: number, details: boolean } | null} */
  let asked = null;
  let detailed = -Infinity; // when a look with details was asked for

  const follow = () => {
    const training = trainer.current.get();
    if (spec.get().kind !== "network" || !training) return;
    const details = !player.playing.get() || wantsDetails();
    const wanted = { race: training.number, step: step.get(), details };
    const known = kept.find(wanted);
    if (known) show(known);
    else if (!asked) ask(wanted);
  };
  /** Whether histograms are watched, and it is time for new ones. */
  const wantsDetails = () =>
    view.get().networkTab === "gradients" && performance.now() - detailed > DETAILED;
  const show = (/** @type {Look} */ found) => {
    if (look.get() !== found) look.set(found);
  };
  const ask = (/** @type {NonNullable<typeof asked>} */ wanted) => {
    if (!trainer.order({ type: "look", step: wanted.step, details: wanted.details })) return;
    asked = wanted;
    if (wanted.details) detailed = performance.now();
  };

  trainer.listen((answer) => {
    const training = trainer.current.get();
    if (answer instanceof ArrayBuffer) {
      if (!training || raceOf(answer) !== training.number) return;
      asked = null;
      const found = unpackLook(answer, training);
      show(found);
      if (complete(found)) {
        kept.add(found, answer.byteLength);
        follow();
      } else {
        setTimeout(follow, SOON); // the server is not that far yet
      }
    } else if (answer.type === "refused" && answer.race === asked?.race) {
      asked = null;
    }
  });
  const complete = (/** @type {Look} */ found) =>
    [...found.runs].every(([id, run]) => {
      const lane = race.get().lanes.get(id);
      return run.step === found.step || (lane?.outcome?.status === "diverged" && run.step === lane.outcome.steps);
    });
  trainer.current.subscribe(() => {
    asked = null;
    kept.clear();
    follow();
  });
  step.subscribe(follow);
  race.subscribe(follow);
  player.playing.subscribe(follow);
  follow();
}

/** Looks by step, the latest ones that fit. @param {number} bytes */
function keeper(bytes) {
  /** @type {Map<number, { look: Look, size: number }>} */
  const looks = new Map();
  let held = 0;
  const drop = (/** @type {number} */ step) => {
    held -= looks.get(step)?.size ?? 0;
    looks.delete(step);
  };
  return {
    /** @param {{ race: number, step: number, details: boolean }} wanted */
    find({ race, step, details }) {
      const found = looks.get(step)?.look;
      return found && found.race === race && (found.details || !details) ? found : null;
    },
    /** @param {Look} look @param {number} size */
    add(look, size) {
      drop(look.step);
      looks.set(look.step, { look, size });
      held += size;
      for (const step of looks.keys()) {
        if (held <= bytes) return;
        drop(step);
      }
    },
    clear() {
      looks.clear();
      held = 0;
    },
  };
}
