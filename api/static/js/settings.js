// The settings page: the organisation is saved as a whole, and the model is asked whether it answers.

import { call, text } from "./api.js";
import { announce, composing } from "./frame.js";
import { changed, fieldOf, knownZone, oddDay, onto, read } from "./organisation.js";

const form = document.getElementById("organisation"), problem = document.getElementById("organisation-problem");
const state = document.getElementById("organisation-state"), save = form.querySelector("[type=submit]");
let before = read(form);
// An organisation that is not on record yet has nothing but what the form says.
let stored = null;

function refresh() {
  const paths = changed(before, read(form));
  save.disabled = !paths.length;
  state.textContent = paths.length ? text("unsaved") : "";
}

function refused(sentence, field) {
  problem.textContent = sentence;
  problem.hidden = false;
  field?.setAttribute("aria-invalid", "true");
  (field ?? problem).focus();
  announce(sentence);
}

/** A refusal with the fields called as the form calls them. */
function named(fault) {
  const label = (path) => fieldOf(form, path)?.closest("label, fieldset")?.querySelector("span, legend")?.firstChild.textContent.trim() ?? path;
  return fault.errors?.length ? fault.errors.map((error) => `${label(error.field)}: ${error.reason}`).join(" / ") : fault.message;
}

async function store() {
  const now = read(form), odd = oddDay(now);
  const zone = now.get("time_zone");
  if (!now.get("name")) return refused(text("nameless"), fieldOf(form, "name"));
  if (!knownZone(zone)) return refused(text("zone", { line: zone }), fieldOf(form, "time_zone"));
  if (odd) return refused(text("closed", { line: odd }), fieldOf(form, "holidays"));
  save.disabled = true;
  state.textContent = text("saving");
  try {
    // What somebody else changed meanwhile stays as they left it.
    stored = await call("GET", "/api/organisation").catch((fault) => { if (fault.status === 404) return {}; throw fault; });
    const paths = Object.keys(stored).length ? changed(before, now) : [...now.keys()];
    await call("PUT", "/api/organisation", onto(stored, now, paths));
    before = now;
    form.dataset.language = now.get("language");
    state.textContent = text("saved");
    announce(text("saved"));
  } catch (fault) {
    state.textContent = text("unsaved");
    save.disabled = false;
    refused(named(fault), fault.errors?.map((error) => fieldOf(form, error.field)).find(Boolean));
  }
}

form.addEventListener("input", () => {
  problem.hidden = true;
  for (const field of form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
  refresh();
});
form.addEventListener("submit", (event) => { event.preventDefault(); store(); });
form.addEventListener("keydown", (event) => {
  if (composing(event) || event.key !== "Enter") return;
  if (event.ctrlKey || event.metaKey) { event.preventDefault(); if (!save.disabled) store(); }
  // Enter in a line of its own is no wish to save everything.
  else if (event.target.matches("input, [data-one-line]")) event.preventDefault();
});
form.addEventListener("click", (event) => {
  const list = event.target.closest("[data-list]");
  if (event.target.closest("[data-add]")) {
    const row = list.querySelector("template").content.firstElementChild.cloneNode(true);
    list.querySelector("ul").append(row);
    row.querySelector("textarea").focus();
  } else if (event.target.closest("[data-remove]")) {
    event.target.closest("li").remove();
    list.querySelector("[data-add]").focus();
  } else return;
  refresh();
});
addEventListener("beforeunload", (event) => { if (changed(before, read(form)).length) event.preventDefault(); });

const ask = document.getElementById("ask-model");
ask?.addEventListener("click", async () => {
  const shown = document.getElementById("model-state");
  ask.disabled = true;
  shown.dataset.state = "";
  shown.textContent = text("asking");
  try {
    const answer = await call("POST", "/api/model/probe");
    shown.textContent = answer.trouble ?? text("answers");
    shown.dataset.state = answer.answers ? "good" : "bad";
  } catch (fault) {
    shown.textContent = fault.message;
    shown.dataset.state = "bad";
  }
  announce(shown.textContent);
  ask.disabled = false;
});
