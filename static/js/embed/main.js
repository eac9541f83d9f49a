// What a frame in another page has instead of the controls: who races, and the way to the whole page.

import { linkTo } from "../history.js";
import { byId } from "../lib/dom.js";
import { isDark } from "../lib/looks.js";
import { onPaint } from "../lib/paint.js";
import { swatch } from "../lib/swatch.js";
import { entrants } from "../plots/entrants.js";

/** @import { App } from "../types.js" */

/** @param {App} app */
export function mountEmbed(app) {
  const place = byId("embed-racers");
  const link = /** @type {HTMLAnchorElement} */ (byId("embed-open"));
  let drawn = "";
  const show = onPaint(() => {
    const shown = entrants(app, isDark());
    const key = JSON.stringify(shown.map(({ name, look }) => [name, look]));
    if (key === drawn) return;
    drawn = key;
    place.replaceChildren(...shown.map(({ name, look }) => {
      const item = document.createElement("li");
      item.append(swatch(look), name);
      return item;
    }));
  });
  // The link is to what is on show when it is followed, by whatever button.
  for (const event of ["pointerdown", "focus", "click"]) {
    link.addEventListener(event, () => {
      link.href = new URL(`./${new URL(linkTo(app)).hash}`, location.href).href;
    });
  }
  for (const watched of [app.spec, app.race, app.view]) watched.subscribe(show);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
  show();
}
