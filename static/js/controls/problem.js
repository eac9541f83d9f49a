import { byId } from "../lib/dom.js";
import { surfaceOf } from "../lib/entries.js";
import { pretty } from "../lib/number.js";
import {
  endingWithRace,
  withNoise,
  withOwnStart,
  withParameter,
  withSeed,
  withStart,
  withSteps,
  withSurface,
} from "../spec/problem.js";
import { combobox } from "./combobox.js";
import { showFormula } from "./formula.js";
import { numberField } from "./number_field.js";
import { slider } from "./slider.js";
import { sliders } from "./sliders.js";
import { unfold } from "./unfold.js";

/** @import { App, Catalog, NumberInfo, Spec } from "../types.js" */

const GESTURE = 700; // milliseconds: moves that follow each other as fast are one drag
const SEEDS = 1_000_000; // a new seed is drawn below this, so that it can be read aloud

/**
 * What is minimised, from where, for how long and how noisily.
 *
 * @param {App} app
 */
export function mountProblem(app) {
  const parts = [surfacePart(app), startPart(app), conditionsPart(app)];
  const show = () => parts.forEach((part) => part.show(app.spec.get()));
  const refuse = () => {
    const refusals = app.refusals.get();
    parts.forEach((part) => part.refuse((path) => refusals.get(path) ?? null));
    sayTheRest(refusals);
  };
  app.spec.subscribe(show);
  app.refusals.subscribe(refuse);
  show();
  refuse();
}

/** @typedef {{ show: (spec: Spec) => void, refuse: (of: (path: string) => string | null) => void }} Part */

/** @param {App} app @returns {Part} */
function surfacePart({ catalog, spec }) {
  const menu = combobox(byId("surface"), "surface-name", catalog.surfaces, (name) =>
    spec.set(withSurface(catalog, spec.get(), name)),
  );
  const parameters = sliders(byId("surface-parameters"), "parameter", (name, value) =>
    spec.set(withParameter(spec.get(), name, value)),
  );
  menu.input.setAttribute("aria-describedby", "surface-summary surface-refusal");
  let shown = "";
  return {
    show({ surface, parameters: values }) {
      const entry = surfaceOf(catalog, surface);
      if (surface !== shown) {
        shown = surface;
        menu.show(surface);
        byId("surface-summary").textContent = entry.summary;
        showFormula(byId("surface-formula"), `surface-${surface}`);
      }
      parameters.show(surface, entry.parameters, ({ name, default: fallback }) => ({
        value: values[name] ?? fallback,
      }));
    },
    refuse(of) {
      say("surface-refusal", of("surface"));
      parameters.refuse((name) => of(`parameters.${name}`));
    },
  };
}

/** @param {App} app @returns {Part} */
function startPart({ catalog, spec }) {
  const bound = {
    minimum: -catalog.limits.start,
    maximum: catalog.limits.start,
    integer: false,
  };
  const fields = ["x", "y"].map((axis, place) =>
    numberField(
      /** @type {HTMLInputElement} */ (byId(`start-${axis}`)),
      byId(`start-${axis}-refusal`),
      { ...bound, label: axis },
      (value) => {
        const { start } = spec.get();
        spec.set(withStart(spec.get(), place ? [start[0], value] : [value, start[1]]));
      },
    ),
  );
  const reset = byId("start-reset");
  reset.addEventListener("click", () => {
    byId("start-x").focus({ preventScroll: true });
    spec.set(withOwnStart(catalog, spec.get()));
  });
  return {
    show({ start, surface }) {
      fields.forEach((field, place) => field.show(start[place]));
      const own = surfaceOf(catalog, surface).start;
      const moved = start.some((value, place) => value !== own[place]);
      reset.classList.toggle("useful", moved);
    },
    refuse(of) {
      fields[0].refuse(of("start"));
    },
  };
}

/** Noise, steps and seed. @param {App} app @returns {Part} */
function conditionsPart({ catalog, spec }) {
  const open = unfold(byId("conditions-toggle"), byId("conditions"));
  const noise = slider("noise", noiseNumber(catalog), (value) =>
    spec.set(withNoise(spec.get(), value)),
  );
  // Which schedules end with the race is seen as a drag begins: on its way it may meet others.
  let ending = /** @type {Set<string>} */ (new Set());
  let moved = -Infinity;
  const steps = slider("steps", stepsNumber(catalog), (value) => {
    const now = performance.now();
    if (now - moved > GESTURE) ending = endingWithRace(spec.get());
    moved = now;
    spec.set(withSteps(spec.get(), value, ending));
  });
  byId("noise-place").replaceWith(noise.element);
  byId("steps-place").replaceWith(steps.element);
  const seed = numberField(
    /** @type {HTMLInputElement} */ (byId("seed")),
    byId("seed-refusal"),
    { label: "seed", minimum: 0, maximum: catalog.limits.seed, integer: true },
    (value) => spec.set(withSeed(spec.get(), value)),
  );
  byId("seed-new").addEventListener("click", () =>
    spec.set(withSeed(spec.get(), Math.floor(Math.random() * SEEDS))),
  );
  return {
    show(next) {
      noise.show({ value: next.noise });
      steps.show({ value: next.steps });
      seed.show(next.seed);
      byId("conditions-words").textContent = [
        ...(next.kind === "network" ? [] : [next.noise ? `noise ${pretty(next.noise)}` : "no noise"]),
        `${next.steps.toLocaleString("en")} steps`,
        `seed ${next.seed}`,
      ].join(" · ");
    },
    refuse(of) {
      const sentences = [of("noise"), of("steps"), of("seed")];
      [noise, steps, seed].forEach((one, place) => one.refuse(sentences[place]));
      if (sentences.some((sentence) => sentence !== null)) open(true);
    },
  };
}

/** @param {Catalog} catalog @returns {NumberInfo} */
function noiseNumber({ limits }) {
  return {
    name: "noise",
    label: "gradient noise",
    symbol: "σ",
    default: 0,
    minimum: 0,
    maximum: limits.noise,
    scale: "log",
    zero: true,
    integer: false,
    track: [0.001, limits.noise],
    ticks: [0.001, 0.01, 0.1, 1, limits.noise],
    help: "The standard deviation of what is added to each gradient, the same draw for every racer.",
  };
}

/** @param {Catalog} catalog @returns {NumberInfo} */
function stepsNumber({ limits }) {
  return {
    name: "steps",
    label: "steps",
    symbol: "T",
    default: 500,
    minimum: 1,
    maximum: limits.steps,
    scale: "log",
    integer: true,
    track: [10, limits.steps],
    ticks: [10, 100, 500, 1000, limits.steps],
    help: "How many updates every racer makes.",
  };
}

const PLACED = /^(surface|network\..+|start|noise|steps|seed|parameters\..+|racers\..+)$/;

/** Refusals that belong to no field still have to be read. @param {Map<string, string>} refusals */
function sayTheRest(refusals) {
  const rest = [...refusals].filter(([path]) => !PLACED.test(path)).map(([, words]) => words);
  say("problem-refusal", rest.length ? rest.join(" ") : null);
}

/** @param {string} id @param {string | null} sentence */
function say(id, sentence) {
  const place = byId(id);
  place.textContent = sentence ?? "";
  place.hidden = sentence === null;
}
