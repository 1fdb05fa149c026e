"""Are a real operation's accounts found among ordinary ones, and do cells agree with what others say of them?

The posts of one state information operation (SEAWALL_TEST_DATA) are mixed with a made-up crowd (`cells_crowd.py` says
what it is: no real ordinary accounts are at hand). Development is what was posted before July 2016, the test what came
after; nothing was chosen by looking at the test. Within each: the share of the operation's accounts in cells and in
cores, that of the ordinary ones with interval, cells against the published account categories (purity, normalised
mutual information) with and without NonEnglish and Unknown, beside language alone and beside a naive count of shared
texts whose threshold development chose; where accounts are lost on the way; the shuffled control. Then the channel
network (`cells_real_channels.py`).
"""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path

from seawall.network import CellOptions, search_cells
from seawall.network.slots import make_slots
from seawall_bench import cells_real_posts as real
from seawall_bench.cells_real_channels import channel_figures
from seawall_bench.measure import hand_out, machine, offer_outputs, versions

CUT = 1_467_331_200  # 2016-07-01, UTC
PARTS = {"development": (None, CUT), "test": (CUT, None), "whole": (None, None)}
WINDOWS = ((60.0,), (3_600.0,), (60.0, 3_600.0))
THRESHOLDS = (2, 3, 4, 5, 7, 10, 15, 20, 30, 50, 100)
NOT_SHOWN = (
    (
        "Ordinary accounts are made up: their share in cells shows how the search bears known reasons to coincide "
        "(cells_crowd.py), not how often real people look alike."
    ),
    "The operation's accounts were published because a platform found them: those it did not find are not here.",
    "Categories are one team's reading of single accounts; nobody published who worked with whom.",
    "Times are whole minutes, reshares carry no link to what they share: finer traces than these can't be tried.",
    "The whole includes the development half; only the test half was never looked at while building.",
    "Accounts that post on both sides of the cut stand in both halves, with other posts.",
    "Channels in a cell share sources, addresses and files; who runs them, and whether on purpose, is not known.",
    "Sources of forwards and channels have different keys: whether a source is one of the channels can't be told.",
)


def of_part(folder, name, *, ordinary, seed, threshold):
    """Return the figures of one part; `threshold` is the naive rule's by window, None where it is chosen here."""
    begin, end = PARTS[name]
    mixed = real.mix(folder, begin=begin, end=end, ordinary=ordinary, seed=seed)
    slots = make_slots(mixed.table)
    told = {
        "posts": mixed.posts.num_rows, "slots": len(slots), "operation_accounts": len(mixed.category),
        "ordinary_accounts": len(mixed.crowd), "searches": [], "count_threshold": [],
    }  # fmt: skip
    for windows in WINDOWS:
        began = time.process_time()
        search = search_cells(slots, CellOptions(windows_seconds=windows, seed=seed))
        took = time.process_time() - began
        told["searches"].append(_search_figures(mixed, search, windows) | {"cpu_seconds": round(took, 1)})
        show(name, windows, told["searches"][-1])
    chosen = {}
    for window in (60.0, 3_600.0):
        cells = real.count_threshold(mixed, window, THRESHOLDS)
        best = max(THRESHOLDS, key=lambda least: (real.f_measure(mixed, cells[least]), -least))
        chosen[window] = best if threshold is None else threshold[window]
        figures = real.agreement(mixed, cells[chosen[window]])
        curve = [_point(mixed, least, cells[least]) for least in THRESHOLDS]
        told["count_threshold"].append(
            {"window_seconds": window, "least_texts": chosen[window], "all_thresholds": curve} | figures
        )
        print(f"{name:<12} {window:>6g} s  all thresholds: {curve}")
        print(f"{name:<12} {window:>6g} s  texts shared >= {chosen[window]}: {short(figures)}", flush=True)
    return told, chosen


def _point(mixed, least, cell_of):
    figures = real.agreement(mixed, cell_of)
    return {"least_texts": least} | {name: figures[name] for name in ("share_found", "ordinary_share")}


def _search_figures(mixed, search, windows):
    cell_of = real.cells_by_account(search)
    _, core = real.found_accounts(search)
    control = search.control
    return {
        "windows_seconds": list(windows), "pairs": len(search.pairs), "pairs_by_test": real.by_trace(search),
        "cells": len(search.cells),
        "shuffled_control": {"significant_pairs": control.significant_pairs, "cells": control.cells},
        "stages": real.stages(mixed, search, windows),
        "in_cells": real.agreement(mixed, cell_of),
        "in_cores": real.agreement(mixed, {one: cell for one, cell in cell_of.items() if one in core}),
    }  # fmt: skip


def short(figures):
    """Return the main figures of an agreement in a line."""
    of = figures["categories"] or {"purity": None, "mutual_information": None}
    without = figures["categories_without_non_english_and_unknown"] or {"purity": None, "mutual_information": None}
    return (
        f"operation {figures['share_found']:.1%}, ordinary {figures['ordinary_share']:.1%} "
        f"[{figures['ordinary_low']:.1%}–{figures['ordinary_high']:.1%}], purity {of['purity']}, NMI "
        f"{of['mutual_information']} (without NonEnglish and Unknown {without['purity']}, "
        f"{without['mutual_information']})"
    )


def show(name, windows, figures):
    """Print the figures of a search."""
    told = " and ".join(f"{window:g} s" for window in windows)
    print(f"{name:<12} {told}: {figures['pairs']:,} pairs, {figures['cells']} cells, control "
          f"{figures['shuffled_control']}, {figures['cpu_seconds']} s CPU")  # fmt: skip
    for where in ("in_cells", "in_cores"):
        print(f"    {where}: {short(figures[where])}")
    kinds = figures["in_cells"]["ordinary_by_kind"]
    print("    ordinary in cells:", {kind: f"{one['in_cells']} of {one['accounts']}" for kind, one in kinds.items()})
    print("    categories:", {name: figures["in_cells"][name] for name in figures["in_cells"] if "categories" in name})
    print("    stages:", figures["stages"])
    print("    pairs by test:", figures["pairs_by_test"], flush=True)


def main(arguments: list[str] | None = None) -> None:
    """Run the bench."""
    parser = argparse.ArgumentParser(prog="seawall_bench cells-real", description=__doc__)
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--ordinary", type=int, default=2_000, help="made-up accounts in each part")
    parser.add_argument("--without-channels", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    offer_outputs(parser)
    chosen = parser.parse_args(arguments)
    folder = os.environ.get("SEAWALL_TEST_DATA")
    if not folder or not Path(folder, "information_operation_posts.parquet").is_file():
        raise SystemExit("SEAWALL_TEST_DATA names no folder: the real posts are not here")
    figures = {
        "bench": "cells-real", "seed": chosen.seed,
        "parts": {"development": "posted before 2016-07-01", "test": "posted from 2016-07-01 on", "whole": "both"},
        "ordinary_accounts_are": "made up (bench/seawall_bench/cells_crowd.py); no real ones are at hand",
        "what_this_does_not_show": list(NOT_SHOWN), "figures": {},
    }  # fmt: skip
    print(f"ordinary accounts are {figures['ordinary_accounts_are']}")
    threshold = None
    for part in sorted(chosen.parts, key=list(PARTS).index):
        told, found = of_part(Path(folder), part, ordinary=chosen.ordinary, seed=chosen.seed, threshold=threshold)
        threshold = threshold or (found if part == "development" else None)
        figures["figures"][part] = told
    if not chosen.without_channels:
        figures["channel_network"] = channel_figures(Path(folder), chosen.seed)
        for name, value in figures["channel_network"].items():
            print(f"{name:<24} {value}")
    for line in NOT_SHOWN:
        print(f"not shown: {line}")
    figures |= {"versions": versions("seawall", "numpy", "numba", "graspologic-native"), "machine": machine()}
    hand_out(figures, chosen)


if __name__ == "__main__":
    main()
