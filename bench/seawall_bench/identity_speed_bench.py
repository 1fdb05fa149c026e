"""How long does linking take, how much memory, how does it grow? New accounts against 10,000 to 1,000,000 closed ones.

From folders of made-up accounts with their posts (`identity_speed_folders.py`): the whole of `seawall link`, the same
with a bank that was saved, one new account at a time, and additions. Beside it Splink 5 on DuckDB with four comparisons
and four blocking rules for handle, name, bio and address; it sees profiles only, since sets of posts are nothing that
it compares. It is given 100,000 closed accounts at most: with 1,000,000 it had not ended after ten CPU minutes. CPU
seconds are the figure to trust; the machine and its load are told.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
import time
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from seawall_bench.identity_speed_folders import NOW, make_folders
from seawall_bench.measure import hand_out, machine, offer_outputs, run_case, versions

IMPORTED_FIRST = {
    "from_folders": ("seawall.intake.link_folders",),
    "with_saved_bank": ("seawall.intake.link_folders",),
    "one_by_one": ("seawall.intake.link_folders",),
    "splink_linking": ("splink", "pandas"),
}
SINGLE = 200  # accounts that are timed one by one


def make(folder, closed, new, posts_each, seed):
    """Write the folders."""
    return make_folders(Path(folder), closed=closed, new=new, posts_each=posts_each, seed=seed)


def _linked(closed, folder, **more):
    from seawall.identity.models import load_model
    from seawall.intake.link_folders import LinkOptions, link_folders

    options = LinkOptions(model=load_model(None), now=NOW, truth="continues", **more)
    told = link_folders(Path(closed), folder / "new", folder / "ranked.csv", options).as_dict()
    kept = ("model", "closed_count", "new_count", "linked_count", "likely_count", "compared_count")
    recalls = ("candidate_recall", "recall_at_1", "recall_at_10", "precision")
    return {name: told[name] for name in kept} | {name: told["measures"][name] for name in recalls}


def from_folders(folder):
    """Everything from the folders: read, make portraits, index, save the bank, link, write."""
    folder = Path(folder)
    return _linked(folder / "closed", folder, save_bank=folder / "bank")


def with_saved_bank(folder):
    """The same with the bank that was saved."""
    folder = Path(folder)
    return _linked(folder / "bank", folder)


def one_by_one(folder):
    """One new account after the other against the saved bank: from its rows to its links; additions and withdrawals."""
    from seawall.identity.bank_folder import open_bank
    from seawall.identity.blocking import find_candidates
    from seawall.identity.linking import rank_account
    from seawall.identity.models import load_model
    from seawall.identity.portrait_making import make_portraits
    from seawall.intake.account_folders import PostCounts, open_accounts

    folder, model = Path(folder), load_model(None)
    began = time.process_time()
    bank = open_bank(folder / "bank")
    opened = time.process_time() - began
    new = open_accounts(folder / "new")
    accounts = new.read_accounts(now=NOW).checked.table.slice(0, SINGLE)
    posts = list(new.read_posts(accounts, now=NOW, counts=PostCounts()))
    posts = pa.concat_tables(posts) if posts else None
    owners = posts["owner"].to_numpy() if posts is not None else None
    times = {"portrait": [], "candidates": [], "link": [], "whole": [], "add": []}
    for row in range(accounts.num_rows):
        own = _own_posts(posts, np.flatnonzero(owners == row)) if posts is not None else None
        started = time.process_time()
        made = make_portraits(accounts.slice(row, 1), own)
        portrait = made[0]
        assert posts is None or portrait.post_count == own.num_rows  # a portrait without its posts is quickly made
        between = time.process_time()
        rank_account(portrait, bank, model, NOW)
        ended = time.process_time()
        again = made[0]  # another object: what the bank keeps of the last portrait must not help
        looked = time.process_time()
        find_candidates(again, bank)
        found = time.process_time()
        if row < accounts.num_rows // 10:  # compiling, first pages of the files
            continue
        for name, took in (
            ("portrait", between - started), ("link", ended - between), ("whole", ended - started),
            ("candidates", found - looked),  # which linking looks for by itself, too
        ):  # fmt: skip
            times[name].append(took)
    for row in range(accounts.num_rows // 2):
        made = make_portraits(accounts.slice(row, 1), None)
        started = time.process_time()
        bank.add(made)
        times["add"].append(time.process_time() - started)
        assert bank.ordinal_of(made.accounts[0].as_py()) is not None
    told = {"closed_count": bank.account_count() - len(times["add"]), "open_cpu_seconds": round(opened, 3)}
    for name, took in times.items():
        told[f"{name}_cpu_ms"] = {
            "median": round(float(np.median(took)) * 1e3, 3), "p95": round(float(np.quantile(took, 0.95)) * 1e3, 3),
        }  # fmt: skip
    return told


def _own_posts(posts, rows):
    """Return one account's posts, told to be of the first and only account."""
    own = posts.take(rows)
    return own.set_column(own.column_names.index("owner"), "owner", pa.array(np.zeros(len(rows), np.int32)))


def splink_linking(folder, single):
    """Splink 5 on the same accounts: training, all new ones in one go, and one at a time."""
    import duckdb
    import splink.comparison_library as cl
    from splink import Linker, SettingsCreator, block_on
    from splink.backends.duckdb import DuckDBAPI

    folder = Path(folder)
    columns = ["account", "handle", "name", "bio", "url"]
    closed, new = (pq.read_table(folder / side / "accounts.parquet", columns=columns) for side in ("closed", "new"))
    rename = ["unique_id", *columns[1:]]
    closed, new = closed.rename_columns(rename), new.rename_columns(rename)
    settings = SettingsCreator(
        link_type="link_only",
        comparisons=[
            cl.JaroWinklerAtThresholds("handle", [0.92, 0.8]).configure(term_frequency_adjustments=True),
            cl.JaroWinklerAtThresholds("name", [0.92, 0.8]).configure(term_frequency_adjustments=True),
            cl.LevenshteinAtThresholds("bio", [5]),
            cl.ExactMatch("url"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("substr(handle, 1, 6)"), block_on("name"), block_on("bio"), block_on("url"),
        ],
    )  # fmt: skip
    clock = time.process_time
    api = DuckDBAPI(connection=duckdb.connect())
    bank, fresh = api.register(closed, table_name="bank"), api.register(new, table_name="fresh")
    began, wall = clock(), time.perf_counter()
    linker = Linker([bank, fresh], settings, log_level=40)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(
        block_on("substr(handle, 1, 3)"), record_sample_proportion=1.0
    )
    trained, trained_wall = clock() - began, time.perf_counter() - wall
    began, wall = clock(), time.perf_counter()
    pairs = linker.inference.predict_between(bank, fresh).as_pandas_dataframe()
    told = {
        "train_cpu_seconds": round(trained, 3), "train_wall_seconds": round(trained_wall, 3),
        "link_cpu_seconds": round(clock() - began, 3), "link_wall_seconds": round(time.perf_counter() - wall, 3),
        "pair_count": len(pairs), "recall_at_1": _splink_recall(pairs, folder),
    }  # fmt: skip
    took = []
    for row in range(single):
        one = api.register(new.slice(row, 1), table_name=f"one_{row}")
        began = clock()
        linker.inference.predict_between(bank, one).as_record_list()
        took.append(clock() - began)
    return told | {"single_cpu_ms": {"median": round(float(np.median(took)) * 1e3, 1), "accounts": single}}


def _splink_recall(pairs, folder) -> float:
    truth = pq.read_table(folder / "new" / "accounts.parquet", columns=["account", "continues"]).to_pydict()
    best = pairs.sort_values(["match_weight", "unique_id_l"], ascending=[False, True])
    best = best.drop_duplicates("unique_id_r").set_index("unique_id_r")["unique_id_l"].to_dict()
    returns = [(new, old) for new, old in zip(truth["account"], truth["continues"], strict=True) if old]
    return round(sum(best.get(new) == old for new, old in returns) / len(returns), 4)


def run(work: Path, sizes: list[int], *, new: int, posts_each: int, seed: int, splink_up_to: int) -> dict:
    """Return all figures."""
    figures = {"bench": "identity-speed", "seed": seed, "new": new, "posts_each": posts_each}
    figures |= {"splink_up_to": splink_up_to, "sizes": []}
    for closed in sizes:
        folder = work / str(closed)
        counts = {"closed": closed, "new": new, "posts_each": posts_each, "seed": seed}
        made = run_case(f"{__name__}:make", folder=str(folder), **counts)
        size = {"closed": closed, "posts": made["posts"], "load_before": round(os.getloadavg()[0], 1)}
        for case in ("from_folders", "with_saved_bank", "one_by_one"):
            size[case] = run_case(f"{__name__}:{case}", folder=str(folder))
            print_case(closed, case, size[case])
        size["saved_bank_mib"] = round(sum(one.stat().st_size for one in (folder / "bank").iterdir()) / (1 << 20))
        if closed <= splink_up_to:
            size["splink"] = run_case(f"{__name__}:splink_linking", folder=str(folder), single=5)
            print_case(closed, "splink", size["splink"])
        figures["sizes"].append(size)
        shutil.rmtree(folder)
    names = ["seawall", "numpy", "numba", "pyarrow"]
    try:
        figures["versions"] = versions(*names, "splink", "duckdb")
    except PackageNotFoundError:
        figures["versions"] = versions(*names)
    return figures | {"machine": machine()}


def print_case(closed: int, case: str, told: dict) -> None:
    """Print what a case took, for people."""
    singles = ", ".join(f"{name} {one['median']}" for name, one in told.items() if isinstance(one, dict))
    print(
        f"{closed:>10,}  {case:<16} {told['wall_seconds']:>8.1f} s wall {told['cpu_seconds']:>8.1f} s CPU "
        f"{told['peak_memory_mib']:>6,} MiB  recall@1 {told.get('recall_at_1', '–')}  {singles}",
        flush=True,
    )


def main(arguments: list[str] | None = None) -> None:
    """Run the bench."""
    parser = argparse.ArgumentParser(prog="seawall_bench identity-speed", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000], help="closed accounts")
    parser.add_argument("--new", type=int, default=1_000)
    parser.add_argument("--posts-each", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--splink-up-to", type=int, default=100_000, help="closed accounts that Splink is given at most"
    )
    parser.add_argument("--work", type=Path, help="folder for the made-up accounts; a temporary one without")
    offer_outputs(parser)
    chosen = parser.parse_args(arguments)
    work = Path(tempfile.mkdtemp(prefix="seawall-identity-speed-", dir=chosen.work))
    try:
        figures = run(work, chosen.sizes, new=chosen.new, posts_each=chosen.posts_each, seed=chosen.seed,
                      splink_up_to=chosen.splink_up_to)  # fmt: skip
    finally:
        shutil.rmtree(work, ignore_errors=True)
    hand_out(figures, chosen)


if __name__ == "__main__":
    main()
