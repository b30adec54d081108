// The sheet at the end of a practice.

import { element, text } from "./api.js";
import { cited } from "./cited.js";

const at = (id) => document.getElementById(id);

const links = (ids, citations) => cited(ids, citations, at("talk").dataset.account);

/** To somebody whose work stands still nobody owes a result. */
export const owesValue = (persona) => persona !== "angry_operations";

/** Links to the replies that show something. */
const replies = (numbers) => numbers.map((number) => {
  const link = element("a", "to-reply", text("reply", { number }));
  link.href = `#reply-${number}`;
  return link;
});

function rows(holder, items, none, citations) {
  holder.replaceChildren(...(items.length ? items.map((item) => {
    const row = element("li", "", item.text), beside = element("span", "links");
    const sources = links(item.citations ?? [item.citation], citations);
    // A result is told by its own words already.
    if (item.citation) for (const link of sources) link.lastChild.data = text("record");
    beside.append(...sources, ...replies(item.replies ?? []));
    row.append(beside);
    return row;
  }) : [element("li", "soft", text(none))]));
}

function concession(found) {
  if (!found) return at("concession").replaceChildren(text("never"));
  const link = element("a", "", text("at", { number: found.reply }));
  link.href = `#reply-${found.reply}`;
  at("concession").replaceChildren(link, ...(found.quote ? [element("q", "", found.quote)] : []));
  if (found.pressure) at("concession").append(element("span", "soft", text("pressure", { words: found.pressure })));
}

/** Fills the sheet and shows it. */
export function showSheet(sheet) {
  const { tally, citations } = sheet;
  const owed = owesValue(at("talk").dataset.persona), marks = ["held", "gave_way", ...(owed ? ["value_shown"] : []), "question_asked"];
  at("sheet").lang = sheet.language;
  at("summary").textContent = sheet.summary;
  at("tally").replaceChildren(...marks.map((name) => {
    const item = element("li");
    item.append(element("b", "", text("of", { count: tally[name], replies: tally.replies })), element("span", "soft", text(name)));
    return item;
  }));
  at("next-text").textContent = sheet.next_time.text;
  at("next-example").textContent = sheet.next_time.example;
  at("next-example").hidden = !sheet.next_time.example;
  at("next-links").replaceChildren(...links(sheet.next_time.citations, citations));
  concession(sheet.first_concession);
  at("lanes").replaceChildren(sheet.lanes.text, ...(sheet.lanes.mixed.length ? [element("span", "links")] : []));
  at("lanes").querySelector(".links")?.append(...replies(sheet.lanes.mixed));
  const bare = !sheet.value_used.length && !sheet.value_unused.length;
  rows(at("used"), sheet.value_used, "none-used", citations);
  rows(at("unused"), sheet.value_unused, bare ? "none-on-record" : "none-unused", citations);
  at("used").parentElement.hidden = at("unused").parentElement.hidden = !owed && bare;
  rows(at("met"), sheet.met, "none-met", citations);
  rows(at("missed"), sheet.missed, "none-missed", citations);
  at("sheet").hidden = false;
}
