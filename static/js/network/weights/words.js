// What the plane through the weights shows, in words and numbers.

import { swatch } from "../../lib/swatch.js";
import { pretty } from "../../lib/number.js";
import { heightAt } from "../../plots/heights.js";
import { percent } from "./figure.js";
import { isMissed, ownLoss } from "./own_loss.js";

/** @import { Look } from "../../types.js" */
/** @import { Entrant } from "../../plots/entrants.js" */
/** @import { WeightPath, WeightPlane } from "./paths.js" */

/** A racer on the plane at a step. @typedef {ReturnType<typeof placedOn>[number]} Placed */

const ON_IT = 0.02; // of the plane's width: no farther away is on it
const NEAR = 0.15; // and near it

/** How much of what happens the plane shows. @param {WeightPlane} plane */
export function explainedWords({ explained }) {
  const [first, second] = explained;
  if (!first) return "The weights have not moved yet, so any plane would do.";
  const words = `This plane holds ${percent(first)} + ${percent(second)} of how the weights vary`;
  return first + second > 0.995 ? `${words}.` : `${words}; the rest lies off it.`;
}

/** What the picture is of. @param {WeightPlane} plane */
export function captionOf({ part }) {
  const loss = part === "test" ? "Test loss" : "Train loss";
  return `${loss} on a plane through the racers' weights, with their paths. How far each is from it stands in the table.`;
}

/** How wide the part of the plane is that is drawn. @param {WeightPlane} plane */
const widthOf = ({ region: { x, y } }) => Math.max(x[1] - x[0], y[1] - y[0]);

/**
 * What to beware of, where the loss that is drawn is not a racer's own.
 *
 * @param {Placed[]} placed
 */
export function bewareWords(placed) {
  const missed = placed.filter((each) => each.missed && !each.gone);
  if (missed.length === 1) {
    const [{ name, loss, own }] = missed;
    const there = Number.isNaN(loss) ? "no finite loss" : `loss ${pretty(loss, 2)}`;
    return `The plane misses ${name}: ${there} is drawn where it is, its own is ${pretty(own, 2)}.`;
  }
  if (missed.length) return `The plane misses ${listed(missed.map(({ name }) => name))}: what is drawn under them is not their own loss.`;
  const far = placed.some(({ share, gone }) => share > NEAR && !gone);
  return far ? "Where a racer is far from the plane, the loss that is drawn there is not its own." : "";
}

/** @param {string[]} names */
const listed = (names) => `${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}`;

/** What is missing from the picture. @param {WeightPlane} plane @param {string[]} names  of racers left out */
export function missingWords({ why, blank }, names) {
  const absent = names.length ? [`Not on it: ${names.join(", ")}. ${why ?? ""}`.trim()] : [];
  const left = blank > 0 ? [`The loss is not finite on ${percent(blank)} of it, which is left blank.`] : [];
  return [...absent, ...left].join(" ");
}

/**
 * What is drawn, and what waits, while the connection is lost; nothing where nothing waits.
 *
 * @param {WeightPlane | null} plane
 * @param {{ steps: number, part: "train" | "test" }} wanted
 */
export function lostWords(plane, { steps, part }) {
  if (!plane) return "The connection is lost: the plane waits for the server.";
  if (plane.part !== part) return `The connection is lost. The ${plane.part} loss is drawn; the ${part} loss waits for the server.`;
  return plane.until < steps ? `The connection is lost. Drawn up to step ${plane.until}; what follows waits for the server.` : "";
}

/**
 * How far a racer is from the plane at a step, the loss drawn where it is and its own, and what
 * that means.
 *
 * @param {WeightPlane} plane
 * @param {WeightPath} path
 * @param {number} step
 * @param {(at: number) => number} ownAt  NaN where it is not known
 */
export function awayFrom(plane, path, step, ownAt) {
  const at = Math.min(step, path.u.length - 1);
  const distance = path.distance[at];
  const share = distance / widthOf(plane);
  const loss = heightAt(plane.heights, path.u[at], path.v[at]);
  const own = ownAt(at);
  const missed = isMissed(loss, own);
  const near = share <= ON_IT ? "on it" : share <= NEAR ? "near it" : "far from it";
  return { at, distance, share, loss, own, missed, words: missed ? "the plane misses it" : near };
}

/**
 * The racers that are on the plane.
 *
 * @param {WeightPlane} plane
 * @param {Entrant[]} entrants
 * @param {number} step
 * @param {Look | null} look
 */
export function placedOn(plane, entrants, step, look) {
  return entrants.flatMap((entrant) => {
    const path = plane.paths.get(entrant.racer.id);
    if (!path) return [];
    const { lane, name } = entrant;
    const away = awayFrom(plane, path, step, (at) => ownLoss(lane, at, plane.part, look));
    const gone = away.at < Math.min(step, plane.until, (lane?.length ?? 0) - 1);
    const ended = lane?.outcome?.status === "diverged" && step > lane.outcome.steps && !gone;
    return [{ ...away, name, look: entrant.look, gone, ended }];
  });
}

/** A row of the table for each racer. @param {Placed[]} placed */
export function distanceRows(placed) {
  return placed.map(({ name, look, at, distance, share, loss, own, missed, words, gone, ended }) => {
    const row = document.createElement("tr");
    const head = document.createElement("th");
    head.scope = "row";
    head.append(swatch(look), name);
    if (ended) head.append(note(`diverged, at step ${at}`));
    const told = gone
      ? ["–", "–", "–", `off the picture after step ${at}`]
      : [`${pretty(distance, 2)}, ${percent(share)}`, pretty(loss, 2), pretty(own, 2), words];
    const cells = told.map((text, place) => {
      const cell = document.createElement("td");
      cell.className = place === 3 ? "words" : "number";
      cell.textContent = text;
      return cell;
    });
    row.classList.toggle("missed", missed && !gone);
    row.append(head, ...cells);
    return row;
  });
}

/** @param {string} words */
function note(words) {
  const small = document.createElement("small");
  small.textContent = ` ${words}`;
  return small;
}
