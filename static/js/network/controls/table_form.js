// A table as CSV: pasted, dropped or chosen; what it is read as, and which columns are learned from.

import { byId, find } from "../../lib/dom.js";
import { ask } from "../../lib/ask.js";
import { GUESSED, inputsOf, ownTable, readInWords, targetOf, usable, withInput, withTarget } from "./columns.js";
import { bytesOf, takeLargeTexts } from "./large_text.js";
import { grouped } from "./numbers.js";
import { say } from "./say.js";

/** @import { Data, NetworkMenus, OwnTable } from "../../types.js" */
/** @import { Columns, TableRead } from "./columns.js" */

/** @typedef {NetworkMenus["limits"] & { csv_rows: [number, number], csv_columns: number, classes: number }} TableLimits */

const NOTHING = { answer: null, refusal: null };
const QUIET = 250; // ms without typing until the text is read

/**
 * @param {TableLimits} limits
 * @param {() => void} onEdit
 * @param {(own: OwnTable) => ReturnType<typeof ask>} check  what would be learned from it
 */
export function tableForm(limits, onEdit, check) {
  const text = /** @type {HTMLTextAreaElement} */ (byId("own-csv"));
  const file = /** @type {HTMLInputElement} */ (byId("own-chosen"));
  const body = find(byId("own-columns"), "tbody");
  let read = /** @type {TableRead | null} */ (null);
  let readText = "";
  let chosen = GUESSED;
  let reading = 0;
  let checking = 0;
  let timer = 0;

  byId("own-limits").textContent = limitsInWords(limits);
  const refuse = (/** @type {string} */ sentence) => {
    say("own-csv-refusal", sentence);
    if (sentence) text.setAttribute("aria-invalid", "true");
    else text.removeAttribute("aria-invalid");
  };
  const tooLong = (/** @type {string} */ what, /** @type {number} */ bytes) =>
    `${what} has ${kibibytes(bytes)}; at most ${kibibytes(limits.csv_bytes)} are taken.`;
  const own = () => ownTable(text.value, text.value === readText ? read : null, chosen);
  const look = async () => {
    const number = ++reading;
    const csv = text.value;
    const bytes = bytesOf(csv);
    onEdit();
    if (bytes > limits.csv_bytes) return refuse(tooLong("The text", bytes));
    const { answer, refusal } = csv.trim() ? await ask("api/table", { csv }) : NOTHING;
    if (number !== reading) return;
    [read, readText] = [answer, csv];
    if (read && !(chosen.inputs ?? []).every((name) => read?.columns.some((column) => column.name === name))) {
      chosen = GUESSED; // it is another table
    }
    refuse(refusal ?? "");
    draw();
    await tell();
  };
  const tell = async () => {
    const number = ++checking;
    if (!read) return;
    const { answer, refusal } = await check(own());
    if (number !== checking) return;
    const place = byId("own-columns-words");
    place.textContent = refusal ?? learntInWords(answer);
    place.className = refusal ? "refusal" : "summary";
  };
  const choose = (/** @type {Columns} */ next) => {
    chosen = next;
    onEdit();
    mark();
    void tell();
  };
  const draw = () => {
    byId("own-columns").hidden = !read;
    if (!read) return;
    byId("own-columns-words").textContent = "";
    byId("own-read").textContent = readInWords(read);
    const { columns, preview } = read;
    body.replaceChildren(...columns.map((column, place) => row(column, preview.map((cells) => cells[place]), place)));
    mark();
  };
  /** What is chosen, in rows that are there. */
  const mark = () => {
    if (!read) return;
    const target = targetOf(read, chosen);
    const inputs = new Set(inputsOf(read, chosen));
    const free = new Set(usable(read, chosen));
    for (const [place, { name }] of read.columns.entries()) {
      const [input, aim] = body.children[place].querySelectorAll("input");
      input.checked = inputs.has(name);
      input.disabled = !free.has(name);
      aim.checked = name === target;
    }
  };
  const row = (
    /** @type {TableRead["columns"][number]} */ { name, kind, why },
    /** @type {string[]} */ cells,
    /** @type {number} */ place,
  ) => {
    const line = document.createElement("tr");
    const input = box("checkbox", `Learn from ${name}`);
    const aim = box("radio", `Predict ${name}`);
    aim.name = "own-target";
    aim.disabled = kind === "ignored";
    input.addEventListener("change", () => {
      if (read) choose(withInput(read, chosen, name, input.checked));
    });
    aim.addEventListener("change", () => choose(withTarget(chosen, name)));
    const head = document.createElement("th");
    head.scope = "row";
    head.textContent = name;
    head.id = `own-column-${place}`;
    line.append(cell(input), cell(aim), head, cell(kind, why), cell(cells.join(", ")));
    line.classList.toggle("ignored", kind === "ignored");
    return line;
  };
  const put = (/** @type {string} */ csv) => {
    text.value = csv;
    void look();
  };
  const readFile = async (/** @type {File} */ given) => {
    if (given.size > limits.csv_bytes) {
      ++reading; // what is being read is not wanted any more
      return refuse(tooLong(`“${given.name}”`, given.size));
    }
    chosen = GUESSED;
    put(await given.text());
  };

  takeLargeTexts(text, limits.csv_bytes, (bytes) => refuse(tooLong("With this, the text", bytes)));
  text.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(look, QUIET);
  });
  byId("own-file").addEventListener("click", () => file.click());
  file.addEventListener("change", () => {
    const [given] = file.files ?? [];
    if (given) void readFile(given);
    file.value = "";
  });

  return {
    read: readFile,
    own,
    /** @param {Extract<OwnTable, { csv: string }>} own */
    load({ csv, target, inputs }) {
      chosen = { target, inputs };
      put(csv);
    },
  };
}

/** @param {string} type @param {string} name */
function box(type, name) {
  const input = document.createElement("input");
  input.type = type;
  input.ariaLabel = name;
  return input;
}

/** @param {string | Node} content @param {string} [more] */
function cell(content, more) {
  const place = document.createElement("td");
  place.append(content);
  if (more) {
    const small = document.createElement("small");
    small.textContent = more;
    place.append(small);
  }
  return place;
}

/** @param {Data} data */
function learntInWords({ features, target, task, classes, rows }) {
  const inputs = features.length === 1 ? "One input" : `${features.length} inputs`;
  const aim = task === "classification" ? `${classes.length} classes` : "a number";
  return `${inputs} → ${target}, ${aim}: ${grouped(rows.train)} rows to learn from, ${grouped(rows.test)} to test.`;
}

/** @param {TableLimits} limits */
function limitsInWords({ csv_bytes, csv_rows: [fewest, most], csv_columns, classes }) {
  return (
    `${fewest} to ${grouped(most)} rows, at most ${csv_columns} columns and ${kibibytes(csv_bytes)}; ` +
    `a category has at most ${classes} values.`
  );
}

/** @param {number} bytes */
const kibibytes = (bytes) => `${grouped(Math.ceil(bytes / 1024))} KiB`;
