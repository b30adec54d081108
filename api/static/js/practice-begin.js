// Where a practice begins, and where old ones are thrown away.

import { focusOnce, renew } from "./anew.js";
import { announce } from "./frame.js";
import { call, post, text } from "./api.js";
import { chosen, focusPicker, picked } from "./picker.js";

const form = document.getElementById("begin");
const problem = document.getElementById("begin-problem");

function tell(words) {
  problem.textContent = words;
  problem.hidden = !words;
}

// The practice is in the account's language unless another one is chosen.
picked(({ language }) => {
  tell("");
  for (const radio of form.querySelectorAll("[name=language]")) if (language) radio.checked = radio.value === language;
});

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const account = chosen(), button = form.querySelector(".button-main");
  if (!account) { tell(text("choose")); return focusPicker(); }
  const { persona, language } = Object.fromEntries(new FormData(form));
  button.disabled = true;
  tell("");
  try {
    const { id } = await post("/api/practices", { account: account.id, persona, language });
    location.assign(`/practice/${id}`);
  } catch (refusal) {
    tell(refusal.message);
    button.disabled = false;
  }
});
// Back from a practice by the browser's own button.
addEventListener("pageshow", () => { form.querySelector(".button-main").disabled = false; });

const kept = document.getElementById("kept");
kept.addEventListener("click", async (event) => {
  const one = event.target.closest("[data-delete]"), all = event.target.closest("#delete-all");
  if (!(one || all) || !confirm(text(all ? "sure-all" : "sure"))) return;
  const button = one ?? all, place = [...kept.querySelectorAll("[data-delete]")].indexOf(one);
  button.disabled = true;
  tell("");
  try {
    await call("DELETE", all ? "/api/practices" : `/api/practices/${one.dataset.delete}`);
    // The plots are the server's, and they have changed with it.
    await renew("#kept");
    const rows = kept.querySelectorAll("[data-delete]");
    focusOnce(rows[Math.min(place, rows.length - 1)] ?? document.getElementById("past-title") ?? document.querySelector("h1"));
    announce(text("deleted"));
  } catch (refusal) {
    button.disabled = false;
    tell(refusal.message);
    problem.scrollIntoView({ block: "center" });
  }
});
