"""`python -m seawall_bench.identity_training --out FOLDER`: train the shipped identity model, always the same way.

Made-up worlds of development seeds only. Weights come from one set of worlds, calibration and operating point from
another. Each new account is seen after its first posts, none to 100. Fans, parodies and namesakes are marked
*imitator*; the other fairness groups are strangers, whatever they share. Pairs of one world are kept (`--keep`), so
that limits can be looked at again without comparing anew.

A bank of 100,000 holds strangers that come nearer than those of a small bank, by more than its prior says. So a depth
is calibrated on the largest bank that shows enough returns at it, and on smaller ones only where it shows too few.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import shutil
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from seawall.identity.compare import COMPARISONS
from seawall.identity.families import Family
from seawall.identity.models import Hypothesis, Prior, save_model
from seawall.identity.models.bulk_weighing import log_odds, weigh_pairs
from seawall.identity.models.estimation import TrainingPairs, estimate, fit_calibrations, with_calibrations
from seawall.identity.models.family_weights import with_family_weights
from seawall.identity.models.hand_set import hand_set_model
from seawall.identity.models.pair_table import PairTable
from seawall.identity.portrait import Depth
from seawall_bench.identity_worlds import Sizes, compared_pairs, make_world, random_pairs

WIDE = Sizes(closed=6_000, new=1_200, successors=160, fairness=220, posts_each=24)
DEEP = Sizes(closed=2_000, new=300, successors=100, fairness=90, posts_each=200)
LARGE = Sizes(closed=100_000, new=10_000, successors=1_200, fairness=1_800, posts_each=20)
WEIGHT_WORLDS = {14: DEEP, 11: WIDE}
CALIBRATION_WORLDS = {52: LARGE, 21: WIDE, 24: DEEP}  # the largest bank first
POSTS_SEEN = {LARGE: (0, 5, None), WIDE: (0, 4, 10, 24), DEEP: (20, 100)}
LEAST_POSTS = 5  # under these an account is seen as by its profile
LEAST_RETURNS = 100  # at a depth, for a world to calibrate it alone
RANDOM_PAIRS = 2_000  # a world, depth and kind
CLOSED_AS_NEW = 400
START_PAIRS = 40.0  # what was set by hand counts as so many pairs
LEAST_PRECISION = 0.99  # of likely links on the calibration worlds
LEAST_POINT = 0.95  # strangers of forms that these worlds do not hold come nearer than those they hold
RETURN_SHARE, IMITATOR_SHARE = 0.03, 0.03  # of new accounts on a platform; the worlds hold more
UNDER_TWENTY_POSTS = (Depth.PROFILE, Depth.FEW)
FAMILY_WEIGHTS = {  # what finds most likely returns of the calibration worlds with nothing more that is false
    family: dict.fromkeys(UNDER_TWENTY_POSTS, factor)
    for family, factor in (
        (Family.CIRCLE, 1.3),
        (Family.CONTACT_POINT, 1.2),
        (Family.DESCRIPTION, 1.15),
        (Family.VOICE, 0.9),
    )
}


@dataclasses.dataclass(frozen=True, kw_only=True)
class Pairs:
    """Pairs of one world, or of several: with marks, prior bits of each, and who was new."""

    table: PairTable
    marks: np.ndarray
    prior_same: np.ndarray
    prior_imitator: np.ndarray
    weight: np.ndarray  # for how many pairs each one stands on a platform with `RETURN_SHARE`
    stands_for: np.ndarray  # of how many pairs in all the candidate was among the likeliest
    randoms: PairTable
    parent: np.ndarray  # the new account returns for this very closed one, not for another of its actor
    group: np.ndarray  # of the new account: care, fairness group or "newcomer"
    fairness_pair: np.ndarray  # a fairness account beside the closed account that it resembles

    @classmethod
    def joined(cls, parts: list[Pairs]) -> Pairs:
        columns = {}
        for field in dataclasses.fields(cls):
            values = [getattr(part, field.name) for part in parts]
            is_table = isinstance(values[0], PairTable)
            columns[field.name] = PairTable.joined(values) if is_table else np.concatenate(values)
        return cls(**columns)

    def rows(self, chosen: np.ndarray) -> Pairs:
        """Return some of the candidate pairs; the random ones stay."""
        columns = {}
        for field in dataclasses.fields(self):
            value = getattr(self, field.name)
            if field.name != "randoms":
                value = value.rows(chosen) if isinstance(value, PairTable) else value[chosen]
            columns[field.name] = value
        return Pairs(**columns)


def pairs_of_world(seed: int, sizes: Sizes, names: tuple[str, ...]) -> Pairs:
    """Make a world, compare all its new accounts at each depth, and forget it."""
    folder = Path(tempfile.mkdtemp(prefix="seawall-training-"))
    try:
        world = make_world(folder, seed, sizes)
        bank = world.bank()
        usual = Prior(closed_count=bank.account_count(), return_share=RETURN_SHARE, imitator_share=IMITATOR_SHARE)
        share = return_share(world)
        others_stand_for = (1 / RETURN_SHARE - 1) / (1 / share - 1)
        parts = []
        for most in POSTS_SEEN[sizes]:
            began = time.process_time()
            portraits = world.new_portraits(most)
            table, marks, who = compared_pairs(world, bank, portraits, names)
            groups, fairness = groups_of(world, who)
            parent = np.array([world.truth[one]["successor_of"] == two for one, two in who], bool)
            fresh = np.full(len(table), most is not None and most < LEAST_POSTS)
            if not fresh.any():  # who stops before is no fair sample of those who have come so far
                posts = dict(zip(portraits.accounts.to_pylist(), portraits.post_counts.tolist(), strict=True))
                fresh = np.array([posts[new] >= LEAST_POSTS for new, _ in who], bool)
            parts.append(
                Pairs(
                    table=table,
                    marks=marks,
                    prior_same=np.full(len(table), usual.bits(Hypothesis.SAME)),
                    prior_imitator=np.full(len(table), usual.bits(Hypothesis.IMITATOR)),
                    weight=np.array([1.0 if world.true_of(new) else others_stand_for for new, _ in who]),
                    stands_for=np.full(len(table), len(portraits) * bank.account_count() / len(table)),
                    randoms=strangers(world, bank, portraits, names, most, seed),
                    parent=parent,
                    group=groups,
                    fairness_pair=fairness,
                ).rows(fresh)
            )
            seen = "all" if most is None else most
            tell(f"world {seed}: {seen} posts, {len(table):,} pairs, {time.process_time() - began:.0f} s")
        return Pairs.joined(parts)
    finally:
        shutil.rmtree(folder)


def strangers(world, bank, portraits, names: tuple[str, ...], most: int, seed: int) -> PairTable:
    """Return pairs of strangers: new with closed, and as many closed with closed.

    Accounts that were closed have much in common that says nothing of who is behind them: what they share by being of
    one movement must not weigh for any two of them. When they opened, and what speaks against one hand, is taken from
    the first kind alone.
    """
    news = random_pairs(world, bank, portraits, names, RANDOM_PAIRS, seed)
    closed = random_pairs(world, bank, world.closed_as_new(most, CLOSED_AS_NEW, seed), names, RANDOM_PAIRS, seed + 1)
    levels = closed.levels.copy()
    levels[:, [COMPARISONS[name].FAMILY in (Family.TIME, Family.CONFLICT) for name in names]] = -1
    return PairTable.joined([news, dataclasses.replace(closed, levels=levels)])


def kept_pairs(seed: int, sizes: Sizes, names: tuple[str, ...], keep: Path | None) -> Pairs:
    """Return a world's pairs, from the folder where they were kept or anew."""
    file = keep / f"{seed}.npz" if keep else None
    if file and file.exists():
        with np.load(file, allow_pickle=False) as columns:
            tables = {
                name: PairTable(
                    comparisons=tuple(columns[f"{name}.comparisons"].tolist()),
                    **{part: columns[f"{name}.{part}"] for part in ("levels", "rarities", "depths")},
                )
                for name in ("table", "randoms")
            }
            others = {name: columns[name] for name in columns.files if "." not in name}
        if tables["table"].comparisons != names:
            raise SystemExit(f"{file} holds other comparisons than there are now: remove it")
        return Pairs(**tables, **others)
    pairs = pairs_of_world(seed, sizes, names)
    if file:
        columns = {}
        for field in dataclasses.fields(pairs):
            value = getattr(pairs, field.name)
            if isinstance(value, PairTable):
                columns |= {f"{field.name}.{part}": getattr(value, part) for part in ("levels", "rarities", "depths")}
                columns[f"{field.name}.comparisons"] = np.array(value.comparisons)
            else:
                columns[field.name] = value
        file.parent.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(file, **columns)
    return pairs


def return_share(world) -> float:
    """Return how many of a world's new accounts are returns."""
    return sum(bool(world.true_of(one)) for one in world.new_ids) / len(world.new_ids)


def groups_of(world, who: list[tuple[str, str]]) -> tuple[np.ndarray, np.ndarray]:
    rows = [world.truth[new] for new, _ in who]
    groups = np.array([row["care"] or row["fairness_group"] or "newcomer" for row in rows])
    return groups, np.array([row["fairness_of"] == closed for row, (_, closed) in zip(rows, who, strict=True)], bool)


def for_calibration(worlds: list[Pairs]) -> Pairs:
    """Return of each depth the pairs of the first worlds that together show enough returns; they come largest first."""
    shown = np.zeros(len(Depth))
    parts = []
    for pairs in worlds:
        parts.append(pairs.rows((shown < LEAST_RETURNS)[pairs.table.depths]))
        returns = pairs.table.depths[pairs.marks == Hypothesis.SAME]
        shown += np.bincount(returns, minlength=len(Depth))
    return Pairs.joined(parts)


def train(weight: Pairs, calibration: Pairs, *, facts: dict) -> tuple:
    """Return the model after calibration, and what was measured on the calibration worlds."""
    start = hand_set_model(COMPARISONS.values())
    kept = (weight.marks != Hypothesis.SAME) | weight.parent
    pairs = TrainingPairs(
        candidates=weight.table.rows(kept),
        marks=weight.marks[kept],
        randoms=weight.randoms,
        prior_bits=(float(weight.prior_same.mean()), float(weight.prior_imitator.mean())),
        start_pairs=START_PAIRS,
        pair_counts=tuple(np.bincount(weight.table.depths, weights=weight.stands_for, minlength=4).tolist()),
    )
    model = with_family_weights(estimate(pairs, start, name="seawall", version=1, facts=facts), FAMILY_WEIGHTS)
    same = calibration.marks == Hypothesis.SAME
    prior = (calibration.prior_same, calibration.prior_imitator)
    fitted = fit_calibrations(model, calibration.table, same, prior, calibration.weight)
    model = with_calibrations(
        model, fitted, {"pairs": len(same), "same": int(same.sum()), "seeds": sorted(CALIBRATION_WORLDS)}
    )
    model = dataclasses.replace(model, operating_point=operating_point(model, calibration))
    return model, measured(model, calibration)


def probabilities(model, pairs: Pairs) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return probability, imitator's probability and number of independent families of each pair."""
    weighed = weigh_pairs(model, pairs.table)
    bits = log_odds(weighed, pairs.prior_same, pairs.prior_imitator)
    shares = np.zeros(len(bits))
    for depth, calibration in enumerate(model.calibrations):
        here = pairs.table.depths == depth
        shares[here] = calibration.many(bits[here])
    odds = np.exp2(np.minimum(weighed.imitator + pairs.prior_imitator, 60.0))
    return shares, (1 - shares) * odds / (1 + odds), weighed.family_counts


def operating_point(model, pairs: Pairs) -> float:
    """Return the lowest probability, `LEAST_POINT` or more, from which likely links are right often enough."""
    shares, imitators, families = probabilities(model, pairs)
    may = (families >= 2) & (shares >= imitators)
    right, weight = (pairs.marks == Hypothesis.SAME)[may], pairs.weight[may]
    order = np.argsort(-shares[may], kind="stable")
    precision = np.cumsum((right * weight)[order]) / np.cumsum(weight[order])
    good = np.flatnonzero(precision >= LEAST_PRECISION)
    if not len(good):
        raise SystemExit("no operating point is precise enough")
    return round(float(np.clip(shares[may][order][good[-1]], LEAST_POINT, 0.99)), 3)


def measured(model, pairs: Pairs) -> dict:
    """Return precision and recall by group at the operating point, of pairs that were compared."""
    shares, imitators, families = probabilities(model, pairs)
    same = pairs.marks == Hypothesis.SAME
    likely = (shares >= model.operating_point) & (families >= 2) & (shares >= imitators)
    told = {
        "operating_point": model.operating_point,
        "likely": int(likely.sum()),
        "precision": round(float(np.average(same[likely], weights=pairs.weight[likely])), 4) if likely.any() else None,
        "by_depth": {},
        "wrong_by_group": {g: int((likely & ~same & (pairs.group == g)).sum()) for g in np.unique(pairs.group)},
    }
    for depth in range(4):
        here = (pairs.table.depths == depth) & same
        told["by_depth"][depth] = {
            g: [int((likely & here & (pairs.group == g)).sum()), int((here & (pairs.group == g)).sum())]
            for g in np.unique(pairs.group[same])
        }
    return told


def tell(line: str) -> None:
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def main(argv=None):
    parser = argparse.ArgumentParser(prog="seawall_bench.identity_training", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="folder for the model")
    parser.add_argument("--shipped", type=Path, help="also write the model to this file")
    parser.add_argument("--keep", type=Path, help="folder in which each world's pairs are kept, and found again")
    given = parser.parse_args(argv)
    names = tuple(sorted(COMPARISONS))
    weight, calibration = (
        [kept_pairs(seed, sizes, names, given.keep) for seed, sizes in worlds.items()]
        for worlds in (WEIGHT_WORLDS, CALIBRATION_WORLDS)
    )
    facts = {"from": "made-up worlds of development seeds", "seeds": sorted(WEIGHT_WORLDS)}
    model, figures = train(Pairs.joined(weight), for_calibration(calibration), facts=facts)
    path = save_model(model, given.out)
    if given.shipped:
        shutil.copyfile(path, given.shipped)
    print(json.dumps({"model": model.label, **figures}, indent=1))


if __name__ == "__main__":
    main()
