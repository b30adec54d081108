// The workspace: the account in the address, its conversation, and the panes.

import { announce } from "./frame.js";
import * as accounts from "./account-list.js";
import * as composer from "./composer.js";
import { get, language, text } from "./api.js";
import { pane } from "./panes.js";
import { Thread } from "./thread.js";

const at = (id) => document.getElementById(id);
let thread = null;

const named = (name) => new URLSearchParams(location.search).get(name);
const chosen = () => named("account");

function header(account) {
  at("account-name").hidden = false;
  at("account-link").textContent = account.name;
  at("account-link").href = `/accounts/${account.id}`;
  const price = typeof account.price === "number" ? account.price.toLocaleString(language) : account.price;
  at("account-facts").textContent = [account.plan ?? account.contract?.plan, price, accounts.renewalOf(account)].filter(Boolean).join(" · ");
  at("account-health").replaceChildren(...(account.health ? [accounts.healthSign(account.health)] : []));
  document.title = `${account.name} · Tomoni`;
}

function start(account) {
  at("start").hidden = !thread.empty;
  composer.belongsTo(account.id, Boolean(thread.drafted));
}

/** Opens an account's conversation. */
async function open(id) {
  if (thread?.account.id === id) return;
  thread?.close();
  accounts.choose(id);
  at("start").hidden = true;
  at("composer").hidden = false;
  // At once: what is written while the rest is still on its way is for this account, and for no other.
  composer.belongsTo(id, false);
  if (!accounts.overviewOf(id)) for (const part of ["account-link", "account-facts", "account-health"]) at(part).replaceChildren();
  const mine = thread = new Thread({ id }, (message) => composer.putBack(message));
  try {
    const opened = mine.open(named("draft"));
    opened.catch(() => {});
    const account = accounts.overviewOf(id) ?? await get(`/api/accounts/${id}`);
    if (mine.closed) return;
    // The list may have come meanwhile, and it knows the health.
    header(accounts.overviewOf(id) ?? account);
    at("example-text").textContent = text(`example-${account.language ?? language}`);
    await opened;
    if (mine.closed) return;
    start(account);
    announce(text("said-account", { name: account.name }));
  } catch (problem) {
    if (!mine.closed) composer.tell(problem.message);
  }
}


function show() {
  // Where the language is changed, the reader comes back to this account.
  for (const back of document.querySelectorAll("input[name=back]")) back.value = location.pathname + location.search;
  const id = chosen();
  if (id) open(id);
}

function go(id) {
  if (chosen() !== id) history.pushState(null, "", `/?account=${encodeURIComponent(id)}`);
  show();
  pane("conversation");
}

document.getElementById("account-list").addEventListener("click", (event) => {
  const link = event.target.closest("a[data-account]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  if (thread?.unsaved && !confirm(text("leave"))) return;
  go(link.dataset.account);
});
addEventListener("popstate", show);
addEventListener("beforeunload", (event) => { if (thread?.unsaved) event.preventDefault(); });
at("example").addEventListener("click", () => {
  composer.put(at("example-text").textContent);
  at("composer").requestSubmit();
});
composer.listen(async (said) => {
  at("start").hidden = true;
  const mine = thread;
  try {
    await mine.say(said);
    if (mine === thread) composer.belongsTo(mine.account.id, Boolean(mine.drafted));
  } finally {
    if (mine === thread) at("start").hidden = !mine.empty;
  }
});

pane(chosen() ? "conversation" : "accounts");
if (chosen()) show();
const listed = await accounts.load().catch(() => null);
if (!chosen() && listed?.length) {
  history.replaceState(null, "", `/?account=${encodeURIComponent(listed[0].id)}`);
  show();
} else if (thread && accounts.overviewOf(thread.account.id)) header(accounts.overviewOf(thread.account.id));
if (listed && !listed.length) {
  at("no-accounts").hidden = false;
  at("composer").hidden = at("account-head").hidden = true;
}
