// What a customer's mail says that the record does not hold yet: to be taken over by the CSM, never by itself.

import { announce } from "./frame.js";
import { get, piece, post, text, element } from "./api.js";

/** Shows what a draft's message proposes for the record; nothing where nothing is proposed. */
export async function showProposals(holder, id) {
  const { proposals } = await get(`/api/drafts/${id}/proposals`).catch(() => ({ proposals: [] }));
  holder.hidden = !proposals.length;
  holder.replaceChildren(...(proposals.length ? [element("h4", "", text("proposed"))] : []), ...proposals.map((proposal) => shown(holder, id, proposal)));
}

function shown(holder, id, proposal) {
  const item = piece("proposal");
  const address = `/api/drafts/${id}/proposals/${encodeURIComponent(proposal.id)}`;
  item.dataset.proposal = proposal.id;
  item.querySelector(".text").textContent = proposal.text;
  item.querySelector(".quote").textContent = proposal.quote ? `「${proposal.quote}」` : "";
  const [accept, leave] = item.querySelectorAll("button");
  accept.addEventListener("click", async () => {
    accept.disabled = true;
    try {
      await post(address, { accept: true });
      item.replaceChildren(element("p", "", `✓ ${proposal.text} ${text("recorded")}`));
      announce(text("recorded"));
    } catch (problem) {
      accept.disabled = false;
      item.append(element("p", "problem", problem.message));
    }
  });
  leave.addEventListener("click", () => {
    item.remove();
    holder.hidden = !holder.querySelector(".proposal");
    post(address, { accept: false }).catch(() => {});
  });
  return item;
}
