/* What does a key press mean, is somebody typing, and does a control answer?

   Keys go by the letter typed or, on a layout without Latin letters, by the place of the key: an Arabic keyboard's
   key J is still j. */

/** The letter or sign that this press means, whatever the keyboard's layout. */
export function letterOf(event) {
  const isLatin = /^[\x20-\x7e]$/.test(event.key);
  if (isLatin) return event.key.toLowerCase();
  const place = /^(?:Key([A-Z])|Digit([0-9])|Numpad([0-9]))$/.exec(event.code || "");
  if (place) return (place[1] ?? place[2] ?? place[3]).toLowerCase();
  if (event.code === "Slash") return event.shiftKey ? "?" : "/";
  return event.key;
}

export function isTyping(target) {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.matches("textarea, select")) return true;
  return target.matches("input") && !target.matches("[type=radio], [type=checkbox], [type=button], [type=submit], [type=range]");
}

export function isUsable(control) {
  return !control.disabled && control.getAttribute("aria-disabled") !== "true" && control.getClientRects().length > 0;
}
