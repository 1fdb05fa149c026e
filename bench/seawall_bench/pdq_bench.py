"""How fast are PDQ hashes found, and made? At 100,000, 1,000,000 and 10,000,000 hashes, beside the peers.

Each case runs in a process of its own on one thread and tells CPU seconds; a peer that doesn't finish within the limit
is a result. The memory-bandwidth limit is what a scan could do at best that reads every hash once a query.
"""

from __future__ import annotations

import argparse
import json
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from seawall_bench.measure import machine, versions

HASH_OCTETS = 32
SIZES = (100_000, 1_000_000, 10_000_000)
PEERS = {
    "faiss BinaryFlat": ("faiss_flat", {}),
    "faiss BinaryMultiHash": ("faiss_multihash", {}),
    "threatexchange default": ("threatexchange", {"kind": "default"}),
    "threatexchange flat": ("threatexchange", {"kind": "flat"}),
}


def run_limited(case, limit_seconds, **arguments):
    """Run a case in a fresh process; where it doesn't finish in so many CPU seconds or fails, return what says so."""
    command = [sys.executable, "-m", "seawall_bench.measure", f"seawall_bench.pdq_cases:{case}", json.dumps(arguments)]
    limited = ["prlimit", f"--cpu={limit_seconds}", "--", *command]
    done = subprocess.run(limited, capture_output=True, text=True, check=False)
    if done.returncode in {-signal.SIGXCPU, -signal.SIGKILL}:
        return {"finished": False, "limit_cpu_seconds": limit_seconds}
    if done.returncode:
        return {"finished": False, "why": (done.stderr.strip().splitlines() or ["failed"])[-1][:200]}
    return {"finished": True, **json.loads(done.stdout.splitlines()[-1])}


def run(sizes, *, seed, limit_seconds, at_once, keep) -> dict:
    """Return all figures as one plain dictionary; `at_once` peers run side by side, Seawall runs before them, alone.

    `keep` is called with what there is after every case.
    """
    figures = {
        "bench": "pdq",
        "complete": False,
        "seed": seed,
        "hashing": run_limited("hashing", limit_seconds),
        "memory": run_limited("bandwidth", limit_seconds),
        "by_size": {},
        "peers_side_by_side": at_once,
        "machine": machine(),
        "versions": versions("seawall", "numpy", "numba", "faiss-cpu", "threatexchange", "pdqhash"),
    }
    by_size, octets_a_second = figures["by_size"], figures["memory"]["gigabytes_per_second"] * 1e9
    for count in sizes:
        ours = run_limited("seawall", 3600, count=count, seed=seed)
        ours |= {"memory": run_limited("seawall_memory", 3600, count=count, seed=seed)}
        limit = round(octets_a_second / (HASH_OCTETS * count), 1)
        by_size[str(count)] = {"seawall": ours, "memory_bandwidth_limit_of_a_scan_queries_per_second": limit}
        tell(str(count), ours, "seawall")
        keep(figures)
    with ThreadPoolExecutor(at_once) as pool:
        waiting = {
            pool.submit(run_limited, case, limit_seconds, count=count, seed=seed, **more): (str(count), name)
            for count in sorted(sizes)
            for name, (case, more) in PEERS.items()
        }
        for result in as_completed(waiting):
            size, name = waiting[result]
            by_size[size][name] = result.result()
            tell(size, result.result(), name)
            keep(figures)
    figures["complete"] = True
    keep(figures)
    return figures


def tell(size, figures, name):
    """Print one line for people."""
    if not figures["finished"]:
        print(
            f"{size:>10}  {name:<24} did not finish: {figures.get('why') or figures['limit_cpu_seconds']}", flush=True
        )
        return
    rates = figures["queries_per_cpu_second"]
    best = max(rates["together"].values())
    print(
        f"{size:>10}  {name:<24} {rates['singly']:>10,.0f} q/s singly {best:>10,.0f} together, "
        f"recall {figures['recall']}, build {figures['build_cpu_seconds']:,.1f} s",
        flush=True,
    )


def main(arguments: list[str] | None = None) -> None:
    """Run the bench; with --json the last line is one JSON object."""
    parser = argparse.ArgumentParser(prog="seawall_bench pdq", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit-seconds", type=int, default=600, help="CPU seconds that one peer may take")
    parser.add_argument("--side-by-side", type=int, default=1, help="peers that run at the same time")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--freeze", type=Path, help="write the figures to this file")
    chosen = parser.parse_args(arguments)

    def keep(figures):
        if chosen.freeze:
            chosen.freeze.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")

    figures = run(
        chosen.sizes,
        seed=chosen.seed,
        limit_seconds=chosen.limit_seconds,
        at_once=chosen.side_by_side,
        keep=keep,
    )
    if chosen.json:
        print(json.dumps(figures))


if __name__ == "__main__":
    main()
