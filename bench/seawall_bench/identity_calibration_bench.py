"""Is a link's probability the share of such links that are right? On made-up worlds of reported seeds, depth by depth.

Each world has 100,000 closed accounts and 10,000 new ones, 3 of 100 of them returns, as many as the model expects. Each
new account is linked three times: by its profile alone, after its first five posts, and with all that it posted. No
pair weighs more than another. `--worlds` keeps the worlds, named by their seeds, and finds them again.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

import numpy as np

from seawall.identity.linking import rank_account
from seawall.identity.models import load_model
from seawall.testing.world import REPORTED_SEEDS
from seawall_bench.identity_worlds import NOW, read_world
from seawall_bench.measure import hand_out, machine, offer_outputs, run_case, versions
from seawall_bench.tenths import by_probability, by_rank

IMPORTED_FIRST = {"linked": ("seawall.identity.linking",)}
VIEWS = {"profile": 0, "first_five_posts": 5, "all_posts": None}


def linked(folder, pairs_file, model):
    """Link all new accounts of a world in each view; write probabilities and truth of all pairs compared."""
    weights = load_model(Path(model) if model else None)
    world = read_world(Path(folder))
    bank = world.bank()
    arrays, told = {}, {"model": weights.label, "shown_from": weights.shown_from, "returns": 0}
    for view, most in VIEWS.items():
        rankings = [rank_account(one, bank, weights, NOW, every=True) for one in world.new_portraits(most)]
        pairs = [(one.new, two) for one in rankings for two in one.compared]
        arrays[f"{view}.predicted"] = np.array([two.weighed.probability for _, two in pairs])
        arrays[f"{view}.same"] = np.array([two.closed in world.true_of(new) for new, two in pairs], bool)
        told |= {"accounts": len(rankings), "returns": sum(bool(world.true_of(one.new)) for one in rankings)}
    np.savez(pairs_file, **arrays)
    return told


def run(work: Path, seeds: list[int], sizes: dict, model: str | None) -> dict:
    """Return all figures."""
    figures = {"bench": "identity-calibration", "options": {"seeds": seeds, **sizes}, "worlds": [], "views": {}}
    case, files = "seawall_bench.identity_calibration_bench", []
    for seed in seeds:
        folder = work / str(seed)
        if not (folder / "world.json").exists():
            folder.mkdir(parents=True, exist_ok=True)
            run_case("seawall_bench.identity_world_bench:make", folder=str(folder), seed=seed, **sizes)
        files.append(work / f"pairs-{seed}.npz")
        told = run_case(f"{case}:linked", folder=str(folder), pairs_file=str(files[-1]), model=model)
        figures["worlds"].append({"seed": seed, **told})
    shown_from = figures["worlds"][0]["shown_from"]
    parts = [np.load(file, allow_pickle=False) for file in files]
    for view in (*VIEWS, "all_views"):
        asked = VIEWS if view == "all_views" else (view,)
        predicted, same = (
            np.concatenate([part[f"{one}.{name}"] for part in parts for one in asked]) for name in ("predicted", "same")
        )
        figures["views"][view] = {
            "pairs": len(same),
            "by_probability": by_probability(predicted, same),
            "by_rank_of_those_shown": by_rank(predicted, same, shown_from=shown_from),
        }
        show(view, figures["views"][view])
    return figures | {"versions": versions("numpy", "numba", "pyarrow"), "machine": machine()}


def show(view: str, told: dict) -> None:
    """Print a view's tenths, for people."""
    for way in ("by_probability", "by_rank_of_those_shown"):
        print(f"{view}, {way}: largest gap {told[way]['largest_gap']}, expected {told[way]['expected_gap']}")
        for row in told[way]["tenths"]:
            print(f"  {row['tenth']:>13} {row['pairs']:>8,} told {row['predicted']} seen {row['observed']} "
                  f"{row['observed_interval']}", flush=True)  # fmt: skip


def main(argv):
    parser = argparse.ArgumentParser(prog="seawall_bench identity-calibration", description=__doc__)
    parser.add_argument("--seeds", type=int, nargs="+", default=list(REPORTED_SEEDS[1:3]))
    parser.add_argument("--closed", type=int, default=100_000)
    parser.add_argument("--new", type=int, default=10_000)
    parser.add_argument("--successors", type=int, default=300)
    parser.add_argument("--fairness", type=int, default=1_800)
    parser.add_argument("--posts-each", type=int, default=20)
    parser.add_argument("--model", help="another model than the shipped one")
    parser.add_argument("--worlds", type=Path, help="folder in which worlds are kept, and found again")
    offer_outputs(parser)
    chosen = parser.parse_args(argv)
    work = chosen.worlds or Path(tempfile.mkdtemp(prefix="seawall-calibration-"))
    sizes = {name: getattr(chosen, name) for name in ("closed", "new", "successors", "fairness", "posts_each")}
    try:
        figures = run(work, chosen.seeds, sizes, chosen.model)
    finally:
        if not chosen.worlds:
            shutil.rmtree(work)
    hand_out(figures, chosen)
