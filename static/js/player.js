import { store } from "./lib/store.js";

/** @import { Player, Race, Store } from "./types.js" */

const STEPS_PER_SECOND = 60; // at speed 1

/**
 * Playback: moves the step on show through what has been computed. Never touches the server.
 *
 * @param {Store<Race>} race
 * @param {Store<number>} step  written here alone
 * @returns {Player}
 */
export function player(race, step) {
  const playing = store(false);
  const speed = store(1);
  let position = 0;
  let last = 0;
  let sought = 0; // the step last asked for; shown as soon as it has been computed

  const show = (/** @type {number} */ wished) => {
    position = Math.max(0, Math.min(wished, race.get().available));
    step.set(Math.floor(position));
  };

  const frame = (/** @type {number} */ now) => {
    if (!playing.get()) return;
    const seconds = Math.min((now - last) / 1000, 0.1);
    last = now;
    show(speed.get() === Infinity ? Infinity : position + seconds * STEPS_PER_SECOND * speed.get());
    const { steps, available, streaming } = race.get();
    if (position >= steps || (position >= available && !streaming && available > 0)) {
      pause();
    } else {
      requestAnimationFrame(frame);
    }
  };

  const play = () => {
    if (playing.get()) return;
    if (position >= race.get().steps) show(0);
    last = performance.now();
    playing.set(true);
    requestAnimationFrame(frame);
  };
  const pause = () => {
    sought = step.get();
    playing.set(false);
  };

  race.subscribe(() => {
    if (!playing.get() && step.get() !== sought) show(sought);
  });

  return {
    playing,
    speed,
    play,
    pause,
    toggle: () => (playing.get() ? pause() : play()),
    seek(wished) {
      pause();
      sought = Math.max(0, Math.min(Math.round(wished), race.get().steps));
      show(sought);
    },
    restart() {
      show(0);
      play();
    },
  };
}
