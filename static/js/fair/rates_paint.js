// Score against learning rate on a canvas: every racer's curve, where it is lost, where it is now.

import { pretty } from "../lib/number.js";
import { curveTicks } from "../plots/curve_scale.js";
import { powerWords } from "../plots/levels.js";
import { drawCross, drawMarker, drawWords } from "../plots/marks.js";
import { rule } from "../plots/pen.js";
import { acrossRate, downScore, lostFrom, placeOf } from "./rates_plan.js";

/** @import { Skin } from "../plots/skin.js" */
/** @import { RateCurve, RatesPlan } from "./rates_plan.js" */

const QUIET = 0.35; // opacity of curves beside the chosen one
const HATCH = 7; // pixels between the lines of what is lost

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {RatesPlan} plan
 * @param {Skin} skin
 * @param {RateCurve | undefined} chosen
 * @param {{ curve: RateCurve, at: number } | null} pointed
 */
export function paintRates(pen, plan, skin, chosen, pointed) {
  paintAxes(pen, plan, skin);
  pen.lineJoin = "round";
  const others = plan.curves.filter((curve) => curve !== chosen);
  if (chosen) paintLost(pen, plan, skin, chosen);
  for (const curve of others) paintCurve(pen, plan, skin, curve, chosen ? QUIET : 1);
  if (chosen) paintCurve(pen, plan, skin, chosen, 1);
  for (const curve of others) paintNow(pen, plan, skin, curve, 4.5);
  if (chosen) paintNow(pen, plan, skin, chosen, 6.5);
  if (pointed) paintPointed(pen, plan, skin, pointed);
}

/** @param {CanvasRenderingContext2D} pen @param {RatesPlan} plan @param {Skin} skin */
function paintAxes(pen, plan, skin) {
  const { left, right, top, bottom, rail, scale, powers } = plan;
  const quiet = { color: skin.quiet, size: 11, weight: 400 };
  drawWords(pen, skin, "score", left, top - 14 * skin.scale, { color: skin.ink, weight: 600 });
  const note = scale.kind === "symlog" ? "log both ways from 0" : "log";
  drawWords(pen, skin, note, right, top - 14 * skin.scale, { ...quiet, align: "right" });
  for (const { value, words } of curveTicks(scale, 7)) {
    const y = Math.round(downScore(plan, value)) + 0.5;
    rule(pen, left, y, right, y, skin.faint);
    if (!scale.rail || rail - y > 12 * skin.scale) drawWords(pen, skin, words, left - 6, y, { ...quiet, align: "right" });
  }
  if (scale.rail) {
    pen.setLineDash([2, 2]);
    rule(pen, left, Math.round(rail) + 0.5, right, Math.round(rail) + 0.5, skin.quiet);
    pen.setLineDash([]);
    drawWords(pen, skin, scale.rail, left - 6, rail, { ...quiet, align: "right" });
  }
  for (let power = Math.ceil(powers[0] - 1e-9); power <= powers[1] + 1e-9; power += 1) {
    const x = Math.round(acrossRate(plan, 10 ** power)) + 0.5;
    rule(pen, x, top, x, bottom, skin.faint);
    drawWords(pen, skin, powerWords(power), x, rail + 14 * skin.scale, { ...quiet, align: power >= powers[1] ? "right" : "center" });
  }
  drawWords(pen, skin, "learning rate η", (left + right) / 2, rail + 32 * skin.scale, { color: skin.quiet, align: "center", weight: 400 });
}

/** @param {CanvasRenderingContext2D} pen @param {RatesPlan} plan @param {Skin} skin @param {RateCurve} curve */
function paintLost(pen, plan, skin, curve) {
  const from = lostFrom(curve);
  if (from === null) return;
  const { right, top, bottom } = plan;
  const x = acrossRate(plan, from);
  pen.save();
  pen.beginPath();
  pen.rect(x, top, right - x, bottom - top);
  pen.clip();
  pen.globalAlpha = 0.5;
  pen.beginPath();
  for (let at = x - (bottom - top); at < right; at += HATCH * skin.scale) {
    pen.moveTo(at, bottom);
    pen.lineTo(at + (bottom - top), top);
  }
  pen.setLineDash([]);
  pen.strokeStyle = skin.faint;
  pen.lineWidth = 1;
  pen.stroke();
  pen.restore();
  if (right - x > 48 * skin.scale) {
    drawWords(pen, skin, "diverges", (x + right) / 2, top + 12 * skin.scale, { color: skin.quiet, align: "center", size: 11 });
  }
}

/** @param {CanvasRenderingContext2D} pen @param {RatesPlan} plan @param {Skin} skin @param {RateCurve} curve @param {number} opacity */
function paintCurve(pen, plan, skin, { entrant, rates, scores }, opacity) {
  pen.globalAlpha = opacity;
  pen.beginPath();
  let on = false;
  rates.forEach((rate, at) => {
    const score = scores[at];
    if (score !== null) {
      const [x, y] = [acrossRate(plan, rate), downScore(plan, score)];
      if (on) pen.lineTo(x, y);
      else pen.moveTo(x, y);
    }
    on = score !== null;
  });
  pen.strokeStyle = entrant.look.color;
  pen.lineWidth = 1.8 * skin.scale;
  pen.setLineDash(entrant.look.dash.map((part) => part * skin.scale));
  pen.stroke();
  pen.setLineDash([]);
  pen.globalAlpha = 1;
}

/** Where a racer is set to. @param {CanvasRenderingContext2D} pen @param {RatesPlan} plan @param {Skin} skin @param {RateCurve} curve @param {number} radius */
function paintNow(pen, plan, skin, curve, radius) {
  const { current, entrant } = curve;
  const place = placeOf(plan, curve, current);
  if (place) drawMarker(pen, skin, entrant.look, ...place, { radius });
  else if (acrossRate(plan, current) >= plan.left && acrossRate(plan, current) <= plan.right) {
    drawCross(pen, skin, entrant.look.color, acrossRate(plan, current), plan.top + 4);
  }
}

/** @param {CanvasRenderingContext2D} pen @param {RatesPlan} plan @param {Skin} skin @param {{ curve: RateCurve, at: number }} pointed */
function paintPointed(pen, plan, skin, { curve, at }) {
  const score = curve.scores[at];
  if (score === null) return;
  const [x, y] = [acrossRate(plan, curve.rates[at]), downScore(plan, score)];
  drawMarker(pen, skin, curve.entrant.look, x, y, { radius: 5, hollow: true });
  const right = x > (plan.left + plan.right) / 2;
  const words = `${curve.entrant.name}, η ${pretty(curve.rates[at], 2)}: ${pretty(score)}`;
  const above = y - 14 * skin.scale > plan.top ? y - 14 * skin.scale : y + 16 * skin.scale;
  drawWords(pen, skin, words, x + (right ? 4 : -4), above, { color: curve.entrant.look.color, align: right ? "right" : "left" });
}
