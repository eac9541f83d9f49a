/**
 * A function that asks for `draw` to be called at the next frame, once however often it is asked.
 *
 * @param {() => void} draw
 * @returns {() => void}
 */
export function onPaint(draw) {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      draw();
    });
  };
}
