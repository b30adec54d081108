// A draft in the conversation: written before one's eyes, then a letter with its marks and all one can do with it.

import { announce } from "./frame.js";
import { piece, post, text } from "./api.js";
import { Editor } from "./editor.js";
import { addSource, numbered, showNotes, showSide, showSources, showChecks } from "./evidence.js";
import { wire } from "./hands.js";
import { letter, line } from "./letter.js";
import { Became } from "./mailing.js";
import { showProposals } from "./proposals.js";
import { Pen, follow } from "./stream.js";

const STAGES = ["triage", "plan", "words", "check"];

/** What still has to happen before a draft may be sent. */
export function stateOf(draft) {
  if (draft.asks.some((ask) => ask.answer === null)) return "needs-answer";
  if (!draft.body) return "";
  return draft.needs_review ? "needs-review" : "ready";
}

export class Card {
  /**
   * @param {string} id of the draft.
   * @param {{account: string, bubble: Element | null, message: string, activate: (card: Card) => void, failed: (message: string) => void, instruct: (card: Card, words: string) => Promise<void>, retake: (card: Card, situation: string) => Promise<void>}} around
   */
  constructor(id, around) {
    Object.assign(this, { id, around, draft: null, proposed: false, element: piece("draft"), end: null });
    this.element.id = `draft-${id}`;
    this.element.dataset.draft = id;
    this.editor = new Editor(this);
    this.became = new Became(this.at(".became"), id, (problem) => this.tell(problem.message));
    wire(this);
  }

  at(selector) {
    return this.element.querySelector(selector);
  }

  get active() {
    return this.element.hasAttribute("data-active");
  }

  /** Says beside the draft what went wrong; "" takes it away. */
  tell(words) {
    this.at(".problem").textContent = words;
    this.at(".problem").hidden = !words;
  }

  /** Follows the draft in the making until its end. */
  follow() {
    const pen = new Pen(), nodes = [], holder = this.at(".letter");
    let fresh = true;
    const node = (number) => {
      if (fresh) { holder.replaceChildren(); fresh = false; }
      while (nodes.length <= number) {
        const paragraph = document.createElement("p");
        nodes.push(paragraph.appendChild(document.createTextNode("")));
        holder.append(paragraph);
      }
      return nodes[number];
    };
    const hear = {
      stage: ({ name }) => this.#stage(name === "repair" ? "words" : name),
      source: (citation) => { if (this.active) addSource(citation, this.around.account); },
      text: ({ part, append }) => pen.write(node(part), append),
      replace: ({ part, text: words }) => pen.replace(node(part), words),
      cut: () => this.tell(text("cut")),
      back: () => this.tell(""),
      done: async ({ draft }) => {
        await pen.written();
        if (this.end !== end) return;
        this.#rest();
        this.show(draft);
        announce(this.#said(draft));
      },
      failed: async ({ why }) => {
        this.#rest();
        if (this.draft) this.show(this.draft);
        else this.element.dataset.failed = "";
        if (!this.draft) this.around.failed(this.around.message);
        this.tell(this.draft ? why : `${why} ${text("again")}`);
      },
    };
    this.end?.();
    this.#writing();
    const end = follow(this.id, (name, data) => hear[name]?.(data));
    this.end = end;
  }

  /** Begins the next version. */
  async revise(change) {
    this.tell("");
    try {
      await post(`/api/drafts/${this.id}/revisions?wait=false`, change);
      this.follow();
    } catch (problem) {
      this.tell(problem.message);
    }
  }

  /** Shows a draft that is done. */
  show(draft) {
    const found = numbered(draft.findings, this.id);
    this.draft = draft;
    this.element.dataset.situation = draft.situation;
    this.at(".draft-name").textContent = text("draft", { version: draft.version });
    for (const stage of this.element.querySelectorAll("[data-stage]")) stage.dataset.state = "done";
    this.#badge(stateOf(draft));
    this.at(".memo").hidden = draft.audience !== "colleague";
    this.element.toggleAttribute("data-inside", draft.audience === "colleague");
    this.at(".subject").hidden = !draft.subject;
    line(this.at(".subject-text"), draft.subject, found.filter((f) => f.in === "subject"));
    const holder = this.at(".letter");
    holder.lang = draft.language;
    letter(holder, draft.body, draft.marks, found.filter((f) => f.in === "body"), draft.citations);
    holder.hidden = !draft.body;
    this.at(".unsent").hidden = Boolean(draft.body);
    if (this.around.bubble) line(this.around.bubble, this.around.message, found.filter((f) => f.in === "message"));
    this.#situation(draft);
    this.#asks(draft);
    this.#actions(draft);
    if (this.active) showSide(draft);
    if (!this.proposed) showProposals(this.at(".proposals"), this.id);
    this.proposed = true;
  }

  get unsaved() {
    return this.editor.changed;
  }

  /** What the editor found while one types; shown on the right. */
  checked({ checks, findings }) {
    if (this.active) showChecks(checks, numbered(findings, this.id));
  }

  /** What the draft takes the moment for, to be corrected by whoever knows better. */
  #situation(draft) {
    this.at(".situation").hidden = false;
    this.at(".situation select").value = draft.situation;
    const also = draft.situations.filter((s) => s.name !== draft.situation && s.confidence >= 0.5).slice(0, 2).map((s) => text(`situation-${s.name}`));
    if (draft.origin.fallback) also.push(text("unmet", { why: draft.origin.fallback }));
    this.at(".also").textContent = also.map((words) => ` · ${words}`).join("");
  }

  #said(draft) {
    if (stateOf(draft) === "needs-answer") return text("said-asks");
    return draft.findings.length ? text("said-findings", { count: draft.findings.length }) : text("said-ready");
  }

  #writing() {
    this.element.dataset.writing = "";
    delete this.element.dataset.failed;
    this.element.setAttribute("aria-busy", "true");
    this.at(".draft-name").textContent = text("draft", { version: (this.draft?.version ?? 0) + 1 });
    for (const stage of this.element.querySelectorAll("[data-stage]")) delete stage.dataset.state;
    this.fold();
    for (const selector of [".actions", ".asks", ".became", ".badge", ".history", ".unsent"]) this.at(selector).hidden = true;
    this.at(".letter").hidden = false;
    if (this.active) { showChecks([], []); showSources([]); showNotes([], []); }
    announce(text("said-writing"));
  }

  #rest() {
    delete this.element.dataset.writing;
    this.element.removeAttribute("aria-busy");
  }

  #stage(name) {
    const now = STAGES.indexOf(name);
    for (const stage of this.element.querySelectorAll("[data-stage]")) {
      const place = STAGES.indexOf(stage.dataset.stage);
      stage.dataset.state = place < now ? "done" : place === now ? "now" : "";
    }
  }

  #badge(state) {
    const badge = this.at(".badge");
    badge.textContent = state ? text(state) : "";
    badge.dataset.state = this.element.dataset.state = state;
    badge.hidden = !state;
  }

  #asks(draft) {
    const open = draft.asks.filter((ask) => ask.answer === null);
    this.at(".asks").hidden = !open.length;
    this.at(".questions").replaceChildren(...open.map((ask) => {
      const field = piece("ask");
      field.firstElementChild.textContent = ask.text;
      Object.assign(field.lastElementChild, { name: ask.id, placeholder: text(`ask-${ask.kind}`) });
      return field;
    }));
  }

  #actions(draft) {
    const colleague = draft.audience === "colleague";
    this.at(".actions").hidden = this.at(".became").hidden = !draft.body;
    this.at(".history").hidden = draft.version < 2;
    this.at("[data-refine=english]").hidden = draft.language === "en";
    this.at("[data-refine=japanese]").hidden = draft.language === "ja";
    this.at(".eml").hidden = this.at(".mailto").hidden = colleague;
    this.at(".eml").href = `/api/drafts/${this.id}.eml`;
  }

  /** Puts the versions away. */
  fold() {
    this.at(".history").setAttribute("aria-expanded", "false");
    this.at(".comparison").hidden = true;
  }
}
