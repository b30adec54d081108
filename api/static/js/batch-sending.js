// A file on its way to become a batch: progress, a refusal, or the batch that it was before.

import { announce } from "./frame.js";
import { text } from "./api.js";

const at = (id) => document.getElementById(id);
const work = at("send-work"), bar = at("send-progress"), problem = at("send-problem"), known = at("send-known");
let given = null;

function tell(sentence) {
  problem.textContent = sentence;
  problem.hidden = !sentence;
}

/** Posts the file; resolves with status and answer, rejects with a sentence. */
function post(file, fields) {
  return new Promise((resolve, reject) => {
    const body = new FormData(), request = new XMLHttpRequest();
    body.append("file", file, file.name);
    for (const [name, value] of Object.entries(fields)) if (value) body.append(name, value);
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable && event.loaded < event.total) bar.value = event.loaded / event.total;
    });
    request.upload.addEventListener("load", () => {
      // How long the rows take is not known: the bar runs without an end.
      bar.removeAttribute("value");
      at("send-stage").textContent = text("taking");
    });
    request.addEventListener("error", () => reject(text(navigator.onLine ? "failed" : "offline")));
    request.addEventListener("load", () => {
      let answer = null;
      try { answer = JSON.parse(request.responseText); } catch { /* not ours: the sentence below says what to do */ }
      if (answer && (request.status === 202 || (request.status === 409 && answer.id))) resolve({ status: request.status, answer });
      else reject(answer?.detail ?? text("failed"));
    });
    request.open("POST", "/api/batches");
    request.send(body);
  });
}

/**
 * Begins a batch with a file and shows it; says so where the file was done before. The page may offer another engine.
 * @param {File} file
 * @param {{again?: string, locked?: string}} fields
 */
export async function send(file, fields = {}) {
  if (!work.hidden) return announce(text("busy"));
  const engine = at("engine")?.checked ? at("engine").value : "";
  given = { file, fields };
  tell("");
  known.hidden = true;
  bar.value = 0;
  at("send-stage").textContent = text("sending", { names: file.name });
  work.hidden = false;
  announce(at("send-stage").textContent);
  try {
    const { status, answer } = await post(file, { ...fields, engine });
    if (status === 202) return location.assign(`/batches/${answer.id}`);
    at("send-earlier").href = `/batches/${answer.id}`;
    known.hidden = false;
    known.focus();
  } catch (sentence) {
    tell(String(sentence));
  }
  work.hidden = true;
}

at("send-again").addEventListener("click", () => send(given.file, { ...given.fields, again: "true" }));
// Whoever comes back to this page finds it ready.
addEventListener("pageshow", () => { work.hidden = true; });
