// Not a module, and before the page: what is pressed or written while the page's scripts are still on their way waits
// for them and is done then. And a screen that is shared hides what it has to from the first line on.

{
  const kept = [];
  // A link and a form with an address of its own need no script.
  const ours = (form) => !form.hasAttribute("action") && form.method !== "dialog";
  const again = {
    click: ({ target }) => target.click(),
    submit: ({ target, submitter }) => target.dispatchEvent(new SubmitEvent("submit", { submitter, bubbles: true, cancelable: true })),
    input: ({ target }) => target.dispatchEvent(new Event("input", { bubbles: true })),
    change: ({ target }) => target.dispatchEvent(new Event("change", { bubbles: true })),
    keydown: ({ target, ...pressed }) => target.dispatchEvent(new KeyboardEvent("keydown", { ...pressed, bubbles: true, cancelable: true })),
  };
  // Those that every page knows, and the one that sends; never an input method's, and in a field a letter is a letter.
  const command = ({ target, key, ctrlKey, metaKey, altKey, isComposing, keyCode }) => !isComposing && keyCode !== 229 && (
    ctrlKey || metaKey ? key === "Enter" : !altKey && ["/", "?", "H"].includes(key) && !target.closest("input, textarea, select")
  );
  const keep = (event) => {
    const { type, submitter, key, ctrlKey, metaKey, shiftKey } = event;
    const target = type === "click" ? event.target.closest("button[type=button]") : event.target;
    if (!target || (type === "submit" && !ours(target)) || (type === "keydown" && !command(event))) return;
    if (type === "submit" || type === "keydown") event.preventDefault();
    // A module that came sooner than others has had it already unless it is stopped.
    event.stopImmediatePropagation();
    if (!event.isComposing) kept.push({ type, target, submitter, key, ctrlKey, metaKey, shiftKey });
  };
  for (const type of Object.keys(again)) addEventListener(type, keep, true);
  // The page's modules have run by then.
  document.addEventListener("DOMContentLoaded", () => {
    for (const type of Object.keys(again)) removeEventListener(type, keep, true);
    for (const one of kept) again[one.type](one);
  });
  document.documentElement.toggleAttribute("data-sharing", sessionStorage.getItem("sharing") === "1");
}
