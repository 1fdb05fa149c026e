"""Are planted cells found, and is nothing found where there is none? Made-up worlds, whose truth is known.

A world of 50,000 accounts with cells of 3 to 60 accounts at four levels of discipline (from the same minute to six
hours) and lawful groups that act together, too: recall of members by discipline, ordinary accounts called falsely, what
becomes of lawful groups and which alternative is named. Then worlds without cells and lawful groups, seed by seed: the
share in which a cell, or a pair, is found all the same. Development seeds are 1 to 99; what is reported comes from
`REPORTED_SEEDS`. Not shown: what real people of one taste do.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter, defaultdict

from seawall.classify.wilson import wilson_bounds
from seawall.network import CellOptions, make_slots, search_cells
from seawall.network.lawful import alternatives_of
from seawall.testing.world.options import REPORTED_SEEDS, WorldOptions
from seawall_bench.cells_slots import world_slots
from seawall_bench.measure import hand_out, machine, offer_outputs, versions


def planted(seed: int, accounts: int, posts: int) -> dict:
    """Return the figures of one world with cells."""
    began = time.process_time()
    world = world_slots(WorldOptions(seed=seed, account_count=accounts, post_count=posts))
    made = time.process_time()
    search = search_cells(make_slots(world.table), CellOptions())
    took = time.process_time() - made
    names = search.slots.accounts.to_pylist()
    found = {names[one] for cell in search.cells for one in cell.members.tolist()}
    core = {names[one] for cell in search.cells for one in cell.members[cell.is_core].tolist()}
    tied = {names[one] for one in (*search.pairs.left.tolist(), *search.pairs.right.tolist())}
    ordinary = found - set(world.cell) - set(world.lawful)
    right = found & set(world.cell)
    low, high = wilson_bounds(len(ordinary), max(1, len(right) + len(ordinary)))
    return {
        "seed": seed, "accounts": accounts, "posts": posts, "slots": len(search.slots),
        "make_cpu_seconds": round(made - began, 1), "search_cpu_seconds": round(took, 1),
        "cells": len(search.cells), "pairs": len(search.pairs),
        "shuffled_control_pairs": search.control.significant_pairs,
        "members": len(world.cell), "members_found": len(right),
        "by_discipline": _by_discipline(world, found), "by_size": _by_size(world, found),
        "ordinary_in_cells": len(ordinary), "ordinary_in_cores": len(core - set(world.cell) - set(world.lawful)),
        "ordinary_with_a_tie": len(tied - set(world.cell) - set(world.lawful)),
        "false_share": round(len(ordinary) / max(1, len(right) + len(ordinary)), 4),
        "false_share_low": round(low, 4), "false_share_high": round(high, 4),
        "lawful": _lawful(world, search, names),
    }  # fmt: skip


def without_cells(seeds, accounts: int, posts: int) -> dict:
    """Return in how many worlds without cells a cell, or a pair, is found."""
    counts, began = Counter(), time.process_time()
    for seed in seeds:
        options = WorldOptions(
            seed=seed, account_count=accounts, post_count=posts, closed_count=0, picture_count=40, cell_count=0,
            lawful_group_count=0,
        )  # fmt: skip
        search = search_cells(make_slots(world_slots(options).table), CellOptions(resamples=0), with_control=False)
        counts["pairs"] += bool(len(search.pairs))
        counts["cells"] += bool(search.cells)
    total = len(seeds)
    low, high = wilson_bounds(counts["cells"], total)
    return {
        "seeds": total, "accounts": accounts, "posts": posts, "with_a_cell": counts["cells"],
        "share": counts["cells"] / total, "low": round(low, 4), "high": round(high, 4),
        "with_a_pair": counts["pairs"], "cpu_seconds": round(time.process_time() - began, 1),
    }  # fmt: skip


def _by_discipline(world, found) -> dict:
    members, hits = Counter(), Counter()
    for account, cell in world.cell.items():
        members[world.discipline[cell]] += 1
        hits[world.discipline[cell]] += account in found
    return {
        name: {"members": members[name], "recall": round(hits[name] / members[name], 4)} for name in sorted(members)
    }


def _by_size(world, found) -> dict:
    members, hits = Counter(), Counter()
    for account, cell in world.cell.items():
        size = world.size[cell]
        band = "3-5" if size <= 5 else "6-12" if size <= 12 else "13-60"
        members[band] += 1
        hits[band] += account in found
    return {
        name: {"members": members[name], "recall": round(hits[name] / members[name], 4)} for name in sorted(members)
    }


def _lawful(world, search, names) -> dict:
    """Return by kind how many members of lawful groups are found, and which alternatives their cells name."""
    members = Counter(world.lawful_kind[group] for group in world.lawful.values())
    hits, told = Counter(), defaultdict(Counter)
    for cell in search.cells:
        kinds = Counter(
            world.lawful_kind[world.lawful[names[one]]] for one in cell.members.tolist() if names[one] in world.lawful
        )
        hits.update(kinds)
        if kinds and kinds.total() * 2 > len(cell.members):
            told[kinds.most_common(1)[0][0]].update(one.name for one in alternatives_of(search, cell))
    return {
        kind: {"members": members[kind], "found": hits[kind], "alternatives": dict(told[kind])}
        for kind in sorted(members)
    }


def main(arguments: list[str] | None = None) -> None:
    """Run the bench."""
    parser = argparse.ArgumentParser(prog="seawall_bench cells-world", description=__doc__)
    parser.add_argument("--seeds", type=int, nargs="+", default=list(REPORTED_SEEDS[:1]), help="worlds with cells")
    parser.add_argument("--accounts", type=int, default=50_000)
    parser.add_argument("--posts", type=int, default=500_000)
    parser.add_argument("--null-seeds", type=int, default=100, help="worlds without cells")
    parser.add_argument("--null-from", type=int, default=REPORTED_SEEDS[0])
    parser.add_argument("--null-accounts", type=int, default=1_500)
    parser.add_argument("--null-posts", type=int, default=15_000)
    offer_outputs(parser)
    chosen = parser.parse_args(arguments)
    figures = {"bench": "cells-world", "windows_seconds": list(CellOptions().windows_seconds), "worlds": []}
    for seed in chosen.seeds:
        figures["worlds"].append(told := planted(seed, chosen.accounts, chosen.posts))
        for name, value in told.items():
            print(f"{name:<26} {value}", flush=True)
    if chosen.null_seeds:
        seeds = range(chosen.null_from, chosen.null_from + chosen.null_seeds)
        figures["without_cells"] = without_cells(seeds, chosen.null_accounts, chosen.null_posts)
        print(f"without cells: {figures['without_cells']}")
    figures |= {"versions": versions("seawall", "numpy", "numba", "graspologic-native"), "machine": machine()}
    hand_out(figures, chosen)


if __name__ == "__main__":
    main()
