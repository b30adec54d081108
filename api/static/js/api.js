// Requests to the API, and the texts and pieces that the page carries for its scripts.

/** A refusal: its message is a sentence for the reader, `errors` names the fields at fault with their reasons. */
export class Problem extends Error {
  constructor(message, status = 0, errors = []) {
    super(message);
    Object.assign(this, { status, errors });
  }
}

const texts = new Map([...document.getElementById("texts").content.children].map((p) => [p.dataset.text, p.textContent]));

/** A text in the page's language; `{name}` is filled from `values`. */
export const text = (key, values = {}) => (texts.get(key) ?? "").replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

/** A fresh copy of one of the page's pieces. */
export const piece = (name) => document.getElementById(`piece-${name}`).content.firstElementChild.cloneNode(true);

/** An element with a class and a text. */
export function element(tag, className = "", words = "") {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (words) made.textContent = words;
  return made;
}

export const language = document.documentElement.lang;

const LOCALE = language === "ja" ? "ja-JP" : "en-GB";
const month = language === "ja" ? "numeric" : "short";

/** A moment as a day, with `hour` its time too; in the page's language and the reader's time zone. */
export const day = (at, hour = false) => new Date(at).toLocaleString(LOCALE, { day: "numeric", month, ...(hour && { hour: "numeric", minute: "2-digit" }) });

/** The answer of the API as an object. Throws Problem, with a sentence that can be shown. */
export async function call(method, path, body, signal) {
  const options = { method, signal, headers: {} };
  if (body !== undefined) {
    options.body = JSON.stringify(body);
    options.headers["content-type"] = "application/json";
  }
  let response;
  try {
    response = await fetch(path, options);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem(text(navigator.onLine ? "failed" : "offline"));
  }
  const answer = response.status === 204 ? null : await response.json().catch(() => null);
  if (!response.ok) throw new Problem(refusal(answer), response.status, answer?.errors);
  return answer;
}

function refusal(answer) {
  const detail = answer?.detail || text("failed");
  const reasons = (answer?.errors ?? []).map((e) => e.reason ?? e.why ?? e.detail).filter((why) => why && !detail.includes(why));
  return reasons.length ? `${detail} ${reasons.join(" ")}` : detail;
}

export const get = (path, signal) => call("GET", path, undefined, signal);
export const post = (path, body = {}, signal) => call("POST", path, body, signal);

/** Calls `act` when nothing has called it for `wait` milliseconds. */
export function settled(act, wait) {
  let timer;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => act(...given), wait);
  };
}
