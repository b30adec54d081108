// The list of accounts: health by shape, number and word; found by the server, which folds kana, width and case.

import { announce, composing } from "./frame.js";
import { get, language, piece, settled, text } from "./api.js";

const list = document.getElementById("account-list");
const note = document.getElementById("account-note");
const more = document.getElementById("account-more");
const search = document.getElementById("account-search");
const known = new Map();
let chosen = null, next = null, asking = null;

/** What the list knows of an account, null where it was not listed. */
export const overviewOf = (id) => known.get(id) ?? null;

/** Health as the page shows it everywhere. */
export function healthSign(health) {
  const sign = piece(`health-${health.level}`);
  sign.querySelector("b").textContent = health.score;
  sign.lastChild.data = ` ${health.word}`;
  sign.title = health.reasons.join("\n");
  return sign;
}

function points(values) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return values.map((value, n) => `${(1 + (58 * n) / (values.length - 1)).toFixed(1)},${(18 - (16 * (value - low)) / (high - low || 1)).toFixed(1)}`).join(" ");
}

function row(account) {
  known.set(account.id, account);
  const item = piece("account"), link = item.firstElementChild;
  link.href = `/?account=${account.id}`;
  link.dataset.account = account.id;
  link.querySelector(".name").textContent = account.name;
  const spark = link.querySelector(".spark");
  if ((account.spark ?? []).length > 1) spark.firstElementChild.setAttribute("points", points(account.spark));
  else spark.remove();
  if (account.health) link.querySelector(".state").append(healthSign(account.health));
  link.querySelector(".renewal").textContent = renewalOf(account);
  return item;
}

/** When the account renews, in the page's language; "" where it is not on record. */
export function renewalOf(account) {
  if (account.renewal_text) return account.renewal_text;
  const day = account.renewal ?? account.contract?.renewal;
  if (!day) return "";
  const locale = language === "ja" ? "ja-JP" : "en-GB";
  return text("renewal", { day: new Date(`${day}T00:00:00`).toLocaleDateString(locale, { month: language === "ja" ? "long" : "short", day: "numeric", year: "numeric" }) });
}

/** Marks the account that is open. */
export function choose(id) {
  chosen = id;
  for (const link of list.querySelectorAll("a")) {
    if (link.dataset.account !== id) link.removeAttribute("aria-current");
    else if (!link.hasAttribute("aria-current")) {
      link.setAttribute("aria-current", "true");
      intoView(link);
    }
  }
}

// By hand: after scrollIntoView the next Tab would begin here, past the page's first links.
function intoView(link) {
  const pane = document.getElementById("accounts"), at = link.getBoundingClientRect(), around = pane.getBoundingClientRect();
  if (at.top < around.top || at.bottom > around.bottom) pane.scrollTop += at.top - around.top - around.height / 2;
}

async function page(query, after, signal) {
  const wanted = new URLSearchParams({ query, limit: 50, ...(after && { after }) });
  try {
    return await get(`/api/overview?${wanted}`, signal);
  } catch (problem) {
    if (problem.status !== 404) throw problem;
    return get(`/api/accounts?${wanted}`, signal);
  }
}

/** Loads the accounts whose name holds what is searched for. Returns those that are listed now, null where another search has begun meanwhile. */
export async function load(after = null) {
  asking?.abort();
  const mine = asking = new AbortController();
  if (!after && !list.childElementCount) say("loading");
  try {
    const found = await page(search.value.trim(), after, mine.signal);
    if (after) list.append(...found.accounts.map(row));
    else list.replaceChildren(...found.accounts.map(row));
    next = found.next;
    more.hidden = !next;
    say(list.childElementCount || !search.value ? "" : "none-found");
    choose(chosen);
    return found.accounts;
  } catch (problem) {
    if (problem.name === "AbortError") return null;
    say("accounts-failed");
    throw problem;
  }
}

function say(key) {
  note.textContent = key ? text(key) : "";
  note.hidden = !key;
}

const look = settled(async () => {
  const found = await load().catch(() => []);
  if (found) announce(text("said-accounts", { count: found.length }));
}, 180);
search.addEventListener("input", (event) => { if (!event.isComposing) look(); });
search.addEventListener("compositionend", () => look());
more.addEventListener("click", () => load(next).catch(() => {}));
document.getElementById("accounts").addEventListener("keydown", (event) => {
  if (composing(event)) return;
  const links = [...list.querySelectorAll("a")], here = links.indexOf(document.activeElement);
  if (event.key === "Enter" && event.target === search && links[0]) links[0].click();
  else if (event.key === "ArrowDown") (links[here + 1] ?? links[here])?.focus();
  else if (event.key === "ArrowUp") (links[here - 1] ?? search).focus();
  else if (event.key === "Escape" && event.target === search) { search.value = ""; look(); return; }
  else return;
  event.preventDefault();
});
