"""Are planted cells found, and is nothing found where there is none? Made-up worlds, whose truth is known.

A world of 50,000 accounts with cells of 3 to 60 accounts at four levels of discipline (from the same minute to six
hours) and lawful groups that act together, too, in the midst of others (`WorldOptions.scenes`): recall of members by
discipline, ordinary accounts called falsely, what becomes of lawful groups, which alternative is named for them and
for planted cells, also where these put on an agency's name, an offer or an advertising mark. The marks of the world
and those that are looked for come from the same hands, so these shares say that the reckoning works, no more. Then
worlds without cells and lawful groups, seed by seed: the share in which a cell, or a pair, is found all the same.
Development seeds are 1 to 99; what is reported comes from `REPORTED_SEEDS`. Not shown: what real people of one taste
do.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter, defaultdict
from dataclasses import replace

from seawall.classify.wilson import wilson_bounds
from seawall.network import CellOptions, make_slots, search_cells
from seawall.network.lawful import Features, features_of, weigh
from seawall.testing.world.options import REPORTED_SEEDS, WorldOptions
from seawall_bench.cells_slots import world_slots
from seawall_bench.measure import hand_out, machine, offer_outputs, versions

RIGHT = {
    "fan_club": "event_audience", "wire_partners": "newsroom_syndication", "disclosed_campaign": "disclosed_campaign",
    "market_stalls": "shared_trade",
}  # fmt: skip
COSTUMES = {
    "names_an_agency": {"credit_share": 1.0}, "keeps_office_hours": {"office_share": 1.0},
    "agency_and_first_hand": {"credit_share": 1.0, "source_share": 1.0},
    "names_prices": {"offer_share": 1.0}, "says_advertising": {"disclosed_share": 1.0},
    "advertising_and_first_hand": {"disclosed_share": 1.0, "source_share": 1.0},
}  # fmt: skip
"""What a cell could put on, as features: what it says of itself, when it acts, who goes first."""


def planted(seed: int, accounts: int, posts: int) -> dict:
    """Return the figures of one world with cells."""
    began = time.process_time()
    world = world_slots(WorldOptions(seed=seed, account_count=accounts, post_count=posts, scenes=True))
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
        **_alternatives(world, search, names),
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


def _alternatives(world, search, names) -> dict:
    """Return which alternatives are named, for groups that act together lawfully and for planted cells."""
    lawful, cells = defaultdict(list), []
    for cell in search.cells:
        parties = Counter(
            ("lawful", world.lawful[one]) if one in world.lawful else ("cell", world.cell.get(one))
            for one in (names[member] for member in cell.members.tolist())
        )
        (sort, number), count = parties.most_common(1)[0]
        if count * 2 <= len(cell.members) or number is None:
            continue
        seen = features_of(search, cell)
        (lawful[number] if sort == "lawful" else cells).append(seen)
    found = {names[one] for cell in search.cells for one in cell.members.tolist()}
    return {"lawful": _lawful(world, lawful, found), "planted_cells": _planted_named(cells)}


def _lawful(world, cells: dict[int, list[Features]], found: set[str]) -> dict:
    """Return by kind: members and groups found, and how many groups have the right alternative first, or at all."""
    told = {}
    for kind in sorted(RIGHT):
        groups = {group for group in world.lawful.values() if world.lawful_kind[group] == kind}
        members = [account for account, group in world.lawful.items() if group in groups]
        named = [[one.name for one in weigh(max(cells[group], key=lambda seen: seen.moments))]
                 for group in sorted(groups & set(cells))]  # fmt: skip
        told[kind] = {
            "members": len(members), "members_found": len(found.intersection(members)), "groups": len(groups),
            "groups_found": len(named), "right_first": sum(names[0] == RIGHT[kind] for names in named),
            "right_named": sum(RIGHT[kind] in names for names in named),
            "first": dict(Counter(names[0] for names in named)),
        }  # fmt: skip
    return told


def _planted_named(cells: list[Features]) -> dict:
    """Return for how many planted cells a specific alternative is named, as they are and in costume."""
    told = {"found": len(cells), "named": sum(len(weigh(seen)) > 1 for seen in cells)}
    told["names"] = dict(Counter(one.name for seen in cells for one in weigh(seen)[:-1]))
    for costume, features in COSTUMES.items():
        told[f"named_where_it_{costume}"] = sum(len(weigh(replace(seen, **features))) > 1 for seen in cells)
    return told


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
