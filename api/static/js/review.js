// The red pen: a reply of one's own is read while one types; each change is one press away, and can be taken back.

import { announce } from "./frame.js";
import { get, post, settled, text } from "./api.js";
import * as list from "./review-findings.js";
import { copy } from "./mailing.js";
import { choose, chosen, picked } from "./picker.js";
import * as sheet from "./review-sheet.js";

const at = (id) => document.getElementById(id);
const address = new URLSearchParams(location.search);
const kept = () => { try { return JSON.parse(sessionStorage.getItem("review")) ?? {}; } catch { return {}; } };
const message = at("message"), status = at("review-status");
let asking = null, review = null, undoing = [], taking = false, last = "";
// What the reply belongs to: the draft of the workspace that it came from, and the contact it goes to.
let from = { draft: null, contact: null };

const channel = () => document.querySelector("input[name=channel]:checked").value;

function keep() {
  const state = { account: chosen(), message: message.value, words: sheet.words(), channel: channel(), ...from };
  sessionStorage.setItem("review", JSON.stringify(state));
}

function say(words, problem = false) {
  status.textContent = words;
  status.classList.toggle("problem", problem);
}

const heard = settled((words) => { if (words !== last) announce(last = words); }, 900);

function show(found) {
  review = found;
  const findings = found?.findings ?? [];
  sheet.underline(findings);
  list.showFindings(findings, found?.citations ?? [], chosen()?.id);
  list.showGood(found?.good ?? []);
  at("findings-count").textContent = findings.length || "";
  at("findings-count").dataset.severity = findings.some((f) => f.severity === "block") ? "block" : findings.length ? "warn" : "";
  at("findings-empty").hidden = Boolean(found);
  at("clear").hidden = !found || findings.length > 0;
  const rewritten = Boolean(found?.rewrite) && found.rewrite !== sheet.words();
  at("rewrite").hidden = at("take-all").hidden = !rewritten;
  if (rewritten) at("difference").replaceChildren(...list.compared(sheet.words(), found.rewrite, findings));
  at("example").hidden = Boolean(sheet.words() || message.value);
  at("copy").disabled = !sheet.words().trim();
}

/** Reads the reply: by the checks at once; `whole` by the model as well, where one is configured. */
async function look(whole = false) {
  asking?.abort();
  const account = chosen(), draft = sheet.words();
  if (!draft.trim()) { show(null); return say(""); }
  if (!account) { say(text("no-account")); return; }
  const mine = asking = new AbortController();
  const asked = { account: account.id, message: message.value, draft, channel: channel(), model: whole, ...(from.contact && { contact: from.contact }) };
  try {
    const found = await post("/api/reviews", asked, mine.signal);
    if (mine !== asking || sheet.words() !== draft) return;
    show({ ...found, findings: found.findings.map((f, number) => ({ ...f, number })) });
    say(list.told(found.findings));
    heard(list.told(found.findings));
    if (found.model_waits) rested();
  } catch (problem) {
    if (problem.name !== "AbortError") say(problem.message, true);
  }
}

const soon = settled(() => look(), 250);
// A model is asked once the writer rests, not at every pause.
const rested = settled(() => look(true), 2_500);

function stale() {
  asking?.abort();
  at("take-all").hidden = at("rewrite").hidden = true;
  at("example").hidden = Boolean(sheet.words() || message.value);
  at("copy").disabled = !sheet.words().trim();
  keep();
}

/** Changes the text by a press, which one more press takes back. */
function changing(act) {
  const before = sheet.words();
  taking = true;
  act();
  taking = false;
  if (sheet.words() !== before) undoing.push(before);
  at("undo").hidden = !undoing.length;
  look();
}

function take(number, item) {
  const span = sheet.placeOf(number), place = list.placeOf(item);
  if (!span) return;
  changing(() => sheet.put(span.start, span.end, review.findings[number].change.text));
  item.remove();
  list.focusAt(place);
}

sheet.changed((event) => {
  if (!taking) { undoing = []; at("undo").hidden = true; }
  stale();
  // Half of a word that an input method composes is no word to be judged.
  if (taking) return;
  say(event.isComposing ? "" : text("reading"));
  if (!event.isComposing) soon();
});
at("draft").addEventListener("compositionend", soon);
message.addEventListener("input", () => { stale(); soon(); });
for (const radio of document.querySelectorAll("input[name=channel]")) radio.addEventListener("change", () => { keep(); look(); });
document.addEventListener("selectionchange", () => {
  if (document.activeElement !== at("draft")) return;
  sheet.light(sheet.here());
  list.lit(sheet.here());
});
at("draft").addEventListener("click", () => { if (at("draft").selectionStart === at("draft").selectionEnd) list.lit(sheet.here(), true); });
list.listen({
  take,
  show: (number) => { sheet.light(number); sheet.select(number); },
  over: (number) => { sheet.light(number); list.lit(number); },
});

at("take-all").addEventListener("click", () => {
  changing(() => sheet.putAll(review.rewrite));
  at("undo").focus({ preventScroll: true });
});
at("undo").addEventListener("click", () => {
  const before = undoing.pop();
  taking = true;
  sheet.putAll(before);
  taking = false;
  at("undo").hidden = !undoing.length;
  if (!undoing.length) at("draft").focus({ preventScroll: true });
  look();
});
at("copy").addEventListener("click", async () => {
  const label = at("copy").querySelector("span");
  if (!(await copy(sheet.words()))) {
    at("draft").select();
    return say(text("no-copy"), true);
  }
  label.dataset.words ??= label.textContent;
  label.textContent = text("copied");
  announce(text("copied"));
  setTimeout(() => { label.textContent = label.dataset.words; }, 2_000);
});
at("example").addEventListener("click", () => {
  const language = chosen()?.language || document.documentElement.lang;
  message.value = text(`example-message-${language}`);
  sheet.show(text(`example-draft-${language}`));
  keep();
  look();
});
at("save").addEventListener("click", async () => {
  try {
    await post(`/api/drafts/${from.draft}/revisions`, { body: sheet.words() });
    sessionStorage.removeItem("review");
    location.assign(at("back").href);
  } catch (problem) {
    say(problem.message, true);
  }
});

function belongs() {
  const account = chosen();
  at("back").hidden = !account;
  at("save").hidden = !from.draft;
  if (!account) return;
  message.lang = at("draft").lang = account.language || document.documentElement.lang;
  at("back").href = `/?${new URLSearchParams({ account: account.id, ...(from.draft && { draft: from.draft }) })}`;
}

picked(() => {
  // Another account's draft is not this one's.
  from = { draft: null, contact: null };
  belongs();
  keep();
  look();
});

/** What was under the pen before, or what the workspace has sent here. */
async function open() {
  const state = kept(), wanted = { account: address.get("account"), draft: address.get("draft") };
  const same = !wanted.account || (state.account?.id === wanted.account && (state.draft ?? null) === wanted.draft);
  if (same && state.account?.name && !chosen()) choose(state.account);
  from = { draft: wanted.draft ?? (same ? state.draft ?? null : null), contact: same ? state.contact ?? null : null };
  // What was written before this script came is the newest.
  message.value ||= same ? state.message ?? "" : "";
  if (!sheet.words()) sheet.show(same ? state.words ?? "" : "");
  for (const radio of document.querySelectorAll("input[name=channel]")) radio.checked = radio.value === (state.channel ?? "mail");
  if (wanted.draft && !(same && state.message !== undefined)) {
    const [asked, draft] = await Promise.all([get(`/api/drafts/${wanted.draft}/asked`), get(`/api/drafts/${wanted.draft}`)]);
    message.value ||= asked.message;
    from.contact = asked.to?.name ?? null;
    if (!sheet.words()) sheet.show(draft.body);
  }
  keep();
}

await open().catch((problem) => say(problem.message, true));
belongs();
await look();
at("example").hidden = Boolean(sheet.words() || message.value);
