// Flags on the curves where a racer was changed on its way, with words for who points or tabs there.

import { bunched, changeWords } from "./changes.js";
import { acrossStep } from "./panels.js";

/** @import { App } from "../../types.js" */
/** @import { Skin } from "../../plots/skin.js" */
/** @import { LearningPlan } from "./panels.js" */

/** @typedef {{ x: number, step: number, color: string, words: string }} Flag */

const APART = 26; // pixels from one button to the next

/**
 * @param {App} app
 * @param {LearningPlan} plan
 * @returns {Flag[]}
 */
export function flagsOf({ spec, catalog }, plan) {
  const { changes } = spec.get();
  return plan.paces.flatMap((pace) =>
    pace.entrants.flatMap(({ racer, name, look, since }) =>
      changes
        .filter(({ racer: id, step }) => id === racer.id && step >= since && step <= plan.steps)
        .map((change) => ({
          x: acrossStep(plan, pace, change.step),
          step: change.step,
          color: look.color,
          words: `${name}: ${changeWords(catalog, change)}`,
        }))
        .filter(({ x }) => x <= plan.right),
    ),
  );
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {LearningPlan} plan
 * @param {Skin} skin
 * @param {Flag[]} flags
 */
export function paintFlags(pen, { panels: [{ top, bottom }] }, skin, flags) {
  const size = 8 * skin.scale;
  for (const { x, color } of flags) {
    pen.strokeStyle = pen.fillStyle = color;
    pen.lineWidth = skin.scale;
    pen.setLineDash([3, 3]);
    pen.beginPath();
    pen.moveTo(x, top);
    pen.lineTo(x, bottom);
    pen.stroke();
    pen.setLineDash([]);
    pen.beginPath();
    pen.moveTo(x, top - 2);
    pen.lineTo(x + size, top + size / 2 - 2);
    pen.lineTo(x, top + size - 2);
    pen.fill();
  }
}

/**
 * The buttons that lie over the flags. Each goes to its step.
 *
 * @param {App} app
 * @param {HTMLElement} place
 */
export function mountFlags({ player }, place) {
  let shown = "";
  return {
    /** @param {LearningPlan} plan @param {Flag[]} flags */
    show(plan, flags) {
      const key = JSON.stringify([plan.panels[0].top, flags]);
      if (key === shown) return;
      shown = key;
      const middle = (plan.left + plan.right) / 2;
      place.hidden = flags.length === 0;
      place.replaceChildren(
        ...bunched(flags, APART).map((bunch) => {
          const button = document.createElement("button");
          const words = document.createElement("span");
          button.type = "button";
          button.className = bunch[0].x > middle ? "flag leftwards" : "flag";
          button.style.left = `${bunch[0].x}px`;
          button.style.top = `${plan.panels[0].top}px`;
          words.textContent = bunch.map((flag) => flag.words).join("; ");
          button.append(words);
          button.addEventListener("click", () => player.seek(bunch[0].step));
          return button;
        }),
      );
    },
  };
}
