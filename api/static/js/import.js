// Files dragged onto the list, or chosen: sent by their kind, with progress, and a report row by row.

import { takeFiles } from "./drop.js";
import { announce } from "./frame.js";

const ACCOUNTS = /\.(json|jsonl|ndjson|csv|tsv|xlsx)$/i;
const HELP = /\.(md|markdown|txt|html?|pdf|docx)$/i;
const LARGEST = 100_000_000;
// What was refused is shown whole; of the rest, which needs no hand, so many rows.
const SHOWN = 200;

const texts = new Map([...document.getElementById("texts").content.children].map((p) => [p.dataset.text, p.textContent]));
const text = (key, values = {}) => texts.get(key).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
const byId = (id) => document.getElementById(id);

const section = byId("import"), work = byId("import-work"), bar = byId("import-progress");
const report = byId("import-report"), problem = byId("import-problem");
let running = false;

function fail(sentence) {
  problem.textContent = sentence;
  problem.hidden = !sentence;
}

/** Sends files to one address; the answer is the report. Rejects with a sentence. */
function send(path, files) {
  return new Promise((resolve, reject) => {
    const body = new FormData(), request = new XMLHttpRequest();
    for (const file of files) body.append("file", file, file.webkitRelativePath || file.name);
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable && event.loaded < event.total) bar.value = event.loaded / event.total;
    });
    request.upload.addEventListener("load", () => {
      // How long the reading takes is not known: the bar runs without an end.
      bar.removeAttribute("value");
      byId("import-stage").textContent = text("reading");
    });
    request.addEventListener("error", () => reject(text(navigator.onLine ? "failed" : "offline")));
    request.addEventListener("load", () => {
      let answer = null;
      try { answer = JSON.parse(request.responseText); } catch { /* not ours: the sentence below says what to do */ }
      if (request.status === 200 && answer) resolve(answer);
      else reject(answer?.detail ?? text("failed"));
    });
    request.open("POST", path);
    request.send(body);
  });
}

function row(found) {
  const made = byId("import-row").content.firstElementChild.cloneNode(true);
  const [file, number, id] = made.children;
  file.textContent = found.file;
  number.textContent = found.row;
  id.textContent = found.id ?? "";
  made.dataset.status = found.status;
  made.querySelector(".became").textContent = text(found.status);
  made.querySelector(".why").textContent = found.why;
  return made;
}

function show(reports) {
  const all = reports.flatMap((one) => one.rows), ignored = [...new Set(reports.flatMap((one) => one.ignored_columns))];
  const sum = (name) => reports.reduce((total, one) => total + one[name], 0);
  const refused = all.filter((one) => one.status === "refused"), others = all.filter((one) => one.status !== "refused");
  const body = report.querySelector("tbody");
  body.replaceChildren(...refused.map(row), ...others.slice(0, SHOWN).map(row));
  if (others.length > SHOWN) {
    const cell = body.insertRow().insertCell();
    cell.colSpan = 4;
    cell.textContent = text("more", { count: others.length - SHOWN });
  }
  const summary = text("summary", { taken: sum("taken"), unchanged: sum("unchanged"), refused: sum("refused") });
  byId("import-summary").textContent = summary;
  byId("import-ignored").textContent = text("ignored", { columns: ignored.join(", ") });
  byId("import-ignored").hidden = !ignored.length;
  report.hidden = false;
  report.focus();
  announce(summary);
}

async function take(files) {
  if (!files.length) return;
  if (running) return announce(text("busy"));
  const unknown = files.filter((file) => !ACCOUNTS.test(file.name) && !HELP.test(file.name));
  const groups = [["/api/imports/accounts", files.filter((f) => ACCOUNTS.test(f.name))], ["/api/imports/help", files.filter((f) => HELP.test(f.name))]];
  section.classList.remove("quiet");
  report.hidden = true;
  fail(unknown.length ? text("unknown", { names: unknown.map((file) => file.name).join(", ") }) : "");
  const reports = [];
  running = true;
  work.hidden = false;
  try {
    for (const [path, group] of groups.filter(([, group]) => group.length)) {
      if (group.reduce((total, file) => total + file.size, 0) > LARGEST) throw text("too-large");
      bar.value = 0;
      byId("import-stage").textContent = text("sending", { names: group.map((file) => file.name).join(", ") });
      announce(byId("import-stage").textContent);
      reports.push(await send(path, group));
    }
  } catch (sentence) {
    fail(String(sentence));
  }
  running = false;
  work.hidden = true;
  if (reports.length) show(reports);
}

takeFiles(byId("import-files"), take);

// A filter works at once; the search waits for Enter, or for the button.
for (const field of document.querySelectorAll(".sieve select, .sieve [type=checkbox]")) {
  field.addEventListener("change", () => field.form.requestSubmit());
}
