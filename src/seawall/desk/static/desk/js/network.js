/* Draws the network of a cell with sigma: places come from the desk, colours from the style sheet. The tables beside it
   say the same, so the drawing is hidden from screen readers and needs no key. */

import { Still } from "./network-still.js";

const STRONG = 0.999;
const MANY_MEMBERS = 2_000;
const FINE_TIES = 1_000; // up to so many have a breadth of their own
const FRAMES = 8; // frames in movement, before they are judged
const SLOW = 24; // milliseconds a frame, beyond which movement isn't smooth
const BREAK = 250; // milliseconds without movement, after which the next one is another
const DRAGGED_FROM = 3; // pixels; a hand that clicks isn't still
const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render/i; // renderers without a graphics processor

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
  const sigma = new Network(graph, plate, {
    ...programs(told),
    labelColor: { color: ink.words },
    labelFont: ink.face,
    labelSize: 12,
    labelRenderedSizeThreshold: told.nodes.length > 200 ? 14 : 6,
    hideLabelsOnMove: told.nodes.length > MANY_MEMBERS,
    defaultEdgeColor: ink.tie,
    defaultDrawNodeHover: nameOnPaper(ink.paper),
    minCameraRatio: 0.02,
    maxCameraRatio: 3,
    zIndex: false,
    allowInvalidContainer: true,
  });
  sigma.hasThinTies = told.edges.length > FINE_TIES;
  letDrag(sigma, graph);
  tellChosen(figure, sigma, graph, ink);
  startTools(figure, sigma);
  sigma.startWatching();
  figure.dataset.drawn = String(graph.order);
  figure.sigma = sigma; // for whoever measures it
}

/** Sigma, which lets pictures move in place of the network where drawing it turns out too slow for this machine. */
class Network extends Sigma {
  startWatching() {
    this.pauses = [];
    this.last = 0;
    this.getCamera().on("updated", () => this.moved());
    if (SOFTWARE.test(rendererOf(this.webGLContexts.nodes))) this.takeStills();
  }

  takeStills() {
    this.still = new Still(this);
    this.render();
  }

  /** Something moves: count how long frames take, until it is known whether this machine is slow. */
  moved() {
    this.still?.moved();
    this.isWatched = !this.still;
  }

  render() {
    if (this.still?.stands()) {
      cancelAnimationFrame(this.renderFrame);
      this.renderFrame = null;
      this.emit("beforeRender");
      this.still.render();
      this.emit("afterRender");
      return this;
    }
    super.render();
    this.still?.take();
    if (this.isWatched) this.judge(performance.now());
    return this;
  }

  judge(now) {
    const pause = now - this.last;
    [this.last, this.isWatched] = [now, false];
    if (pause > BREAK) this.pauses = [];
    else this.pauses.push(pause);
    if (this.pauses.length < FRAMES) return;
    const middle = this.pauses.sort((left, right) => left - right)[FRAMES / 2];
    this.pauses = [];
    if (middle > SLOW) this.takeStills();
  }

  getNodeAtPosition(place) {
    return this.still ? this.still.memberAt(place) : super.getNodeAtPosition(place);
  }
}

function rendererOf(gl) {
  const told = gl.getExtension("WEBGL_debug_renderer_info");
  return String(gl.getParameter(told ? told.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
}

/** What draws members and ties: plain points and lines where there are many. */
function programs(told) {
  const { EdgeLineProgram, EdgeRectangleProgram, NodeCircleProgram, NodePointProgram } = Sigma.rendering;
  return {
    edgeProgramClasses: { line: told.edges.length > FINE_TIES ? EdgeLineProgram : EdgeRectangleProgram },
    nodeProgramClasses: { circle: told.nodes.length > MANY_MEMBERS ? NodePointProgram : NodeCircleProgram },
  };
}

/** Draws the name of a member that the pointer is on: sigma's own way knows white paper alone. */
function nameOnPaper(paper) {
  return (pen, told, settings) => {
    pen.font = `${settings.labelWeight} ${settings.labelSize}px ${settings.labelFont}`;
    const half = Math.max(told.size, settings.labelSize / 2) + 2;
    const width = 2 * half + 5 + pen.measureText(told.label ?? "").width;
    Object.assign(pen, { fillStyle: paper, shadowBlur: 8, shadowColor: "#000" });
    pen.beginPath();
    pen.roundRect(told.x - half, told.y - half, width, 2 * half, half);
    pen.fill();
    pen.shadowBlur = 0;
    Sigma.rendering.drawDiscNodeLabel(pen, told, settings);
  };
}

/** Let a member be dragged with the mouse or a finger; the rest of the picture stays where it is.

    Its place is changed without the graph's event, upon which sigma would index the whole network in every frame. */
function letDrag(sigma, graph) {
  let [held, begun] = [null, null];
  sigma.on("downNode", ({ node, event }) => {
    [held, begun, sigma.wasDragged] = [node, event, false];
    event.preventSigmaDefault();
  });
  sigma.on("moveBody", ({ event }) => {
    if (held === null) return;
    event.preventSigmaDefault();
    if (!sigma.wasDragged && Math.hypot(event.x - begun.x, event.y - begun.y) < DRAGGED_FROM) return;
    sigma.wasDragged = true; // so that letting go doesn't count as choosing
    Object.assign(graph.getNodeAttributes(held), sigma.viewportToGraph(event));
    sigma.moved();
    if (sigma.still) sigma.still.drag(held);
    else {
      sigma.refresh({ partialGraph: { nodes: [held], edges: graph.edges(held) }, skipIndexation: true, schedule: true });
    }
  });
  const release = () => {
    held = null;
    sigma.still?.drop();
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
    if (sigma.wasDragged) return;
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
  found.paper = getComputedStyle(figure.querySelector("[data-network-plate]")).backgroundColor;
  probe.remove();
  return found;
}

function refuse(figure) {
  figure.querySelector("[data-network-chosen]").textContent = figure.dataset.failed;
}
