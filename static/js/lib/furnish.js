// Brings in parts of the page that are not there from the start: their places and their style.

/**
 * Put a part's HTML into the elements that it names.
 *
 * @param {string} part  of GET /parts/<part>
 */
export async function furnish(part) {
  const answer = await fetch(`parts/${part}`);
  if (!answer.ok) throw new Error(`the parts of the page were answered with ${answer.status}`);
  const parts = document.createElement("template");
  parts.innerHTML = await answer.text();
  for (const each of parts.content.querySelectorAll("template")) {
    const place = document.getElementById(each.dataset.place ?? "");
    place?.replaceChildren(document.importNode(each.content, true));
  }
}

/**
 * Add a style sheet, and wait until it is there.
 *
 * @param {string} sheet
 */
export function styled(sheet) {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = new URL(`../../css/${sheet}.css`, import.meta.url).href;
  document.head.append(link);
  return new Promise((done, fail) => {
    link.addEventListener("load", done);
    link.addEventListener("error", fail);
  });
}
