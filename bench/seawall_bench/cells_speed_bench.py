"""How long do cells take, how much memory? Heavy-tailed posts, beside the coordination-network-toolkit and DuckDB.

Ours: the whole of `seawall cells` from a CSV file (one window, significance, cells, shuffled control, files written),
and without control and files. The toolkit computes its co-link network from the link rows alone (its reader links all
posts without an address to each other) and has no significance; DuckDB counts co-shares of pairs in time buckets, no
more. The time to read and sort the file is told for scale. CPU seconds are the figure to trust.
"""

from __future__ import annotations

import argparse
import importlib
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pv

from seawall_bench.cells_slots import heavy_tailed
from seawall_bench.measure import hand_out, machine, offer_outputs, run_case, versions

SAME_UP_TO = 60  # seconds: over an hour the edges are so many that comparing them takes more memory than finding them
NOW = datetime(2026, 11, 22, tzinfo=UTC)
LOOPS = (
    *(f"seawall.network.{name}_kernel" for name in ("slots", "co_action", "null", "communities")),
    "seawall.identity.traits.key_hash_kernel",
)
DEFINITIONS = (
    (
        "The toolkit's edge a -> b counts posts of a that have a post of b with the same link within the window; "
        "'same_network' counts so, too, over the same rows, and edges are equal where both name them with one weight."
    ),
    "The toolkit also writes loops (an account with itself); they are left out of the comparison.",
    (
        "A search of ours counts visits (posts of one link by one account within the window), pairs each with the "
        "next twenty visits of the link, asks for two different links, and keeps pairs that chance does not explain."
    ),
    "DuckDB counts different links that a pair shared within the window, without chance, on the same link rows.",
    (
        "Compiled loops and libraries are loaded before the clock runs ('loading' says what that takes); the toolkit's "
        "seconds include its start."
    ),
)
IMPORTED_FIRST = {
    "read_and_sort": ("pyarrow.csv",),
    "whole": ("seawall.intake.cell_tables", *LOOPS),
    "search_alone": ("seawall.intake.co_action_tables", "seawall.network", *LOOPS),
    "loading": ("seawall.intake.co_action_tables", "seawall.network"),
    "duckdb_counting": ("duckdb",),
}


def make(folder, rows, accounts, seed):
    """Write the file, and that of the link rows in the toolkit's columns."""
    table, linked = heavy_tailed(rows, accounts=accounts, seed=seed)
    pv.write_csv(table.drop_columns(["links"]), f"{folder}/posts.csv")
    links = table.filter(table["links"])
    blank = pa.array([""] * links.num_rows)
    pv.write_csv(
        pa.table({
            "message_id": pa.array(range(links.num_rows)), "user_id": links["account"], "username": links["account"],
            "repost_id": blank, "reply_id": blank, "message": blank,
            "timestamp": pc.divide(links["time"].cast(pa.int64()).cast(pa.float64()), 1e6), "urls": links["item"],
        }),
        f"{folder}/links.csv",
    )  # fmt: skip
    return {"rows": table.num_rows, "link_rows": linked}


def read_and_sort(folder):
    """Read the file with Arrow and sort it by item and time."""
    table = pv.read_csv(f"{folder}/posts.csv", read_options=pv.ReadOptions(use_threads=False))
    order = pc.sort_indices(table, sort_keys=[("item", "ascending"), ("time", "ascending")])
    return {"rows": table.take(order).num_rows}


def loading():
    """Load the compiled loops."""
    return {"modules": [importlib.import_module(name).__name__ for name in LOOPS]}


def whole(folder, window):
    """The whole of `seawall cells`."""
    from seawall.intake.cell_tables import CellRun, cells_of_table
    from seawall.network import CellOptions

    run = CellRun(options=CellOptions(windows_seconds=(window,)), now=NOW, key=bytes(32), truth="truth")
    told = cells_of_table(Path(folder, "posts.csv"), Path(folder, "out"), run)
    kept = ("pair_count", "cell_count", "accounts_in_cells", "account_count")
    measures = {name: told["measures"][name] for name in ("recall", "precision", "pair_precision")}
    return {name: told[name] for name in kept} | measures | {"control": told["shuffled_control"]}


def search_alone(folder, window):
    """Reading, significance and cells, without control and files."""
    from seawall.intake.co_action_tables import read_slot_table
    from seawall.network import CellOptions, make_slots, search_cells

    read = read_slot_table(Path(folder, "posts.csv"), now=NOW)
    search = search_cells(make_slots(read.table), CellOptions(windows_seconds=(window,)), with_control=False)
    (test,) = search.pairs.tests
    return {
        "pairs": len(search.pairs), "cells": len(search.cells), "co_slots": int(test.null.counts.kept.sum()),
        "left_out_by_the_cap": int(test.null.counts.left_out.sum()),
    }  # fmt: skip


def same_network(folder, window):
    """Hold the toolkit's co-link network, edge by edge with its weight, against ours before cap and significance.

    Its edge a → b counts the posts of a that have a post of b with the same link within the window; so rows are counted
    here one by one, without the visits and the cap of a search.
    """
    import sqlite3

    import numpy as np

    from seawall.network import make_slots
    from seawall.network.co_action import Visits, count_co_slots, count_pairs, find_co_slots

    links = pv.read_csv(f"{folder}/links.csv", convert_options=pv.ConvertOptions(column_types={"urls": pa.string()}))
    micros = pc.round(pc.multiply(links["timestamp"], 1e6)).cast(pa.int64()).cast(pa.timestamp("us", "UTC"))
    slots = make_slots(pa.table({"account": links["user_id"], "item": links["urls"], "time": micros}))
    (one,) = slots
    visits = Visits(
        slots=one, window=round(window * 1e6), neighbours=10**9, account=one.account, time=one.time, place=None,
        starts=one.starts,
    )  # fmt: skip
    pairs, _ = count_pairs(visits, count_co_slots(visits, np.zeros(len(one), np.int32), 1))
    pairs = pairs[(pairs >> np.uint64(32)) != (pairs & np.uint64(0xFFFFFFFF))]
    found = find_co_slots(visits, pairs)
    names = slots.accounts.to_pylist()
    rows = np.concatenate([
        np.stack([one.account[mine].astype(np.int64), one.account[other], mine])
        for mine, other in ((found.early, found.late), (found.late, found.early))
    ], axis=1)  # fmt: skip
    rows = rows[:, np.lexsort((rows[2], rows[1], rows[0]))]
    is_new = np.append(True, (rows[:, 1:] != rows[:, :-1]).any(axis=0))
    rows = rows[:, is_new]
    begins = np.flatnonzero(np.append(True, (rows[:2, 1:] != rows[:2, :-1]).any(axis=0)))
    weight = np.diff(np.append(begins, rows.shape[1]))
    kept = weight >= 2
    edges = zip(*rows[:2, begins[kept]].tolist(), weight[kept].tolist(), strict=True)
    mine = {(names[a], names[b], count) for a, b, count in edges}
    with sqlite3.connect(f"{folder}/toolkit.db") as database:
        theirs = set(database.execute("SELECT user_1, user_2, weight FROM co_link_network WHERE user_1 <> user_2"))
    return {"toolkit_edges": len(theirs), "our_edges": len(mine), "equal_edges": len(mine & theirs)}


def duckdb_counting(folder, window):
    """Count distinct shared items of pairs within the window by joining time buckets; no significance."""
    import duckdb

    posts = f"""
        WITH posts AS (
            SELECT user_id AS account, urls AS item, timestamp AS at, floor(timestamp / {window}) AS bucket
            FROM read_csv('{folder}/links.csv', header = true)
        ), near AS (
            SELECT least(l.account, r.account) AS a, greatest(l.account, r.account) AS b, l.item
            FROM posts l JOIN (SELECT *, bucket AS meets FROM posts UNION ALL SELECT *, bucket - 1 FROM posts) r
            ON l.item = r.item AND l.bucket = r.meets
            WHERE l.account <> r.account AND abs(l.at - r.at) <= {window}
        )
        SELECT count(*) FROM (SELECT a, b FROM near GROUP BY a, b HAVING count(DISTINCT item) >= 2)
    """
    connection = duckdb.connect(config={"threads": 1, "memory_limit": "8GB"})
    return {"pairs_of_two_items": connection.execute(posts).fetchone()[0]}


def toolkit(folder: Path, window: int, most_cpu_seconds: int) -> dict:
    """Run the coordination-network-toolkit on the link rows; None where it is not done within so many CPU seconds."""
    program = [sys.executable, "-m", "coordination_network_toolkit", str(folder / "toolkit.db")]
    steps = {
        "preprocess": ["preprocess", str(folder / "links.csv")],
        "co_link": ["compute", "co_link", "--time_window", str(window), "--min_edge_weight", "2", "--n_cpus", "1"],
    }
    told: dict = {}
    for name, arguments in steps.items():
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        began = time.perf_counter()
        done = subprocess.run(
            [*program, *arguments], check=False, capture_output=True, text=True,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (most_cpu_seconds, most_cpu_seconds)),
        )  # fmt: skip
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        told[name] = {
            "finished": done.returncode == 0, "cpu_seconds": round(cpu, 1),
            "wall_seconds": round(time.perf_counter() - began, 1),
        }  # fmt: skip
        if done.returncode:
            told[name]["said"] = done.stderr.strip()[-200:]
            break
    return told


def run(work: Path, sizes: list[int], *, windows: list[int], seed: int, peers_up_to: int, most: int) -> dict:
    """Return all figures."""
    figures: dict = {"bench": "cells-speed", "seed": seed, "definitions": list(DEFINITIONS), "sizes": []}
    for rows in sizes:
        folder = work / str(rows)
        folder.mkdir()
        size = run_case(f"{__name__}:make", folder=str(folder), rows=rows, accounts=max(2_000, rows // 50), seed=seed)
        size |= {"load_before": round(os.getloadavg()[0], 1), "windows": {}}
        run_case(f"{__name__}:search_alone", folder=str(folder), window=60.0)  # compiles
        size["read_and_sort"] = run_case(f"{__name__}:read_and_sort", folder=str(folder))
        show(rows, "read and sort", size["read_and_sort"])
        size["loading"] = run_case(f"{__name__}:loading")
        show(rows, "loading", size["loading"])
        for window in windows:
            told = {}
            for case in ("search_alone", "whole"):
                told[case] = run_case(f"{__name__}:{case}", folder=str(folder), window=float(window))
                show(rows, f"{case} {window} s", told[case])
            if rows <= peers_up_to:
                told["toolkit"] = toolkit(folder, window, most)
                print(f"{rows:>12,}  toolkit {window} s: {told['toolkit']}", flush=True)
                if window <= SAME_UP_TO and told["toolkit"].get("co_link", {}).get("finished"):
                    told["same_network"] = run_case(f"{__name__}:same_network", folder=str(folder), window=window)
                    print(f"{rows:>12,}  same network {window} s: {told['same_network']}", flush=True)
                (folder / "toolkit.db").unlink(missing_ok=True)
            if window <= 60:
                told["duckdb"] = run_case(f"{__name__}:duckdb_counting", folder=str(folder), window=window)
                show(rows, f"duckdb {window} s", told["duckdb"])
            size["windows"][str(window)] = told
        figures["sizes"].append(size)
        shutil.rmtree(folder)
    peers = ("coordination-network-toolkit", "duckdb")
    return figures | {"versions": versions("seawall", "numpy", "numba", "pyarrow", *peers), "machine": machine()}


def show(rows: int, case: str, told: dict) -> None:
    """Print what a case took."""
    print(
        f"{rows:>12,}  {case:<22} {told['cpu_seconds']:>7.1f} s CPU {told['wall_seconds']:>7.1f} s wall "
        f"{told['peak_memory_mib']:>6,} MiB",
        flush=True,
    )


def main(arguments: list[str] | None = None) -> None:
    """Run the bench."""
    parser = argparse.ArgumentParser(prog="seawall_bench cells-speed", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000_000, 10_000_000])
    parser.add_argument("--windows", type=int, nargs="+", default=[60, 3_600])
    parser.add_argument("--peers-up-to", type=int, default=1_000_000, help="rows that the peers are given at most")
    parser.add_argument("--most-cpu-seconds", type=int, default=600, help="the toolkit is ended after these")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--work", type=Path, help="folder for the files; a temporary one without")
    offer_outputs(parser)
    chosen = parser.parse_args(arguments)
    work = Path(tempfile.mkdtemp(prefix="seawall-cells-speed-", dir=chosen.work))
    try:
        figures = run(work, chosen.sizes, windows=chosen.windows, seed=chosen.seed, peers_up_to=chosen.peers_up_to,
                      most=chosen.most_cpu_seconds)  # fmt: skip
    finally:
        shutil.rmtree(work, ignore_errors=True)
    hand_out(figures, chosen)


if __name__ == "__main__":
    main()
