// A letter as text nodes, with the words that rest on sources and those that a check has found.

import { element, text } from "./api.js";

/** Where each code point of a text begins in it as JavaScript counts (UTF-16); the server counts code points. */
export function places(words) {
  const at = [0];
  for (const character of words) at.push(at.at(-1) + character.length);
  return at;
}

/** A chip that names a source. */
export function chip(id, citations) {
  const known = citations.find((c) => c.id === id);
  const made = element("button", "chip", id);
  made.type = "button";
  made.dataset.citation = id;
  made.dataset.kind = known?.kind ?? "";
  made.setAttribute("data-inside", "");
  made.setAttribute("aria-label", text("chip", { id, title: known?.title ?? "" }));
  return made;
}

// A source that several words of one sentence rest on is named once, after the last of them.
const SENTENCE = /[。!?!?]|[.](?=\s|$)/;

function marked(found, first, words) {
  const made = element("mark", "finding", words);
  made.dataset.severity = found.severity;
  made.dataset.finding = found.number;
  made.title = found.why;
  if (first) {
    made.tabIndex = 0;
    made.setAttribute("role", "button");
  }
  return made;
}

/**
 * Fills `holder` with `words` between two places (in code points).
 * @param {{start: number, end: number, citation: string}[]} marks
 * @param {{start: number, end: number, severity: string, number: number}[]} findings
 */
function fill(holder, words, at, from, to, marks, findings, citations) {
  const cuts = new Set([from, to]);
  for (const span of [...marks, ...findings]) for (const cut of [span.start, span.end]) if (cut > from && cut < to) cuts.add(cut);
  // The last letter before a chip is kept on one line with it.
  for (const mark of marks) if (mark.end - 1 > mark.start) cuts.add(mark.end - 1);
  const ordered = [...cuts].sort((a, b) => a - b);
  for (let n = 0; n < ordered.length - 1; n++) {
    const [start, end] = [ordered[n], ordered[n + 1]];
    const piece = words.slice(at[start], at[end]);
    const found = findings.filter((f) => f.start <= start && f.end >= end).sort((a, b) => (a.severity === "block" ? 0 : 1) - (b.severity === "block" ? 0 : 1))[0];
    const resting = marks.filter((m) => m.start <= start && m.end >= end).map((m) => m.citation);
    let made = found ? marked(found, found.start === start || start === from, piece) : document.createTextNode(piece);
    if (resting.length) {
      const held = element("span", "cited");
      held.dataset.citations = [...new Set(resting)].join(" ");
      held.append(made);
      made = held;
    }
    const ended = new Set(marks.filter((m) => m.end === end).map((m) => m.citation));
    const rest = words.slice(at[end], at[to]).search(SENTENCE);
    const later = at[end] + (rest < 0 ? Infinity : rest);
    const chips = [...ended].filter((id) => !marks.some((m) => m.citation === id && m.end > end && at[m.start] <= later)).map((id) => chip(id, citations));
    if (chips.length) {
      const kept = element("span", "kept");
      kept.append(made, ...chips);
      made = kept;
    }
    holder.append(made);
  }
}

/** One line or one message with what was found in it. */
export function line(holder, words, findings) {
  const at = places(words);
  holder.replaceChildren();
  if (words) fill(holder, words, at, 0, at.length - 1, [], placed(findings, at.length - 1), []);
}

const placed = (findings, length) => findings.filter((f) => f.start !== null && f.start < f.end && f.end <= length);

/** A letter's body by paragraphs. */
export function letter(holder, body, marks, findings, citations) {
  const at = places(body), length = at.length - 1;
  const units = new Map(at.map((unit, point) => [unit, point]));
  const found = placed(findings, length);
  const resting = marks.filter((m) => m.start < m.end && m.end <= length);
  holder.replaceChildren();
  for (const match of body.matchAll(/[^\n](?:(?!\n\s*\n)[^])*/g)) {
    const from = units.get(match.index), to = units.get(match.index + match[0].trimEnd().length);
    const paragraph = element("p");
    fill(paragraph, body, at, from, to, within(resting, from, to), within(found, from, to), citations);
    holder.append(paragraph);
  }
}

/** Spans that touch a paragraph, cut to it: its chip stands where the span ends in it. */
const within = (spans, from, to) => spans.filter((s) => s.start < to && s.end > from).map((s) => ({ ...s, start: Math.max(s.start, from), end: Math.min(s.end, to) }));
