// A letter changed by hand, checked while one types.

import { announce, composing } from "./frame.js";
import { call, post, settled, text } from "./api.js";
import { toReview } from "./review-way.js";

export class Editor {
  #card;
  #form;
  #asking = null;
  #leaving = false;
  #check = settled(() => this.#look(), 400);

  constructor(card) {
    this.#card = card;
    this.#form = card.at(".editor");
    this.#form.addEventListener("input", () => { this.#grow(); this.#note("checking"); this.#check(); });
    this.#form.addEventListener("submit", (event) => { event.preventDefault(); this.#save(); });
    this.#form.addEventListener("keydown", (event) => {
      if (composing(event)) return;
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); this.#save(); }
      else if (event.key === "Enter" && event.target.name === "subject") event.preventDefault();
      else if (event.key === "Escape") { event.preventDefault(); this.#leave(); }
    });
    this.#form.querySelector(".cancel").addEventListener("click", () => this.#leave());
    this.#form.querySelector(".red-pen").addEventListener("click", () => {
      // The words go along: nothing would be lost.
      this.#leaving = true;
      toReview({ account: this.#card.around.account, draft: this.#card.id, words: this.#body.value });
    });
    addEventListener("pageshow", () => { this.#leaving = false; });
  }

  get #body() { return this.#form.elements.namedItem("body"); }
  get #subject() { return this.#form.elements.namedItem("subject"); }

  /** Puts the letter into a field of its own size. */
  open() {
    const { subject, body, language } = this.#card.draft;
    Object.assign(this.#subject, { value: subject, lang: language });
    Object.assign(this.#body, { value: body, lang: language });
    this.#shown(true);
    this.#note("");
    this.#grow();
    this.#body.focus({ preventScroll: true });
    this.#body.setSelectionRange(0, 0);
  }

  /** Whether there is something that would be lost. */
  get changed() {
    return !this.#leaving && !this.#form.hidden && (this.#body.value !== this.#card.draft.body || this.#subject.value !== this.#card.draft.subject);
  }

  #shown(open) {
    this.#form.hidden = !open;
    for (const selector of [".letter", ".actions", ".became", ".subject"]) this.#card.at(selector).hidden = open;
    this.#card.fold();
    this.#card.element.toggleAttribute("data-editing", open);
  }

  #grow() {
    this.#body.style.height = "auto";
    this.#body.style.height = `${this.#body.scrollHeight + 2}px`;
  }

  #note(key, values) {
    this.#form.querySelector(".checking").textContent = key ? text(key, values) : "";
  }

  async #look() {
    if (this.#form.hidden) return;
    this.#asking?.abort();
    const asking = this.#asking = new AbortController();
    const { account, message } = this.#card.around;
    try {
      const found = await call("POST", "/api/checks", { account, message, body: this.#body.value, subject: this.#subject.value }, asking.signal);
      if (asking !== this.#asking || this.#form.hidden) return;
      this.#note(found.findings.length ? "checked-bad" : "checked-ok", { count: found.findings.length });
      this.#card.checked(found);
    } catch (problem) {
      if (problem.name !== "AbortError") this.#form.querySelector(".checking").textContent = problem.message;
    }
  }

  #leave() {
    if (this.changed && !confirm(text("leave"))) return;
    this.#close(this.#card.draft);
  }

  #close(draft) {
    this.#asking?.abort();
    this.#shown(false);
    this.#card.tell("");
    this.#card.show(draft);
    this.#card.element.scrollIntoView({ block: "nearest" });
    this.#card.at(".edit").focus({ preventScroll: true });
  }

  async #save() {
    if (!this.changed) return this.#close(this.#card.draft);
    try {
      const draft = await post(`/api/drafts/${this.#card.id}/revisions`, { body: this.#body.value, subject: this.#subject.value });
      this.#close(draft);
      announce(text("said-saved", { version: draft.version }));
    } catch (problem) {
      this.#card.tell(problem.message);
    }
  }
}
