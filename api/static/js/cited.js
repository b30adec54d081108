// What a finding or a sheet rests on: the name of a source, with the way to it.

import { element, text } from "./api.js";

// A source that is numbered for one answer; others go by the name of their card.
const NUMBERED = /^[A-Z]\d+$/;

function wayTo({ id, kind, title }, account) {
  if (kind === "account") return `/accounts/${account}`;
  if (kind !== "principle") return null;
  return NUMBERED.test(id) ? `/knowledge?query=${encodeURIComponent(title)}` : `/knowledge/principles/${encodeURIComponent(id)}`;
}

/** Links to the sources that `ids` name, as far as they are known. */
export function cited(ids, citations, account) {
  return ids.map((id) => citations.find((c) => c.id === id)).filter(Boolean).map((citation) => {
    const link = element("a", "", citation.title), chip = element("span", "chip", NUMBERED.test(citation.id) ? citation.id : text(`kind-${citation.kind}`));
    const way = wayTo(citation, account);
    if (way) link.href = way;
    chip.dataset.kind = citation.kind;
    link.prepend(chip);
    return link;
  });
}
