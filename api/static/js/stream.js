// A draft in the making: its events, once each, and its words spread over animation frames.

import { get } from "./api.js";

const NAMES = ["stage", "source", "text", "replace", "finding", "ask", "coach", "done", "failed"];
// A browser keeps six connections to a host, so a page that nobody looks at gives its own back and hears the rest later.
const still = () => document.hidden;
// Windows side by side are all looked at: their streams share these places, so that two connections are left for the rest.
const PLACES = 4;

/**
 * Waits for a place among the streams of all windows of this browser.
 * @param {() => void} enter is called when there is one.
 * @returns {() => void} leaves it again, or gives up the waiting.
 */
function place(enter) {
  if (!navigator.locks) return enter() ?? (() => {});
  const waiting = new AbortController();
  let leave = null, over = false;
  for (let n = 0; n < PLACES; n += 1) {
    navigator.locks.request(`stream-${n}`, { signal: waiting.signal }, () => {
      // Several may come free at once; one is enough.
      if (leave || over) return null;
      return new Promise((free) => {
        leave = free;
        waiting.abort();
        enter();
      });
    }).catch(() => {});
  }
  return () => { over = true; waiting.abort(); leave?.(); };
}

/**
 * Follows the events of a draft until it is done or has failed.
 * @param {string} id of the draft.
 * @param {(name: string, data: object) => void} hear takes each event once; "cut" and "back" tell of the connection.
 * @returns {() => void} stops listening; the draft goes on.
 */
export function follow(id, hear) {
  let source = null, leave = null, heard = 0, over = false, cut = false;

  function close() {
    source?.close();
    leave?.();
    source = leave = null;
  }
  function end() {
    over = true;
    close();
    document.removeEventListener("visibilitychange", look);
  }
  function take(event) {
    const number = Number(event.lastEventId) || 0;
    if (over || (number && number <= heard)) return;
    heard = number || heard;
    if (event.type === "done" || event.type === "failed") end();
    hear(event.type, JSON.parse(event.data));
  }
  async function ask() {
    // The stream was refused or is over: the draft itself says how it went.
    try {
      const draft = await get(`/api/drafts/${id}`);
      if (!over) hear("done", { draft });
    } catch (problem) {
      if (!over) hear("failed", { why: problem.message });
    }
    end();
  }
  function connect() {
    source = new EventSource(`/api/drafts/${id}/events`);
    for (const name of NAMES) source.addEventListener(name, take);
    source.onopen = () => { if (cut) { cut = false; hear("back", {}); } };
    source.onerror = () => {
      if (over) return;
      if (source.readyState === EventSource.CLOSED) return void ask();
      if (!cut) { cut = true; hear("cut", {}); }
    };
  }
  function look() {
    if (still()) close();
    else if (!leave && !over) leave = place(connect);
  }
  document.addEventListener("visibilitychange", look);
  leave = place(connect);
  return end;
}

/** Writes words as they come, a few in each frame, all at once for whoever wants no motion. */
export class Pen {
  #waiting = [];
  #frame = 0;
  #rest = null;
  #calm = matchMedia("(prefers-reduced-motion: reduce)");

  /** Adds words to the end of a text node. */
  write(node, words) {
    this.#waiting.push([node, [...words]]);
    if (this.#calm.matches || document.hidden) this.#flush();
    else if (!this.#frame) this.#frame = requestAnimationFrame(() => this.#draw());
  }

  /** Sets a text node to other words at once. */
  replace(node, words) {
    this.#waiting = this.#waiting.filter(([other]) => other !== node);
    node.data = words;
  }

  /** Resolves when all words are on the page. */
  async written() {
    if (document.hidden) this.#flush();
    if (this.#waiting.length) await new Promise((done) => { this.#rest = done; });
  }

  #draw() {
    this.#frame = 0;
    const left = this.#waiting.reduce((sum, [, words]) => sum + words.length, 0);
    let now = Math.max(4, Math.ceil(left / 14));
    while (now > 0 && this.#waiting.length) {
      const [node, words] = this.#waiting[0];
      const taken = words.splice(0, now);
      node.appendData(taken.join(""));
      now -= taken.length;
      if (!words.length) this.#waiting.shift();
    }
    if (this.#waiting.length) this.#frame = requestAnimationFrame(() => this.#draw());
    else this.#finish();
  }

  #flush() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    for (const [node, words] of this.#waiting.splice(0)) node.appendData(words.join(""));
    this.#finish();
  }

  #finish() {
    this.#rest?.();
    this.#rest = null;
  }
}
