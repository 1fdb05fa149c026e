"""Does a cell of 5,000 members stay smooth to drag in a browser? Frame times in headless Chromium.

The desk's own `network.js`, sigma and style sheet draw a made-up cell (communities of members, placed by the engine's
layout) in a page that does with mouse events what a reader does: drags a member, moves the picture, turns the wheel,
five seconds each; frames, and sigma's own work in them (`script_…`). Beside it: no doing at all, and an empty WebGL
canvas of the same size. `way` tells whether sigma drew each frame or pictures moved in its place.

On a machine without a graphics processor Chromium draws WebGL on the CPU (SwiftShader, told as `renderer`); how it lays
the parts of the page over each other, is its own choice ("own choice": what a reader there gets), or forced through the
same SwiftShader ("all by SwiftShader": harder than any reader has it). Whatever else the CPU is doing counts too.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import tempfile
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np

import seawall.desk
from seawall.network.layout import lay_out
from seawall_bench.measure import hand_out, machine, offer_outputs, versions

STATIC = Path(seawall.desk.__file__).parent / "static"
HERE = Path(__file__).parent
CASES = ("nothing", "empty_canvas", "drag_member", "move_picture", "turn_wheel")
FLAGS = (
    "--headless=new", "--no-sandbox", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--window-size=1440,900", "--disable-background-timer-throttling",
)  # fmt: skip
COMPOSITING = {
    "own choice": (),
    "all by SwiftShader": ("--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"),
}


def made_network(members: int, ties: int, seed: int) -> dict:
    """Return what the desk tells the browser of a cell: nodes and edges, as `cells:network` does."""
    rng = np.random.default_rng(seed)
    community = np.sort(rng.integers(0, max(1, members // 60), members))
    bounds = np.searchsorted(community, np.arange(community.max() + 2))
    left = rng.integers(0, members, 3 * ties)
    near = bounds[community[left]] + (rng.random(len(left)) * np.diff(bounds)[community[left]]).astype(np.int64)
    right = np.where(rng.random(len(left)) < 0.97, near, rng.integers(0, members, len(left)))
    pairs = np.unique(np.sort(np.stack((left, right)), axis=0)[:, left != right], axis=1)
    pairs = pairs[:, rng.permutation(pairs.shape[1])[:ties]]
    strength = rng.random(pairs.shape[1])
    x, y = lay_out(pairs[0], pairs[1], strength, members, seed=seed)
    degree = np.bincount(pairs.ravel(), minlength=members)
    return {
        "nodes": [
            [number + 1, round(float(x[number]), 5), round(float(y[number]), 5), int(degree[number]),
             int(degree[number] > np.median(degree)), f"acct-{number:08x}"]
            for number in range(members)
        ],
        "edges": [
            [left + 1, right + 1, round(one, 3)]
            for left, right, one in zip(*pairs.tolist(), strength.tolist(), strict=True)
        ],
        "left_out": 0,
    }  # fmt: skip


class Pages(SimpleHTTPRequestHandler):
    """Serves the page, the network and the desk's static files; takes the figures."""

    def __init__(self, *given, network: bytes, took: list, done: threading.Event) -> None:
        self._made = {
            "/": ("text/html", (HERE / "cells_drawing.html").read_bytes()),
            "/frames.js": ("text/javascript", (HERE / "cells_drawing.js").read_bytes()),
            "/network.json": ("application/json", network),
        }
        self._took, self._done = took, done
        super().__init__(*given, directory=str(STATIC))

    def do_GET(self) -> None:
        """Answer with what is made here, else with a static file."""
        made = self._made.get(self.path.partition("?")[0])
        if made is None:
            super().do_GET()
            return
        self.send_response(200)
        self.send_header("Content-Type", made[0])
        self.send_header("Content-Length", str(len(made[1])))
        self.end_headers()
        self.wfile.write(made[1])

    def do_POST(self) -> None:
        """Take the figures."""
        self._took.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(204)
        self.end_headers()
        self._done.set()

    def log_message(self, *_said) -> None:
        """Say nothing of each request."""


def measured(chromium: str, network: dict, seconds: float, flags: tuple[str, ...]) -> dict:
    """Return what the page measured of itself."""
    took, done = [], threading.Event()
    pages = partial(Pages, network=json.dumps(network).encode(), took=took, done=done)
    server = ThreadingHTTPServer(("127.0.0.1", 0), pages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    profile = tempfile.mkdtemp(prefix="seawall-cells-drawing-")
    address = f"http://127.0.0.1:{server.server_port}/?seconds={seconds}"
    browser = subprocess.Popen(
        [chromium, *FLAGS, *flags, f"--user-data-dir={profile}", address],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        if not done.wait(timeout=180 + 10 * seconds):
            raise SystemExit("the browser told no figures")
    finally:
        browser.terminate()
        browser.wait(timeout=30)
        server.shutdown()
        shutil.rmtree(profile, ignore_errors=True)
    return took[0]


def main(arguments: list[str] | None = None) -> None:
    """Run the bench."""
    parser = argparse.ArgumentParser(prog="seawall_bench cells-drawing", description=__doc__)
    parser.add_argument("--members", type=int, nargs="+", default=[500, 5_000])
    parser.add_argument("--ties-a-member", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=5.0, help="for each thing done")
    parser.add_argument("--chromium", default=shutil.which("chromium") or shutil.which("chromium-browser"))
    offer_outputs(parser)
    chosen = parser.parse_args(arguments)
    if chosen.chromium is None:
        raise SystemExit("there is no Chromium here: name one with --chromium")
    said = subprocess.run([chosen.chromium, "--version"], capture_output=True, text=True, check=False).stdout.strip()
    figures = {"bench": "cells-drawing", "browser": said, "seconds": chosen.seconds, "sizes": []}
    for members in chosen.members:
        network = made_network(members, members * chosen.ties_a_member, seed=1)
        for compositing, flags in COMPOSITING.items():
            told = {"members": members, "ties": len(network["edges"]), "compositing": compositing}
            told["load_before"] = round(os.getloadavg()[0], 1)
            told |= measured(chosen.chromium, network, chosen.seconds, flags)
            if "problem" in told or not told["moved_by"]:
                raise SystemExit(f"the member was not dragged: {told}")
            figures["sizes"].append(told)
            print(f"{members:,} members, {told['ties']:,} ties, {compositing}, {told['way']}, {told['renderer']}")
            for case in CASES:
                print(f"  {case:<14} {told.get(case)}", flush=True)
    figures |= {"versions": versions("seawall", "numpy"), "machine": machine()}
    hand_out(figures, chosen)


if __name__ == "__main__":
    main()
