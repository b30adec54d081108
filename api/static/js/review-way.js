// The way to the red pen, with the words that are at hand.

/**
 * Opens the red pen.
 * @param {{account: string, draft?: string, words: string}} what `draft` is the one whose mail the words answer.
 */
export function toReview({ account, draft = null, words }) {
  sessionStorage.setItem("review", JSON.stringify({ account: { id: account }, draft, words }));
  location.assign(`/review?${new URLSearchParams({ account, ...(draft && { draft }) })}`);
}
