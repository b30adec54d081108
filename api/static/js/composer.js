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
// The accounts for which something is on its way to the server.
const busy = new Set();

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
    // What was written before any account was open is for the first one.
    const before = of ? "" : area.value, kept = sessionStorage.getItem(`written:${account}`) ?? "";
    of = account;
    put(before && kept && before !== kept ? `${kept}\n${before}` : before || kept);
    tell("");
    rest();
  }
  area.rows = more ? 1 : 2;
  grow();
  area.placeholder = text(more ? "place-more" : "place-first");
  document.querySelector("#send span").textContent = text(more ? "send-more" : "send-first");
}

/** One thing at a time for each account. */
function rest() {
  if (busy.has(of)) form.setAttribute("aria-busy", "true");
  else form.removeAttribute("aria-busy");
  for (const button of form.querySelectorAll("#send, [data-moment]")) button.disabled = busy.has(of);
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
  async function give(said) {
    const mine = of;
    if (!mine) return tell(text("choose-first"));
    if (busy.has(mine)) return;
    busy.add(mine);
    rest();
    tell("");
    try {
      await send(said);
      // Other words may be in the box by now, and another account may be open with words of its own.
      if (said.as) return;
      if (mine === of && area.value === said.text) put("");
      else if (mine !== of && sessionStorage.getItem(`written:${mine}`) === said.text) sessionStorage.removeItem(`written:${mine}`);
    } catch (refusal) {
      if (mine === of) tell(refusal.message);
    } finally {
      busy.delete(mine);
      rest();
    }
  }
  const submit = () => area.value.trim() ? give({ text: area.value }) : focus();
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
    button.addEventListener("click", () => give({ text: button.dataset.moment, as: "moment" }));
  }
}
