// A racer's look: colour, dash and marker, the same in every plot, card, row and picture.
// Colours are Okabe and Ito's hues, tuned per theme to stand out from the contours; dash and
// marker tell racers apart without colour.

export const LOOKS = 64;

const LIGHT = ["#0060a8", "#c24e00", "#00775a", "#a3347a", "#8a6200", "#1f7fb5", "#5b4bb0", "#3d3d3d"];
const DARK = ["#5cb8ff", "#ff9a4d", "#2fd6a8", "#f08fc9", "#f2d048", "#9bdcff", "#b9acff", "#e4e4e4"];
const DASHES = [[], [8, 4], [2, 3], [10, 3, 2, 3], [14, 5], [5, 3], [12, 3, 2, 3, 2, 3], [3, 6]];
const MARKERS = ["circle", "square", "diamond", "triangle", "cross", "star", "hexagon", "pentagon"];

/** @typedef {{ color: string, dash: number[], marker: string }} Look */

/**
 * The look of a number, 0 to LOOKS - 1. From the ninth on, hues return with another dash and marker.
 *
 * @param {number} number
 * @param {boolean} dark
 * @returns {Look}
 */
export function look(number, dark) {
  const round = Math.floor(number / 8);
  return {
    color: (dark ? DARK : LIGHT)[number % 8],
    dash: DASHES[(number + round) % 8],
    marker: MARKERS[(number + 3 * round) % 8],
  };
}

/** Whether the page is dark now. */
export function isDark() {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === "light" || chosen === "dark") return chosen === "dark";
  return matchMedia("(prefers-color-scheme: dark)").matches;
}

/**
 * A marker's outline as an SVG path around the origin, about 2 × `radius` wide.
 *
 * @param {string} marker
 * @param {number} radius
 */
export function markerPath(marker, radius) {
  const polygon = (/** @type {number} */ corners, turn = -Math.PI / 2, inner = 1) => {
    const count = inner === 1 ? corners : 2 * corners;
    const points = Array.from({ length: count }, (_, corner) => {
      const angle = turn + (2 * Math.PI * corner) / count;
      const reach = radius * (inner !== 1 && corner % 2 ? inner : 1);
      return `${(reach * Math.cos(angle)).toFixed(2)},${(reach * Math.sin(angle)).toFixed(2)}`;
    });
    return `M${points.join("L")}Z`;
  };
  const third = radius * 0.36;
  switch (marker) {
    case "square":
      return polygon(4, Math.PI / 4);
    case "diamond":
      return polygon(4);
    case "triangle":
      return polygon(3);
    case "star":
      return polygon(5, -Math.PI / 2, 0.42);
    case "hexagon":
      return polygon(6);
    case "pentagon":
      return polygon(5);
    case "cross":
      return (
        `M${-third},${-radius}H${third}V${-third}H${radius}V${third}H${third}V${radius}` +
        `H${-third}V${third}H${-radius}V${-third}H${-third}Z`
      );
    default:
      return `M${-radius},0A${radius},${radius} 0 1 0 ${radius},0A${radius},${radius} 0 1 0 ${-radius},0Z`;
  }
}
