// The rates panel: what each learning rate comes to, for every racer, and a way to take one.

import { byId } from "../lib/dom.js";
import { pretty } from "../lib/number.js";
import { onPaint } from "../lib/paint.js";
import { swatch } from "../lib/swatch.js";
import { cleared } from "../plots/canvas.js";
import { entrants } from "../plots/entrants.js";
import { onSkin, skin } from "../plots/skin.js";
import { isSweepable, withSettings } from "./settings.js";
import { curveOf, nearestPoint, nextRate, planned } from "./rates_plan.js";
import { paintRates } from "./rates_paint.js";
import { sweepsOf } from "./sweeps.js";

/** @import { App, Spec } from "../types.js" */
/** @import { Sweeps } from "./sweeps.js" */
/** @import { Entrant } from "../plots/entrants.js" */
/** @import { RateCurve, RatesPlan } from "./rates_plan.js" */

const REST = 300; // milliseconds without a change until rates are tried again
const REACH = 40; // pixels from a curve

/** @param {App} app */
export function mountRates(app) {
  const { spec, view } = app;
  const sweeps = sweepsOf(app);
  const place = byId("rates-figure");
  const canvas = /** @type {HTMLCanvasElement} */ (byId("rates-canvas"));
  const chips = byId("rates-racers");
  const choice = /** @type {HTMLSelectElement} */ (byId("rates-beta"));
  const again = /** @type {HTMLButtonElement} */ (byId("rates-sweep"));
  let chosenId = "";
  let later = 0;
  let listed = "";
  let plan = /** @type {RatesPlan | null} */ (null);
  let pointed = /** @type {{ curve: RateCurve, at: number } | null} */ (null);

  const here = () => view.get().reading === "rates";
  const everyone = () => entrants(app, skin().dark);
  const curves = () =>
    everyone().flatMap((entrant) => {
      const swept = sweeps.of(entrant.racer.id);
      return swept?.swept.rate_name === "lr" ? [curveOf(entrant, swept, choice.value)] : [];
    });
  const chosen = () => plan?.curves.find(({ entrant }) => entrant.racer.id === chosenId) ?? plan?.curves[0];

  const paint = onPaint(() => {
    if (!here()) return;
    const drawn = curves();
    canvas.hidden = !drawn.length;
    plan = drawn.length && place.clientWidth ? planned(drawn, place.clientWidth, skin().scale) : null;
    list(everyone());
    say();
    if (!plan) return;
    canvas.style.height = `${plan.height}px`;
    paintRates(cleared(canvas, place.clientWidth, plan.height), plan, skin(), chosen(), pointed);
  });
  const list = (/** @type {Entrant[]} */ shown) => {
    const key = JSON.stringify(shown.map(({ racer, name, look }) => [racer.id, name, look]));
    const now = chosen()?.entrant.racer.id;
    if (key !== listed) chips.replaceChildren(...shown.map(chip));
    listed = key;
    for (const each of chips.querySelectorAll("button")) {
      each.setAttribute("aria-pressed", String(each.value === now));
      each.disabled = !plan?.curves.some(({ entrant }) => entrant.racer.id === each.value);
    }
  };
  const say = () => {
    const { working, refusal } = sweeps.state.get();
    const complete = sweeps.complete();
    again.hidden = complete || working > 0 || !byHand();
    byId("rates-words").textContent = refusal
      ?? (working ? `Trying some hundred settings of ${working === 1 ? "one racer" : `${working} racers`}…`
      : complete ? "" : byHand() ? "Networks take some seconds to be swept." : "");
    const curve = chosen();
    byId("rates-choice").hidden = !plan?.curves.some(({ beta }) => beta !== null);
    const told = curve ? toldOf(curve) : "";
    byId("rates-told").textContent = told;
    byId("rates-without").textContent = without(everyone(), sweeps, spec.get());
    byId("rates-help").hidden = !plan;
    canvas.setAttribute("aria-valuetext", told);
    canvas.setAttribute("aria-label", `Learning rate of ${curve?.entrant.name ?? "the racer"}`);
    canvas.setAttribute("aria-valuenow", String(curve ? Math.log10(curve.current).toFixed(2) : 0));
  };
  const byHand = () => spec.get().kind === "network";
  const follow = () => {
    clearTimeout(later);
    if (!here()) return;
    paint();
    if (!byHand() && !sweeps.complete()) later = window.setTimeout(() => here() && sweeps.run().then(paint), REST);
  };
  const take = (/** @type {RateCurve} */ curve, /** @type {number} */ rate) => {
    const { racer } = curve.entrant;
    const { beta_name: name } = curve.swept.swept;
    const beta = name !== null && curve.beta !== null && choice.value !== "set" ? { [name]: curve.beta } : {};
    chosenId = racer.id;
    spec.set(withSettings(spec.get(), new Map([[racer.id, { ...racer.hyperparameters, lr: rate, ...beta }]])));
  };

  canvas.addEventListener("pointermove", ({ offsetX, offsetY }) => {
    pointed = plan && nearestPoint(plan, offsetX, offsetY, REACH);
    canvas.style.cursor = pointed ? "pointer" : "";
    paint();
  });
  canvas.addEventListener("pointerleave", () => {
    pointed = null;
    paint();
  });
  canvas.addEventListener("click", ({ offsetX, offsetY }) => {
    const found = plan && nearestPoint(plan, offsetX, offsetY, REACH);
    if (found) take(found.curve, found.curve.rates[found.at]);
  });
  canvas.addEventListener("keydown", (event) => {
    const curve = chosen();
    const side = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const turn = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!curve || !plan || (side === undefined && turn === undefined)) return;
    event.preventDefault();
    event.stopPropagation();
    if (side !== undefined) {
      const rate = nextRate(curve, /** @type {1 | -1} */ (side));
      if (rate !== undefined) take(curve, rate);
    } else {
      const at = plan.curves.indexOf(curve) + Number(turn);
      chosenId = plan.curves.at(at % plan.curves.length)?.entrant.racer.id ?? "";
    }
    paint();
  });
  chips.addEventListener("click", ({ target }) => {
    const button = /** @type {Element} */ (target).closest("button");
    if (button) chosenId = button.value;
    paint();
  });
  choice.addEventListener("change", paint);
  again.addEventListener("click", () => sweeps.run().then(paint));
  new ResizeObserver(paint).observe(place);
  onSkin(paint);
  sweeps.state.subscribe(paint);
  for (const watched of [spec, view]) watched.subscribe(follow);
  follow();
}

/** @param {Entrant} entrant */
function chip({ racer, name, look }) {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "rates-chip", value: racer.id });
  button.append(swatch(look), name);
  return button;
}

/** What there is to say of one racer. @param {RateCurve} curve */
function toldOf({ entrant, swept, beta, rates, scores, current }) {
  const at = rates.findIndex((rate) => Math.abs(rate / current - 1) < 1e-9);
  const now = at >= 0 ? scores[at] : undefined;
  const with_ = beta === null ? "" : ` with β = ${pretty(beta)}`;
  const here = now === undefined ? `η is ${pretty(current)} now` : `η = ${pretty(current)}${with_} ${now === null ? "diverges" : `scores ${pretty(now)}`}`;
  return unbroken(`${entrant.name}: ${here}. ${swept.words}`);
}

/** Equations stay on one line. @param {string} words */
const unbroken = (words) => words.replaceAll(" = ", "\u00a0=\u00a0");

/** Who has no curve, and why. @param {Entrant[]} shown @param {Sweeps} sweeps @param {Spec} spec */
function without(shown, sweeps, spec) {
  const known = shown.flatMap(({ racer, name }) => {
    if (!isSweepable(spec, racer)) return [`${name} was steered or branched: it has no single rate.`];
    const swept = sweeps.of(racer.id);
    return swept && swept.swept.rate_name !== "lr" ? [`${name} has no learning rate. ${swept.words}`] : [];
  });
  return unbroken(known.join(" "));
}
