// What is learned, by which network, and how.

import { unfold } from "../../controls/unfold.js";
import { byId } from "../../lib/dom.js";
import { pretty } from "../../lib/number.js";
import { fittingLosses, lossFrom, lossOf } from "../../spec/loss.js";
import { withNetwork } from "../../spec/network.js";
import { choiceMenu } from "./choice.js";
import { datasetPart } from "./dataset.js";
import { drawnOverPart } from "./drawn_over.js";
import { takeDroppedFiles } from "./drop.js";
import { networkField } from "./fields.js";
import { mountOwnSettings } from "./own_settings.js";
import { say } from "./say.js";
import { shapeInWords } from "./shape.js";

/** @import { App, NetworkMenus, NetworkSetup, Overridable } from "../../types.js" */

/** @typedef {ReturnType<typeof import("./own_data.js").ownData>} OwnDialog */

/** @type {[string, (keyof Overridable)[]][]} */
const PLACES = [
  ["layers", ["hidden"]],
  ["activation", ["activation"]],
  ["batch", ["batch_size"]],
  ["beginning", ["initializer", "scale"]],
  ["penalties", ["l2", "l1", "dropout"]],
];

/** @param {App} app */
export function mountNetworkProblem(app) {
  const { catalog, spec, data, refusals } = app;
  const menus = /** @type {NetworkMenus} */ (catalog.networks);
  const edit = (/** @type {Partial<NetworkSetup>} */ parts) => spec.set(withNetwork(spec.get(), parts));
  const own = whenWanted(app, menus);
  const dataset = datasetPart(app, menus, () => void own((dialog) => dialog.open()));
  const drawn = drawnOverPart(app);
  const fields = PLACES.flatMap(([place, names]) =>
    names.map((name) => {
      const field = networkField(name, `network-${name}`, menus, edit);
      byId(place).append(field.element);
      return field;
    }),
  );
  const loss = choiceMenu("network-loss", "Loss", menus.losses, (chosen) => edit({ loss: lossFrom(chosen, task()) }));
  byId("beginning").append(loss.element);
  const open = {
    layers: unfold(byId("layers-toggle"), byId("layers")),
    beginning: unfold(byId("beginning-toggle"), byId("beginning")),
    penalties: unfold(byId("penalties-toggle"), byId("penalties")),
  };
  const known = () => (data.get()?.name === spec.get().network.dataset.name ? data.get() : null);
  const task = () => {
    const { name } = spec.get().network.dataset;
    return known()?.task ?? menus.datasets.find((entry) => entry.name === name)?.task ?? "classification";
  };
  let shown = /** @type {unknown[]} */ ([]);

  const show = () => {
    const { kind, network } = spec.get();
    const wanted = [kind, network, data.get()];
    if (kind !== "network" || wanted.every((part, place) => part === shown[place])) return;
    shown = wanted;
    dataset.show(network);
    drawn.show();
    for (const field of fields) field.show(network, known());
    loss.show(lossOf(network.loss, task()), fittingLosses(menus.losses, task()));
    byId("layers-words").textContent = shapeInWords(network.hidden, known());
    byId("beginning-words").textContent = beginningInWords(network, menus, lossOf(network.loss, task()).name);
    byId("penalties-words").textContent = penaltiesInWords(network);
  };
  const refuse = () => {
    const given = refusals.get();
    const said = new Set();
    const of = (/** @type {string} */ path) => {
      const sentence = given.get(`network.${path}`);
      if (sentence !== undefined) said.add(`network.${path}`);
      return sentence ?? null;
    };
    dataset.refuse(of);
    for (const field of fields) field.refuse(of);
    loss.refuse((path) => of(path === "" ? "loss" : `loss.${path}`));
    const rest = [...given].filter(([path]) => path.startsWith("network.") && !said.has(path));
    say("network-refusal", rest.map(([, words]) => words).join(" "));
    for (const [path] of given) openFor(path);
  };
  const openFor = (/** @type {string} */ path) => {
    if (/^network\.hidden/.test(path)) open.layers(true);
    if (/^network\.(initializer|scale|loss)/.test(path)) open.beginning(true);
    if (/^network\.(l1|l2|dropout)/.test(path)) open.penalties(true);
  };
  mountOwnSettings(app, menus);
  takeDroppedFiles(app, (file) => void own((dialog) => dialog.read(file)));
  byId("own-data").addEventListener("close", () => dataset.showChosen());
  spec.subscribe(show);
  data.subscribe(show);
  refusals.subscribe(refuse);
  show();
  refuse();
}

/**
 * The dialog for data of one's own, which is loaded when it is first wanted.
 *
 * @param {App} app
 * @param {NetworkMenus} menus
 */
function whenWanted(app, menus) {
  /** @type {Promise<OwnDialog> | null} */
  let dialog = null;
  return async (/** @type {(dialog: OwnDialog) => void} */ act) => {
    say("dataset-refusal", "");
    try {
      dialog ??= import("./own_data.js").then(({ ownData }) => ownData(app, menus));
      act(await dialog);
    } catch {
      dialog = null;
      say("dataset-refusal", "The form for your own data did not load. Try again.");
    }
  };
}

/** @param {NetworkSetup} network @param {NetworkMenus} menus @param {string} loss */
function beginningInWords({ initializer, scale }, { initializers, losses }, loss) {
  const label = (/** @type {{ name: string, label: string }[]} */ menu, /** @type {string} */ name) =>
    menu.find((entry) => entry.name === name)?.label ?? name;
  const times = scale === 1 ? "" : ` × ${pretty(scale)}`;
  return `${label(initializers, initializer.name)}${times} · ${label(losses, loss).toLowerCase()}`;
}

/** @param {NetworkSetup} network */
function penaltiesInWords({ l1, l2, dropout }) {
  /** @type {[string, number][]} */
  const all = [["L2", l2], ["L1", l1], ["dropout", dropout]];
  const set = all.filter(([, value]) => value !== 0).map(([name, value]) => `${name} ${pretty(value)}`);
  return set.length ? set.join(" · ") : "no L2, no L1, no dropout";
}
