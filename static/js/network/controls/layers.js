// The hidden layers of a network: how many there are, and how many units each has.

import { numberField } from "../../controls/number_field.js";
import { copyOf, find } from "../../lib/dom.js";
import { withLayer, withUnits, withoutLayer } from "../../spec/layers.js";

/** @import { NetworkMenus } from "../../types.js" */

/**
 * @param {string} id  unique on the page
 * @param {NetworkMenus["limits"]} limits
 * @param {(hidden: number[]) => void} onLayers
 */
export function layerList(id, limits, onLayers) {
  const element = copyOf("layers-template");
  const list = find(element, ".layer-list");
  const refusal = find(element, ":scope > .refusal");
  const said = find(element, ".layers-said");
  /** @type {HTMLButtonElement} */
  const add = find(element, ".layer-add");
  /** @type {ReturnType<typeof layerRow>[]} */
  const rows = [];
  let hidden = /** @type {number[]} */ ([]);

  element.ariaLabel = "Hidden layers";
  const edit = (/** @type {number[]} */ next) => onLayers(next);
  const remove = (/** @type {number} */ place) => {
    edit(withoutLayer(hidden, place));
    const heir = rows[Math.min(place, rows.length - 1)];
    (heir?.remove ?? add).focus();
    said.textContent = `Removed. ${count(hidden.length)}`;
  };
  add.addEventListener("click", () => {
    edit(withLayer(hidden, limits.hidden_layers));
    said.textContent = `Added. ${count(hidden.length)}`;
    if (add.disabled) rows.at(-1)?.remove.focus();
  });

  return {
    element,
    /** @param {number[]} next */
    show(next) {
      hidden = next;
      while (rows.length > next.length) rows.pop()?.element.remove();
      while (rows.length < next.length) {
        const place = rows.length;
        const row = layerRow(`${id}-${place}`, place, limits.units, {
          onUnits: (units) => edit(withUnits(hidden, place, units, limits.units)),
          onRemove: () => remove(place),
        });
        rows.push(row);
        list.append(row.element);
      }
      for (const [place, row] of rows.entries()) row.show(next[place]);
      add.disabled = next.length >= limits.hidden_layers;
      add.title = add.disabled
        ? `${limits.hidden_layers} hidden layers are the most`
        : "One more hidden layer, as wide as the last";
    },
    /** @param {(path: string) => string | null} of  the path is "" or the place of a layer */
    refuse(of) {
      const sentence = of("");
      refusal.textContent = sentence ?? "";
      refusal.hidden = sentence === null;
      for (const [place, row] of rows.entries()) row.refuse(of(String(place)));
    },
  };
}

/** @param {number} layers */
const count = (layers) => (layers === 1 ? "One hidden layer." : `${layers || "No"} hidden layers.`);

/**
 * @param {string} id
 * @param {number} place
 * @param {number} most
 * @param {{ onUnits: (units: number) => void, onRemove: () => void }} acts
 */
function layerRow(id, place, most, { onUnits, onRemove }) {
  const element = copyOf("layer-template");
  const label = `Layer ${place + 1}`;
  /** @type {HTMLInputElement} */
  const input = find(element, "input");
  const refusal = find(element, ".refusal");
  let units = 1;
  find(element, ".field-name").textContent = label;
  input.id = id;
  input.ariaLabel = `${label}, units`;
  refusal.id = `${id}-refusal`;
  input.setAttribute("aria-describedby", refusal.id);
  const field = numberField(
    input,
    refusal,
    { label: "units", minimum: 1, maximum: most, integer: true },
    onUnits,
    (notches) => onUnits(units + notches),
  );
  const fewer = pressed(element, ".fewer", `${label}: one unit fewer`, () => onUnits(units - 1));
  const more = pressed(element, ".more", `${label}: one unit more`, () => onUnits(units + 1));
  const remove = pressed(element, ".remove", `Remove layer ${place + 1}`, onRemove);
  return {
    element,
    remove,
    /** @param {number} next */
    show(next) {
      units = next;
      field.show(next);
      // Not disabled: a press that reaches the end must not lose the focus.
      fewer.ariaDisabled = String(next <= 1);
      more.ariaDisabled = String(next >= most);
    },
    refuse: field.refuse,
  };
}

/** @param {HTMLElement} element @param {string} selector @param {string} name @param {() => void} act */
function pressed(element, selector, name, act) {
  /** @type {HTMLButtonElement} */
  const button = find(element, selector);
  button.ariaLabel = name;
  button.title = name;
  button.addEventListener("click", act);
  return button;
}
