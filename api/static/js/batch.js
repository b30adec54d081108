// A batch at work: how far it is, how fast, how long still; and the way to stop it.

import { focusOnce, renew } from "./anew.js";
import { announce } from "./frame.js";
import { language, post, text } from "./api.js";

const at = (id) => document.getElementById(id);
const page = at("batch"), id = page.dataset.batch, seen = Number(page.dataset.ended);
const shown = (count) => count.toLocaleString(language);
let source = null, over = false;

function left(seconds) {
  if (seconds < 90) return text("left-seconds", { count: Math.max(1, Math.round(seconds)) });
  if (seconds < 5_400) return text("left-minutes", { count: Math.round(seconds / 60) });
  return text("left-hours", { count: (seconds / 3_600).toLocaleString(language, { maximumFractionDigits: 1 }) });
}

function show(batch) {
  const rows = batch.rows ?? Object.values(batch.counts).reduce((sum, count) => sum + count, 0);
  at("progress").max = rows || 1;
  at("progress").value = batch.done;
  at("progress-words").textContent = text("done", { done: shown(batch.done), rows: shown(rows) });
  const pace = batch.rate ? [text("rate", { count: shown(Math.round(batch.rate * 60)) })] : [];
  if (batch.left) pace.push(left(batch.left));
  at("pace").textContent = pace.join(" · ");
  for (const place of document.querySelectorAll("[data-count]")) {
    place.textContent = shown(place.dataset.count === "all" ? rows : batch.counts[place.dataset.count] ?? 0);
  }
  at("newer").hidden = batch.done <= seen;
  at("cut").hidden = true;
}

function close() {
  source?.close();
  source = null;
}

/** The page of a batch that has ended: nothing on it is asked for again. */
async function ended() {
  await renew("#batch");
  at("sure").close();
  focusOnce(page.querySelector("h1"));
}

function open() {
  source = new EventSource(`/api/batches/${id}/events`);
  source.addEventListener("progress", (event) => show(JSON.parse(event.data)));
  source.addEventListener("done", (event) => {
    over = true;
    close();
    show(JSON.parse(event.data));
    announce(at("progress-words").textContent);
    ended();
  });
  source.onerror = () => {
    if (over) return;
    at("cut").hidden = false;
    // A stream that was refused does not open by itself again.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => { if (!over && !document.hidden) { close(); open(); } }, 3_000);
  };
}

// A browser keeps six connections to a host, so a page that nobody looks at gives its own back.
document.addEventListener("visibilitychange", () => {
  if (document.hidden) close();
  else if (!source && !over) open();
});
addEventListener("pagehide", () => { over = true; close(); });

at("cancel").addEventListener("click", () => {
  at("stop-problem").hidden = true;
  at("sure").showModal();
});
at("stop").addEventListener("click", async () => {
  at("stop").disabled = true;
  try {
    await post(`/api/batches/${id}/cancel`);
    over = true;
    close();
    await ended();
  } catch (problem) {
    at("stop").disabled = false;
    at("stop-problem").textContent = problem.message;
    at("stop-problem").hidden = false;
  }
});
open();
