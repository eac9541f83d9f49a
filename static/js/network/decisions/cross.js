// The cross that points at the same place in all decision pictures.

/** @import { PictureFrame } from "./picture_frame.js" */

/** As shares of the plane, from its left and from its top. @typedef {{ x: number, y: number }} Place */

const STEP = 0.02; // of the plane that an arrow key moves the cross

/**
 * Follow the pointer and the arrow keys.
 *
 * @param {HTMLElement} grid
 * @param {object} seen
 * @param {() => PictureFrame | null} seen.frame
 * @param {() => void} seen.toggle  play or pause
 * @param {(place: Place | null, plot: HTMLElement | null, byKey: boolean) => void} moved  over which picture
 */
export function followCross(grid, { frame, toggle }, moved) {
  /** @type {Place | null} */
  let place = null;
  /** @type {HTMLElement | null} */
  let over = null;

  const show = (/** @type {Place | null} */ next, /** @type {HTMLElement | null} */ plot, byKey = false) => {
    [place, over] = [next, plot];
    const shape = frame();
    grid.toggleAttribute("data-cross", next !== null && shape !== null);
    if (next && shape) {
      const { left, top, right, bottom } = shape.box;
      grid.style.setProperty("--cross-x", `${left + next.x * (right - left)}px`);
      grid.style.setProperty("--cross-y", `${top + next.y * (bottom - top)}px`);
    }
    moved(next, plot, byKey);
  };
  const point = (/** @type {PointerEvent} */ event) => {
    const plot = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest(".decision-plot"));
    const shape = frame();
    if (!plot || !shape) return;
    const around = plot.getBoundingClientRect();
    const { left, top, right, bottom } = shape.box;
    const x = (event.clientX - around.left - left) / (right - left);
    const y = (event.clientY - around.top - top) / (bottom - top);
    if (x >= 0 && x <= 1 && y >= 0 && y <= 1) show({ x, y }, plot);
    else if (place) show(null, null);
  };
  grid.addEventListener("pointermove", point);
  grid.addEventListener("pointerdown", point);
  grid.addEventListener("pointerleave", (event) => {
    if (event.pointerType !== "touch") show(null, null); // a finger that is lifted leaves the cross where it was
  });
  addEventListener("pointerdown", (event) => {
    if (place && !grid.contains(/** @type {Node} */ (event.target))) show(null, null);
  });
  grid.addEventListener("blur", () => show(null, null));
  grid.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === " ") toggle();
    else if (event.key === "Escape") show(null, null);
    else {
      const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key] ?? [0, 0];
      if (!dx && !dy) return;
      const far = event.shiftKey ? 10 * STEP : STEP;
      const within = (/** @type {number} */ share) => Math.max(0, Math.min(1, share));
      const from = place ?? { x: 0.5, y: 0.5 };
      show(place ? { x: within(from.x + dx * far), y: within(from.y + dy * far) } : from, null, true);
    }
    event.preventDefault();
    event.stopPropagation();
  });
  return {
    /** Say anew what is answered there: the networks have changed. */
    again: () => place && moved(place, over, false),
    place: () => place,
  };
}
