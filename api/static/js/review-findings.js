// What the red pen found, one by one: the words, why they hurt here, and the smallest change.

import { element, piece, text } from "./api.js";
import { cited } from "./cited.js";
import { places } from "./letter.js";
import { difference } from "./versions.js";

const list = document.getElementById("findings");
const at = (id) => document.getElementById(id);
// The name of a rule before its reason: for machines.
const RULE = /^[a-z_]+: /;
const WEIGHT = { block: 0, warn: 1 };

function change(item, found) {
  const holder = item.querySelector(".change"), take = item.querySelector(".take");
  take.hidden = !found.change;
  holder.hidden = !found.suggestion;
  if (found.suggestion) holder.append(found.start === null ? "+ " : "→ ", element("ins", "", found.suggestion));
  if (found.change) take.lastElementChild.textContent = text(!found.suggestion ? "cut" : found.start === null ? "add" : "take");
}

function item(found, citations, account) {
  const made = piece(`finding-${found.severity}`);
  made.dataset.finding = found.number;
  made.querySelector(".name").textContent = text(`check-${found.code}`) || found.code;
  const quote = made.querySelector(".quote");
  if (found.quote) quote.textContent = found.quote;
  quote.hidden = !found.quote;
  made.querySelector(".why").textContent = found.why.replace(RULE, "");
  made.querySelector(".advice").textContent = found.suggestion === null ? found.advice : "";
  made.querySelector(".because").append(...cited(found.citations, citations, account));
  change(made, found);
  return made;
}

/** Shows the findings, the weighty ones first; a focus in the list stays at its place. */
export function showFindings(findings, citations, account) {
  const held = list.contains(document.activeElement) ? [...list.children].findIndex((li) => li.contains(document.activeElement)) : -1;
  const sorted = findings.toSorted((a, b) => WEIGHT[a.severity] - WEIGHT[b.severity]);
  list.replaceChildren(...sorted.map((found) => item(found, citations, account)));
  if (held >= 0) focusAt(held);
}

/** Puts the focus on what can be done with the finding at a place of the list, or with the one before it. */
export function focusAt(place) {
  const there = list.children[Math.min(place, list.children.length - 1)];
  (there?.querySelector(".take:not([hidden])") ?? there?.querySelector("button:not([hidden])") ?? at("findings-title")).focus({ preventScroll: true });
}

export const placeOf = (target) => [...list.children].indexOf(target.closest("li"));

/** Shows what is good. */
export function showGood(good) {
  at("good").hidden = !good.length;
  at("good-list").replaceChildren(...good.map((words) => {
    const made = piece("good");
    made.lastElementChild.textContent = words;
    return made;
  }));
}

/** The reply with all changes, `rewrite`, as a difference: word by word where it is made of the changes that are offered. */
export function compared(draft, rewrite, findings) {
  const at = places(draft), holder = element("p");
  let read = 0, written = "";
  for (const { start, end, text: fresh } of findings.map((f) => f.change).filter(Boolean).toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    if (at[start] < read) continue;
    const [kept, gone] = [draft.slice(read, at[start]), draft.slice(at[start], at[end])];
    holder.append(kept, ...(gone ? [element("del", "", gone)] : []), ...(fresh ? [element("ins", "", fresh)] : []));
    written += kept + fresh;
    read = at[end];
  }
  holder.append(draft.slice(read));
  return written + draft.slice(read) === rewrite ? [holder] : difference(draft, rewrite);
}

/** How many findings there are, and how weighty, in a sentence. */
export function told(findings) {
  if (!findings.length) return text("none");
  const heavy = findings.filter((f) => f.severity === "block").length;
  return text("found", { count: findings.length, block: heavy, warn: findings.length - heavy });
}

/** Marks the finding in whose words the caret stands. */
export function lit(number, scroll = false) {
  for (const other of list.children) other.classList.toggle("lit", other.dataset.finding === String(number));
  if (scroll && number !== null) list.querySelector(".lit")?.scrollIntoView({ block: "nearest" });
}

/** Has acts told: `take` and `show` with the number of a finding, `over` with that of the one that is pointed at. */
export function listen({ take, show, over }) {
  list.addEventListener("click", (event) => {
    const held = event.target.closest("li"), button = event.target.closest("button");
    if (!button) return;
    if (button.matches(".take")) take(Number(held.dataset.finding), held);
    else show(Number(held.dataset.finding));
  });
  const point = (event) => over(event.target.closest?.("li") ? Number(event.target.closest("li").dataset.finding) : null);
  list.addEventListener("pointerover", point);
  list.addEventListener("focusin", point);
  list.addEventListener("pointerleave", () => over(null));
}
