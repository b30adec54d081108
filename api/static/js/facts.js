// Facts of one account: forms that add and change them, deletion that asks and can be taken back.

import { focusOnce, renew } from "./anew.js";
import { announce, composing } from "./frame.js";
import { call, text } from "./api.js";

const record = document.getElementById("record"), toast = document.getElementById("done"), undo = toast.querySelector("button");
const base = `/api/accounts/${record.dataset.account}/facts`;
const UNDO_MS = 10_000;
let before = null, told;

/** A written figure as a number, whatever its width and separators; as it was written where it is none. */
function figure(written) {
  const plain = written.normalize("NFKC").replace(/[\s,\u3001]/g, "").replace(/[\u2212\u30fc\u2010-\u2015]/g, "-");
  return plain === "" ? null : Number.isFinite(Number(plain)) ? Number(plain) : written;
}

const READ = {
  text: (field) => field.value.trim(),
  number: (field) => figure(field.value),
  date: (field) => field.value || null,
  maybe: (field) => field.value.trim() || null,
  choice: (field) => field.value || null,
  flag: (field) => field.checked,
};

const fieldsOf = (form) => [...form.elements].filter((field) => field.dataset.type);

function valueOf(form) {
  return Object.fromEntries(fieldsOf(form).map((field) => [field.name, READ[field.dataset.type](field)]));
}

function fill(form, value) {
  for (const field of fieldsOf(form)) {
    const known = value[field.name] ?? "";
    if (field.dataset.type === "flag") field.checked = Boolean(known);
    else if (field.tagName === "SELECT") choose(field, known);
    else field.value = known;
  }
}

/** Chooses an option; a value that the list does not hold (a contact who is gone) is added rather than lost. */
function choose(field, value) {
  const wanted = String(value);
  if (wanted && ![...field.options].some((option) => option.value === wanted)) field.add(new Option(wanted, wanted));
  field.value = wanted;
  if (field.selectedIndex < 0) field.selectedIndex = 0;
}

function clearProblems(form) {
  form.querySelector(".problem").hidden = true;
  form.querySelector(".conflict")?.setAttribute("hidden", "");
  for (const field of fieldsOf(form)) field.removeAttribute("aria-invalid");
  for (const note of form.querySelectorAll(".wrong")) note.remove();
}

const labelOf = (field) => field.closest("label").querySelector("span").firstChild.data.trim();

/** Shows a refusal beside the fields that it names. What was written stays. */
function showProblem(form, problem) {
  clearProblems(form);
  const named = (problem.errors ?? []).map((error) => [form.elements.namedItem(error.field), error.reason]).filter(([field]) => field?.dataset?.type);
  for (const [field, reason] of named) {
    const note = document.createElement("span");
    note.className = "wrong";
    note.id = `wrong-${form.parentElement.id}-${field.name}`;
    // A reason is the rest of a sentence that begins with the field's name.
    note.textContent = [labelOf(field), reason].join(document.documentElement.lang === "ja" ? "" : " ");
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", note.id);
    field.after(note);
  }
  const place = form.querySelector(".problem");
  place.textContent = named.length ? text("look") : problem.message;
  place.hidden = false;
  if (problem.status === 409) form.querySelector(".conflict")?.removeAttribute("hidden");
  named[0]?.[0].focus();
}

/** Shows the record anew, as everything on the page follows from it; says what was done, where it is, and how to take it back. */
async function shownAnew(done, dialog) {
  await renew("#record", "#people", "#who-may-read");
  dialog?.close();
  before = done.undo;
  undo.hidden = !before;
  say(text(done.text));
  const fact = done.tag && record.querySelector(`[data-fact="${CSS.escape(done.tag)}"]`);
  if (fact) {
    fact.closest("details")?.setAttribute("open", "");
    fact.classList.add("new");
    fact.focus({ preventScroll: true });
    fact.scrollIntoView({ block: "nearest" });
  }
  if (before) undo.focus({ preventScroll: true });
  focusOnce(record.querySelector("h1"));
}

function say(words) {
  toast.querySelector("span").textContent = words;
  toast.hidden = false;
  announce(words);
  clearTimeout(told);
  told = setTimeout(() => {
    const here = toast.contains(document.activeElement);
    toast.hidden = true;
    if (here) record.querySelector("h1").focus({ preventScroll: true });
  }, UNDO_MS);
}

function fresh(kind) {
  const now = new Date();
  const today = `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, "0")}-${String(now.getDate()).padStart(2, "0")}`;
  const { owner, currency } = record.dataset;
  return { reading: { date: today }, outcome: { currency }, history: { date: today, kind: "meeting", visibility: "account", by: owner } }[kind] ?? {};
}

function open(kind, about, tag = "", goal = "", value = null) {
  const dialog = document.getElementById(`fact-${kind}`), form = dialog.querySelector("form");
  const whose = `${goal}/${tag}`;
  // What was begun for the same fact and not saved is still there.
  if (form.dataset.whose !== whose) {
    form.reset();
    fill(form, value ?? fresh(kind));
    Object.assign(form.dataset, { whose, tag, goal });
  }
  clearProblems(form);
  dialog.querySelector(".when-adding").hidden = Boolean(tag);
  dialog.querySelector(".when-changing").hidden = !tag;
  const line = dialog.querySelector(".about");
  line.textContent = about;
  line.hidden = !about;
  followKind(form);
  dialog.showModal();
  form.elements.namedItem(kind === "history" ? "text" : fieldsOf(form)[0].name).focus();
}

function followKind(form) {
  for (const part of form.querySelectorAll("[data-only]")) part.hidden = form.elements.namedItem("kind").value !== part.dataset.only;
}

async function save(form, asNew) {
  const kind = form.parentElement.dataset.kind;
  const { tag, goal } = form.dataset;
  const body = { kind, value: valueOf(form), ...(goal && { goal }) };
  const buttons = form.querySelectorAll("button");
  const rest = (busy) => { for (const button of buttons) button.disabled = busy; };
  rest(true);
  try {
    const answer = tag && !asNew ? await call("PUT", `${base}/${tag}`, body) : await call("POST", base, body);
    delete form.dataset.whose;
    await shownAnew({ text: tag && !asNew ? "changed" : "added", tag: answer.tag }, form.parentElement);
  } catch (problem) {
    showProblem(form, problem);
  } finally {
    rest(false);
  }
}

for (const dialog of document.querySelectorAll("dialog.fact")) {
  const form = dialog.querySelector("form");
  form.addEventListener("submit", (event) => { event.preventDefault(); save(form, false); });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !composing(event)) form.requestSubmit();
  });
  form.addEventListener("change", () => followKind(form));
  form.querySelector(".save-new").addEventListener("click", () => save(form, true));
  form.querySelector(".cancel").addEventListener("click", () => dialog.close());
}

const removing = document.getElementById("remove");
removing.querySelector(".cancel").addEventListener("click", () => removing.close());
removing.querySelector("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target, { kind, tag, goal } = form.dataset;
  try {
    const answer = await call("DELETE", `${base}/${tag}?${new URLSearchParams({ kind, ...(goal && { goal }) })}`);
    await shownAnew({ text: "removed", undo: answer.undo }, removing);
  } catch (problem) {
    showProblem(form, problem);
  }
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-add], [data-edit], [data-remove]");
  if (!button) return;
  const { add, edit, remove, tag, goal, about } = button.dataset;
  if (add) open(add, about ?? "", "", goal);
  else if (edit) open(edit, "", tag, goal, JSON.parse(button.dataset.value));
  else {
    Object.assign(removing.querySelector("form").dataset, { kind: remove, tag, goal: goal ?? "" });
    removing.querySelector(".about").textContent = about;
    clearProblems(removing.querySelector("form"));
    removing.showModal();
  }
});

undo.addEventListener("click", async () => {
  undo.hidden = true;
  try {
    const answer = await call("POST", base, before);
    await shownAnew({ text: "restored", tag: answer.tag });
  } catch (problem) {
    undo.hidden = false;
    say(problem.message);
  }
});
