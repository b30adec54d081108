// Accounts chosen from a list become a file, and the file a batch: chosen again, they are known again.

import { language, settled, text } from "./api.js";
import { folded } from "./frame.js";
import { send } from "./batch-sending.js";

const at = (id) => document.getElementById(id);
const rows = [...document.querySelectorAll(".choice tbody tr")].map((row) => ({ row, box: row.querySelector("input"), words: folded(row.textContent) }));
const all = at("all"), occasion = at("occasion");

function count() {
  const chosen = rows.filter(({ box }) => box.checked).length;
  const listed = rows.filter(({ row }) => !row.hidden), ticked = listed.filter(({ box }) => box.checked).length;
  at("chosen").textContent = text("chosen", { count: chosen.toLocaleString(language) });
  at("begin").disabled = !chosen;
  all.checked = ticked > 0 && ticked === listed.length;
  all.indeterminate = ticked > 0 && ticked < listed.length;
}

function find() {
  const wanted = folded(at("find").value).split(/\s+/).filter(Boolean);
  for (const { row, words } of rows) row.hidden = !wanted.every((word) => words.includes(word));
  at("nothing").hidden = rows.some(({ row }) => !row.hidden);
  count();
}

all.addEventListener("change", () => {
  for (const { row, box } of rows) if (!row.hidden) box.checked = all.checked;
  count();
});
at("find").addEventListener("input", settled(find, 120));
at("choose").addEventListener("change", count);
at("find").addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
at("choose").addEventListener("submit", (event) => {
  event.preventDefault();
  const chosen = rows.filter(({ box }) => box.checked).map(({ box }) => box.value).sort();
  const lines = chosen.map((account) => JSON.stringify({ account, situation: occasion.value }));
  const name = text("file-name", { title: occasion.selectedOptions[0].textContent, count: chosen.length });
  send(new File([lines.join("\n") + "\n"], `${name}.jsonl`));
});
find();
