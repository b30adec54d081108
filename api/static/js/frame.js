// What every page does: theme, the screen to share, the keys, one status line.

const root = document.documentElement;
const status = document.getElementById("status");
const dialog = document.getElementById("keys-dialog");

/** True while an input method composes: its keys are not for us. */
export const composing = (event) => event.isComposing || event.keyCode === 229;

/** True where the reader is writing, so that a letter is a letter and no command. */
export const writing = (target) => target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** Tells a screen reader (and only it) what has happened. */
export function announce(text) {
  status.textContent = "";
  requestAnimationFrame(() => { status.textContent = text; });
}

/** Text folded for searching: width, case and kana. */
export const folded = (text) => text.normalize("NFKC").toLowerCase().replace(/[\u30a1-\u30f6]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0x60));

/** Remembers a choice for the next page. */
const remember = (values) => fetch("/choices", { method: "POST", redirect: "manual", body: new URLSearchParams(values) });

const dark = () => (root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";

document.getElementById("theme").addEventListener("click", () => {
  root.dataset.theme = dark() ? "light" : "dark";
  remember({ theme: root.dataset.theme });
});

function share(on) {
  root.toggleAttribute("data-sharing", on);
  document.getElementById("share").setAttribute("aria-pressed", String(on));
  document.getElementById("sharing-note").hidden = !on;
  sessionStorage.setItem("sharing", on ? "1" : "");
}
document.getElementById("share").addEventListener("click", () => share(!root.hasAttribute("data-sharing")));
share(sessionStorage.getItem("sharing") === "1");

document.getElementById("keys").addEventListener("click", () => dialog.showModal());

document.addEventListener("keydown", (event) => {
  if (composing(event) || writing(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "?") dialog.showModal();
  else if (event.key === "H" && event.shiftKey) share(!root.hasAttribute("data-sharing"));
  else if (event.key === "/") {
    const search = document.querySelector("[data-search]");
    if (!search) return;
    search.focus();
  } else return;
  event.preventDefault();
});

// On a phone the bar is wider than the screen: the page one is on stands in it.
// (By hand: after scrollIntoView the first Tab would begin there, and not at the link past all this.)
const here = document.querySelector(".bar [aria-current]");
if (here) here.parentElement.scrollLeft += here.getBoundingClientRect().left - here.parentElement.getBoundingClientRect().left - 24;
