// A file dropped onto the page, or chosen, becomes a batch.

import { text } from "./api.js";
import { announce } from "./frame.js";
import { send } from "./batch-sending.js";

const input = document.getElementById("batch-file"), veil = document.getElementById("drop-veil");

function take(files) {
  if (files.length > 1) announce(text("one-file"));
  if (files.length) send(files[0], { locked: document.getElementById("locked").value.trim() });
}

input.addEventListener("change", () => {
  const files = [...input.files];
  // The same file may be chosen again once it is mended.
  input.value = "";
  take(files);
});

const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
document.addEventListener("dragover", (event) => {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  veil.hidden = false;
});
document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) veil.hidden = true; });
document.addEventListener("drop", (event) => {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  veil.hidden = true;
  take([...event.dataTransfer.files]);
});
