// An account chosen by its name: a field with a list below it, found by the server, which folds kana, width and case.

import { composing } from "./frame.js";
import { element, get, settled } from "./api.js";

const MOST = 8;
const field = document.getElementById("account");
const list = document.getElementById("account-options");
let account = field.dataset.account ? { id: field.dataset.account, name: field.value, language: field.dataset.language } : null;
let asking = null, found = [], marked = -1, told = () => {};

/** The account that is chosen, null where none is. */
export const chosen = () => account;

export const focusPicker = () => field.focus();

/** Has `act` told of each choice. */
export function picked(act) {
  told = act;
}

/** Shows an account as chosen without telling of it. */
export function choose(next) {
  account = next;
  field.value = next?.name ?? "";
}

function mark(number) {
  marked = number;
  [...list.children].forEach((option, n) => option.setAttribute("aria-selected", String(n === number)));
  if (number < 0) field.removeAttribute("aria-activedescendant");
  else field.setAttribute("aria-activedescendant", list.children[number].id);
  list.children[number]?.scrollIntoView({ block: "nearest" });
}

const note = (name, shown) => { document.getElementById(`account-${name}`).hidden = !shown; };

function shut() {
  asking?.abort();
  note("unknown", false);
  list.hidden = true;
  field.setAttribute("aria-expanded", "false");
  mark(-1);
}

function take(next) {
  choose(next);
  shut();
  told(next);
}

async function open() {
  asking?.abort();
  const mine = asking = new AbortController();
  const query = field.value === account?.name ? "" : field.value.trim();
  const wanted = new URLSearchParams({ query, limit: MOST });
  const listed = await get(`/api/overview?${wanted}`, mine.signal).catch(() => null);
  if (!listed || mine.signal.aborted || document.activeElement !== field) return;
  found = listed.accounts;
  list.replaceChildren(...found.map((one, n) => {
    const option = element("li", "", one.name);
    option.id = `account-option-${n}`;
    option.setAttribute("role", "option");
    return option;
  }));
  list.hidden = !found.length;
  note("unknown", !found.length && query);
  note("none", !found.length && !query);
  field.setAttribute("aria-expanded", String(found.length > 0));
  mark(query && found.length ? 0 : -1);
}

// A name may be chosen before the pause is over.
const look = settled(() => { if (field.value !== account?.name) open(); }, 150);
field.addEventListener("focus", () => { field.select(); open(); });
if (document.activeElement === field) open();
field.addEventListener("input", (event) => { if (!event.isComposing) look(); });
field.addEventListener("compositionend", look);
field.addEventListener("blur", () => { shut(); field.value = account?.name ?? ""; });
// Before the blur that a press would bring.
list.addEventListener("pointerdown", (event) => event.preventDefault());
list.addEventListener("click", (event) => {
  const number = [...list.children].indexOf(event.target.closest("li"));
  if (number >= 0) take(found[number]);
});
field.addEventListener("keydown", (event) => {
  if (composing(event)) return;
  const last = list.children.length - 1;
  if (event.key === "ArrowDown" && list.hidden) open();
  else if (event.key === "ArrowDown") mark(Math.min(marked + 1, last));
  else if (event.key === "ArrowUp" && !list.hidden) mark(Math.max(marked - 1, 0));
  else if (event.key === "Enter" && !list.hidden && marked >= 0) take(found[marked]);
  else if (event.key === "Escape" && !list.hidden) shut();
  else if (event.key !== "Enter") return;
  event.preventDefault();
});
