// Parts of the page as the server has them now, in the place of the old ones. Not a new page: what listens goes on
// listening, so no press is lost between two pages, and what is open, begun or written elsewhere stays.

let last = Promise.resolve();

function fetched() {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    // Read as a document by the browser: the page's policy lets no script turn a text into mark-up.
    request.responseType = "document";
    request.addEventListener("loadend", () => resolve(request.status === 200 ? request.response : null));
    request.open("GET", location.href);
    request.send();
  });
}

function put(old, fresh) {
  const opened = [...old.querySelectorAll("details")].map((one) => one.open), details = fresh.querySelectorAll("details");
  if (details.length === opened.length) details.forEach((one, n) => { one.open = opened[n]; });
  const chosen = old.value;
  Object.assign(old.dataset, fresh.dataset);
  old.replaceChildren(...fresh.childNodes);
  if (old.tagName === "SELECT" && [...old.options].some((option) => option.value === chosen)) old.value = chosen;
}

/**
 * Shows parts of the page anew. Several that are asked for at once follow each other, so that the newest stays.
 * @param {...string} parts selectors of what changes; what listens to them stands on them or above.
 */
export function renew(...parts) {
  last = last.then(async () => {
    const page = await fetched();
    const pairs = parts.map((part) => [document.querySelector(part), page?.querySelector(part)]);
    // What cannot be had this way is asked for as a page.
    if (pairs.some((pair) => !pair.every(Boolean))) return location.reload();
    for (const [old, fresh] of pairs) put(old, fresh);
  });
  return last;
}

/** Gives the focus to an element where what had it is gone. */
export function focusOnce(element) {
  if (!document.activeElement || document.activeElement === document.body) element.focus({ preventScroll: true });
}
