/* What lies above the moving pictures of a network: a member with its name, as sigma draws it under the pointer, and the
   ties of a member that is dragged, with the members at their other ends. Each is drawn once and moved in every frame. */

const SVG = "http://www.w3.org/2000/svg";
const ROOM = 10; // pixels around a name, for its shadow

export class NameMark {
  constructor(sigma) {
    this.sigma = sigma;
    this.canvas = document.createElement("canvas");
    this.pen = this.canvas.getContext("2d");
  }

  draw(node) {
    const { sigma, pen } = this;
    const settings = sigma.getSettings();
    const told = sigma.getNodeDisplayData(node);
    const size = sigma.scaleSize(told.size);
    const half = Math.ceil(Math.max(size, settings.labelSize)) + ROOM;
    pen.font = `${settings.labelWeight} ${settings.labelSize}px ${settings.labelFont}`;
    this.resize(2 * half + Math.ceil(pen.measureText(told.label ?? "").width), 2 * half);
    settings.defaultDrawNodeHover(pen, { key: node, ...told, size, x: half, y: half }, settings);
    pen.fillStyle = told.color;
    pen.beginPath();
    pen.arc(half, half, size, 0, 2 * Math.PI);
    pen.fill();
    Object.assign(this, { node, half });
  }

  resize(width, height) {
    const { pixelRatio } = this.sigma;
    Object.assign(this.canvas, { width: width * pixelRatio, height: height * pixelRatio });
    Object.assign(this.canvas.style, { width: `${width}px`, height: `${height}px` });
    this.pen.scale(pixelRatio, pixelRatio);
  }

  move(now) {
    const { x, y } = now.transformPoint(placeOf(this.sigma, this.node));
    this.canvas.style.transform = `translate(${x - this.half}px,${y - this.half}px)`;
  }
}

export class TieMarks {
  constructor(sigma) {
    this.sigma = sigma;
    this.svg = document.createElementNS(SVG, "svg");
  }

  draw(node) {
    const { sigma } = this;
    const graph = sigma.getGraph();
    this.node = node;
    this.lines = [];
    this.ends = [];
    for (const tie of graph.edges(node)) {
      const { hidden, color, size } = sigma.getEdgeDisplayData(tie);
      if (hidden) continue;
      const other = graph.opposite(node, tie);
      const end = sigma.getNodeDisplayData(other);
      this.lines.push([made("line", { stroke: color, "stroke-width": this.breadth(size) }), other]);
      this.ends.push([made("circle", { fill: end.color, r: sigma.scaleSize(end.size) }), other]);
    }
    this.svg.replaceChildren(...[...this.lines, ...this.ends].map(([mark]) => mark));
    Object.assign(this.svg.style, { width: `${sigma.width}px`, height: `${sigma.height}px` });
  }

  breadth(size) {
    if (this.sigma.hasThinTies) return 1;
    const { minEdgeThickness, antiAliasingFeather } = this.sigma.getSettings();
    return Math.max(minEdgeThickness, this.sigma.scaleSize(size)) - antiAliasingFeather;
  }

  move(now) {
    const from = now.transformPoint(placeOf(this.sigma, this.node));
    for (const [line, other] of this.lines) {
      const to = now.transformPoint(placeOf(this.sigma, other));
      tell(line, { x1: from.x, y1: from.y, x2: to.x, y2: to.y });
    }
    for (const [circle, other] of this.ends) {
      const { x, y } = now.transformPoint(placeOf(this.sigma, other));
      tell(circle, { cx: x, cy: y });
    }
  }
}

function made(name, attributes) {
  return tell(document.createElementNS(SVG, name), attributes);
}

function tell(mark, attributes) {
  for (const [name, value] of Object.entries(attributes)) mark.setAttribute(name, value);
  return mark;
}

/** Where a member is, as cameras count. */
function placeOf(sigma, node) {
  const { x, y } = sigma.getGraph().getNodeAttributes(node);
  return sigma.normalizationFunction({ x, y });
}
