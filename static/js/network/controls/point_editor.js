// A plane on which points are placed, moved and removed, with a pointer or with keys.

import { byId } from "../../lib/dom.js";
import { isDark } from "../../lib/looks.js";
import { pretty } from "../../lib/number.js";
import { onPaint } from "../../lib/paint.js";
import { onSkin } from "../../plots/skin.js";
import { classColour, classMark, css } from "../answers/palette.js";
import { grouped } from "./numbers.js";
import { paintPoints } from "./point_paint.js";
import { followPointer } from "./point_pointer.js";
import { CLASSES, NONE, begun, countInWords, fromOne, nearest, sideOf, sprayed, undone, withMoved, withPoint, within, withoutPoint } from "./points.js";

/** @import { NetworkMenus, OwnTable } from "../../types.js" */
/** @import { Placed, Point } from "./points.js" */

const NOTCH = 0.02; // of the plane's side that an arrow key moves the cross; with Shift ten
const KEY_REACH = 0.06; // of the side, around the cross
const SPRAY = { radius: 0.09, count: 3 }; // of the side

/**
 * @param {NetworkMenus["limits"]} limits
 * @param {() => void} onEdit
 */
export function pointEditor(limits, onEdit) {
  const canvas = /** @type {HTMLCanvasElement} */ (byId("own-plane"));
  const spray = /** @type {HTMLInputElement} */ (byId("own-spray"));
  const undo = byId("own-undo");
  const clear = byId("own-clear");
  let placed = /** @type {Placed} */ (NONE);
  let side = 1;
  let kind = 1;
  let cross = { x: 0, y: 0, shown: false };
  const paint = onPaint(() => paintPoints(canvas, placed.points, side, cross.shown ? cross : null));
  const choices = classChoices((next) => take(next));

  const set = (/** @type {Placed} */ next) => {
    placed = next;
    byId("own-count").textContent = countInWords(placed.points);
    undo.ariaDisabled = String(!placed.past.length);
    clear.ariaDisabled = String(!placed.points.length);
    onEdit();
    paint();
  };
  const edit = (/** @type {Point[]} */ points) => {
    if (points.length >= limits.points) tell(`${grouped(limits.points)} points are the most.`);
    set(within(placed, points));
  };
  const tell = (/** @type {string} */ words) => (byId("own-said").textContent = words);
  const plane = {
    side: () => side,
    spraying: () => spray.checked,
    /** @param {number} x @param {number} y @param {number} reach */
    find: (x, y, reach) => nearest(placed.points, x, y, reach),
    begin: () => (placed = begun(placed)),
    /** The place of a new point; -1 where there is no room. @param {number} x @param {number} y */
    place(x, y) {
      const next = withPoint(placed.points, [x, y, kind], limits.points);
      const place = next === placed.points ? -1 : next.length - 1;
      edit(next);
      return place;
    },
    /** @param {number} x @param {number} y */
    spray(x, y) {
      const how = { radius: SPRAY.radius * side, count: SPRAY.count, most: limits.points, side };
      edit(sprayed(placed.points, [x, y, kind], how, Math.random));
    },
    /** @param {number} place @param {number} x @param {number} y */
    move: (place, x, y) => edit(withMoved(placed.points, place, x, y)),
    /** @param {number} place */
    remove(place) {
      plane.begin();
      const [, , gone] = placed.points[place];
      edit(withoutPoint(placed.points, place));
      tell(`Removed a point of class ${gone}. ${countInWords(placed.points)}`);
    },
    hideCross() {
      cross = { ...cross, shown: false };
      paint();
    },
  };
  const take = (/** @type {number} */ next) => {
    kind = next;
    byId("own-next").textContent = `The next one is of class ${kind}.`;
  };
  const choose = (/** @type {number} */ next) => {
    choices[next - 1].checked = true;
    take(next);
    tell(`Class ${next}.`);
  };
  const takeBack = () => {
    if (!placed.past.length) return;
    set(undone(placed));
    side = Math.max(side, sideOf(placed.points));
    tell(`Undone. ${countInWords(placed.points)}`);
  };
  const moveCross = (/** @type {number} */ across, /** @type {number} */ up) => {
    const kept = (/** @type {number} */ value) => Math.min(Math.max(Math.round(value * 1000) / 1000, -side), side);
    cross = { x: kept(cross.x + across * NOTCH * side), y: kept(cross.y + up * NOTCH * side), shown: true };
    tell(`${pretty(cross.x)}, ${pretty(cross.y)}`);
    paint();
  };

  followPointer(canvas, plane);
  canvas.addEventListener("keydown", (event) => {
    const act = keys[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act(event.shiftKey ? 10 : 1);
  });
  byId("own-data").addEventListener("keydown", (event) => {
    if (byId("own-points").hidden) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") {
      event.preventDefault();
      takeBack();
    } else if (!event.ctrlKey && !event.metaKey && !event.altKey && /^[1-9]$/.test(event.key) && Number(event.key) <= CLASSES) {
      choose(Number(event.key));
    }
  });
  undo.addEventListener("click", takeBack);
  clear.addEventListener("click", () => {
    if (!placed.points.length) return;
    plane.begin();
    edit([]);
    tell("Cleared. Undo brings the points back.");
  });
  canvas.addEventListener("focus", () => {
    if (canvas.matches(":focus-visible")) cross = { ...cross, shown: true };
    paint();
  });
  canvas.addEventListener("blur", plane.hideCross);
  new ResizeObserver(paint).observe(canvas);
  onSkin(() => {
    paintChoices();
    paint();
  });
  /** @type {Record<string, (notches: number) => void>} */
  const keys = {
    ArrowLeft: (notches) => moveCross(-notches, 0),
    ArrowRight: (notches) => moveCross(notches, 0),
    ArrowUp: (notches) => moveCross(0, notches),
    ArrowDown: (notches) => moveCross(0, -notches),
    Enter: () => strike(),
    " ": () => strike(),
    Delete: () => erase(),
    Backspace: () => erase(),
  };
  function strike() {
    cross = { ...cross, shown: true };
    plane.begin();
    if (spray.checked) plane.spray(cross.x, cross.y);
    else plane.place(cross.x, cross.y);
    tell(`Class ${kind} at ${pretty(cross.x)}, ${pretty(cross.y)}. ${countInWords(placed.points)}`);
  }
  function erase() {
    const place = plane.find(cross.x, cross.y, KEY_REACH * side);
    if (place >= 0) plane.remove(place);
    else tell("No point is near the cross.");
  }
  paintChoices();
  set(placed);
  take(kind);

  return {
    paint,
    /** @returns {OwnTable} */
    own: () => ({ points: placed.points }),
    /** @param {Point[]} points */
    load(points) {
      set(within(placed.points.length ? begun(placed) : placed, fromOne(points)));
      side = sideOf(placed.points);
    },
  };
}

/** A switch for each class. @param {(kind: number) => void} onChoice */
function classChoices(onChoice) {
  const inputs = Array.from({ length: CLASSES }, (_, place) => {
    const label = document.createElement("label");
    label.className = "own-class";
    label.title = `Class ${place + 1} (key ${place + 1})`;
    const input = document.createElement("input");
    Object.assign(input, { type: "radio", name: "own-class", value: String(place + 1), checked: place === 0 });
    input.ariaLabel = `Class ${place + 1}`;
    input.addEventListener("change", () => onChoice(place + 1));
    const mark = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    mark.setAttribute("viewBox", "-8 -8 16 16");
    mark.setAttribute("aria-hidden", "true");
    mark.append(document.createElementNS("http://www.w3.org/2000/svg", "path"));
    label.append(input, mark, String(place + 1));
    byId("own-classes").append(label);
    return input;
  });
  return inputs;
}

function paintChoices() {
  for (const [place, path] of byId("own-classes").querySelectorAll("path").entries()) {
    path.setAttribute("d", classMark(place, CLASSES, 6).path);
    path.setAttribute("fill", css(classColour(place, CLASSES, isDark())));
  }
}
