// Everything that moves on the map, drawn on a canvas above it.

import { pretty } from "../lib/number.js";
import { atBorder, spread } from "./border.js";
import { inside } from "./clip.js";
import { drawArrow, drawCross, drawFork, drawMarker, drawWords } from "./marks.js";
import { across, countUpTo, down, emptyTrail, grow } from "./trail.js";

/** @import { Lane } from "../types.js" */
/** @import { Entrant } from "./entrants.js" */
/** @import { Skin } from "./skin.js" */
/** @import { Frame, Trail } from "./trail.js" */

const WIDTH = 2.2; // pixels, of a trail
const HALO = 1.5; // pixels on each side
const AGES = [[0, 0.5, 0.75], [0.5, 0.85, 0.88], [0.85, 1, 1]]; // from, to (of the steps so far), opacity
const LABEL = 16; // pixels, height of a line of words
const TIP = 5; // pixels from an arrow's tip to the border

/** @type {WeakMap<Lane, { frame: Frame, trail: Trail }>} */
const kept = new WeakMap();

/**
 * A lane's trail in this frame, grown to what the lane holds.
 *
 * @param {Lane} lane
 * @param {Frame} frame
 * @returns {Trail}
 */
export function trailOf(lane, frame) {
  let entry = kept.get(lane);
  if (!entry || !sameFrame(entry.frame, frame)) {
    entry = { frame, trail: emptyTrail() };
    kept.set(lane, entry);
  }
  if (entry.trail.read < lane.length) grow(entry.trail, lane, frame);
  return entry.trail;
}

/** @param {Frame} one @param {Frame | null} other */
export function sameFrame(one, other) {
  return (
    other !== null &&
    one.x0 === other.x0 && one.y0 === other.y0 &&
    one.perX === other.perX && one.perY === other.perY &&
    one.box.left === other.box.left && one.box.right === other.box.right &&
    one.box.top === other.box.top && one.box.bottom === other.box.bottom
  );
}

/**
 * Draw the trails up to a step, their heads, and arrows to those outside.
 *
 * @param {CanvasRenderingContext2D} pen
 * @param {Frame} frame
 * @param {Skin} skin
 * @param {Entrant[]} entrants
 * @param {number} step
 * @param {number | null} hover
 */
export function drawTrails(pen, frame, skin, entrants, step, hover) {
  const { box } = frame;
  pen.save();
  pen.beginPath();
  pen.rect(box.left, box.top, box.right - box.left, box.bottom - box.top);
  pen.clip();
  pen.lineCap = "butt";
  pen.lineJoin = "round";
  const begun = entrants.filter(({ since }) => since <= step);
  for (const { lane, since } of begun) if (lane) drawHalo(pen, frame, skin, lane, since, step);
  for (const { lane, since, look } of begun) if (lane) drawTrail(pen, frame, skin, look, lane, since, step);
  for (const { lane, since, look } of begun) {
    if (!lane || !since || since >= lane.length) continue;
    drawFork(pen, skin, look.color, across(frame, lane.x[since]), down(frame, lane.y[since]));
  }
  if (hover !== null) {
    for (const { lane, since, look } of entrants) {
      if (!lane || hover >= lane.length || hover < since) continue;
      const [x, y] = [across(frame, lane.x[hover]), down(frame, lane.y[hover])];
      if (inside(box, x, y)) drawMarker(pen, skin, look, x, y, { radius: 5, hollow: true });
    }
  }
  pen.restore();
  drawHeads(pen, frame, skin, begun, step);
}

/**
 * Halos come before all lines, so that racers on the same path show in one another's gaps.
 *
 * @param {CanvasRenderingContext2D} pen
 * @param {Frame} frame
 * @param {Skin} skin
 * @param {Lane} lane
 * @param {number} since
 * @param {number} step
 */
function drawHalo(pen, frame, skin, lane, since, step) {
  const trail = trailOf(lane, frame);
  const count = countUpTo(trail, step);
  if (!count) return;
  const begin = since && Math.max(0, countUpTo(trail, since) - 1);
  pen.strokeStyle = skin.halo;
  pen.lineWidth = WIDTH * skin.scale + 2 * HALO;
  traced(pen, trail, begin, count, frame, lane, Math.min(step, lane.length - 1));
  pen.stroke();
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Frame} frame
 * @param {Skin} skin
 * @param {Entrant["look"]} look
 * @param {Lane} lane
 * @param {number} since
 * @param {number} step
 */
function drawTrail(pen, frame, skin, look, lane, since, step) {
  const trail = trailOf(lane, frame);
  const count = countUpTo(trail, step);
  if (!count) return;
  const begin = since && Math.max(0, countUpTo(trail, since) - 1);
  const last = Math.min(step, lane.length - 1);
  pen.strokeStyle = look.color;
  pen.lineWidth = WIDTH * skin.scale;
  pen.setLineDash(skin.scale === 1 ? look.dash : look.dash.map((part) => part * skin.scale));
  for (const [from, to, opacity] of AGES) {
    const first = Math.max(begin, from && countUpTo(trail, from * last) - 1);
    const end = to === 1 ? count : countUpTo(trail, to * last);
    if (end - first < 1) continue;
    pen.globalAlpha = opacity;
    pen.lineDashOffset = trail.along[first] % 1e6;
    traced(pen, trail, first, end, to === 1 ? frame : null, lane, last);
    pen.stroke();
  }
  pen.globalAlpha = 1;
  pen.lineDashOffset = 0;
}

/**
 * Put a part of a trail into the pen's path; with a frame, on to the very point of step `last`,
 * which thinning may have dropped.
 *
 * @param {CanvasRenderingContext2D} pen
 * @param {Trail} trail
 * @param {number} first
 * @param {number} end
 * @param {Frame | null} frame
 * @param {Lane} lane
 * @param {number} last
 */
function traced(pen, trail, first, end, frame, lane, last) {
  pen.beginPath();
  pen.moveTo(trail.x[first], trail.y[first]);
  for (let at = first + 1; at < end; at += 1) {
    if (trail.pen[at]) pen.lineTo(trail.x[at], trail.y[at]);
    else pen.moveTo(trail.x[at], trail.y[at]);
  }
  if (!frame) return;
  const [x, y] = [across(frame, lane.x[last]), down(frame, lane.y[last])];
  if (inside(frame.box, x, y) && inside(frame.box, trail.x[end - 1], trail.y[end - 1])) pen.lineTo(x, y);
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Frame} frame
 * @param {Skin} skin
 * @param {Entrant[]} entrants
 * @param {number} step
 */
function drawHeads(pen, frame, skin, entrants, step) {
  const { box } = frame;
  /** @type {{ text: string, x: number, y: number, color: string, right: boolean }[]} */
  const words = [];
  const say = (/** @type {string} */ text, /** @type {number} */ x, /** @type {number} */ y, /** @type {string} */ color) =>
    words.push({ text, x, y, color, right: x > (box.left + box.right) / 2 });
  for (const { lane, look, name } of entrants) {
    if (!lane) continue;
    const last = Math.min(step, lane.length - 1);
    const over = lane.outcome?.status === "diverged" && step > lane.outcome.steps;
    const [x, y] = [across(frame, lane.x[last]), down(frame, lane.y[last])];
    const seen = inside(box, x, y);
    if (over) {
      const { exit } = trailOf(lane, frame);
      const at = seen || !exit ? fitted(frame, x, y) : exit;
      drawCross(pen, skin, look.color, at.x, at.y);
      say(`${name} diverged at step ${lane.outcome?.divergence?.step ?? last + 1}`, at.x, at.y, look.color);
    } else if (seen) {
      drawMarker(pen, skin, look, x, y);
    } else {
      const at = atBorder(inset(box, TIP), x, y);
      drawArrow(pen, skin, look.color, at.x, at.y, at.angle);
      say(`${name}, ${pretty(awayOf(frame, lane.x[last], lane.y[last]), 2)} away`, at.x, at.y, look.color);
    }
  }
  placeWords(pen, frame, skin, words);
}

/** @param {Frame["box"]} box @param {number} by */
const inset = ({ left, top, right, bottom }, by) => ({
  left: left + by, top: top + by, right: right - by, bottom: bottom - by,
});

/** A place in the box, at the border for what lies outside. @param {Frame} frame @param {number} x @param {number} y */
const fitted = ({ box }, x, y) => (inside(box, x, y) ? { x, y } : atBorder(inset(box, 8), x, y));

/** How far a point is from what is seen, in units of the plane. @param {Frame} frame @param {number} x @param {number} y */
function awayOf({ box, x0, y0, perX, perY }, x, y) {
  const x1 = x0 + (box.right - box.left) / perX;
  const y1 = y0 + (box.top - box.bottom) / perY;
  return Math.hypot(Math.max(x0 - x, 0, x - x1), Math.max(y0 - y, 0, y - y1));
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Frame} frame
 * @param {Skin} skin
 * @param {{ text: string, x: number, y: number, color: string, right: boolean }[]} words
 */
function placeWords(pen, { box }, skin, words) {
  for (const right of [false, true]) {
    const side = words.filter((each) => each.right === right);
    const height = LABEL * skin.scale;
    const low = box.top + height / 2 + 4;
    const heights = spread(side.map(({ y }) => y), height, low, box.bottom - height / 2 - 4);
    const gap = 16 * skin.scale;
    side.forEach(({ text, x, color }, place) => {
      const at = right ? Math.min(x, box.right) - gap : Math.max(x, box.left) + gap;
      drawWords(pen, skin, text, at, heights[place], { color, align: right ? "right" : "left" });
    });
  }
}
