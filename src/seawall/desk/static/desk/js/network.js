/* Draws the network of a cell with sigma: places come from the desk, colours from the style sheet. The tables beside it
   say the same, so the drawing is hidden from screen readers and needs no key. */

const STRONG = 0.999;
const MANY_TIES = 5_000;
const MANY_MEMBERS = 2_000;
const FINE_TIES = 1_000; // up to so many have a breadth of their own
const SETTLED = 200; // milliseconds without movement, after which ties are drawn again
const BREAK = 1_000; // milliseconds without movement, after which the next one is another
const LATE = 60; // milliseconds from one movement to the next that say that drawing can't keep up

for (const figure of document.querySelectorAll("[data-network]")) draw(figure).catch(() => refuse(figure));

async function draw(figure) {
  const answer = await fetch(figure.dataset.network, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  const told = await answer.json();
  const graph = new graphology.Graph({ type: "undirected", multi: false });
  const ink = inks(figure);
  const most = Math.max(1, ...told.nodes.map((node) => node[3]));
  const large = told.nodes.length > 600 ? 3 : 6;
  for (const [number, x, y, ties, isCore, label] of told.nodes) {
    const size = 2 + large * Math.sqrt(ties / most);
    graph.addNode(number, { x, y, size, label, ties, color: isCore ? ink.core : ink.member });
  }
  for (const [left, right, strength] of told.edges) {
    graph.addEdge(left, right, { size: 0.5 + 1.5 * strength, color: strength > STRONG ? ink.strong : ink.tie });
  }
  const plate = figure.querySelector("[data-network-plate]");
  const motion = watchMotion(told.edges.length > MANY_TIES);
  const sigma = new Sigma(graph, plate, {
    ...programs(motion, told),
    labelColor: { color: ink.words },
    labelFont: ink.face,
    labelSize: 12,
    labelRenderedSizeThreshold: told.nodes.length > 200 ? 14 : 6,
    hideLabelsOnMove: told.nodes.length > MANY_MEMBERS,
    defaultEdgeColor: ink.tie,
    minCameraRatio: 0.02,
    maxCameraRatio: 3,
    zIndex: false,
    allowInvalidContainer: true,
  });
  motion.follow(sigma);
  letDrag(sigma, graph, motion);
  tellChosen(figure, sigma, graph, ink);
  startTools(figure, sigma);
  figure.dataset.drawn = String(graph.order);
  figure.sigma = sigma; // for whoever measures it
}

/** Ties wait until the picture is still where there are many, or where drawing turned out too slow for this machine.
    (Sigma's own setting for this indexes the whole network anew after each movement.) */
function watchMotion(hasMany) {
  let isSlow = hasMany;
  let isMoving = false;
  let last = 0;
  let timer = null;
  let drawn = null;
  const settle = () => {
    isMoving = false;
    drawn.scheduleRender();
  };
  const moved = () => {
    const now = performance.now();
    const pause = now - last < BREAK ? now - last : 0;
    isSlow ||= pause > LATE;
    [isMoving, last] = [true, now];
    clearTimeout(timer);
    timer = setTimeout(settle, Math.max(SETTLED, 3 * pause));
  };
  const follow = (sigma) => {
    drawn = sigma;
    sigma.getCamera().on("updated", moved);
  };
  return { moved, follow, hidesTies: () => isSlow && isMoving };
}

/** What draws members and ties: plain points and lines where there are many. */
function programs(motion, told) {
  const { EdgeLineProgram, EdgeRectangleProgram, NodeCircleProgram, NodePointProgram } = Sigma.rendering;
  class Ties extends (told.edges.length > FINE_TIES ? EdgeLineProgram : EdgeRectangleProgram) {
    render(parameters) {
      if (!motion.hidesTies()) super.render(parameters);
    }
  }
  const circle = told.nodes.length > MANY_MEMBERS ? NodePointProgram : NodeCircleProgram;
  return { edgeProgramClasses: { line: Ties }, nodeProgramClasses: { circle } };
}

/** Let a member be dragged with the mouse or a finger; the rest of the picture stays where it is.

    Its place is changed without the graph's event, upon which sigma would index the whole network in every frame. */
function letDrag(sigma, graph, motion) {
  let held = null;
  const redraw = (edges) => {
    sigma.refresh({ partialGraph: { nodes: [held], edges }, skipIndexation: true, schedule: true });
  };
  sigma.on("downNode", ({ node, event }) => {
    held = node;
    event.preventSigmaDefault();
  });
  sigma.on("moveBody", ({ event }) => {
    if (held === null) return;
    Object.assign(graph.getNodeAttributes(held), sigma.viewportToGraph(event));
    motion.moved();
    redraw(motion.hidesTies() ? [] : graph.edges(held));
    event.preventSigmaDefault();
  });
  const release = () => {
    if (held === null) return;
    redraw(graph.edges(held));
    held = null;
  };
  sigma.on("upNode", release);
  sigma.on("upStage", release);
}

/** Say in words which member the pointer is on, and let its ties stand out. */
function tellChosen(figure, sigma, graph, ink) {
  const words = figure.querySelector("[data-network-chosen]");
  let chosen = null;
  sigma.setSetting("edgeReducer", (edge, data) => {
    if (chosen === null) return data;
    return graph.hasExtremity(edge, chosen) ? { ...data, color: ink.strong, size: 2 } : { ...data, hidden: true };
  });
  sigma.on("clickNode", ({ node }) => {
    chosen = chosen === node ? null : node;
    const { label, ties } = graph.getNodeAttributes(node);
    words.textContent = chosen === null ? "" : `${label} · ${ties} ${words.dataset.words}`;
    sigma.refresh({ skipIndexation: true });
  });
  sigma.on("clickStage", () => {
    if (chosen === null) return;
    chosen = null;
    words.textContent = "";
    sigma.refresh({ skipIndexation: true });
  });
}

function startTools(figure, sigma) {
  const camera = sigma.getCamera();
  const duration = matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120;
  figure.querySelector("[data-network-tools]").hidden = false;
  figure.querySelector("[data-network-nearer]").addEventListener("click", () => camera.animatedZoom({ duration }));
  figure.querySelector("[data-network-whole]").addEventListener("click", () => camera.animatedReset({ duration }));
}

/** The colours of the style sheet as rgb(), which sigma can read. */
function inks(figure) {
  const probe = document.createElement("span");
  figure.append(probe);
  const of = (name) => {
    probe.className = `network-ink-${name}`;
    return getComputedStyle(probe).color;
  };
  const found = { core: of("core"), member: of("member"), tie: of("tie"), strong: of("strong"), words: of("words") };
  found.face = getComputedStyle(figure).fontFamily;
  probe.remove();
  return found;
}

function refuse(figure) {
  figure.querySelector("[data-network-chosen]").textContent = figure.dataset.failed;
}
