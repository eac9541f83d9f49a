/** @import { App } from "../types.js" */

/**
 * Say which step is under the pointer, in whatever plot. The only writer of `app.hover`.
 *
 * @param {App} app
 * @param {number | null} step
 */
export function pointAt(app, step) {
  if (step === null) {
    app.hover.set(null);
    return;
  }
  app.hover.set(Math.max(0, Math.min(Math.round(step), app.race.get().steps)));
}
