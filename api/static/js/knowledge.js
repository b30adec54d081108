// The form for a card of one's own.

import { call, text } from "./api.js";
import { announce, composing } from "./frame.js";

const form = document.getElementById("card-form"), problem = document.getElementById("card-problem");

const lines = (words) => words.split("\n").map((line) => line.trim()).filter(Boolean);

/** What is written in one language. */
function words(fieldset) {
  const fields = [...fieldset.querySelectorAll("input, textarea")];
  return Object.fromEntries(fields.map((field) => [field.name, "lines" in field.dataset ? lines(field.value) : field.value.trim()]));
}

function card() {
  const made = { source: form.elements.source.value.trim(), situations: [...form.querySelectorAll("[name=situations]:checked")].map((box) => box.value) };
  for (const fieldset of form.querySelectorAll("[data-language]")) made[fieldset.dataset.language] = words(fieldset);
  return made;
}

/** Says why, and marks the fields in the first language. */
function refused(fault) {
  const names = new Set((fault.errors ?? []).map((error) => error.field.split(".").pop()));
  const shown = [...names].map((name) => text(name)).filter(Boolean);
  problem.textContent = shown.length ? text("missing", { what: shown.join(" / ") }) : fault.message;
  problem.hidden = false;
  for (const field of form.querySelectorAll("input, textarea")) field.toggleAttribute("aria-invalid", false);
  const first = form.querySelector("[data-language]");
  for (const name of names) first.querySelector(`[name="${CSS.escape(name)}"]`)?.setAttribute("aria-invalid", "true");
  (first.querySelector("[aria-invalid]") ?? problem).focus();
  announce(problem.textContent);
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = form.querySelector("[type=submit]");
  button.disabled = true;
  problem.hidden = true;
  try {
    location.href = (await call("POST", "/api/knowledge/principles", card())).address;
  } catch (fault) {
    refused(fault);
    button.disabled = false;
  }
});

form.addEventListener("keydown", (event) => {
  if (composing(event) || event.key !== "Enter") return;
  if (event.ctrlKey || event.metaKey) form.requestSubmit();
  // Enter in a line of its own is no wish to send half a card.
  else if (event.target.tagName === "INPUT") event.preventDefault();
});
