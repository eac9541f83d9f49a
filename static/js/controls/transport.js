import { byId } from "../lib/dom.js";
import { numberField } from "./number_field.js";
import { openHelp } from "./help.js";
import { remembered } from "./memory.js";
import { actionOf } from "./shortcuts.js";

/** @import { App } from "../types.js" */
/** @import { Action } from "./shortcuts.js" */

const ONCE = /** @type {Action[]} */ (["toggle", "restart", "open"]); // however long the key is held

/**
 * Playing, stepping and scrubbing through what has been computed.
 *
 * @param {App} app
 */
export function mountTransport(app) {
  const act = actions(app);
  /** @type {[string, Action][]} */
  const buttons = [
    ["to-start", "start"],
    ["back-ten", "back-ten"],
    ["back-one", "back"],
    ["play", "toggle"],
    ["forward-one", "forward"],
    ["forward-ten", "forward-ten"],
    ["to-end", "end"],
    ["restart", "restart"],
  ];
  for (const [id, action] of buttons) byId(id).addEventListener("click", act[action]);
  listen(act);
  followSpeed(app);
  followPlaying(app);
  followStep(app);
}

/** @param {App} app @returns {Record<Action, () => void>} */
function actions({ player, spec, step, view }) {
  const by = (/** @type {number} */ steps) => () =>
    player.seek(Math.min(Math.max(step.get() + steps, 0), spec.get().steps));
  return {
    toggle: () => player.toggle(),
    back: by(-1),
    forward: by(1),
    "back-ten": by(-10),
    "forward-ten": by(10),
    start: () => player.seek(0),
    end: () => player.seek(spec.get().steps),
    restart: () => player.restart(),
    open() {
      const reading = view.get().reading === "step" ? "race" : "step";
      view.set({ ...view.get(), reading });
      byId(`tab-${reading}`).scrollIntoView({ block: "nearest" });
    },
    help: openHelp,
  };
}

/** @param {Record<Action, () => void>} act */
function listen(act) {
  addEventListener("keydown", (event) => {
    if (event.defaultPrevented || remembered("keys") === "off") return;
    if (document.querySelector("dialog[open]")) return;
    const focus = event.target instanceof Element ? event.target : null;
    const action = actionOf(event, (selector) => focus?.closest(selector) != null);
    if (!action || (event.repeat && ONCE.includes(action))) return;
    event.preventDefault();
    act[action]();
  });
}

/** @param {App} app */
function followSpeed({ player }) {
  const select = /** @type {HTMLSelectElement} */ (byId("speed"));
  const show = () => {
    select.value = String(player.speed.get());
  };
  select.addEventListener("change", () => player.speed.set(Number(select.value)));
  player.speed.subscribe(show);
  show();
}

/** @param {App} app */
function followPlaying({ player }) {
  const button = byId("play");
  const show = () => {
    const playing = player.playing.get();
    button.classList.toggle("playing", playing);
    button.ariaLabel = playing ? "Pause" : "Play";
    button.title = playing ? "Pause (Space)" : "Play (Space)";
  };
  player.playing.subscribe(show);
  show();
}

/** @param {App} app */
function followStep({ player, spec, step, race }) {
  const scrubber = /** @type {HTMLInputElement} */ (byId("scrubber"));
  const input = /** @type {HTMLInputElement} */ (byId("step-field"));
  const total = byId("step-total");
  const bound = { label: "step", minimum: 0, maximum: 0, integer: true };
  const field = numberField(input, byId("step-refusal"), bound, (value) => {
    player.seek(value);
    show();
  });

  const show = () => {
    const { steps } = spec.get();
    const now = step.get();
    const available = Math.min(race.get().available, steps);
    scrubber.max = String(steps);
    scrubber.valueAsNumber = now;
    scrubber.ariaValueText = `step ${now} of ${steps}`;
    scrubber.title = available < steps ? `${available} of ${steps} steps are computed` : "Drag to any step";
    scrubber.style.setProperty("--available", String(steps ? available / steps : 0));
    scrubber.style.setProperty("--at", String(steps ? now / steps : 0));
    bound.maximum = steps;
    total.textContent = `of ${steps.toLocaleString("en")}`;
    if (document.activeElement !== input || !player.playing.get()) field.show(now);
  };

  input.addEventListener("focus", () => player.pause());
  scrubber.addEventListener("input", () => {
    player.seek(scrubber.valueAsNumber);
    show();
  });
  spec.subscribe(show);
  step.subscribe(show);
  race.subscribe(show);
  show();
}
