// The box below the conversation: a customer's message, a wish for the draft, a question, or an occasion of ours.

import { composing } from "./frame.js";
import { text } from "./api.js";
import { toReview } from "./review-way.js";

const form = document.getElementById("composer");
const area = document.getElementById("composer-text");
const problem = document.getElementById("composer-problem");
// What is written but not sent stays with its account until the tab is closed.
const keep = (words) => { if (of) sessionStorage.setItem(`written:${of}`, words); };
let of = null;

/** Says in the box why something could not be done; "" takes it away. */
export function tell(words) {
  problem.textContent = words;
  problem.hidden = !words;
}

export const focus = () => area.focus();

/** Puts words into the box. */
export function put(words) {
  area.value = words;
  keep(words);
  grow();
}

/** Puts a message back that nothing has come of, unless something else is written meanwhile. */
export function putBack(words) {
  if (!area.value.trim()) put(words);
}

/** The box is for this account from now on; `more` is true where a draft is there already. */
export function belongsTo(account, more) {
  if (of !== account) {
    of = account;
    put(sessionStorage.getItem(`written:${account}`) ?? "");
    tell("");
  }
  area.rows = more ? 1 : 2;
  grow();
  area.placeholder = text(more ? "place-more" : "place-first");
  document.querySelector("#send span").textContent = text(more ? "send-more" : "send-first");
}

function grow() {
  area.style.height = "auto";
  area.style.height = `${Math.min(area.scrollHeight + 2, innerHeight * 0.4)}px`;
}

/**
 * Joins the box to what is done with it.
 * @param {(said: {text: string, as?: string}) => Promise<void>} send rejects with a Problem, and then the words stay.
 */
export function listen(send) {
  let busy = false;
  async function give(said, button) {
    if (busy) return;
    const mine = of;
    busy = true;
    form.setAttribute("aria-busy", "true");
    if (button) button.disabled = true;
    tell("");
    try {
      await send(said);
      // Another account may be open by now, with words of its own in the box.
      if (!said.as && mine === of) put("");
      else if (!said.as) sessionStorage.removeItem(`written:${mine}`);
    } catch (refusal) {
      if (mine === of) tell(refusal.message);
    } finally {
      busy = false;
      form.removeAttribute("aria-busy");
      if (button) button.disabled = false;
    }
  }
  const submit = () => area.value.trim() ? give({ text: area.value }, document.getElementById("send")) : focus();
  form.addEventListener("submit", (event) => { event.preventDefault(); submit(); });
  area.addEventListener("input", () => { keep(area.value); grow(); tell(""); });
  area.addEventListener("keydown", (event) => {
    if (composing(event) || event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    submit();
  });
  document.getElementById("red-pen").addEventListener("click", () => {
    if (of) toReview({ account: of, draft: document.querySelector(".draft[data-active]")?.dataset.draft, words: area.value });
  });
  for (const button of document.querySelectorAll("[data-moment]")) {
    button.addEventListener("click", () => give({ text: button.dataset.moment, as: "moment" }, button));
  }
}
