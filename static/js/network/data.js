// Fetches the data set on show as it is to be drawn.

import { datasetOf } from "../spec/request.js";

/** @import { App, Data, Spec, View } from "../types.js" */

const QUIET = 120; // ms without a change until it is fetched: a slider is still on its way

/** @param {App} app */
export function followData({ spec, view, data, connection }) {
  let wanted = "";
  let rows = ""; // which data set, whatever its numbers
  let timer = 0;
  const ask = async () => {
    const key = wanted;
    const found = await fetched(spec.get(), view.get());
    if (key !== wanted) return;
    if (found) data.set(found);
    else wanted = ""; // what is wrong with it is said where the race is asked for
  };
  const follow = () => {
    if (spec.get().kind !== "network") return;
    const key = keyOf(spec.get(), view.get());
    if (key === wanted) return;
    const other = rows !== (rows = rowsOf(spec.get()));
    if (other) data.set(null); // no points are shown under another data set's name
    wanted = key;
    clearTimeout(timer);
    timer = window.setTimeout(ask, data.get() ? QUIET : 0);
  };
  spec.subscribe(follow);
  view.subscribe(follow);
  connection.subscribe(follow); // what could not be fetched is tried again
  follow();
}

/** @type {{ own: unknown, count: number }} */
let table = { own: null, count: 0 };

/** Which data set it is: its name, or one's own table. @param {Spec} spec */
function rowsOf({ network: { dataset } }) {
  const { own, name } = dataset;
  if (own !== table.own) table = { own, count: table.count + 1 };
  return `${name} ${own ? table.count : ""}`;
}

/** What decides which rows there are and how they are seen. @param {Spec} spec @param {View} view */
function keyOf(spec, { features }) {
  const { network, seed } = spec;
  return JSON.stringify([rowsOf(spec), network.dataset.parameters, network.test_fraction, seed, features]);
}

/**
 * The data set of a spec; null where there is none such.
 *
 * @param {Spec} spec
 * @param {View} view
 * @returns {Promise<Data | null>}
 */
async function fetched({ network: { dataset, test_fraction }, seed }, { features }) {
  const body = JSON.stringify({ dataset: datasetOf(dataset), test_fraction, seed, features });
  const headers = { "Content-Type": "application/json" };
  try {
    const answer = await fetch("api/data", { method: "POST", headers, body });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}
