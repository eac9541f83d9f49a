// The training as numbers: what the curves show, at chosen steps.

import { byId, find } from "../../lib/dom.js";
import { everyone } from "../../plots/entrants.js";
import { counted } from "../counted.js";
import { figure, percent, squared } from "../curves/figures.js";
import { chosenPlaces } from "./results.js";
import { qualityWord, taskOf } from "../task.js";

/** @import { App, Lane } from "../../types.js" */

const PAUSE = 400; // milliseconds after the last change
const MOST = 21; // rows of a racer

/** @param {App} app */
export function mountLearningNumbers(app) {
  const details = /** @type {HTMLDetailsElement} */ (byId("learning-numbers"));
  const body = find(details, "tbody");
  let later = 0;
  const fill = () => {
    if (!details.open || app.spec.get().kind !== "network") return;
    const written = taskOf(app) === "classification" ? percent : squared;
    const rows = everyone(app, false).flatMap(({ name, lane }) =>
      lane?.learning
        ? chosenPlaces(lane.learning.scores.steps, MOST).map((place) => numbersRow(name, lane, place, written))
        : [],
    );
    body.replaceChildren(...rows);
    const word = qualityWord(app);
    for (const part of ["train", "test"]) byId(`learning-${part}-quality`).textContent = `${word}, ${part}`;
  };
  const soon = () => {
    clearTimeout(later);
    if (details.open) later = window.setTimeout(fill, PAUSE);
  };
  details.addEventListener("toggle", fill);
  for (const watched of [app.race, app.spec, app.data]) watched.subscribe(soon);
}

const four = (/** @type {number} */ value) => figure(value, 4);

/** @param {string} name @param {Lane} lane @param {number} place @param {(value: number) => string} quality */
function numbersRow(name, lane, place, quality) {
  const { steps, train_loss, test_loss, train_quality, test_quality } =
    /** @type {NonNullable<Lane["learning"]>} */ (lane.learning).scores;
  const step = steps[place];
  const row = document.createElement("tr");
  const head = document.createElement("th");
  head.scope = "row";
  head.textContent = name;
  const texts = [
    counted(step), four(train_loss[place]), four(test_loss[place]), quality(train_quality[place]),
    quality(test_quality[place]), four(lane.gap[step]), four(lane.norm[step]), four(lane.rate[step]),
    step ? four(lane.move[step]) : "–",
  ];
  row.append(
    head,
    ...texts.map((text) => {
      const cell = document.createElement("td");
      cell.className = "number";
      cell.textContent = text;
      return cell;
    }),
  );
  return row;
}
