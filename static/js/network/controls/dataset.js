// What is learned: a data set of the menu or data of one's own, and how many rows test it.

import { combobox } from "../../controls/combobox.js";
import { showFormula } from "../../controls/formula.js";
import { slider } from "../../controls/slider.js";
import { sliders } from "../../controls/sliders.js";
import { unfold } from "../../controls/unfold.js";
import { byId } from "../../lib/dom.js";
import { pretty } from "../../lib/number.js";
import { withDataset, withNetwork, withNumber } from "../../spec/network.js";
import { formulaFor } from "./formulas.js";
import { grouped, networkNumbers } from "./numbers.js";
import { say } from "./say.js";

/** @import { App, Data, DatasetInfo, NetworkMenus, NetworkSetup } from "../../types.js" */

const OWN = {
  name: "own",
  label: "Your own data…",
  summary: "Points that you place, or a table of your own as CSV.",
  again: true, // chosen once more, it opens what there is
};

/**
 * @param {App} app
 * @param {NetworkMenus} menus
 * @param {() => void} onOwn  data of one's own are wanted, or to be edited
 */
export function datasetPart({ catalog, spec, data }, menus, onOwn) {
  const edit = (/** @type {Partial<NetworkSetup>} */ parts) => spec.set(withNetwork(spec.get(), parts));
  const menu = combobox(byId("dataset"), "dataset-name", [...menus.datasets, OWN], (name) => {
    if (name === OWN.name) onOwn();
    else spec.set(withDataset(catalog, spec.get(), name));
  });
  const parameters = sliders(byId("dataset-parameters"), "dataset", (name, value) => {
    const { own: _, ...chosen } = spec.get().network.dataset;
    edit({ dataset: withNumber(chosen, name, value) });
  });
  const fraction = slider("network-test-fraction", networkNumbers(menus.limits).test_fraction, (test_fraction) =>
    edit({ test_fraction }),
  );
  const open = unfold(byId("dataset-toggle"), byId("dataset-details"));
  byId("test-fraction").append(fraction.element);
  menu.input.setAttribute("aria-describedby", "dataset-summary dataset-refusal");
  byId("own-edit").addEventListener("click", onOwn);
  let shown = "";
  let refused = false;

  return {
    /** @param {NetworkSetup} setup */
    show({ dataset, test_fraction }) {
      const entry = menus.datasets.find(({ name }) => name === dataset.name) ?? null;
      const known = data.get()?.name === dataset.name ? data.get() : null;
      menu.show(dataset.name);
      if (shown !== dataset.name) {
        shown = dataset.name;
        byId("dataset-summary").textContent = entry?.summary ?? "";
        byId("dataset-summary").hidden = !entry;
        byId("dataset-formula").hidden = !entry;
        if (entry) showFormula(byId("dataset-formula"), formulaFor(entry));
      }
      parameters.show(dataset.name, entry?.parameters ?? [], ({ name, default: fallback }) => ({
        value: dataset.parameters[name] ?? fallback,
      }));
      fraction.show({ value: test_fraction });
      byId("own-row").hidden = !dataset.own;
      if (dataset.own) byId("own-words").textContent = ownInWords(dataset.own, known);
      byId("dataset-words").textContent = datasetInWords(entry, dataset.parameters, test_fraction, known);
    },
    /** @param {(path: string) => string | null} of */
    refuse(of) {
      const own = ["dataset", "dataset.name", "dataset.parameters", "dataset.csv", "dataset.target", "dataset.inputs", "dataset.points"];
      const sentences = own.map(of).filter((sentence) => sentence !== null);
      say("dataset-refusal", sentences.join(" "));
      const numbers = Object.fromEntries(
        (menus.datasets.find(({ name }) => name === spec.get().network.dataset.name)?.parameters ?? []).map(
          ({ name }) => [name, of(`dataset.parameters.${name}`)],
        ),
      );
      parameters.refuse((name) => numbers[name] ?? null);
      const share = of("test_fraction");
      fraction.refuse(share);
      const inside = share !== null || Object.values(numbers).some((sentence) => sentence !== null);
      if (inside && !refused) open(true);
      refused = inside;
    },
    /** Let the menu stand on what is learned now, after another wish was given up. */
    showChosen: () => menu.show(spec.get().network.dataset.name),
  };
}

/**
 * @param {DatasetInfo | null} entry
 * @param {Record<string, number>} parameters
 * @param {number} share
 * @param {Data | null} data
 */
function datasetInWords(entry, parameters, share, data) {
  const rows = data
    ? [`${grouped(data.rows.train)} train`, `${grouped(data.rows.test)} test`].join(" · ")
    : `${pretty(100 * share)} % for testing`;
  const numbers = (entry?.parameters ?? [])
    .filter(({ name }) => name !== "samples")
    .map(({ name, label, default: fallback }) => `${label}\u00a0${pretty(parameters[name] ?? fallback)}`);
  return [rows, ...numbers].join(" · ");
}

/** @param {NonNullable<NetworkSetup["dataset"]["own"]>} own @param {Data | null} data */
function ownInWords(own, data) {
  if ("points" in own) return `${grouped(own.points.length)} points that you placed`;
  if (!data) return "Your table";
  const inputs = data.features.length === 1 ? "one input" : `${data.features.length} inputs`;
  const aim = data.task === "classification" ? `${data.classes.length} classes` : "a number";
  return `${inputs} → ${data.target}, ${aim}`;
}
