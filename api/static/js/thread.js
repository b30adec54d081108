// The conversation about one account: what was said, what came of it, and what was drafted before.

import { announce } from "./frame.js";
import { Card } from "./card.js";
import { day, element, get, piece, post, text } from "./api.js";
import { showSide, sourceItem } from "./evidence.js";
import { chip } from "./letter.js";

const space = document.getElementById("thread");
const earlier = document.getElementById("earlier");
// A conversation that began longer ago is history: its drafts stand among the earlier ones.
const FRESH = 30 * 24 * 60 * 60 * 1_000;
const KINDS = { message: "customer", moment: "moment", instruction: "wish", question: "question" };
// What is under way, by account: a turn waits until its conversation is open and the turn before it is stored, and
// whoever comes back to an account waits for what they have sent, and finds it there.
const underway = new Map();

function after(account, act) {
  const made = (underway.get(account) ?? Promise.resolve()).catch(() => {}).then(act);
  underway.set(account, made);
  return made;
}

export class Thread {
  /**
   * @param {{id: string}} account whose conversation it is.
   * @param {(message: string) => void} back is given a message whose draft could not be made.
   */
  constructor(account, back) {
    Object.assign(this, { account, back, conversation: null, opened: false, drafted: null, cards: new Map(), closed: false });
    space.replaceChildren();
    earlier.hidden = true;
    showSide(null);
  }

  get empty() {
    return !space.childElementCount;
  }

  /** Opens what was said before, at the draft `wanted` where one is named; nothing where this is the first time. */
  open(wanted) {
    return after(this.account.id, () => this.#open(wanted));
  }

  async #open(wanted) {
    const [talks, drafts] = await Promise.all([
      get(`/api/conversations?account=${this.account.id}&limit=1`),
      get(`/api/drafts?account=${this.account.id}&limit=12`),
    ]);
    const last = talks.conversations.find((talk) => Date.now() - Date.parse(talk.created_at) < FRESH);
    // Also where another account is open by now: what was sent here meanwhile belongs to it.
    this.conversation = last?.id ?? null;
    if (this.closed) return;
    const { turns } = last ? await get(`/api/conversations/${last.id}`) : { turns: [] };
    if (this.closed) return;
    this.opened = true;
    for (const turn of turns) this.#show(turn, this.#bubble(turn.text, turn.as, turn.at));
    for (const card of this.cards.values()) this.#newest(card, drafts.drafts);
    this.#earlier(drafts.drafts.filter((draft) => !this.cards.has(draft.id)), drafts.next !== null);
    const card = this.cards.get(wanted);
    if (wanted && !card) return this.#reopen(await get(`/api/drafts/${wanted}`));
    if (card) this.#activate(card);
    (card?.element ?? [...space.querySelectorAll(".message")].at(-1))?.scrollIntoView({ block: "start", behavior: "instant" });
  }

  /** Forgets the page's part in it; drafts in the making go on. */
  close() {
    this.closed = true;
    for (const card of this.cards.values()) card.end?.();
  }

  /** Sends one turn, once the conversation is open; the server says what it is. Rejects with a Problem. */
  say(said) {
    const bubble = this.#bubble(said.text, said.as ?? "", new Date().toISOString());
    bubble.element.dataset.pending = "";
    bubble.element.scrollIntoView({ block: "start" });
    return after(this.account.id, () => this.#say(said, bubble));
  }

  async #say(said, bubble) {
    try {
      // Where it could not be opened before, it is tried again: else this would begin another conversation.
      if (!this.opened && !(this.closed && this.conversation)) await this.#open(null);
      // What was said before is above it.
      if (!this.closed) space.append(bubble.element);
      this.conversation ??= (await post("/api/conversations", { account: this.account.id })).id;
      const turn = await post(`/api/conversations/${this.conversation}/turns?wait=false`, said);
      if (this.closed) return;
      this.#kind(bubble, turn.as);
      delete bubble.element.dataset.pending;
      this.#show({ ...turn, text: said.text }, bubble, true);
      if (!said.as && turn.as !== "message") this.#correctable(bubble);
      bubble.element.scrollIntoView({ block: "start" });
    } catch (problem) {
      bubble.element.remove();
      throw problem;
    }
  }

  /** What was taken for the CSM's own words can be said to be the customer's. */
  #correctable(bubble) {
    const button = bubble.element.querySelector(".as-message");
    button.hidden = false;
    button.addEventListener("click", () => {
      button.hidden = true;
      this.say({ text: bubble.said, as: "message" }).catch(() => { button.hidden = false; });
    });
  }

  async #instruct(card, words) {
    if (card.id !== this.drafted) return card.revise({ instruction: words });
    await this.say({ text: words, as: "instruction" }).catch((problem) => card.tell(problem.message));
  }

  /** Drafts anew what a draft was made for, taken for something else. */
  async #retake(card, situation) {
    const said = card.around.message ? { text: card.around.message, as: "message", situation } : { text: situation, as: "moment" };
    await this.say(said).catch((problem) => card.tell(problem.message));
  }

  /** Whether something is being written by hand that would be lost. */
  get unsaved() {
    return [...this.cards.values()].some((card) => card.unsaved);
  }

  #show(turn, bubble, live = false) {
    if (turn.as === "question") return this.#answer(turn, live);
    const id = turn.id ?? turn.draft.id;
    const card = this.cards.get(id) ?? this.#card(id, turn.as === "message" ? turn.text : "", bubble.words, live);
    this.drafted = id;
    card.waiting = !turn.draft;
    space.append(card.element);
    this.#activate(card);
    if (live && !turn.draft) card.follow();
    else if (live) { card.show(turn.draft); announce(text("said-saved", { version: turn.draft.version })); }
  }

  #card(id, message, words, live = false) {
    const around = {
      account: this.account.id, message, bubble: message ? words : null,
      failed: (words) => { if (live && words && !this.closed) this.back(words); },
      activate: (card) => this.#activate(card), instruct: (card, wish) => this.#instruct(card, wish),
      retake: (card, situation) => this.#retake(card, situation),
    };
    const card = new Card(id, around);
    this.cards.set(id, card);
    return card;
  }

  /** The newest version of a draft: it may have been changed since its turn, or be in the making still. */
  async #newest(card, listed) {
    try {
      const draft = listed.find((other) => other.id === card.id) ?? await get(`/api/drafts/${card.id}`);
      if (this.closed) return;
      card.show(draft);
      if (card.waiting) card.follow();
      const asked = await get(`/api/drafts/${card.id}/asked`);
      card.became.show(asked.used, asked.result);
    } catch (problem) {
      if (problem.status === 404 && !card.draft) card.follow();
      else card.tell(problem.message);
    }
  }

  #activate(card) {
    if (card.active) return;
    for (const other of space.querySelectorAll(".draft[data-active]")) other.removeAttribute("data-active");
    card.element.setAttribute("data-active", "");
    if (card.draft && card.element.dataset.writing === undefined) showSide(card.draft);
  }

  #bubble(words, kind, at) {
    const made = piece("message");
    const bubble = { element: made, words: made.querySelector(".words"), said: words };
    const time = made.querySelector("time");
    time.dateTime = at;
    time.textContent = day(at, true);
    this.#kind(bubble, kind);
    space.append(made);
    // What scrolls has to be reached by keyboard.
    if (bubble.words.scrollHeight > bubble.words.clientHeight) bubble.words.tabIndex = 0;
    return bubble;
  }

  #kind(bubble, kind) {
    bubble.element.dataset.kind = kind;
    bubble.element.toggleAttribute("data-inside", kind !== "message");
    bubble.element.querySelector(".kind").textContent = text(KINDS[kind] ?? "you");
    bubble.words.textContent = kind === "moment" ? text(`situation-${bubble.said}`) : bubble.said;
  }

  #answer(turn, live) {
    const made = piece("answer");
    const words = made.querySelector(".words"), known = new Set(turn.citations.map((c) => c.id));
    // The answer names its sources in square brackets.
    for (const part of turn.answer.split(/\[([A-Z]\d+(?:\s*[,、]\s*[A-Z]\d+)*)\]/).map((words, n) => [n % 2, words])) {
      const ids = part[0] ? part[1].split(/\s*[,、]\s*/).filter((id) => known.has(id)) : [];
      if (part[0] && ids.length) words.append(...ids.map((id) => chip(id, turn.citations)));
      else words.append(part[0] ? `[${part[1]}]` : part[1]);
    }
    made.querySelector(".sources").replaceChildren(...turn.citations.map((citation) => sourceItem(citation, this.account.id)));
    space.append(made);
    if (live) announce(`${text("said-answer")} ${turn.answer}`);
  }

  #earlier(drafts, more) {
    earlier.hidden = !drafts.length;
    earlier.firstElementChild.textContent = text(more ? "earlier-newest" : "earlier", { count: drafts.length });
    earlier.lastElementChild.replaceChildren(...drafts.map((draft) => {
      const item = element("li"), button = element("button", "plain");
      button.type = "button";
      button.append(element("span", "soft", `${day(draft.created_at)} · ${text(`situation-${draft.situation}`)}`), element("span", "", draft.subject || "—"));
      button.addEventListener("click", () => { item.remove(); this.#reopen(draft).catch(() => {}); });
      item.append(button);
      return item;
    }));
  }

  /** Puts an earlier draft, which belongs to no turn of this conversation, at the end of the page. */
  async #reopen(draft) {
    if (draft.account !== this.account.id) return;
    document.getElementById("start").hidden = true;
    const asked = await get(`/api/drafts/${draft.id}/asked`);
    if (this.closed) return;
    const kind = asked.message ? "message" : "moment";
    const bubble = this.#bubble(asked.message || draft.situation, kind, draft.created_at);
    const card = this.#card(draft.id, asked.message, bubble.words);
    space.append(card.element);
    this.#activate(card);
    card.show(draft);
    card.became.show(asked.used, asked.result);
    bubble.element.scrollIntoView({ block: "start" });
    card.element.focus({ preventScroll: true });
  }
}
