/* Says aloud, for those who listen, what changed in part of a page; and says it when the desk refused or wasn't reached. */
import { localise } from "./moments.js";

export function startAnnouncing() {
  document.body.addEventListener("htmx:afterSwap", (event) => {
    localise(event.target);
    const words = event.target.querySelector("[data-announce]")?.dataset.announce;
    if (words) say(words);
  });
  document.body.addEventListener("htmx:responseError", () => tell("refused"));
  document.body.addEventListener("htmx:sendError", () => tell("unreachable"));
}

/** Have a screen reader read `words`. */
export function say(words) {
  const live = document.getElementById("live");
  live.textContent = "";
  requestAnimationFrame(() => {
    live.textContent = words;
  });
}

function tell(what) {
  const words = document.getElementById("live").dataset[what];
  const messages = document.getElementById("messages");
  const notice = document.createElement("div");
  notice.className = "notice";
  notice.dataset.tone = "stop";
  const line = document.createElement("p");
  line.textContent = words;
  notice.append(line);
  messages?.replaceChildren(notice);
  say(words);
}
