// Which pane is to be seen: all three, the right one as a drawer, or one at a time on a phone.

const at = (id) => document.getElementById(id);
const side = at("side"), panes = at("panes");
const narrow = matchMedia("(max-width: 1100px)"), phone = matchMedia("(max-width: 720px)");

/** Shows one pane on a phone; elsewhere it has no effect that can be seen. */
export function pane(name) {
  panes.dataset.pane = name;
  for (const button of document.querySelectorAll("#switch button")) button.setAttribute("aria-pressed", String(button.dataset.to === name));
}

/** Opens or closes the right pane where there is no room to have it open always. */
export function drawer(open) {
  if (phone.matches) {
    if (open || panes.dataset.pane === "side") pane(open ? "side" : "conversation");
    return;
  }
  if (!narrow.matches || open === side.hasAttribute("data-open")) return;
  side.toggleAttribute("data-open", open);
  at("veil").hidden = !open;
  at("open-side").setAttribute("aria-expanded", String(open));
  (open ? at("close-side") : at("open-side")).focus();
}

function shut() {
  side.removeAttribute("data-open");
  at("veil").hidden = true;
  at("open-side").setAttribute("aria-expanded", "false");
}

narrow.addEventListener("change", shut);
phone.addEventListener("change", shut);
at("open-side").addEventListener("click", () => drawer(!side.hasAttribute("data-open")));
at("close-side").addEventListener("click", () => drawer(false));
at("veil").addEventListener("click", () => drawer(false));
document.addEventListener("keydown", (event) => { if (event.key === "Escape" && side.hasAttribute("data-open")) drawer(false); });
for (const button of document.querySelectorAll("#switch button")) button.addEventListener("click", () => pane(button.dataset.to));
