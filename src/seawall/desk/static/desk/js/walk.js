/* Walk a list by key: j and k move, e, o or Enter opens. The place is the focused entry, so it survives a swap. */

const HERE = "is-here";

/** Move by `step` entries; at either end stay. Returns whether the page has a list. */
export function walk(step) {
  const entries = entriesOf();
  if (!entries.length) return false;
  const at = entries.findIndex(isHere);
  const next = at === -1 ? (step > 0 ? 0 : entries.length - 1) : Math.min(entries.length - 1, Math.max(0, at + step));
  standOn(entries[next]);
  return true;
}

/** Follow the link of the entry we stand on. */
export function openHere() {
  const entry = entriesOf().find(isHere);
  const link = entry?.querySelector("[data-open]") ?? (entry?.matches("[data-open]") ? entry : null);
  link?.click();
  return Boolean(link);
}

function entriesOf() {
  return [...document.querySelectorAll("[data-walk] [data-walk-entry]")].filter((entry) => entry.getClientRects().length);
}

function isHere(entry) {
  return entry.contains(document.activeElement) || entry.classList.contains(HERE);
}

function standOn(entry) {
  for (const other of document.querySelectorAll(`.${HERE}`)) other.classList.remove(HERE);
  entry.classList.add(HERE);
  const place = entry.querySelector("[data-open]") ?? entry;
  if (place === entry && !entry.hasAttribute("tabindex")) entry.tabIndex = -1;
  place.focus({ preventScroll: true });
  entry.scrollIntoView({ block: "nearest" });
}

document.addEventListener("focusin", (event) => {
  const entry = event.target.closest?.("[data-walk-entry]");
  for (const other of document.querySelectorAll(`.${HERE}`)) if (other !== entry) other.classList.remove(HERE);
});
