/* Two dialogs that every page has: the palette (look up anything, go to a room) and the keys of this page. */
import { isUsable } from "./presses.js";

export function startDialogs() {
  for (const opener of document.querySelectorAll("[data-palette-open]")) {
    opener.addEventListener("click", (event) => {
      event.preventDefault();
      openPalette();
    });
  }
  for (const opener of document.querySelectorAll("[data-help-open]")) {
    opener.hidden = false;
    opener.addEventListener("click", openKeys);
  }
  for (const opener of document.querySelectorAll("[data-dialog]")) {
    opener.addEventListener("click", () => document.getElementById(opener.dataset.dialog)?.showModal());
  }
  document.addEventListener("click", closeByBackdrop);
  startPalette(document.getElementById("palette"));
}

export function openPalette() {
  const palette = document.getElementById("palette");
  if (!palette || palette.open) return;
  closeMenu();
  palette.showModal();
  const field = palette.querySelector("input");
  field.focus();
  field.select();
}

export function openKeys() {
  const dialog = document.getElementById("keys");
  if (!dialog || dialog.open) return;
  closeMenu();
  listKeys(dialog.querySelector("#keys-here"));
  for (const line of dialog.querySelectorAll("[data-keys-when]")) line.hidden = !document.querySelector(line.dataset.keysWhen);
  dialog.showModal();
}

function closeMenu() {
  const menu = document.getElementById("rooms");
  if (menu?.matches(":popover-open")) menu.hidePopover();
}

function closeByBackdrop(event) {
  if (event.target.matches?.("dialog[open]")) event.target.close();
}

function listKeys(list) {
  const controls = [...document.querySelectorAll("[data-key]:not(input[type=radio])")].filter(isUsable);
  list.replaceChildren(...controls.map(lineOf));
  list.hidden = !controls.length;
}

function lineOf(control) {
  const line = document.createElement("div");
  const term = document.createElement("dt");
  const key = document.createElement("kbd");
  const says = document.createElement("dd");
  key.textContent = control.dataset.key;
  term.append(key);
  says.textContent = nameOf(control);
  line.append(term, says);
  return line;
}

function nameOf(control) {
  if (control.dataset.keyTitle || control.ariaLabel) return control.dataset.keyTitle || control.ariaLabel;
  const words = (control.labels?.[0] ?? control).cloneNode(true);
  for (const key of words.querySelectorAll("kbd, svg")) key.remove();
  return words.textContent.trim().replace(/\s+/g, " ");
}

function startPalette(palette) {
  if (!palette) return;
  const field = palette.querySelector("input");
  field.addEventListener("input", () => {
    filterRooms(palette, field.value.trim().toLocaleLowerCase());
    if (!field.value.trim()) palette.querySelector("#palette-found").replaceChildren();
  });
  palette.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const places = [field, ...palette.querySelectorAll("a[href]")].filter(isUsable);
    const at = places.indexOf(document.activeElement);
    places[(at + step + places.length) % places.length].focus();
  });
}

function filterRooms(palette, words) {
  const lines = [...palette.querySelectorAll("#palette-rooms > li")];
  for (const line of lines) line.hidden = words !== "" && !line.textContent.toLocaleLowerCase().includes(words);
  palette.querySelector("#palette-rooms-title").hidden = lines.every((line) => line.hidden);
}
