import { slider } from "./slider.js";

/** @import { NumberInfo } from "../types.js" */
/** @import { Slider, SliderState } from "./slider.js" */

/**
 * The sliders of a list of numbers, made anew only when the list is another one.
 *
 * @param {HTMLElement} place
 * @param {string} prefix of ids
 * @param {(name: string, value: number) => void} onValue
 */
export function sliders(place, prefix, onValue) {
  /** @type {Map<string, Slider>} */
  let made = new Map();
  let key = "";

  return {
    /**
     * @param {string} kind names the list: the same kind has the same numbers
     * @param {NumberInfo[]} numbers
     * @param {(number: NumberInfo) => SliderState} state
     */
    show(kind, numbers, state) {
      if (kind !== key) {
        key = kind;
        made = new Map(
          numbers.map((number) => [
            number.name,
            slider(`${prefix}-${number.name}`, number, (value) => onValue(number.name, value)),
          ]),
        );
        place.replaceChildren(...[...made.values()].map(({ element }) => element));
      }
      for (const number of numbers) made.get(number.name)?.show(state(number));
    },
    /** @param {(name: string) => string | null} sentence */
    refuse(sentence) {
      for (const [name, one] of made) one.refuse(sentence(name));
    },
  };
}
