// Keeps the address in step with the page: back and forward are undo and redo.

import { read, written } from "./address/state.js";

/** @import { App } from "./types.js" */

const QUIET = 400; // ms without an edit before it becomes an entry of the history

/** The part of the address behind "#" for what is on show now. @param {Pick<App, "spec" | "step" | "view">} app */
const here = ({ spec, step, view }) => `#${written(spec.get(), step.get(), view.get())}`;

/** A link to what is on show now, also while it plays. @param {App} app */
export const linkTo = (app) => new URL(here(app), location.href).href;

/**
 * Keep the address in step with the page, and the page with the address.
 *
 * @param {App} app
 * @param {(problems: string[]) => void} report
 * @param {(fragment: string) => Promise<void>} prepare  what a fragment needs before it can be read
 */
export function followAddress({ spec, step, view, player, catalog }, report, prepare) {
  let edit = 0; // the timer of an edit that is not yet an entry of the history
  let stepped = 0;
  let viewed = 0;
  let following = false;
  let place = Number(history.state?.place ?? 0); // of the entry on show, counted from the first
  const write = (/** @type {"pushState" | "replaceState"} */ how) => {
    const address = here({ spec, step, view });
    if (location.hash === address) return;
    if (how === "pushState") place += 1;
    history[how]({ place }, "", address);
  };
  // Undoing an edit comes back to the step at which it was made.
  const leaveStep = () => {
    const left = location.hash.replace(/(^#|&)step=\d+/, `$1step=${step.get()}`);
    if (left !== location.hash) history.replaceState({ place }, "", left);
  };
  const enter = () => {
    clearTimeout(edit);
    edit = 0;
    write("pushState");
  };
  // What is looked at belongs to the newest entry; an edit on its way would spoil the one before.
  const amend = () => {
    if (!edit) write("replaceState");
  };

  spec.subscribe(() => {
    if (following) return;
    if (!edit) leaveStep();
    clearTimeout(edit);
    edit = setTimeout(enter, QUIET);
  });
  view.subscribe(() => {
    clearTimeout(viewed);
    viewed = setTimeout(amend); // what was asked for comes first
  });
  player.playing.subscribe((playing) => {
    if (!playing) amend();
  });
  step.subscribe(() => {
    clearTimeout(stepped);
    if (!player.playing.get()) stepped = setTimeout(amend, QUIET);
  });
  addEventListener("popstate", async ({ state }) => {
    const to = Number(state?.place ?? 0);
    const early = edit && to < place; // back undoes the edit on its way, and no more
    clearTimeout(edit);
    clearTimeout(stepped);
    clearTimeout(viewed);
    edit = 0;
    if (early) return history.forward();
    place = to;
    await prepare(location.hash.slice(1)).catch(() => undefined);
    const found = read(location.hash.slice(1), catalog);
    report(found.problems);
    if (!found.spec) return;
    const playing = player.playing.get();
    following = true;
    spec.set(found.spec);
    following = false;
    view.set({ ...view.get(), ...found.view });
    if (found.step !== null && !playing) player.seek(found.step);
  });
  if (!location.hash) amend();
}
