// The form of the organisation as a value, and back onto the record without touching what was not changed.

const CLOSED = /^\d{4}-\d{2}-\d{2}(\/\d{4}-\d{2}-\d{2})?$/;

/** A text in both languages, or a plain one where only the organisation's own language has words. */
function readable(holder, own) {
  const words = Object.fromEntries([...holder.querySelectorAll("[data-lang]")].map((field) => [field.dataset.lang, field.value.trim()]));
  const other = own === "ja" ? "en" : "ja";
  return words[other] ? words : words[own] ?? "";
}

function item(row, own) {
  const parts = [...row.querySelectorAll("[data-part]")].map((part) => [part.dataset.part, readable(part, own)]);
  return parts.length === 1 && !parts[0][0] ? parts[0][1] : Object.fromEntries(parts);
}

const said = (value) => (typeof value === "string" ? Boolean(value) : Object.values(value).some((part) => said(part)));

const lines = (words) => words.split("\n").map((line) => line.trim()).filter(Boolean);

function single(field) {
  if ("lines" in field.dataset) return lines(field.value);
  return field.type === "number" ? (field.value === "" ? 0 : Number(field.value)) : field.value.trim();
}

/** What the form says, by path. */
export function read(form) {
  const own = form.dataset.language, found = new Map();
  for (const field of form.querySelectorAll("[data-path]")) found.set(field.dataset.path, single(field));
  for (const holder of form.querySelectorAll("[data-both]")) found.set(holder.dataset.both, readable(holder, own));
  for (const holder of form.querySelectorAll("[data-choice]")) found.set(holder.dataset.choice, [...holder.querySelectorAll(":checked")].map((box) => box.value));
  for (const holder of form.querySelectorAll("[data-list]")) found.set(holder.dataset.list, [...holder.querySelectorAll(":scope > ul > li")].map((row) => item(row, own)).filter(said));
  return found;
}

/** The paths that say something else now. */
export const changed = (before, now) => [...now.keys()].filter((path) => JSON.stringify(before.get(path)) !== JSON.stringify(now.get(path)));

/** The record with these paths as the form has them; whatever else it holds stays. */
export function onto(record, now, paths) {
  const made = structuredClone(record);
  for (const path of paths) {
    const names = path.split("."), last = names.pop();
    let place = made;
    for (const name of names) place = place[name] ??= {};
    place[last] = now.get(path);
  }
  return made;
}

/** The first line of the closed days that is no day, if any. */
export const oddDay = (now) => (now.get("holidays") ?? []).find((line) => !CLOSED.test(line));

/** True where a time zone has a name that is known. */
export function knownZone(name) {
  try { return Boolean(new Intl.DateTimeFormat("en", { timeZone: name })); } catch { return false; }
}

/** The field of a path, as far as the form has one for it. */
export function fieldOf(form, path) {
  const names = path.split(".");
  for (; names.length; names.pop()) {
    const name = CSS.escape(names.join("."));
    const holder = form.querySelector(`[data-path="${name}"], [data-both="${name}"], [data-choice="${name}"], [data-list="${name}"]`);
    if (holder) return holder.matches("[data-path]") ? holder : holder.querySelector("input, textarea") ?? holder;
  }
  return null;
}
