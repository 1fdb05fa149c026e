/* Measures frames of the drawing: a member dragged, the picture moved, the wheel turned, nothing done, and an empty
   WebGL canvas of the same size. Mouse events go the way that real ones go; figures are posted back. */

const SECONDS = Number(new URLSearchParams(location.search).get("seconds") ?? 5);
const figure = document.querySelector("[data-network]");
const began = performance.now();
const scripts = []; // how long sigma's own work took in each frame, whoever draws it in the end

run().catch((error) => post({ problem: `${error}` }));

async function run() {
  while (!figure.sigma) {
    if (performance.now() - began > 120_000) throw new Error(figure.textContent);
    await pause(50);
  }
  const told = { drawn_after_seconds: (performance.now() - began) / 1_000, renderer: renderer() };
  await pause(1_500);
  const { sigma } = figure;
  let entered = 0;
  sigma.on("beforeRender", () => (entered = performance.now()));
  sigma.on("afterRender", () => scripts.push(performance.now() - entered));
  const layer = figure.querySelector(".sigma-mouse");
  const held = sigma.getGraph().nodes()[0];
  const before = sigma.getGraph().getNodeAttributes(held).x;
  told.nothing = await frames(() => {});
  told.empty_canvas = await frames(emptyCanvas());
  told.drag_member = await dragged(layer, onScreen(sigma, held));
  told.moved_by = Math.abs(sigma.getGraph().getNodeAttributes(held).x - before);
  told.move_picture = await dragged(layer, { x: 6, y: 6 });
  told.turn_wheel = await frames((frame) => wheel(layer, frame % 60 < 30 ? -40 : 40));
  told.way = sigma.still ? "pictures" : "sigma";
  await post(told);
}

function emptyCanvas() {
  const gl = document.querySelector("#empty").getContext("webgl2");
  return (frame) => {
    gl.clearColor((frame % 10) / 10, 0.5, 0.5, 1);
    gl.clear(gl.COLOR_BUFFER_BIT);
  };
}

async function dragged(layer, from) {
  mouse(layer, "mousemove", from);
  await pause(100);
  mouse(layer, "mousedown", from);
  const found = await frames((frame) => {
    const turn = frame / 15;
    mouse(document, "mousemove", { x: from.x + 90 * Math.sin(turn) + 90, y: from.y + 60 * Math.sin(turn * 1.7) + 60 });
  });
  mouse(document, "mouseup", { x: from.x + 90, y: from.y + 60 });
  await pause(600);
  return found;
}

/** Do something in every frame for some seconds; how long the frames took, in milliseconds. */
function frames(act) {
  return new Promise((resolve) => {
    const times = [];
    scripts.length = 0;
    let first = null;
    const next = (now) => {
      first ??= now;
      times.push(now);
      if (now - first >= SECONDS * 1_000) resolve(summary(times));
      else {
        act(times.length);
        requestAnimationFrame(next);
      }
    };
    requestAnimationFrame(next);
  });
}

function summary(times) {
  const took = times.slice(1).map((time, place) => time - times[place]);
  const frames = { frames: took.length, median_ms: at(took, 0.5), p95_ms: at(took, 0.95), longest_ms: at(took, 1) };
  return { ...frames, script_median_ms: at(scripts, 0.5), script_longest_ms: at(scripts, 1) };
}

function at(values, share) {
  const ordered = [...values].sort((left, right) => left - right);
  const place = Math.min(ordered.length - 1, Math.floor(share * ordered.length));
  return ordered.length ? Math.round(10 * ordered[place]) / 10 : null;
}

function onScreen(sigma, node) {
  const { x, y } = sigma.getNodeDisplayData(node);
  return sigma.framedGraphToViewport({ x, y });
}

function mouse(target, type, { x, y }) {
  const box = figure.querySelector("[data-network-plate]").getBoundingClientRect();
  const place = { clientX: box.x + x, clientY: box.y + y };
  target.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true, button: 0, buttons: 1, ...place }));
}

function wheel(layer, deltaY) {
  const box = layer.getBoundingClientRect();
  const place = { clientX: box.x + box.width / 2, clientY: box.y + box.height / 2 };
  layer.dispatchEvent(new WheelEvent("wheel", { bubbles: true, cancelable: true, deltaY, ...place }));
}

function renderer() {
  const gl = document.createElement("canvas").getContext("webgl2");
  const told = gl?.getExtension("WEBGL_debug_renderer_info");
  return told ? gl.getParameter(told.UNMASKED_RENDERER_WEBGL) : "no WebGL 2";
}

function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function post(told) {
  return fetch("/figures", { method: "POST", body: JSON.stringify(told) });
}
