// What one racer has of the network for itself, in its card.

import { showOptions } from "../../controls/select.js";
import { copyOf, find } from "../../lib/dom.js";
import { withOverrides } from "../../spec/network.js";
import { networkField } from "./fields.js";

/** @import { App, Data, NetworkMenus, NetworkSetup, Overridable, Racer } from "../../types.js" */
/** @import { Field } from "./fields.js" */

/** @type {{ name: keyof Overridable, label: string }[]} */
const OWN = [
  { name: "batch_size", label: "batch size" },
  { name: "hidden", label: "hidden layers" },
  { name: "activation", label: "activation" },
  { name: "initializer", label: "initializer" },
  { name: "scale", label: "weight scale" },
  { name: "l2", label: "L2 penalty" },
  { name: "l1", label: "L1 penalty" },
  { name: "dropout", label: "dropout" },
];

/** @param {App} app @param {NetworkMenus} menus */
export function mountOwnSettings(app, menus) {
  const { spec, data, refusals } = app;
  /** @type {Map<string, ReturnType<typeof ownSettings>>} */
  const all = new Map();
  const show = () => {
    const { kind, racers, network } = spec.get();
    if (kind !== "network") return;
    const ids = racers.map(({ id }) => id);
    for (const id of all.keys()) if (!ids.includes(id)) all.delete(id);
    for (const racer of racers) {
      const details = document.getElementById(`racer-${racer.id}-details`);
      if (!details) continue;
      const own = all.get(racer.id) ?? ownSettings(app, menus, racer.id);
      if (!all.has(racer.id)) details.append(own.element);
      all.set(racer.id, own);
      own.show(racer, network, data.get());
    }
  };
  const refuse = () => {
    for (const [id, own] of all) own.refuse((path) => refusals.get().get(`racers.${id}.overrides.${path}`) ?? null);
  };
  spec.subscribe(show);
  data.subscribe(show);
  refusals.subscribe(refuse);
  show();
  refuse();
}

/** @param {App} app @param {NetworkMenus} menus @param {string} id  of the racer */
function ownSettings({ spec }, menus, id) {
  const element = copyOf("own-template");
  const list = find(element, ".own-fields");
  /** @type {HTMLSelectElement} */
  const select = find(element, "select");
  /** @type {HTMLButtonElement} */
  const add = find(element, ".own-add");
  /** @type {Map<keyof Overridable, { field: Field, item: HTMLElement }>} */
  const made = new Map();
  let drawn = /** @type {unknown[]} */ ([]);
  select.id = `racer-${id}-own`;
  find(element, "label").setAttribute("for", select.id);

  const now = () => spec.get().racers.find((racer) => racer.id === id)?.overrides ?? {};
  const edit = (/** @type {Partial<Overridable>} */ parts) =>
    spec.set(withOverrides(spec.get(), id, { ...now(), ...parts }));
  add.addEventListener("click", () => {
    const name = /** @type {keyof Overridable} */ (select.value);
    edit({ [name]: spec.get().network[name] });
    const first = made.get(name);
    if (first) find(first.item, "input, select").focus();
  });
  const remove = (/** @type {keyof Overridable} */ name) => {
    const { [name]: _, ...rest } = now();
    spec.set(withOverrides(spec.get(), id, rest));
    select.focus();
  };
  const make = (/** @type {keyof Overridable} */ name, /** @type {string} */ label) => {
    const field = networkField(name, `racer-${id}-own-${name}`, menus, edit);
    const item = copyOf("own-field-template");
    const button = find(item, "button");
    button.ariaLabel = `${label}: as in the network again`;
    button.title = button.ariaLabel;
    button.addEventListener("click", () => remove(name));
    if (name === "hidden") {
      const head = document.createElement("span");
      head.textContent = "Hidden layers";
      item.prepend(head);
      item.append(field.element);
      field.element.classList.add("below");
    } else item.prepend(field.element);
    return { field, item };
  };

  return {
    element,
    /** @param {Racer} racer @param {NetworkSetup} network @param {Data | null} data */
    show(racer, network, data) {
      const wanted = [racer.overrides, network, data];
      if (drawn.length && wanted.every((part, place) => part === drawn[place])) return;
      drawn = wanted;
      const own = racer.overrides ?? {};
      for (const { name, label } of OWN) {
        if (name in own && !made.has(name)) made.set(name, make(name, label));
        if (!(name in own) && made.has(name)) {
          made.get(name)?.item.remove();
          made.delete(name);
        }
        const here = made.get(name);
        if (!here) continue;
        if (!here.item.isConnected) list.append(here.item);
        here.field.show({ ...network, ...own }, data);
      }
      const free = OWN.filter(({ name }) => !(name in own));
      showOptions(select, free, free.some(({ name }) => name === select.value) ? select.value : (free[0]?.name ?? ""));
      add.disabled = select.disabled = free.length === 0;
    },
    /** @param {(path: string) => string | null} of */
    refuse(of) {
      for (const [name, { field }] of made) field.refuse((path) => (path === name ? of(path) : null));
    },
  };
}
