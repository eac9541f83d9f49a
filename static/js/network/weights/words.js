// What the plane through the weights shows, in words and numbers.

import { swatch } from "../../lib/swatch.js";
import { pretty } from "../../lib/number.js";
import { heightAt } from "../../plots/heights.js";
import { percent } from "./figure.js";

/** @import { Entrant } from "../../plots/entrants.js" */
/** @import { WeightPath, WeightPlane } from "./paths.js" */

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
 * What to beware of, where a racer is far from the plane.
 *
 * @param {WeightPlane} plane
 * @param {Entrant[]} entrants
 * @param {number} step
 */
export function bewareWords(plane, entrants, step) {
  const paths = entrants.flatMap(({ racer }) => plane.paths.get(racer.id) ?? []);
  const far = paths.some((path) => awayFrom(plane, path, step).share > NEAR);
  return far ? "Where a racer is far from the plane, the loss that is drawn there is not its own." : "";
}

/** What is missing from the picture. @param {WeightPlane} plane @param {string[]} names  of racers left out */
export function missingWords({ why, blank }, names) {
  const absent = names.length ? [`Not on it: ${names.join(", ")}. ${why ?? ""}`.trim()] : [];
  const left = blank > 0 ? [`The loss is not finite on ${percent(blank)} of it, which is left blank.`] : [];
  return [...absent, ...left].join(" ");
}

/**
 * How far a racer is from the plane at a step, what that means, and the loss drawn where it is.
 *
 * @param {WeightPlane} plane
 * @param {WeightPath} path
 * @param {number} step
 */
export function awayFrom(plane, path, step) {
  const at = Math.min(step, path.u.length - 1);
  const distance = path.distance[at];
  const share = distance / widthOf(plane);
  const loss = heightAt(plane.heights, path.u[at], path.v[at]);
  const words = share <= ON_IT ? "on it" : share <= NEAR ? "near it" : "far from it";
  return { at, distance, share, loss, words };
}

/**
 * A row of the table for each racer.
 *
 * @param {WeightPlane} plane
 * @param {Entrant[]} entrants
 * @param {number} step
 */
export function distanceRows(plane, entrants, step) {
  return entrants.flatMap(({ racer, name, look, lane }) => {
    const path = plane.paths.get(racer.id);
    if (!path) return [];
    const { at, distance, share, loss, words } = awayFrom(plane, path, step);
    const gone = at < Math.min(step, plane.until, (lane?.length ?? 0) - 1);
    const row = document.createElement("tr");
    const head = document.createElement("th");
    head.scope = "row";
    head.append(swatch(look), name);
    const told = gone
      ? ["–", `off the picture after step ${at}`, "–"]
      : [pretty(distance, 2), `${words}, ${percent(share)}`, pretty(loss, 2)];
    const cells = told.map((text, place) => {
      const cell = document.createElement("td");
      cell.className = place === 1 ? "words" : "number";
      cell.textContent = text;
      return cell;
    });
    row.append(head, ...cells);
    return [row];
  });
}
