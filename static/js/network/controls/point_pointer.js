// A pointer on the plane of points: press to place, drag to move, right click or long press to
// remove, drag with Shift to spray.

const REACH = { mouse: 9, touch: 20 }; // pixels around a point that are the point
const STILL = 4; // pixels: what moves less is no drag
const LONG = 550; // ms of a press that removes
const APART = 10; // pixels between two bursts of a spray

/**
 * @typedef {object} Plane
 * @property {() => number} side
 * @property {() => boolean} spraying
 * @property {(x: number, y: number, reach: number) => number} find
 * @property {() => void} begin  what is done next can be undone
 * @property {(x: number, y: number) => number} place
 * @property {(x: number, y: number) => void} spray
 * @property {(place: number, x: number, y: number) => void} move
 * @property {(place: number) => void} remove
 * @property {() => void} hideCross
 */

/** @typedef {{ kind: "drag" | "spray" | "hold" | "none", place: number, from: [number, number], pointer: number }} Gesture */

/** @param {HTMLCanvasElement} canvas @param {Plane} plane */
export function followPointer(canvas, plane) {
  /** @type {Gesture | null} */
  let gesture = null;
  let timer = 0;
  let touched = false;

  const at = (/** @type {MouseEvent} */ { clientX, clientY }) => {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    const side = plane.side();
    const kept = (/** @type {number} */ share) => Math.min(Math.max(share, -1), 1) * side;
    return {
      x: kept((2 * (clientX - left)) / width - 1),
      y: kept(1 - (2 * (clientY - top)) / height),
      unit: (2 * side) / width, // of a pixel
    };
  };
  const end = () => {
    clearTimeout(timer);
    gesture = null;
  };

  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || gesture) return;
    touched = event.pointerType !== "mouse";
    canvas.setPointerCapture(event.pointerId);
    plane.hideCross();
    const { x, y, unit } = at(event);
    const from = /** @type {[number, number]} */ ([event.clientX, event.clientY]);
    const begin = (/** @type {Gesture["kind"]} */ kind, place = -1) =>
      (gesture = { kind, place, from, pointer: event.pointerId });
    if (event.shiftKey || plane.spraying()) {
      plane.begin();
      plane.spray(x, y);
      begin("spray");
      return;
    }
    const place = plane.find(x, y, (touched ? REACH.touch : REACH.mouse) * unit);
    if (place < 0) {
      plane.begin();
      const fresh = plane.place(x, y);
      begin(fresh < 0 ? "none" : "drag", fresh);
      return;
    }
    begin("hold", place);
    if (touched) {
      timer = window.setTimeout(() => {
        plane.remove(place);
        begin("none");
      }, LONG);
    }
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!gesture || event.pointerId !== gesture.pointer) return;
    const { x, y } = at(event);
    const moved = Math.hypot(event.clientX - gesture.from[0], event.clientY - gesture.from[1]);
    if (gesture.kind === "hold" && moved > STILL) {
      clearTimeout(timer);
      plane.begin();
      gesture.kind = "drag";
    }
    if (gesture.kind === "drag" && moved > STILL) plane.move(gesture.place, x, y);
    if (gesture.kind === "spray" && moved > APART) {
      plane.spray(x, y);
      gesture.from = [event.clientX, event.clientY];
    }
  });
  canvas.addEventListener("pointerup", end);
  canvas.addEventListener("pointercancel", end);
  // A long press on a touch screen comes here too, and has been answered.
  canvas.addEventListener("contextmenu", (event) => {
    event.preventDefault();
    if (touched && gesture) return;
    const { x, y, unit } = at(event);
    const place = plane.find(x, y, REACH.mouse * unit);
    if (place >= 0) plane.remove(place);
  });
}
