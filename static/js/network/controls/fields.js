// One control for each field of a network that a racer may also have of its own.

import { slider } from "../../controls/slider.js";
import { batchSize } from "./batch.js";
import { choiceMenu } from "./choice.js";
import { layerList } from "./layers.js";
import { networkNumbers } from "./numbers.js";

/** @import { Data, NetworkMenus, NetworkSetup, Overridable } from "../../types.js" */

/**
 * @typedef {object} Field
 * @property {HTMLElement} element
 * @property {(setup: NetworkSetup, data: Data | null) => void} show
 * @property {(of: (path: string) => string | null) => void} refuse  the path begins with the field's name
 */

/**
 * @param {keyof Overridable} name
 * @param {string} id  unique on the page
 * @param {NetworkMenus} menus
 * @param {(parts: Partial<Overridable>) => void} onParts
 * @returns {Field}
 */
export function networkField(name, id, menus, onParts) {
  const below = (/** @type {(path: string) => string | null} */ of) => (/** @type {string} */ path) =>
    of(path === "" ? name : `${name}.${path}`);
  switch (name) {
    case "hidden": {
      const layers = layerList(id, menus.limits, (hidden) => onParts({ hidden }));
      return { ...layers, show: ({ hidden }) => layers.show(hidden), refuse: (of) => layers.refuse(below(of)) };
    }
    case "batch_size": {
      const batch = batchSize(id, menus.limits.batch_size, (batch_size) => onParts({ batch_size }));
      return {
        ...batch,
        show: ({ batch_size }, data) => batch.show(batch_size, data?.rows.train ?? null),
        refuse: (of) => batch.refuse(of(name)),
      };
    }
    case "activation":
    case "initializer": {
      const [label, menu] =
        name === "activation" ? ["Activation", menus.activations] : ["Initializer", menus.initializers];
      const choice = choiceMenu(id, label, menu, (chosen) => onParts({ [name]: chosen }));
      return { ...choice, show: (setup) => choice.show(setup[name]), refuse: (of) => choice.refuse(below(of)) };
    }
    default: {
      const number = slider(id, networkNumbers(menus.limits)[name], (value) => onParts({ [name]: value }));
      return { ...number, show: (setup) => number.show({ value: setup[name] }), refuse: (of) => number.refuse(of(name)) };
    }
  }
}
