/* Plays how one thing spread through a cell: a step a member, by hand (the slider, arrow keys) or in turn. The drawing and
   the table come whole from the desk; steps only hide what is later. */

const STEP_MS = 350;

for (const root of document.querySelectorAll("[data-spread]")) start(root);

function start(root) {
  const slider = root.querySelector("[data-spread-step]");
  const button = root.querySelector("[data-spread-play]");
  const words = root.querySelector("[data-spread-words]");
  const told = root.querySelector("[data-spread-told]");
  const play = words.textContent;
  let timer = null;

  const show = () => {
    const step = Number(slider.value);
    for (const one of root.querySelectorAll("[data-spread-arrival]")) {
      const at = Number(one.dataset.spreadArrival);
      one.classList.toggle("is-later", at > step);
      one.classList.toggle("is-now", at === step && step < Number(slider.max));
    }
    told.textContent = `${step} / ${slider.max}`;
  };
  const stop = () => {
    clearInterval(timer);
    timer = null;
    words.textContent = play;
  };
  const next = () => {
    slider.value = String(Number(slider.value) + 1);
    show();
    if (slider.value === slider.max) stop();
  };

  slider.addEventListener("input", () => {
    stop();
    show();
  });
  button.addEventListener("click", () => {
    if (timer !== null) return stop();
    if (slider.value === slider.max) slider.value = slider.min;
    words.textContent = button.dataset.stop;
    show();
    timer = setInterval(next, STEP_MS);
  });
  root.querySelector("[data-spread-tools]").hidden = false;
  show();
}
