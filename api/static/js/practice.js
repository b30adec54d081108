// A practice: the customer on the left, one's own replies on the right, what each did below it, and the sheet at the end.

import { announce, composing } from "./frame.js";
import { element, get, piece, post, text } from "./api.js";
import { owesValue, showSheet } from "./practice-sheet.js";

const at = (id) => document.getElementById(id);
const { practice: id, account, persona, language } = at("talk").dataset;
const area = at("reply"), keep = `practice:${id}`;
let busy = false, count = 0;

function tell(words) {
  at("problem").textContent = words;
  at("problem").hidden = !words;
}

function customer({ text: words, scene, fallback }) {
  const made = piece("customer");
  made.querySelector(".words").textContent = words;
  made.querySelector(".scene").textContent = scene;
  made.querySelector(".scene").hidden = !scene;
  made.querySelector(".by").textContent = fallback ? text("scripted", { why: fallback }) : "";
  made.querySelector(".by").hidden = !fallback;
  if (!words) made.querySelector(".bubble").remove();
  at("turns").append(made);
  return made;
}

function own(words) {
  const made = piece("csm");
  count += 1;
  made.id = `reply-${count}`;
  made.querySelector(".words").textContent = words;
  at("turns").append(made);
  return made;
}

function judged(turn, mark) {
  const stand = mark.gave_way ? "gave-way" : mark.held ? "held" : "evaded";
  const value = mark.value_shown ? ["value"] : owesValue(persona) ? ["no-value"] : [];
  const names = [stand, ...value, mark.question_asked ? "question" : "no-question"];
  turn.querySelector(".marks").replaceChildren(...names.map((name) => piece(`mark-${name}`)));
  turn.querySelector(".notes").replaceChildren(...mark.notes.map((note) => {
    const item = element("li", "", note.text);
    if (note.quote) item.prepend(element("q", "", note.quote), " ");
    return item;
  }));
}

function left(number, over) {
  at("left").textContent = text("left", { count: number });
  at("answer").hidden = over;
}

function over(sheet) {
  sessionStorage.removeItem(keep);
  left(0, true);
  if (!sheet) return;
  showSheet(sheet);
  announce(text("over-said"));
  at("sheet-title").focus({ preventScroll: true });
  at("sheet").scrollIntoView({ block: "start" });
}

function grow() {
  area.style.height = "auto";
  area.style.height = `${Math.min(area.scrollHeight + 2, innerHeight * 0.4)}px`;
}

async function during(act) {
  if (busy) return;
  busy = at("send").disabled = at("end").disabled = true;
  tell("");
  try {
    await act();
  } catch (problem) {
    tell(problem.message);
  } finally {
    busy = at("send").disabled = at("end").disabled = false;
  }
}

const reply = () => during(async () => {
  const words = area.value;
  if (!words.trim()) return area.focus();
  const mine = own(words), waiting = piece("waiting");
  at("turns").append(waiting);
  waiting.scrollIntoView({ block: "nearest" });
  try {
    const answer = await post(`/api/practices/${id}/turns`, { text: words });
    judged(mine, answer.mark);
    waiting.remove();
    area.value = "";
    sessionStorage.removeItem(keep);
    grow();
    if (answer.reply) {
      const theirs = customer(answer.reply);
      announce(text("scene-said", { words: [answer.reply.scene, answer.reply.text].filter(Boolean).join(" ") }));
      if (!answer.over) theirs.scrollIntoView({ block: "nearest" });
    }
    left(answer.left, answer.over);
    if (answer.over) over(answer.sheet);
    else area.focus({ preventScroll: true });
  } catch (problem) {
    // The words are still in the box.
    count -= 1;
    mine.remove();
    waiting.remove();
    throw problem;
  }
});

at("answer").addEventListener("submit", (event) => { event.preventDefault(); reply(); });
area.addEventListener("input", () => { sessionStorage.setItem(keep, area.value); grow(); });
area.addEventListener("keydown", (event) => {
  if (composing(event) || event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  reply();
});
at("end").addEventListener("click", () => {
  if (confirm(text("sure"))) during(async () => over((await post(`/api/practices/${id}/end`)).sheet));
});
at("again").addEventListener("click", () => during(async () => {
  const next = await post("/api/practices", { account, persona, language });
  location.assign(`/practice/${next.id}`);
}));

const practice = await get(`/api/practices/${id}`).catch((problem) => { tell(problem.message); left(0, false); return null; });
for (const turn of practice?.turns ?? []) {
  if (turn.who === "customer") customer(turn);
  else judged(own(turn.text), turn.mark);
}
if (practice) {
  left(practice.left, practice.over);
  area.value = sessionStorage.getItem(keep) ?? "";
  if (practice.over && practice.sheet) showSheet(practice.sheet);
  else grow();
}
