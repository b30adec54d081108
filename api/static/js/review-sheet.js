// The reply that is under the red pen: a field, and behind it the same text with its words underlined.

import { element } from "./api.js";
import { places } from "./letter.js";

const field = document.getElementById("draft");
const paper = document.getElementById("draft-marks");
let spans = [], before = field.value, lit = null;

export const words = () => field.value;

const isSecondHalf = (unit) => unit >= "\udc00" && unit <= "\udfff";

/** Where two texts part and meet again: how many characters at the beginning and at the end are the same. */
function same(one, other) {
  const most = Math.min(one.length, other.length);
  let head = 0, tail = 0;
  while (head < most && one[head] === other[head]) head++;
  while (tail < most - head && one[one.length - 1 - tail] === other[other.length - 1 - tail]) tail++;
  // A character of two halves is not cut.
  if (isSecondHalf(one[head]) || isSecondHalf(other[head])) head--;
  if (tail && (isSecondHalf(one[one.length - tail]) || isSecondHalf(other[other.length - tail]))) tail--;
  return [Math.max(head, 0), tail];
}

/** Spans moved along with a change of the text; those that the change touches are gone. */
function moved(from, to) {
  const [head, tail] = same(from, to), shift = to.length - from.length;
  return spans.filter((s) => s.end <= head || s.start >= from.length - tail)
    .map((s) => (s.end <= head ? s : { ...s, start: s.start + shift, end: s.end + shift }));
}

function draw() {
  const marks = spans.filter((s) => s.severity);
  const cuts = [...new Set([0, field.value.length, ...marks.flatMap((s) => [s.start, s.end])])].sort((a, b) => a - b);
  const made = cuts.slice(1).map((end, n) => {
    const on = marks.filter((s) => s.start <= cuts[n] && s.end >= end);
    const part = field.value.slice(cuts[n], end);
    if (!on.length) return document.createTextNode(part);
    const mark = element("mark", on.some((s) => s.number === lit) ? "finding lit" : "finding", part);
    mark.dataset.severity = on.some((s) => s.severity === "block") ? "block" : "warn";
    return mark;
  });
  // A last line that is empty would have no height of its own.
  paper.replaceChildren(...made, "\u200b");
}

/** Underlines what was found in the text as it stands, and keeps the places of the changes; the server counts code points. */
export function underline(findings) {
  const at = places(field.value);
  const span = ({ start, end }, more) => ({ start: at[start], end: at[end], ...more });
  before = field.value;
  spans = findings.flatMap((f) => [
    ...(f.start !== null ? [span(f, { severity: f.severity, number: f.number })] : []),
    ...(f.change ? [span(f.change, { change: f.number })] : []),
  ]);
  draw();
}

/** Where the change of a finding belongs now, null where the words there were changed since. */
export const placeOf = (number) => spans.find((s) => s.change === number) ?? null;

/** Lights up the words of a finding; null puts the light out. */
export function light(number) {
  if (lit === number) return;
  lit = number;
  draw();
}

/** Which finding the caret stands in. */
export const here = () => spans.find((s) => s.severity && s.start <= field.selectionStart && s.end >= field.selectionEnd)?.number ?? null;

/** Selects the words of a finding. */
export function select(number) {
  const span = spans.find((s) => s.number === number);
  if (!span) return;
  field.focus({ preventScroll: true });
  field.setSelectionRange(span.start, span.end);
  paper.querySelector(".lit")?.scrollIntoView({ block: "center" });
}

/** Puts words in the place of others, so that the browser's own undoing knows of it too. */
export function put(start, end, fresh) {
  const [held, top] = [document.activeElement, scrollY];
  field.focus({ preventScroll: true });
  field.setSelectionRange(start, end);
  const done = start === end && !fresh || document.execCommand(fresh ? "insertText" : "delete", false, fresh);
  if (!done) {
    field.setRangeText(fresh, start, end, "end");
    field.dispatchEvent(new Event("input"));
  }
  if (held instanceof HTMLElement && held !== field) held.focus({ preventScroll: true });
  scrollTo({ top });
}

/** Puts a whole text in the place of this one. */
export function putAll(text) {
  const [head, tail] = same(field.value, text);
  put(head, field.value.length - tail, text.slice(head, text.length - tail));
}

/** Shows a text that is not a change by hand. */
export function show(text) {
  field.value = before = text;
  spans = [];
  draw();
}

/** Has `act` told whenever the text has changed. */
export function changed(act) {
  field.addEventListener("input", (event) => {
    spans = moved(before, field.value);
    before = field.value;
    draw();
    act(event);
  });
}
