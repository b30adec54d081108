// A file dropped onto the page, or chosen, becomes a batch.

import { text } from "./api.js";
import { announce } from "./frame.js";
import { send } from "./batch-sending.js";
import { takeFiles } from "./drop.js";

function take(files) {
  if (files.length > 1) announce(text("one-file"));
  if (files.length) send(files[0], { locked: document.getElementById("locked").value.trim() });
}

takeFiles(document.getElementById("batch-file"), take);
