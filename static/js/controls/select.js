/**
 * Fill a <select> and keep it on one entry.
 *
 * @param {HTMLSelectElement} select
 * @param {{ name: string, label: string }[]} options
 * @param {string} chosen
 */
export function showOptions(select, options, chosen) {
  const names = options.map(({ name }) => name).join();
  if (select.dataset.options !== names) {
    select.dataset.options = names;
    select.replaceChildren(...options.map(({ name, label }) => new Option(label, name)));
  }
  if (select.value !== chosen) select.value = chosen;
}
