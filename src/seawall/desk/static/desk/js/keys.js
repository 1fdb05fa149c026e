/* Which key does what? One listener; typing in a field is never taken for a command.

   The order: look-up (Ctrl-K), keys of the page (`data-key`), walking a list, rooms (`g` and a letter), general keys. */
import { openKeys, openPalette } from "./dialogs.js";
import { chosen } from "./preferences.js";
import { isTyping, isUsable, letterOf } from "./presses.js";
import { openHere, walk } from "./walk.js";

const ROOM_WAIT_MS = 1500;
let awaitingRoomUntil = 0;

export function startKeys() {
  document.addEventListener("keydown", onKeydown);
}

function onKeydown(event) {
  if (event.defaultPrevented || event.isComposing || event.altKey) return;
  const letter = letterOf(event);
  if (event.ctrlKey || event.metaKey) {
    onCommand(event, letter);
    return;
  }
  if (isTyping(event.target)) {
    if (event.key === "Escape" && !event.target.closest("dialog")) event.target.blur();
    return;
  }
  if (document.querySelector("dialog[open]") || chosen("keys") === "off") return;
  if (onLetter(event, letter)) event.preventDefault();
}

function onCommand(event, letter) {
  if (letter === "k") {
    event.preventDefault();
    openPalette();
  } else if (event.key === "Enter" && event.target.closest?.("form")) {
    event.preventDefault();
    event.target.closest("form").requestSubmit();
  }
}

function onLetter(event, letter) {
  if (Date.now() < awaitingRoomUntil) {
    awaitingRoomUntil = 0;
    return openRoom(letter);
  }
  if (event.repeat && !"jk".includes(letter)) return false;
  if (press(letter)) return true;
  switch (letter) {
    case "j":
      return walk(1);
    case "k":
      return walk(-1);
    case "e":
    case "o":
      return openHere();
    case "Enter":
      return event.target === document.body && openHere();
    case "g":
      awaitingRoomUntil = Date.now() + ROOM_WAIT_MS;
      return true;
    case "/":
      return focusSearch();
    case "?":
      openKeys();
      return true;
    default:
      return false;
  }
}

function openRoom(letter) {
  const room = document.querySelector(`[data-room="${CSS.escape(letter)}"]`);
  room?.click();
  return Boolean(room);
}

/** Use the control of this page that has the key; a hidden or disabled one doesn't answer. */
function press(letter) {
  const control = [...document.querySelectorAll(`[data-key="${CSS.escape(letter)}"]`)].find(isUsable);
  if (!control) return false;
  control.focus();
  if (control.matches("a, button, input[type=radio], input[type=checkbox], summary")) control.click();
  return true;
}

function focusSearch() {
  const field = [...document.querySelectorAll("main [data-search], main input[type=search]")].find(isUsable);
  if (field) {
    field.focus();
    field.select?.();
  } else {
    openPalette();
  }
  return true;
}
