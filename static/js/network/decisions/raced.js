// What the networks of a look were set up as, which the spec on show may have left behind.

/** @import { App, Choice, Data, Look, NetworkSetup, Spec } from "../../types.js" */

/**
 * @typedef {object} Setup
 * @property {NetworkSetup} network
 * @property {Map<string, Choice>} activations  of each racer
 * @property {string} data  tells data sets apart
 */

const KEPT = 4; // races

/**
 * Remembers how each race was set up when the server began it.
 *
 * @param {Pick<App, "spec" | "data" | "trainer">} app
 */
export function raced({ spec, data, trainer }) {
  /** @type {Map<number, Setup>} */
  const setups = new Map();
  let shown = dataOf(spec.get());

  const remember = () => {
    const training = trainer.current.get();
    if (!training || setups.has(training.number)) return;
    setups.set(training.number, setupOf(spec.get()));
    for (const old of setups.keys()) if (setups.size > KEPT) setups.delete(old);
  };
  trainer.current.subscribe(remember);
  data.subscribe(() => (shown = dataOf(spec.get())));
  remember();

  /**
   * How the networks of a look were set up; null where they belong to other data than are shown.
   *
   * @param {Look} look
   * @param {Data} known
   */
  return (look, known) => {
    const setup = setups.get(look.race);
    if (!setup || setup.data !== shown) return null;
    const [first] = look.runs.values();
    return first && first.sizes[0] === known.plane.origin.length ? setup : null;
  };
}

/** @param {Spec} spec @returns {Setup} */
function setupOf(spec) {
  const { network, racers } = spec;
  const activations = new Map(racers.map(({ id, overrides }) => [id, overrides?.activation ?? network.activation]));
  return { network, activations, data: dataOf(spec) };
}

/** @param {Spec} spec */
const dataOf = ({ network: { dataset, test_fraction }, seed }) => JSON.stringify([dataset, test_fraction, seed]);
