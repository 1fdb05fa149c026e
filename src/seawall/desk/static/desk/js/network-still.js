/* On a machine that draws slowly, pictures of the network move in its place: taken whenever all is at rest, moved by the
   browser's own transform, gone again after a moment without movement, when all is drawn sharply. Under the near picture
   lies an older one of the whole, for what comes into sight. A dragged member lies above, with its ties. */

import { NameMark, TieMarks } from "./network-marks.js";

const DRAWN = ["edges", "nodes", "labels"]; // sigma's layers, from below
const REST = 150; // milliseconds without movement, after which all is drawn sharply; more where movements come slowly
const BREAK = 1_000; // milliseconds without movement, after which the next one is another

export class Still {
  constructor(sigma) {
    this.sigma = sigma;
    this.plate = sigma.getContainer();
    this.whole = this.picture();
    this.near = this.picture();
    this.ties = new TieMarks(sigma);
    this.name = new NameMark(sigma);
    for (const layer of this.layers()) {
      layer.classList.add("network-still");
      this.plate.querySelector(".sigma-mouse").before(layer);
    }
    this.isMoving = false;
    this.isWhole = false; // whether the near picture is one of the whole
    this.seen = "near"; // which pictures are seen while all moves: "near", "whole" or "both"
    this.named = null; // the member whose name is shown while all moves
    this.held = null; // the member that is dragged
    this.timer = null;
    this.last = 0; // when something moved last
    this.show();
  }

  picture() {
    const canvas = document.createElement("canvas");
    return { canvas, pen: canvas.getContext("2d", { alpha: false }), camera: this.sigma.getCamera().getState() };
  }

  layers() {
    return [this.whole.canvas, this.near.canvas, this.ties.svg, this.name.canvas];
  }

  /** Keep what sigma has drawn just now; its canvases forget it with the frame. */
  take() {
    this.copyTo(this.near);
    if (this.held !== null) return;
    const { x, y, ratio, angle } = this.near.camera;
    this.isWhole = x === 0.5 && y === 0.5 && angle === 0 && ratio >= 1;
    if (this.isWhole || this.whole.canvas.width !== this.near.canvas.width) this.copyTo(this.whole);
  }

  copyTo(picture) {
    const canvases = this.sigma.getCanvases();
    const { width, height } = canvases.nodes;
    Object.assign(picture.canvas, { width, height });
    Object.assign(picture.canvas.style, { width: `${this.sigma.width}px`, height: `${this.sigma.height}px` });
    picture.pen.fillStyle = getComputedStyle(this.plate).backgroundColor;
    picture.pen.fillRect(0, 0, width, height);
    for (const name of DRAWN) picture.pen.drawImage(canvases[name], 0, 0);
    picture.camera = this.sigma.getCamera().getState();
  }

  /** Whether pictures move now in place of the network. */
  stands() {
    const { width, height } = this.sigma.getDimensions();
    return this.isMoving && this.plate.offsetWidth === width && this.plate.offsetHeight === height;
  }

  /** Something moved: until nothing has for a moment, pictures do. */
  moved() {
    const now = performance.now();
    const pause = now - this.last < BREAK ? now - this.last : 0;
    this.last = now;
    if (!this.isMoving) this.begin(this.sigma.hoveredNode);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.rest(), Math.max(REST, 3 * pause));
  }

  begin(named) {
    [this.isMoving, this.named] = [true, named];
    if (named !== null) this.name.draw(named);
    this.render();
    this.show();
  }

  rest() {
    if (this.held !== null) return;
    [this.isMoving, this.named] = [false, null];
    this.sigma.render();
    this.show();
  }

  show() {
    const { isMoving, held, named, seen } = this;
    const shown = [seen !== "near", seen !== "whole", held !== null, named !== null];
    this.plate.classList.toggle("is-still", isMoving);
    this.layers().forEach((layer, place) => layer.toggleAttribute("hidden", !isMoving || !shown[place]));
  }

  /** Let a member follow the pointer: at first it is taken out of the picture, to lie above it. */
  drag(node) {
    if (this.held === null) {
      clearTimeout(this.timer);
      [this.held, this.isMoving] = [node, false];
      this.ties.draw(node);
      this.redraw(node, { hidden: true });
      this.begin(node);
    }
    this.sigma.scheduleRender();
  }

  drop() {
    if (this.held === null) return;
    const node = this.held;
    [this.held, this.named, this.isMoving] = [null, null, false];
    this.redraw(node, { hidden: false });
    this.show();
  }

  redraw(node, attributes) {
    const graph = this.sigma.getGraph();
    Object.assign(graph.getNodeAttributes(node), attributes);
    this.sigma.refresh({ partialGraph: { nodes: [node], edges: graph.edges(node) }, skipIndexation: true });
  }

  /** Bring the pictures, and what lies above them, to where the camera is now. */
  render() {
    const now = this.seenBy(this.sigma.getCamera().getState());
    for (const picture of [this.whole, this.near]) {
      picture.moved = now.multiply(this.seenBy(picture.camera).inverse());
      picture.canvas.style.transform = picture.moved.toString();
    }
    const seen = this.toSee();
    if (this.seen !== seen) {
      this.seen = seen;
      this.show();
    }
    if (this.held !== null) this.ties.move(now);
    if (this.named !== null) this.name.move(now);
  }

  /** Which pictures are to be seen: the near one, the whole one where that is sharper by now, or one above the other. */
  toSee() {
    if (this.held !== null || this.isWhole || this.covers(this.near)) return "near";
    const [whole, near] = [this.whole, this.near].map(({ moved }) => Math.abs(Math.log(Math.hypot(moved.a, moved.b))));
    return whole < near ? "whole" : "both";
  }

  /** Whether a picture fills the plate where it is now: then nothing under it is seen. */
  covers({ moved }) {
    const { width, height } = this.sigma.getDimensions();
    const back = moved.inverse();
    return [[0, 0], [width, 0], [0, height], [width, height]].every(([right, down]) => {
      const { x, y } = back.transformPoint({ x: right, y: down });
      return x > -1 && y > -1 && x < width + 1 && y < height + 1;
    });
  }

  /** What a camera makes of places of the network: places on the plate, in pixels. */
  seenBy(camera) {
    const at = (x, y) => this.sigma.framedGraphToViewport({ x, y }, { cameraState: camera });
    const [from, right, up] = [at(0, 0), at(1, 0), at(0, 1)];
    return new DOMMatrix([right.x - from.x, right.y - from.y, up.x - from.x, up.y - from.y, from.x, from.y]);
  }

  /** Which member is at a place of the plate: of several there, the one that is nearest. Asked of the places themselves,
      as a graphics processor played by the CPU is slow to tell, and what it tells is of the last drawing. */
  memberAt({ x, y }) {
    if (this.held !== null) return this.held;
    const { sigma } = this;
    const now = this.seenBy(sigma.getCamera().getState());
    const place = now.inverse().transformPoint({ x, y });
    const pixels = Math.hypot(now.a, now.b);
    let [found, nearest] = [null, Infinity];
    for (const [node, told] of Object.entries(sigma.nodeDataCache)) {
      const far = pixels * Math.hypot(told.x - place.x, told.y - place.y);
      if (far < nearest && far <= sigma.scaleSize(told.size)) [found, nearest] = [node, far];
    }
    return found;
  }
}
