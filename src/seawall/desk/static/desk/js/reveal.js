/* Hold to reveal: a veiled picture shows itself only while a key, the mouse or a finger holds it.

   `h` reveals the veil in focus, else the first one on the screen. Letting go, leaving the window or another tab veils
   it again. Where the figure names `data-reveal-log`, each reveal is told to the desk (the exposure of the day). */
import { chosen } from "./preferences.js";
import { isTyping, letterOf } from "./presses.js";

const REVEALED = "is-revealed";

export function startReveal() {
  document.addEventListener("keydown", onKeydown);
  document.addEventListener("keyup", (event) => {
    if (letterOf(event) === "h" || isHoldButton(event.target)) veilAll();
  });
  document.addEventListener("pointerdown", onPointerdown);
  for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, veilAll);
  document.addEventListener("contextmenu", (event) => {
    if (event.target.closest?.("[data-reveal]")) event.preventDefault();
  });
  document.addEventListener("dragstart", (event) => {
    if (event.target.closest?.("[data-reveal]")) event.preventDefault();
  });
  window.addEventListener("blur", veilAll);
  document.addEventListener("visibilitychange", veilAll);
}

function onKeydown(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (isHoldButton(event.target) && (event.key === " " || event.key === "Enter")) {
    event.preventDefault();
    reveal(event.target.closest("[data-reveal]"));
  } else if (letterOf(event) === "h" && !isTyping(event.target) && chosen("keys") !== "off") {
    reveal(veilInReach());
  }
}

function onPointerdown(event) {
  if (event.button === 0) reveal(event.target.closest?.("[data-reveal]"));
}

function isHoldButton(target) {
  return target instanceof Element && target.closest("[data-reveal-hold]") !== null;
}

function veilInReach() {
  const focused = document.activeElement?.closest?.("[data-reveal], [data-walk-entry]");
  if (focused?.matches("[data-reveal]")) return focused;
  return focused?.querySelector("[data-reveal]") ?? [...document.querySelectorAll("[data-reveal]")].find(isOnScreen);
}

function isOnScreen(figure) {
  const { top, bottom, width } = figure.getBoundingClientRect();
  return width > 0 && bottom > 0 && top < window.innerHeight;
}

function reveal(figure) {
  if (!figure || figure.classList.contains(REVEALED)) return;
  figure.classList.add(REVEALED);
  const address = figure.dataset.revealLog;
  if (address) window.htmx?.ajax("POST", address, { source: document.body, swap: "none" });
}

function veilAll() {
  for (const figure of document.querySelectorAll(`.${REVEALED}`)) figure.classList.remove(REVEALED);
}
