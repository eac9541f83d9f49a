// Many seeds at once: asks for the cloud of the race on show, and tells what may be said of it.

import { byId } from "../lib/dom.js";
import { ask } from "../lib/ask.js";
import { everyone } from "../plots/entrants.js";
import { requestOf } from "../spec/request.js";

/** @import { App, Cloud, CloudRun, Spec } from "../types.js" */

const REST = 350; // milliseconds without a change until seeds are raced
const MOST_WORDS = 4; // racers that are told of by name

/** @param {App} app */
export function mountSeeds(app) {
  const { spec, view } = app;
  const group = byId("fair-seeds");
  let asked = new AbortController();
  let later = 0;
  let key = "";
  let words = "";

  const follow = () => {
    const seeds = view.get().cloud;
    for (const input of group.querySelectorAll("input")) input.checked = Number(input.value) === seeds;
    const next = seeds ? JSON.stringify(wish(app)) : "";
    if (next !== key) {
      key = next;
      asked.abort();
      clearTimeout(later);
      words = "";
      if (!seeds) app.cloud.set(null);
      else if (!mayDiffer(spec.get())) {
        app.cloud.set(null);
        words = "Without noise every seed takes the same path. Set a noise above 0 in the controls.";
      } else later = window.setTimeout(race, REST);
    }
    say();
  };
  const race = async () => {
    const mine = (asked = new AbortController());
    const ids = idsOf(spec.get());
    say();
    const { answer, refusal } = await ask("api/cloud", wish(app), mine.signal);
    if (mine.signal.aborted) return;
    words = refusal ?? "";
    app.cloud.set(answer && cloudOf(answer, ids));
    say();
  };
  const say = () => {
    const seeds = view.get().cloud;
    const cloud = app.cloud.get();
    const known = cloud !== null && cloud.seeds === seeds;
    byId("fair-cloud-words").textContent =
      words || (seeds ? (known ? told(app, cloud) : `Racing ${seeds} seeds…`) : one(spec.get()));
  };

  group.addEventListener("change", ({ target }) => {
    view.set({ ...view.get(), cloud: Number(/** @type {HTMLInputElement} */ (target).value) });
  });
  spec.subscribe(follow);
  view.subscribe(follow);
  follow();
}

/** Racers on show. @param {Spec} spec */
const idsOf = ({ racers, solo }) =>
  racers.filter(({ id, hidden }) => (solo === null ? !hidden : id === solo)).map(({ id }) => id);

/** Whether another seed may be another race; the server knows for sure. @param {Pick<Spec, "kind" | "noise">} spec */
export const mayDiffer = ({ kind, noise }) => kind === "network" || noise > 0;

/** What POST /api/cloud is asked. @param {Pick<App, "spec" | "view">} app */
function wish({ spec, view }) {
  const { cloud, threshold, lossThreshold } = view.get();
  const now = spec.get();
  return {
    race: requestOf(now, idsOf(now)),
    seeds: cloud,
    threshold: now.kind === "network" ? lossThreshold : threshold,
  };
}

/** @param {any} answer @param {string[]} ids @returns {Cloud} */
const cloudOf = ({ seeds, steps, runs }, ids) => ({
  seeds,
  steps,
  runs: new Map(ids.map((id, place) => [id, runs[place]])),
});

/** What is said while one seed alone is raced. @param {Spec} spec */
const one = (spec) =>
  mayDiffer(spec)
    ? `The race on show is one draw of many, seed ${spec.seed}. More seeds show what is luck.`
    : "Without noise every seed takes the same path.";

/** @param {App} app @param {Cloud} cloud */
function told(app, { seeds, runs }) {
  const { kind } = app.spec.get();
  const labels = everyone(app, false).flatMap(({ racer, name }) => {
    const run = runs.get(racer.id);
    return run ? [`${name} ${successWords(run, seeds)}`] : [];
  });
  const listed = labels.slice(0, MOST_WORDS).join("; ");
  const where = kind === "network" ? "curves" : "map and curves";
  return `${seeds} seeds: median and the middle 80 % on ${where}. Reached the threshold: ${listed}${labels.length > MOST_WORDS ? "; the others in the table" : ""}.`;
}

/** “41 of 64”. @param {CloudRun} run @param {number} seeds */
const successWords = ({ reached, diverged }, seeds) =>
  `${reached} of ${seeds}${diverged ? `, ${diverged} diverged` : ""}`;
