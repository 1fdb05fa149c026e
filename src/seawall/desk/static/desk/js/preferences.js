/* How does the desk look to this reader on this machine? Look (system, light, dark), rows (roomy, compact), single keys
   (on, off). Kept in the browser; the server needn't know. first-paint.js puts look and rows back before painting. */

const CHOICES = { theme: ["auto", "light", "dark"], density: ["auto", "compact"], keys: ["auto", "off"] };

export function startPreferences() {
  for (const button of document.querySelectorAll("[data-cycle]")) {
    button.hidden = false;
    say(button);
    button.addEventListener("click", () => {
      const name = button.dataset.cycle;
      const choices = CHOICES[name];
      keep(name, choices[(choices.indexOf(chosen(name)) + 1) % choices.length]);
      say(button);
    });
  }
}

/** What the reader chose, or "auto". */
export function chosen(name) {
  return document.documentElement.dataset[name] ?? stored(name) ?? "auto";
}

function stored(name) {
  try {
    return localStorage.getItem(`seawall.${name}`);
  } catch {
    return null;
  }
}

function keep(name, value) {
  const isDefault = value === "auto";
  if (isDefault) delete document.documentElement.dataset[name];
  else document.documentElement.dataset[name] = value;
  try {
    if (isDefault) localStorage.removeItem(`seawall.${name}`);
    else localStorage.setItem(`seawall.${name}`, value);
  } catch {
    // Without storage the choice lasts for this page.
  }
}

function say(button) {
  const value = chosen(button.dataset.cycle);
  button.querySelector("[data-cycle-words]").textContent = `${button.dataset.words}: ${button.dataset[value]}`;
}
