// Labels that the glossary explains.

/** @type {Record<string, string>} */
const TERMS = {
  "learning rate": "learning-rate",
  momentum: "momentum",
  decay: "moments",
  "first-moment decay": "moments",
  "second-moment decay": "moments",
  stabilizer: "epsilon",
  "weight decay": "weight-decay",
  "gradient noise": "noise",
  steps: "step",
  "steps of warm-up": "warm-up",
  "condition number": "condition-number",
  "batch size": "mini-batch",
  "L1 penalty": "regularization",
  "L2 penalty": "regularization",
  dropout: "dropout",
  "share for testing": "parts",
  gradient: "gradient",
  "true gradient": "noise",
  "gradient with weight decay": "weight-decay",
  velocity: "velocity",
  "first moment": "moments",
  "second moment": "moments",
  "corrected first moment": "bias-correction",
  "corrected second moment": "bias-correction",
  "sum of squared gradients": "adaptive",
  "effective rate": "effective-rate",
};

/**
 * A label as it is shown: linked to its explanation where there is one. See terms/.
 *
 * @param {string} label
 * @returns {Node}
 */
export function termFor(label) {
  if (!(label in TERMS)) return document.createTextNode(label);
  const link = document.createElement("a");
  link.className = "term";
  link.href = `lessons#term-${TERMS[label]}`;
  link.textContent = label;
  link.title = ""; // no tooltip beside the explanation
  return link;
}
