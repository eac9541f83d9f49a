import { byId } from "../lib/dom.js";
import { withKind } from "../spec/network.js";

/** @import { App, Spec } from "../types.js" */

/**
 * The switch between surface and network. What a network needs is loaded before it is chosen.
 *
 * @param {App} app
 * @param {() => Promise<void>} open
 */
export function mountKind({ catalog, spec }, open) {
  const switches = /** @type {HTMLInputElement[]} */ ([byId("kind-surface"), byId("kind-network")]);
  const state = byId("kind-state");
  const show = () => {
    const { kind } = spec.get();
    for (const each of switches) each.checked = each.value === kind;
    document.documentElement.dataset.kind = kind;
  };
  const choose = async (/** @type {Spec["kind"]} */ kind) => {
    say("");
    if (kind === "network") {
      say("Loading what networks need…");
      try {
        await open();
      } catch {
        say("Networks did not load. Choose Network again to retry.");
        return show();
      }
      say("");
    }
    // Another choice may have been made meanwhile.
    if (switches.some(({ checked, value }) => checked && value === kind)) {
      spec.set(withKind(catalog, spec.get(), kind));
    }
  };
  const say = (/** @type {string} */ words) => {
    state.textContent = words;
    state.hidden = words === "";
  };
  for (const each of switches) {
    each.addEventListener("change", () => void choose(/** @type {Spec["kind"]} */ (each.value)));
  }
  spec.subscribe(show);
  show();
}
