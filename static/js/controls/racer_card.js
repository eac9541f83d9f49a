import { copyOf, find } from "../lib/dom.js";
import { conventionOf, optimizerOf, scheduleOf } from "../lib/entries.js";
import { isDark, look } from "../lib/looks.js";
import { pretty } from "../lib/number.js";
import { drawSwatch } from "../lib/swatch.js";
import { ownInWords } from "../spec/network.js";
import * as edit from "../spec/racers.js";
import { TESTED, freshHyperparameters, freshSchedule, goodRate } from "../spec/rates.js";
import { inForce, ruleOf, rulesOf } from "../spec/steer.js";
import { combobox } from "./combobox.js";
import { showFormula } from "./formula.js";
import { showOptions } from "./select.js";
import { sliders } from "./sliders.js";
import { listChanges, ruleInWords, steerer, takeBack } from "./steering.js";
import { unfold } from "./unfold.js";

/** @import { App, Catalog, NumberInfo, Racer, Rule, Spec } from "../types.js" */

const TESTED_IN_WORDS = ` (tested with ${TESTED.hidden.join("-")}, batch ${TESTED.batch_size})`;

/**
 * @typedef {object} Card
 * @property {HTMLElement} element
 * @property {(racer: Racer, spec: Spec, place: number) => void} show
 * @property {(step: number | null) => void} offer  to branch from a step; null while it plays
 * @property {(refusals: Map<string, string>) => void} refuse
 * @property {() => void} repaint after a change of theme
 */

/**
 * One racer: its rule in whose form, its numbers, its schedule. Patched as the spec changes, so
 * that focus stays where it is.
 *
 * @param {App} app
 * @param {string} id
 * @param {(id: string) => void} onRemove
 * @param {(id: string) => void} onBranch
 * @returns {Card}
 */
export function racerCard(app, id, onRemove, onBranch) {
  const { catalog, spec, step, view } = app;
  const element = copyOf("racer-template");
  const prefix = `racer-${id}`;
  const set = (/** @type {Spec} */ next) => spec.set(next);
  const steer = steerer(app, id);
  const setNumber = (/** @type {string} */ name, /** @type {number} */ value) => {
    if (view.get().steering) steer(name, value);
    else set(edit.withHyperparameter(spec.get(), id, name, value));
  };

  const menu = combobox(find(element, ".combobox"), `${prefix}-optimizer`, catalog.optimizers, (name) =>
    set(edit.withOptimizer(catalog, spec.get(), id, name)),
  );
  /** @type {HTMLSelectElement} */
  const convention = find(element, ".convention");
  /** @type {HTMLSelectElement} */
  const schedule = find(element, ".schedule");
  const rate = sliders(find(element, ".racer-rate"), prefix, setNumber);
  const others = sliders(find(element, ".hyperparameters"), prefix, setNumber);
  const scheduled = sliders(find(element, ".schedule-parameters"), `${prefix}-schedule`, (name, value) =>
    set(edit.withScheduleParameter(spec.get(), id, name, value)),
  );
  const open = unfoldDetails(element, prefix);
  /** @type {HTMLDetailsElement} */
  const points = find(element, ".rule-points");
  points.addEventListener("toggle", async () => {
    const { showPoints } = await import("./points.js");
    showPoints(points, ruleShown.split("-")[0]);
  });
  schedule.id = `${prefix}-schedule`;
  find(element, ".schedule-name").setAttribute("for", schedule.id);
  schedule.addEventListener("change", () =>
    set(edit.withSchedule(catalog, spec.get(), id, schedule.value)),
  );
  convention.addEventListener("change", () =>
    set(edit.withConvention(catalog, spec.get(), id, convention.value)),
  );
  on(element, ".hide", () => set(edit.toggleHidden(spec.get(), id)));
  on(element, ".solo", () => set(edit.toggleSolo(spec.get(), id)));
  on(element, ".branch", () => onBranch(id));
  on(element, ".unbranch", () => onRemove(id));
  on(element, ".duplicate", () => set(edit.duplicateRacer(catalog, spec.get(), id)));
  on(element, ".remove", () => onRemove(id));

  let lookShown = -1;
  let ruleShown = "";
  let scheduleShown = "";
  let changesShown = "[]";
  let called = "";
  /** @type {unknown[]} */
  let drawn = [];

  return {
    element,
    show(racer, whole, place) {
      const { kind, surface, network, racers, solo, changes, steps } = whole;
      const ground = kind === "surface" ? surface : network.dataset.name;
      const at = view.get().steering ? step.get() : null;
      const wanted = [racer, kind, ground, network, solo, place, racers.length, changes, at, steps];
      if (wanted.every((part, index) => part === drawn[index])) return;
      drawn = wanted;
      const now = at === null ? ruleOf(whole, racer) : inForce(whole, racer, Math.max(at, racer.branch ?? 0));
      const rule = optimizerOf(catalog, now.optimizer);
      const form = conventionOf(catalog, now);
      if (racer.look !== lookShown) paintLook((lookShown = racer.look));
      if (ruleShown !== `${now.optimizer}-${now.convention}`) {
        ruleShown = `${now.optimizer}-${now.convention}`;
        menu.show(now.optimizer);
        menu.input.title = rule.summary;
        showOptions(convention, rule.conventions, now.convention);
        find(element, ".rule-summary").textContent = rule.summary;
        showFormula(find(element, ".rule-formula"), `rule-${ruleShown}`);
        showText(find(element, ".note"), form.note);
        points.open = false;
      }
      const good = goodRate(catalog, whole, { ...now, overrides: racer.overrides });
      const fresh = freshHyperparameters(catalog, whole, now);
      const state = (/** @type {NumberInfo} */ { name }) => ({
        value: now.hyperparameters[name],
        fallback: fresh[name],
        good: name === "lr" ? good : null,
        tested: kind === "network" ? TESTED_IN_WORDS : "",
      });
      const numbers = numbersOf(catalog, now);
      rate.show(ruleShown, numbers.slice(0, 1), state);
      others.show(ruleShown, numbers.slice(1), state);
      showSchedule(racer, whole);
      showText(find(element, ".racer-past"), pastInWords(catalog, whole, racer));
      find(element, ".racer-branch").hidden = racer.branch === undefined;
      const own = changes.filter((change) => change.racer === id && change.step > (racer.branch ?? -1));
      if (JSON.stringify(own) !== changesShown) {
        changesShown = JSON.stringify(own);
        listChanges(find(element, ".racer-changes"), own, catalog, (change) => takeBack(app, change));
      }
      const ownWords = kind === "network" ? ownInWords(catalog, racer.overrides) : [];
      find(element, ".settings").textContent = settings(catalog, { ...racer, ...now }, numbers.slice(1), ownWords);
      called = `racer ${place}, ${ruleInWords(catalog, now)}`;
      showButtons(element, {
        name: racer.branch === undefined ? called : `${called}, branched at step ${racer.branch}`,
        hidden: racer.hidden,
        solo: solo === id,
        last: racers.length === 1,
        full: racers.length >= catalog.limits.runs,
      });
    },
    offer(at) {
      const from = at === null ? "from the step on show" : `from step ${at}`;
      const button = /** @type {HTMLButtonElement} */ (find(element, ".branch"));
      const { racers, steps } = spec.get();
      const title =
        racers.length >= catalog.limits.runs ? "No more racers fit into one race"
        : at === 0 ? "Play on, then branch: at the start, duplicate"
        : at === steps ? "Go back to a step before the last one to branch from"
        : `Branch ${from}: a second racer with the same past and a future of its own`;
      button.disabled = !title.startsWith("Branch");
      if (button.title !== title) button.title = title;
      const name = `Branch ${called} ${from}`;
      if (button.ariaLabel !== name) button.ariaLabel = name;
    },
    refuse(refusals) {
      const of = (/** @type {string} */ path) => refusals.get(`racers.${id}.${path}`) ?? null;
      rate.refuse(of);
      others.refuse(of);
      scheduled.refuse((name) => of(`schedule.${name}`));
      const { schedule: chosen, overrides } = racerNow();
      const { hyperparameters } = ruleOf(spec.get(), racerNow());
      const fields = new Set([
        ...Object.keys(hyperparameters),
        ...Object.keys(overrides ?? {}).map((name) => `overrides.${name}`),
        ...Object.keys(chosen.parameters).map((name) => `schedule.${name}`),
      ]);
      const own = [...refusals].filter(([path]) => path === `racers.${id}` || path.startsWith(`racers.${id}.`));
      const rest = own.filter(([path]) => !fields.has(path.slice(`racers.${id}.`.length)));
      showText(find(element, ".racer-refusal"), rest.map(([, words]) => words).join(" "));
      if (own.some(([path]) => path !== `racers.${id}.lr`)) open(true);
    },
    repaint() {
      paintLook(lookShown);
    },
  };

  function paintLook(/** @type {number} */ number) {
    drawSwatch(find(element, ".swatch"), look(number, isDark()));
  }

  function racerNow() {
    return /** @type {Racer} */ (spec.get().racers.find((racer) => racer.id === id));
  }

  /** @param {Racer} racer @param {Spec} whole */
  function showSchedule({ schedule: { name, parameters } }, whole) {
    const entry = scheduleOf(catalog, name);
    if (name !== scheduleShown) {
      scheduleShown = name;
      showOptions(schedule, catalog.schedules, name);
      schedule.title = entry.summary;
      showFormula(find(element, ".schedule-formula"), `schedule-${name}`);
    }
    scheduled.show(name, entry.parameters, (number) => ({
      value: parameters[number.name] ?? number.default,
      fallback: freshSchedule(catalog, whole, name)[number.name],
    }));
  }
}

/**
 * What a branch did before it was one: “Adam (Textbook) until step 120, then”.
 *
 * @param {Catalog} catalog
 * @param {Spec} spec
 * @param {Racer} racer
 */
function pastInWords(catalog, spec, racer) {
  const { branch } = racer;
  if (branch === undefined) return "";
  const rules = rulesOf(spec, racer).filter(({ since }) => since < branch);
  const words = rules.map((rule, place) => `${ruleInWords(catalog, rule)} until step ${rules[place + 1]?.since ?? branch}`);
  return `${words.join(", ")}, then`;
}

/**
 * The numbers of a rule's convention, the learning rate first.
 *
 * @param {Catalog} catalog
 * @param {Rule} rule
 * @returns {NumberInfo[]}
 */
function numbersOf(catalog, rule) {
  const { defaults } = conventionOf(catalog, rule);
  const taken = optimizerOf(catalog, rule.optimizer).hyperparameters.filter(({ name }) => name in defaults);
  return taken.toSorted((a, b) => Number(b.name === "lr") - Number(a.name === "lr"));
}

/**
 * What is set, in a line.
 *
 * @param {Catalog} catalog
 * @param {Racer} racer
 * @param {NumberInfo[]} numbers
 * @param {string[]} own  what it has of the network for itself
 */
function settings(catalog, racer, numbers, own) {
  const words = numbers
    .filter(({ name }) => name !== "weight_decay" || racer.hyperparameters[name] !== 0)
    .map(({ name, symbol }) => `${symbol}\u00a0${pretty(racer.hyperparameters[name])}`);
  if (racer.schedule.name !== "constant") words.push(scheduleOf(catalog, racer.schedule.name).label.toLowerCase());
  return [...own, ...words].join(" · ") || "Rule, schedule";
}

/** @param {HTMLElement} element @param {string} prefix */
function unfoldDetails(element, prefix) {
  const details = find(element, ".racer-details");
  const button = find(element, ".unfold");
  details.id = `${prefix}-details`;
  button.setAttribute("aria-controls", details.id);
  button.title = "Formula, schedule and all numbers";
  return unfold(button, details);
}

/**
 * @param {HTMLElement} element
 * @param {{ name: string, hidden: boolean, solo: boolean, last: boolean, full: boolean }} state
 */
function showButtons(element, { name, hidden, solo, last, full }) {
  element.setAttribute("aria-label", name);
  element.classList.toggle("unseen", hidden);
  element.classList.toggle("alone", solo);
  find(element, "[role=combobox]").ariaLabel = `Optimizer of ${name}`;
  find(element, ".convention").ariaLabel = `Convention of ${name}`;
  find(element, ".unfold").setAttribute("aria-description", `Details of ${name}`);
  press(find(element, ".hide"), `Hide ${name}`, hidden);
  press(find(element, ".solo"), `Show only ${name}`, solo);
  const duplicate = /** @type {HTMLButtonElement} */ (press(find(element, ".duplicate"), `Duplicate ${name}`));
  const remove = /** @type {HTMLButtonElement} */ (press(find(element, ".remove"), `Remove ${name}`));
  press(find(element, ".unbranch"), `Take back ${name}`).title = "Take this branch back";
  duplicate.disabled = full;
  remove.disabled = last;
}

/** @param {HTMLElement} button @param {string} name @param {boolean} [pressed] */
function press(button, name, pressed) {
  button.ariaLabel = name;
  button.title = name.split(" racer ")[0];
  if (pressed !== undefined) button.ariaPressed = String(pressed);
  return button;
}

/** @param {HTMLElement} place @param {string} text */
function showText(place, text) {
  place.textContent = text;
  place.hidden = text === "";
}

/** @param {HTMLElement} element @param {string} selector @param {() => void} act */
function on(element, selector, act) {
  find(element, selector).addEventListener("click", act);
}
