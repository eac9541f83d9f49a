// Over which two features decisions are drawn, where there are more.

import { showOptions } from "../../controls/select.js";
import { byId } from "../../lib/dom.js";
import { pretty } from "../../lib/number.js";

/** @import { App, Data, NetworkSetup } from "../../types.js" */

/** @param {App} app */
export function drawnOverPart({ spec, view, data }) {
  const how = /** @type {HTMLSelectElement} */ (byId("drawn-how"));
  const across = /** @type {HTMLSelectElement} */ (byId("drawn-across"));
  const up = /** @type {HTMLSelectElement} */ (byId("drawn-up"));
  /** @type {{ name: string, share: number } | null} */
  let explained = null; // remembered while two features are looked at
  let kept = keyOf(spec.get().network);
  const look = (/** @type {[string, string] | null} */ features) => view.set({ ...view.get(), features });

  how.addEventListener("change", () => {
    const known = data.get();
    look(how.value === "pair" && known ? [known.features[0], known.features[1]] : null);
  });
  // A feature chosen twice takes the other's place, and the other gives way.
  const pair = () => {
    const [before, above] = view.get().features ?? [across.value, up.value];
    look(across.value === up.value ? [above, before] : [across.value, up.value]);
  };
  across.addEventListener("change", pair);
  up.addEventListener("change", pair);

  const show = () => {
    const known = data.get();
    const fits = known !== null && known.name === spec.get().network.dataset.name && known.features.length > 2;
    byId("drawn-over").hidden = !fits;
    if (!fits) return;
    if (known.plane.kind === "principal") explained = { name: known.name, share: sum(known.plane.explained) };
    const share = explained?.name === known.name ? `${pretty(100 * explained.share, 2)} %` : null;
    const { features } = view.get();
    const ways = [
      { name: "principal", label: `first components${share ? ` (${share})` : ""}` },
      { name: "pair", label: "two features" },
    ];
    if (how.options[0]?.label !== ways[0].label) how.dataset.options = ""; // other rows, another share
    how.title = `The first two principal components${share ? `, with ${share} of the variance` : ""}, or two features`;
    showOptions(how, ways, features ? "pair" : "principal");
    byId("drawn-pair").hidden = !features;
    if (!features) return;
    const names = known.features.map((name) => ({ name, label: name }));
    showOptions(across, names, features[0]);
    showOptions(up, names, features[1]);
  };
  spec.subscribe(({ network }) => {
    const key = keyOf(network);
    const same = key.every((part, place) => part === kept[place]);
    kept = key;
    if (!same && view.get().features) look(null);
  });
  view.subscribe(show);
  data.subscribe(show);
  return { show };
}

/** What decides which features there are. @param {NetworkSetup} network */
const keyOf = ({ dataset }) => [dataset.name, dataset.own, dataset.parameters.count];

/** @param {Data["plane"]["explained"]} shares */
const sum = (shares) => (shares ?? []).reduce((all, share) => all + share, 0);
