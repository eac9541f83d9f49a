// What this browser keeps between visits. Where it keeps nothing, everything still works.

/** @param {string} name @returns {string | null} */
export function remembered(name) {
  try {
    return localStorage.getItem(`descent-lab-${name}`);
  } catch {
    return null;
  }
}

/** @param {string} name @param {string} value */
export function remember(name, value) {
  try {
    localStorage.setItem(`descent-lab-${name}`, value);
  } catch {
    // Storage is blocked: the choice lasts as long as the page.
  }
}
