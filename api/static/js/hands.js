// What one can do with a draft by hand: answer, copy, open as a mail, compare, have it said another way.

import { announce, composing } from "./frame.js";
import { get, post, text } from "./api.js";
import { copy, openMail } from "./mailing.js";
import { drawer } from "./panes.js";
import { showVersions } from "./versions.js";

async function copied(card, button) {
  const label = button.querySelector("span");
  if (await copy(card.draft.body)) {
    label.dataset.words ??= label.textContent;
    label.textContent = text("copied");
    announce(text("said-copied"));
    setTimeout(() => { label.textContent = label.dataset.words; }, 2_000);
  } else {
    getSelection().selectAllChildren(card.at(".letter"));
    card.tell(text("no-copy"));
  }
}

async function mailed(card) {
  const { subject, body } = card.draft;
  const asked = await get(`/api/drafts/${card.id}/asked`).catch(() => null);
  card.tell(await openMail({ to: asked?.to?.email, subject, body }));
}

async function compared(card) {
  const holder = card.at(".comparison");
  if (!holder.hidden) return card.fold();
  const restore = ({ subject, body }) => { card.fold(); card.revise({ subject, body }); };
  try {
    await showVersions(holder, card.id, restore);
    card.at(".history").setAttribute("aria-expanded", "true");
    holder.hidden = false;
    holder.scrollIntoView({ block: "nearest" });
  } catch (problem) {
    card.tell(problem.message);
  }
}

/** Goes to what has to be done next: a question to answer, or the first finding that blocks. */
function next(card) {
  const target = card.at(".asks:not([hidden]) input") ?? card.at("mark.finding[data-severity=block]") ?? card.at("mark.finding");
  if (!target) return drawer(true);
  target.scrollIntoView({ block: "center" });
  target.focus({ preventScroll: true });
}

function answered(card, event) {
  event.preventDefault();
  const answers = Object.fromEntries([...new FormData(event.target)].filter(([, answer]) => answer.trim()));
  if (Object.keys(answers).length) card.revise({ answers });
  else event.target.querySelector("input").focus();
}

/** Joins a draft's buttons and fields to what they do. */
export function wire(card) {
  const { element, around } = card;
  const press = (selector, act) => card.at(selector).addEventListener("click", (event) => act(event.currentTarget));
  element.addEventListener("focusin", () => around.activate(card));
  element.addEventListener("pointerdown", () => around.activate(card));
  press(".badge", () => next(card));
  press(".stop", () => post(`/api/drafts/${card.id}/stop`).catch((problem) => card.tell(problem.message)));
  press(".copy", (button) => copied(card, button));
  press(".mailto", () => mailed(card));
  press(".edit", () => card.editor.open());
  press(".history", () => compared(card));
  for (const pill of element.querySelectorAll("[data-refine]")) pill.addEventListener("click", () => around.instruct(card, text(`do-${pill.dataset.refine}`)));
  for (const option of element.querySelectorAll(".situation option")) option.textContent = text(`situation-${option.value}`);
  card.at(".situation select").addEventListener("change", (event) => {
    around.retake(card, event.target.value);
    event.target.value = card.draft.situation;
  });
  // An input method's Enter chooses words; it does not send the form.
  card.at(".asks").addEventListener("keydown", (event) => { if (event.key === "Enter" && composing(event)) event.preventDefault(); });
  card.at(".asks").addEventListener("submit", (event) => answered(card, event));
}
