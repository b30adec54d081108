// Versions of a draft and what changed between two of them: by paragraph, then by character.

import { element, get, text } from "./api.js";

// Beyond this many cells a table of characters takes longer than a reader waits; the paragraph is then shown as new.
const CELLS = 250_000;

/**
 * The longest common way through two sequences, as steps in order.
 * @returns {["=" | "-" | "+", any][]}
 */
export function steps(before, after) {
  const wide = after.length + 1;
  const best = new Uint32Array((before.length + 1) * wide);
  for (let i = before.length - 1; i >= 0; i--)
    for (let j = after.length - 1; j >= 0; j--)
      best[i * wide + j] = before[i] === after[j] ? best[(i + 1) * wide + j + 1] + 1 : Math.max(best[(i + 1) * wide + j], best[i * wide + j + 1]);
  const made = [];
  let i = 0, j = 0;
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) made.push(["=", after[j++]]), i++;
    else if (i < before.length && (j === after.length || best[(i + 1) * wide + j] >= best[i * wide + j + 1])) made.push(["-", before[i++]]);
    else made.push(["+", after[j++]]);
  }
  return made;
}

const units = (words) => words.match(/[A-Za-z0-9'’.,%-]+|\s+|[^]/gu) ?? [];

function changed(before, after) {
  const paragraph = element("p"), [old, fresh] = [units(before), units(after)];
  const fine = old.length * fresh.length > CELLS ? [] : steps(old, fresh);
  const kept = fine.filter(([sign]) => sign === "=").length;
  // Scattered letters that two sentences happen to share would only be in the way of reading.
  const found = kept * 2 > Math.max(old.length, fresh.length) || kept === old.length || kept === fresh.length ? fine : [["-", before], ["+", after]];
  let last = null, holder = null;
  for (const [sign, words] of found) {
    if (sign !== last) {
      holder = sign === "=" ? document.createTextNode("") : element(sign === "-" ? "del" : "ins");
      paragraph.append(holder);
      last = sign;
    }
    holder.textContent += words;
  }
  return paragraph;
}

/** Whether two paragraphs are one that was changed, and not two different ones. */
function akin(one, other) {
  const have = new Set(units(one));
  const shared = units(other).filter((unit) => have.has(unit)).length;
  return shared * 2 >= Math.min(units(other).length, units(one).length);
}

/** The difference of two texts as paragraphs. */
export function difference(before, after) {
  const made = steps(before.split(/\n{2,}/), after.split(/\n{2,}/));
  const shown = [];
  for (let n = 0; n < made.length; n++) {
    const [sign, words] = made[n];
    const next = made[n + 1];
    if (sign === "-" && next?.[0] === "+" && akin(words, next[1])) {
      shown.push(changed(words, next[1]));
      n++;
    } else if (sign === "=") shown.push(element("p", "", words));
    else {
      const paragraph = element("p");
      paragraph.append(element(sign === "-" ? "del" : "ins", "", words));
      shown.push(paragraph);
    }
  }
  return shown;
}

/** Shows a draft's versions in `holder`: a button each, what the chosen one changed, and the way back to an older one. */
export async function showVersions(holder, id, restore) {
  const { versions } = await get(`/api/drafts/${id}/versions`);
  const [row, space, back] = holder.children;
  back.onclick = () => restore(versions[chosen]);
  let chosen = versions.length - 1;
  const buttons = versions.map((version, n) => {
    const by = { playbook: text("by-playbook"), csm: text("by-csm") }[version.origin.writer] ?? version.drafted_by;
    const button = element("button", "plain", `${text("version", { version: version.version })} · ${by}${n === versions.length - 1 ? ` · ${text("newest")}` : ""}`);
    button.type = "button";
    button.addEventListener("click", () => choose(n));
    return button;
  });
  function choose(n) {
    chosen = n;
    back.hidden = n === versions.length - 1;
    buttons.forEach((button, m) => button.setAttribute("aria-pressed", String(m === n)));
    const [before, now] = [versions[n - 1], versions[n]];
    space.lang = now.language;
    const whole = (draft) => [draft.subject, draft.body].filter(Boolean).join("\n\n");
    if (!before) space.replaceChildren(...whole(now).split(/\n{2,}/).map((words) => element("p", "", words)));
    else if (whole(before) === whole(now)) space.replaceChildren(element("p", "soft", text("same")));
    else space.replaceChildren(...difference(whole(before), whole(now)));
  }
  row.replaceChildren(...buttons);
  choose(chosen);
}
