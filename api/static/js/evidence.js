// The right pane: what the checks found, what the letter rests on, what the coach says; lit up together with the letter.

import { element, piece, text } from "./api.js";
import { chip, places } from "./letter.js";
import { drawer } from "./panes.js";

const side = document.getElementById("side");
const at = (id) => document.getElementById(id);
const fewer = (quote) => quote.replace(/\s+/g, " ").trim();

/** Findings with the name by which the letter, the message and the pane know them; no two drafts share one. */
export const numbered = (findings, draft) => findings.map((found, number) => ({ ...found, number: `${draft}-${number}` }));

const byWeight = (a, b) => (a.severity === "block" ? 0 : 1) - (b.severity === "block" ? 0 : 1);

/** Shows the checks of a letter: findings first, then what was passed. */
export function showChecks(checks, findings) {
  const open = findings.toSorted(byWeight);
  at("findings").replaceChildren(...open.map(findingItem));
  const passed = checks.filter((check) => check.passed);
  at("passed").hidden = !passed.length;
  at("passed").firstElementChild.textContent = text("passed", { count: passed.length });
  at("passed").lastElementChild.replaceChildren(...passed.map(({ code }) => {
    const item = piece("passed");
    item.lastElementChild.textContent = text(`check-${code}`) || code;
    return item;
  }));
  at("checks-empty").hidden = Boolean(checks.length);
  count("checks-count", checks.length ? `${checks.length - passed.length} / ${checks.length}` : "", findings);
  count("side-count", findings.length ? String(findings.length) : "", findings);
}

function count(id, words, findings) {
  at(id).textContent = words;
  at(id).hidden = !words;
  at(id).dataset.severity = findings.some((f) => f.severity === "block") ? "block" : findings.length ? "warn" : "";
}

function findingItem(found) {
  const item = piece("finding");
  item.dataset.severity = found.severity;
  item.dataset.finding = found.number;
  if (found.start !== null) Object.assign(item.dataset, { in: found.in, start: found.start, end: found.end });
  item.querySelector(".severity").textContent = text(found.severity);
  item.querySelector(".name").textContent = text(`check-${found.code}`) || found.code;
  item.querySelector(".why").textContent = found.why;
  item.querySelector(".suggestion").textContent = found.suggestion;
  const quote = item.querySelector(".quote");
  if (found.quote) quote.textContent = fewer(found.quote);
  else quote.remove();
  return item;
}

/** One source, folded to its first words; opened it shows the original text and where it stands. */
export function sourceItem(citation, account) {
  const item = piece("source");
  item.dataset.citation = citation.id;
  item.dataset.kind = citation.kind;
  if (citation.kind === "principle" || citation.kind === "policy") item.setAttribute("data-inside", "");
  const made = item.querySelector(".chip");
  made.textContent = citation.id;
  made.dataset.kind = citation.kind;
  item.querySelector(".title").textContent = citation.title;
  item.querySelector(".clip").textContent = citation.kind === "computed" ? citation.formula ?? citation.quote : fewer(citation.quote);
  item.querySelector(".from").textContent = [text(`kind-${citation.kind}`), citation.source].filter(Boolean).join(" · ");
  item.querySelector(".whole").textContent = citation.quote;
  item.querySelector(".formula").textContent = citation.formula ?? "";
  const go = item.querySelector(".go");
  if (citation.kind === "account") link(go, `/accounts/${account}`, "open-source");
  else if (citation.kind === "principle" || citation.kind === "help") link(go, `/knowledge?query=${encodeURIComponent(citation.title)}`, "open-card");
  else go.remove();
  return item;
}

function link(anchor, address, name) {
  anchor.href = address;
  anchor.textContent = text(name);
}

/** Shows what a letter rests on. */
export function showSources(citations, account) {
  at("sources").replaceChildren(...citations.map((citation) => sourceItem(citation, account)));
  at("evidence-empty").hidden = Boolean(citations.length);
  at("evidence-count").textContent = citations.length || "";
}

/** One source more, while the letter is being written. */
export function addSource(citation, account) {
  at("sources").append(sourceItem(citation, account));
  at("evidence-empty").hidden = true;
  at("evidence-count").textContent = at("sources").childElementCount;
}

/** Shows the coach's notes. */
export function showNotes(notes, citations) {
  at("notes").replaceChildren(...notes.map((note) => {
    const item = piece("note");
    item.firstElementChild.textContent = note.text;
    for (const id of note.citations) item.append(" ", chip(id, citations));
    return item;
  }));
  at("coaching-empty").hidden = Boolean(notes.length);
}

/** Citations in the order in which the letter comes to them, those that it only leans on last. */
function inOrder({ citations, marks }) {
  const first = (id) => Math.min(...marks.filter((mark) => mark.citation === id).map((mark) => mark.start));
  return citations.toSorted((a, b) => first(a.id) - first(b.id) || 0);
}

/** The whole pane for a draft; empty for null. */
export function showSide(draft) {
  showChecks(draft?.checks ?? [], numbered(draft?.findings ?? [], draft?.id));
  showSources(draft ? inOrder(draft) : [], draft?.account);
  showNotes(draft?.coaching ?? [], draft?.citations ?? []);
}

function scopeOf(target) {
  const answer = target.closest(".answer");
  return answer ? [answer] : [document.querySelector(".draft[data-active]"), side].filter(Boolean);
}

/** Lights up whatever has to do with the same source or the same finding. */
function light(event) {
  const target = event.target instanceof Element ? event.target : null;
  for (const lit of document.querySelectorAll(".lit")) lit.classList.remove("lit");
  const held = target?.closest("[data-citation], [data-citations], [data-finding]");
  if (!held || held.closest(".draft:not([data-active])")) return;
  if (held.dataset.finding) for (const other of document.querySelectorAll(`[data-finding="${held.dataset.finding}"]`)) other.classList.add("lit");
  for (const place of scopeOf(held)) {
    for (const id of (held.dataset.citation ?? held.dataset.citations ?? "").split(" ").filter(Boolean)) {
      for (const other of place.querySelectorAll(`[data-citation="${CSS.escape(id)}"], [data-citations~="${CSS.escape(id)}"]`)) other.classList.add("lit");
    }
  }
}

function toSource(held) {
  const item = scopeOf(held).map((place) => place.querySelector(`.source[data-citation="${CSS.escape(held.dataset.citation)}"]`)).find(Boolean);
  if (!item) return;
  if (side.contains(item) && !side.contains(held)) drawer(true);
  item.querySelector("details").open = true;
  item.scrollIntoView({ block: "nearest" });
  item.querySelector("summary").focus({ preventScroll: true });
}

function toFinding(held) {
  const inside = side.contains(held), field = document.querySelector(`.draft[data-active][data-editing] [name="${held.dataset.in}"]`);
  if (inside && field) return toField(field, held.dataset);
  const other = document.querySelector(`${inside ? "#scroll mark" : ".finding-item"}[data-finding="${held.dataset.finding}"]`);
  if (!other) return;
  drawer(!inside);
  other.scrollIntoView({ block: "center" });
  (inside ? other : other.querySelector("button")).focus({ preventScroll: true });
}

/** Scrolls to where in a field as tall as its text some words end, by its lines of about so many characters. */
function reveal(field, before) {
  const wide = Math.max(10, field.clientWidth / 15);
  const lines = (words) => words.split("\n").reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / wide)), 0);
  const room = document.getElementById("scroll");
  const top = field.getBoundingClientRect().top + (field.scrollHeight * lines(before)) / lines(field.value);
  room.scrollBy({ top: top - room.getBoundingClientRect().top - room.clientHeight / 2 });
}

/** Selects the words of a finding in the letter that is being edited. */
function toField(field, { start, end }) {
  const at = places(field.value);
  drawer(false);
  field.focus({ preventScroll: true });
  field.setSelectionRange(at[start] ?? 0, at[end] ?? 0);
  if (field.tagName === "TEXTAREA") reveal(field, field.value.slice(0, at[start]));
}

function pressed(event) {
  const held = event.target instanceof Element ? event.target.closest(".chip[data-citation], mark[data-finding], .finding-item .to-words") : null;
  if (!held) return;
  if (held.matches(".chip")) toSource(held);
  else toFinding(held.closest("[data-finding]"));
}

document.addEventListener("pointerover", light);
document.addEventListener("focusin", light);
document.addEventListener("click", pressed);
document.addEventListener("keydown", (event) => {
  if ((event.key === "Enter" || event.key === " ") && event.target instanceof Element && event.target.matches("mark.finding")) {
    event.preventDefault();
    pressed(event);
  }
});
