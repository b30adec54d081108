// A letter on its way out: copied, opened in the mail program, and what became of it.

import { announce } from "./frame.js";
import { post, text } from "./api.js";

// Windows hands a program no longer address than this.
const LONGEST_LINK = 2_000;

/** Copies plain text; on plain http there is no clipboard, so an old way is tried. Returns whether it was done. */
export async function copy(words) {
  try {
    await navigator.clipboard.writeText(words);
    return true;
  } catch {
    const area = document.createElement("textarea");
    area.value = words;
    area.className = "said";
    area.setAttribute("aria-hidden", "true");
    const before = document.activeElement;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    before?.focus();
    return done;
  }
}

/** Opens a letter in the reader's mail program; one too long for a link is copied, to be pasted there. */
export async function openMail({ to = "", subject, body }) {
  const encode = encodeURIComponent;
  const whole = `mailto:${encode(to)}?subject=${encode(subject)}&body=${encode(body.replace(/\n/g, "\r\n"))}`;
  if (whole.length <= LONGEST_LINK) location.href = whole;
  else {
    if (await copy(body)) announce(text("body-copied"));
    location.href = `mailto:${encode(to)}?subject=${encode(subject)}`;
    return text("body-copied");
  }
  return "";
}

/** The row that asks what became of a draft. */
export class Became {
  #row;
  #id;
  #used = null;

  constructor(row, id, told) {
    this.#row = row;
    this.#id = id;
    const result = row.querySelector(".result");
    for (const button of row.querySelectorAll("[data-used]")) button.addEventListener("click", () => this.#store(button.dataset.used, null).catch(told));
    result.querySelector("select").addEventListener("change", (event) => this.#store(this.#used, event.target.value || null).catch(told));
  }

  /** Shows what is on record. */
  show(used, result) {
    this.#used = used;
    for (const button of this.#row.querySelectorAll("[data-used]")) button.setAttribute("aria-pressed", String(button.dataset.used === used));
    const holder = this.#row.querySelector(".result");
    holder.hidden = !used || used === "rejected";
    holder.querySelector("select").value = result ?? "";
  }

  async #store(used, result) {
    await post(`/api/drafts/${this.#id}/outcome`, { used, result });
    this.show(used, result ?? this.#row.querySelector("select").value);
    announce(text("said-became"));
  }
}
