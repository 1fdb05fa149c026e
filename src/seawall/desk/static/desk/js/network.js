/* Draws the network of a cell with sigma: places come from the desk, colours from the style sheet. The tables beside it
   say the same, so the drawing is hidden from screen readers and needs no key. */

const STRONG = 0.999;

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
  const sigma = new Sigma(graph, plate, {
    labelColor: { color: ink.words },
    labelFont: ink.face,
    labelSize: 12,
    labelRenderedSizeThreshold: told.nodes.length > 200 ? 14 : 6,
    hideEdgesOnMove: told.edges.length > 5_000,
    hideLabelsOnMove: told.nodes.length > 2_000,
    defaultEdgeColor: ink.tie,
    minCameraRatio: 0.02,
    maxCameraRatio: 3,
    zIndex: false,
    allowInvalidContainer: true,
  });
  letDrag(sigma, graph);
  tellChosen(figure, sigma, graph, ink);
  startTools(figure, sigma);
  figure.dataset.drawn = String(graph.order);
  figure.sigma = sigma; // for whoever measures it
}

/** Let a member be dragged with the mouse or a finger; the rest of the picture stays where it is. */
function letDrag(sigma, graph) {
  let held = null;
  sigma.on("downNode", ({ node, event }) => {
    held = node;
    event.preventSigmaDefault();
  });
  sigma.on("moveBody", ({ event }) => {
    if (held === null) return;
    const place = sigma.viewportToGraph(event);
    graph.mergeNodeAttributes(held, { x: place.x, y: place.y });
    event.preventSigmaDefault();
  });
  const release = () => {
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
