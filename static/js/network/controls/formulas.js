/** @import { PlainInfo } from "../../types.js" */

/** @type {Map<PlainInfo, string>} */
const held = new Map();

/**
 * The id of a template that holds an entry's formula, as `showFormula` wants it. The MathML is
 * the server's own.
 *
 * @param {PlainInfo} entry
 */
export function formulaFor(entry) {
  const known = held.get(entry);
  if (known) return known;
  const template = document.createElement("template");
  template.id = `network-formula-${held.size}`;
  const lines = entry.mathml.map((line) => `<div class="formula-line">${line}</div>`);
  template.innerHTML = `<div class="formula">${lines.join("")}</div>`;
  document.body.append(template);
  held.set(entry, template.id);
  return template.id;
}
