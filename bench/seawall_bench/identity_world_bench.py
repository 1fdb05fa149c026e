"""How well are returns found among 100,000 closed accounts, at which price for those who only look alike?

A made-up world of a reported seed: 100,000 closed accounts, 10,000 new ones, 300 of them successors at four levels of
care, and the six fairness groups. Every new account is linked as the engine links, with the shipped model and its own
prior. Reported: precision of *likely*, recall by care, false links of the fairness groups a pair compared, calibration
by tenths, order independence of bank and stream, and replay of stored decisions. Counts and rates only.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
import time
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np

from seawall.classify.wilson import wilson_bounds
from seawall.identity.closed_bank import ClosedBank
from seawall.identity.compare import COMPARISONS
from seawall.identity.link import LinkClass
from seawall.identity.linking import compare_pair, rank_account
from seawall.identity.models import depth_of_pair, find_model, load_model, save_model
from seawall.identity.portrait import Depth
from seawall.identity.waves import Opening, find_waves
from seawall.testing.world import REPORTED_SEEDS, WORLD_START
from seawall.testing.world.successors import CARE_LEVELS, FAIRNESS_GROUPS
from seawall_bench.identity_worlds import NOW, Sizes, make_world, read_world
from seawall_bench.measure import hand_out, machine, offer_outputs, run_case, versions
from seawall_bench.tenths import by_probability

IMPORTED_FIRST = {"link": ("seawall.identity.linking",)}
AIMS = {"careless": 0.95, "renamed": 0.85, "new_profile": 0.6, "habits_only": 0.3}


def make(folder, seed, closed, new, successors, fairness, posts_each):
    """Write the world."""
    sizes = Sizes(closed=closed, new=new, successors=successors, fairness=fairness, posts_each=posts_each)
    make_world(Path(folder), seed, sizes)
    return {}


def link(folder, model, shuffled):
    """Link every new account, and measure against the truth."""
    weights = load_model(Path(model) if model else None)
    world = read_world(Path(folder))
    began = time.process_time()
    bank = world.bank()
    portraits = world.new_portraits(None)
    made = time.process_time() - began
    began = time.process_time()
    rankings = [rank_account(portrait, bank, weights, NOW, every=True) for portrait in portraits]
    linked = time.process_time() - began
    return {
        "model": weights.label,
        "operating_point": weights.operating_point,
        "bank_and_portraits_cpu_seconds": round(made, 1),
        "linking_cpu_seconds": round(linked, 1),
        "milliseconds_an_account": round(1000 * linked / max(1, len(rankings)), 2),
        **_quality(world, rankings),
        "recall_by_depth": _recall_by_depth(world, portraits, rankings),
        "waves": _waves(world),
        "order": _order(world, bank, portraits, weights, rankings, shuffled),
        "replay": _replay(world, bank, portraits, weights, rankings, shuffled),
    }


def _quality(world, rankings):
    likely = [(one.new, two) for one in rankings for two in one.compared if two.link_class is LinkClass.LIKELY]
    right = [two.closed in world.true_of(new) for new, two in likely]
    low, high = wilson_bounds(sum(right), len(right))
    return {
        "new_accounts": len(rankings),
        "closed_accounts": len(world.closed_ids),
        "pairs_compared": sum(len(one.compared) for one in rankings),
        "links_shown": sum(two.link_class is not None for one in rankings for two in one.compared),
        "likely": len(right),
        "precision": _share(sum(right), len(right)),
        "precision_interval": [round(low, 4), round(high, 4)],
        "recall_by_care": _recall(world, rankings),
        "honest_recall": _honest_recall(world, rankings),
        "fairness": _fairness(world, rankings),
        "calibration": _calibration(world, rankings),
        "wrong_likely_by_group": dict(
            Counter(_group(world, new) for (new, _), good in zip(likely, right, strict=True) if not good)
        ),
    }


def _group(world, new):
    row = world.truth[new]
    return row["care"] or row["fairness_group"] or "newcomer"


def _recall(world, rankings):
    told = {}
    for care in CARE_LEVELS:
        ours = [one for one in rankings if world.truth[one.new]["care"] == care and world.true_of(one.new)]
        ranks = [_rank(world, one) for one in ours]
        found = sum(_is_found(world, one) for one in ours)
        low, high = wilson_bounds(found, len(ours))
        told[care] = {
            "returns": len(ours),
            "candidates": _share(sum(rank is not None for rank in ranks), len(ours)),
            "first": _share(sum(rank == 1 for rank in ranks), len(ours)),
            "among_ten": _share(sum(rank is not None and rank <= 10 for rank in ranks), len(ours)),
            "likely": _share(found, len(ours)),
            "likely_interval": [round(low, 3), round(high, 3)],
            "shown": _share(sum(_is_found(world, one, shown=True) for one in ours), len(ours)),
            "aim": AIMS[care],
        }
    return told


def _recall_by_depth(world, portraits, rankings):
    """Return recall by how many posts of the new account are seen."""
    seen, found = Counter(), Counter()
    for one, posts in zip(rankings, portraits.post_counts.tolist(), strict=True):
        if world.true_of(one.new):
            depth = Depth.of(posts)
            seen[depth] += 1
            found[depth] += _is_found(world, one)
    return {
        depth.name.lower(): {"returns": seen[depth], "likely": _share(found[depth], seen[depth])}
        for depth in sorted(seen)
    }


def _rank(world, ranking):
    true = world.true_of(ranking.new)
    return next((rank for rank, one in enumerate(ranking.compared, start=1) if one.closed in true), None)


def _is_found(world, ranking, *, shown=False):
    classes = {LinkClass.LIKELY} if not shown else set(LinkClass)
    true = world.true_of(ranking.new)
    return any(one.closed in true and one.link_class in classes for one in ranking.compared)


def _honest_recall(world, rankings):
    """Return the recall above the line over which one in a hundred of the others has a false first."""
    firsts = [(one.compared[0].weighed.bits, one.compared[0].closed, one.new) for one in rankings if one.compared]
    false = sorted((bits for bits, closed, new in firsts if closed not in world.true_of(new)), reverse=True)
    line = false[len(rankings) // 100] if len(false) > len(rankings) // 100 else -np.inf
    good = sum(bits > line and closed in world.true_of(new) for bits, closed, new in firsts)
    return _share(good, sum(bool(world.true_of(one.new)) for one in rankings))


def _fairness(world, rankings):
    told = {"pairs": 0, "likely": 0, "by_group": {}}
    for group in FAIRNESS_GROUPS:
        ours = [one for one in rankings if world.truth[one.new]["fairness_group"] == group]
        compared = [(one.new, two) for one in ours for two in one.compared]
        meant = [two for new, two in compared if world.truth[new]["fairness_of"] == two.closed]
        counts = {
            "accounts": len(ours),
            "pairs": len(compared),
            "likely": sum(two.link_class is LinkClass.LIKELY for _, two in compared),
            "possible": sum(two.link_class is LinkClass.POSSIBLE for _, two in compared),
            "imitator": sum(two.link_class is LinkClass.IMITATOR for _, two in compared),
            "pairs_with_the_one_it_resembles": len(meant),
            "likely_with_the_one_it_resembles": sum(two.link_class is LinkClass.LIKELY for two in meant),
        }
        told["by_group"][group] = counts
        told["pairs"] += counts["pairs"]
        told["likely"] += counts["likely"]
    told["likely_per_10_000_pairs"] = round(10_000 * told["likely"] / max(1, told["pairs"]), 3)
    return told


def _calibration(world, rankings):
    """Return told and seen shares over all pairs compared; `identity-calibration` tells them for more pairs."""
    pairs = [(one.new, two) for one in rankings for two in one.compared]
    predicted = np.array([two.weighed.probability for _, two in pairs])
    return by_probability(predicted, np.array([two.closed in world.true_of(new) for new, two in pairs], bool))


def _waves(world):
    """Return whether the night of the story stands out among all openings of the world."""
    openings = [Opening(account=one, at=world.truth[one]["opened_at"]) for one in world.new_ids]
    last = max(one.at for one in openings)
    successors = [one for one in openings if world.truth[one.account]["successor_of"]]
    meant = {one for one in world.new_ids if world.truth[one]["wave"] is not None}
    waves = find_waves(successors, WORLD_START, last + timedelta(seconds=1))
    best = max(waves, key=lambda wave: len(set(wave.accounts) & meant), default=None)
    found = set(best.accounts) if best else set()
    return {"in_the_night": len(meant), "waves": len(waves), "found": len(found & meant), "beside": len(found - meant)}


def _order(world, bank, portraits, weights, rankings, count):
    """Link some new accounts again against a bank whose accounts came in another order."""
    rng = np.random.default_rng(1)
    mixed = ClosedBank(bank.portraits.take(rng.permutation(bank.account_count())))
    rows = _some(world, portraits, count)
    same = sum(rank_account(portraits[row], mixed, weights, NOW).links == rankings[row].links for row in reversed(rows))
    return {"accounts": len(rows), "same_links": same}


def _replay(world, bank, portraits, weights, rankings, count):
    """Store a model and decisions, go on with another version, and weigh the stored outcomes under the old one."""
    folder = Path(tempfile.mkdtemp(prefix="seawall-models-"))
    try:
        save_model(weights, folder)
        save_model(replace(weights, version=weights.version + 1, return_share=0.2), folder)
        same = pairs = 0
        for row in _some(world, portraits, count):
            for one in rankings[row].compared[:3]:
                old = find_model(folder, rankings[row].model)
                closed = bank.portrait(bank.ordinal_of(one.closed))
                outcomes = compare_pair(portraits[row], closed, bank)
                depth = depth_of_pair(portraits[row], closed)
                again = old.weigh(outcomes, depth, old.prior(bank.account_count()))
                pairs += 1
                same += again.probability == one.weighed.probability and again.evidence == one.weighed.evidence
        return {"decisions": pairs, "same": same}
    finally:
        shutil.rmtree(folder)


def _some(world, portraits, count):
    """Return rows of new accounts: returns first, then others."""
    names = portraits.accounts.to_pylist()
    return sorted(range(len(names)), key=lambda row: (not world.true_of(names[row]), names[row]))[:count]


def _share(hits, tries):
    return round(hits / tries, 4) if tries else None


def main(argv):
    parser = argparse.ArgumentParser(prog="seawall_bench identity_world", description=__doc__)
    parser.add_argument("--closed", type=int, default=100_000)
    parser.add_argument("--new", type=int, default=10_000)
    parser.add_argument("--successors", type=int, default=300)
    parser.add_argument("--fairness", type=int, default=1_800)
    parser.add_argument("--posts-each", type=int, default=20)
    parser.add_argument("--seed", type=int, default=REPORTED_SEEDS[1], help="the first was looked at while building")
    parser.add_argument("--model", type=Path, help="another model than the shipped one")
    parser.add_argument("--again", type=int, default=400, help="accounts to link again for order and replay")
    parser.add_argument("--world", type=Path, help="folder in which the world is kept, and found again")
    offer_outputs(parser)
    given = parser.parse_args(argv)
    work = given.world or Path(tempfile.mkdtemp(prefix="seawall-identity-"))
    case = "seawall_bench.identity_world_bench"
    try:
        sizes = {name: getattr(given, name) for name in ("closed", "new", "successors", "fairness", "posts_each")}
        told = {
            "machine": machine(),
            "versions": versions("numpy", "numba", "pyarrow"),
            "options": {"seed": given.seed, **sizes},
            "comparisons": sorted(COMPARISONS),
            "make": {}
            if (work / "world.json").exists()
            else run_case(f"{case}:make", folder=str(work), seed=given.seed, **sizes),
            "link": run_case(
                f"{case}:link", folder=str(work), model=str(given.model) if given.model else None, shuffled=given.again
            ),
        }
    finally:
        if not given.world:
            shutil.rmtree(work)
    print(json.dumps(told, indent=2, ensure_ascii=False))
    hand_out(told, given)
