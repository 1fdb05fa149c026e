"""The information operation's posts mixed with a made-up crowd: slots of every trace, where accounts are lost, peers.

The published posts (`information_operation_posts.parquet`) carry text and time, no ids; a reshare has the text of the
post that it shares. Traces are taken from the texts as from a corpus: same text, nearly the same text, sequence of
hashtags, address, account mentioned. An account's category is the published one.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from seawall.classify.wilson import wilson_bounds
from seawall.intake.text_interactions import text_interactions
from seawall.network import make_slots
from seawall.network.co_action import count_co_slots, count_pairs, make_visits
from seawall.network.communities import find_communities
from seawall.network.traces import TRACES
from seawall.network.truth_measures import mutual_information, purity
from seawall_bench.cells_crowd import make_crowd

SHORTENED = r"https?://t\.co/\S*"  # the platform's own shortener: another address in every post
TEXT_TRACES = ("same_text", "near_text", "hashtag_sequence")
LEFT_OUT = ("NonEnglish", "Unknown")


@dataclass(frozen=True, kw_only=True)
class Mixed:
    """Slots of a mixture; the published category of the operation's accounts, the kind of the ordinary ones."""

    posts: pa.Table
    table: pa.Table
    category: dict[str, str]
    language: dict[str, str]
    crowd: dict[str, str]


def load_operation(folder, begin=None, end=None):
    """Return the operation's posts (account, text, time in seconds, language) from `begin` up to `end`, each once."""
    posts = pq.read_table(
        folder / "information_operation_posts.parquet", columns=["author_id", "content", "publish_date", "language"]
    )
    time = posts["publish_date"].cast(pa.timestamp("s")).cast(pa.int64())
    posts = pa.table({
        "account": posts["author_id"], "text": pc.fill_null(posts["content"], ""), "time": time,
        "language": pc.fill_null(posts["language"], "Unknown"),
    })  # fmt: skip
    names = posts.column_names
    posts = posts.group_by(names).aggregate([]).sort_by([(name, "ascending") for name in names])
    posts = posts.cast(pa.schema([(name, pa.int64() if name == "time" else pa.string()) for name in names]))
    kept = np.ones(posts.num_rows, bool)
    at = posts["time"].to_numpy()
    kept &= True if begin is None else at >= begin
    kept &= True if end is None else at < end
    return posts.filter(pa.array(kept)).combine_chunks()


def categories(folder):
    """Return the published category of each account."""
    with (folder / "information_operation_accounts.csv").open(encoding="utf-8", newline="") as file:
        return {row["author_id"]: row["account_category"] or "Unknown" for row in csv.DictReader(file)}


def mix(folder, *, begin, end, ordinary, seed):
    """Return the operation's posts of a time with a crowd around them."""
    operation = load_operation(folder, begin, end)
    counts = operation["account"].value_counts().field("counts").to_numpy()
    rng = np.random.default_rng(seed)
    times = operation["time"].to_numpy()
    crowd = make_crowd(
        rng, count=ordinary, begin=int(np.quantile(times, 0.001)), end=int(times.max()) + 1, activity=counts,
        operation=operation,
    )  # fmt: skip
    posts = pa.concat_tables([operation, crowd.posts.select(operation.column_names)]).combine_chunks()
    named = categories(folder)
    accounts = operation["account"].unique().to_pylist()
    return Mixed(
        posts=posts, table=slots_of(posts), category={one: named.get(one, "Unknown") for one in accounts},
        language=_languages(operation), crowd=crowd.kind,
    )  # fmt: skip


def slots_of(posts, traces=None):
    """Return the slots of all traces of posts."""
    texts = posts["text"].combine_chunks()
    wordings = pc.replace_substring_regex(texts, SHORTENED, "")
    parts = []
    for name in TEXT_TRACES:
        items = pa.array(TRACES[name].items(wordings), pa.string())
        parts.append(_slots(posts, name, np.arange(len(texts)), items))
    for kind, places, targets in text_interactions(texts, ("linked", "mentioned")):
        parts.append(_slots(posts, {"linked": "same_url", "mentioned": "same_mention"}[kind], places, targets))
    whole = pa.concat_tables(parts)
    return whole if traces is None else whole.filter(pc.is_in(whole["kind"], pa.array(traces)))


def _slots(posts, kind, places, items):
    taken = posts.select(["account", "time"]).take(pa.array(places))
    table = pa.table({
        "account": taken["account"], "item": items,
        "time": pc.multiply(taken["time"], 1_000_000).cast(pa.timestamp("us", "UTC")),
        "kind": pa.array([kind]).take(pa.array(np.zeros(len(places), np.int64))),
    })  # fmt: skip
    return table.filter(pc.is_valid(table["item"]))


def _languages(operation):
    counted = operation.group_by(["account", "language"]).aggregate([([], "count_all")]).to_pydict()
    most = {}
    for account, language, count in zip(*(counted[name] for name in ("account", "language", "count_all")), strict=True):
        most[account] = max(most.get(account, (0, "")), (count, language))
    return {account: language for account, (_, language) in most.items()}


def stages(mixed, search, windows):
    """Return how many of the operation's accounts are left at each step from sharing anything to a core."""
    operation = mixed.table.filter(pc.is_in(mixed.table["account"], pa.array(list(mixed.category))))
    slots = make_slots(operation)
    names = slots.accounts.to_pylist()
    told = {"accounts": len(mixed.category)}
    for window in (10 * 366 * 86_400.0, *sorted(windows, reverse=True)):
        shares, often, texts = (np.zeros(len(names), bool) for _ in range(3))
        for one in slots:
            visits = make_visits(one, window, 10_000)
            counts = count_co_slots(visits, np.zeros(len(visits), np.int32), 1)
            shares |= counts.by_account > 0
            texts |= (counts.by_account > 0) & (one.kind == "same_text")
            if window in windows:
                pairs, _ = count_pairs(visits, counts, least=2)
                often[_ends(pairs)] = True
        when = f"within_{window:g}_s" if window in windows else "ever"
        told[f"share_a_text_{when}"] = int(texts.sum())
        told[f"share_anything_{when}"] = int(shares.sum())
        if window in windows:
            told[f"share_twice_with_one_other_{when}"] = int(often.sum())
    names = search.slots.accounts.to_pylist()
    tied = {names[one] for one in (*search.pairs.left.tolist(), *search.pairs.right.tolist())}
    found, core = found_accounts(search)
    for name, accounts in (("with_a_significant_tie", tied), ("in_a_cell", found), ("in_a_core", core)):
        told[name] = len(accounts & set(mixed.category))
    return told


def found_accounts(search):
    """Return the names of accounts in cells, and in cores."""
    names = search.slots.accounts.to_pylist()
    found = {names[one] for cell in search.cells for one in cell.members.tolist()}
    return found, {names[one] for cell in search.cells for one in cell.members[cell.is_core].tolist()}


def cells_by_account(search):
    """Return the cell of each account that is in one."""
    names = search.slots.accounts.to_pylist()
    return {names[one]: cell.number for cell in search.cells for one in cell.members.tolist()}


def agreement(mixed, cell_of):
    """Hold cells against the truth: accounts found, ordinary ones with interval, purity and mutual information."""
    found = [one for one in cell_of if one in mixed.category]
    others = [one for one in cell_of if one in mixed.crowd]
    by_kind, kinds = Counter(mixed.crowd[one] for one in others), Counter(mixed.crowd.values())
    low, high = wilson_bounds(len(others), len(mixed.crowd))
    return {
        "operation_accounts_found": len(found), "share_found": round(len(found) / len(mixed.category), 4),
        "ordinary_in_cells": len(others), "ordinary_share": round(len(others) / len(mixed.crowd), 4),
        "ordinary_low": round(low, 4), "ordinary_high": round(high, 4),
        "ordinary_by_kind": {kind: {"accounts": kinds[kind], "in_cells": by_kind[kind]} for kind in sorted(kinds)},
        "purity_operation_or_ordinary": _purity(cell_of, lambda one: one in mixed.category),
        "categories": _categories(mixed, cell_of, found),
        "categories_without_non_english_and_unknown": _categories(
            mixed, cell_of, [one for one in found if mixed.category[one] not in LEFT_OUT]
        ),
        "found_by_category": _found_by_category(mixed, set(found)),
    }  # fmt: skip


def _categories(mixed, cell_of, found):
    """Return how well cells agree with the published categories, and how well language alone would."""
    if not found:
        return None
    groups = [mixed.category[one] for one in found]
    cells, languages = [cell_of[one] for one in found], [mixed.language[one] for one in found]
    return {
        "accounts": len(found), "cells": len(set(cells)), "purity": purity(cells, groups),
        "mutual_information": mutual_information(cells, groups),
        "language_alone": {"purity": purity(languages, groups),
                           "mutual_information": mutual_information(languages, groups)},
        "largest_category_alone": round(max(Counter(groups).values()) / len(groups), 4),
    }  # fmt: skip


def _found_by_category(mixed, found):
    members, hits = Counter(mixed.category.values()), Counter(mixed.category[one] for one in found)
    return {name: {"accounts": members[name], "in_cells": hits[name]} for name in sorted(members)}


def _purity(cell_of, group):
    return purity(list(cell_of.values()), [group(one) for one in cell_of]) if cell_of else None


def count_threshold(mixed, window, least, neighbours=10_000):
    """Return the cells of the naive rule: pairs that share `least` texts and more within the window."""
    texts = mixed.table.filter(pc.equal(mixed.table["kind"], "same_text")).drop_columns(["kind"])
    (slots,) = make_slots(texts)
    visits = make_visits(slots, window, neighbours)
    counts = count_co_slots(visits, np.zeros(len(visits), np.int32), 1)
    pairs, shared = count_pairs(visits, counts, least=2)
    names = make_slots(texts).accounts.to_pylist()
    told = {}
    for one in least:
        kept = pairs[shared >= one]
        left, right = (kept >> np.uint64(32)).astype(np.int64), (kept & np.uint64(0xFFFFFFFF)).astype(np.int64)
        label = find_communities(left, right, np.ones(len(kept)), len(names), seed=1)
        sizes = np.bincount(label, minlength=1)
        told[one] = {names[account]: int(label[account]) for account in np.flatnonzero(sizes[label] >= 3).tolist()}
    return told


def _ends(pairs):
    return np.concatenate((pairs >> np.uint64(32), pairs & np.uint64(0xFFFFFFFF))).astype(np.int64)


def f_measure(mixed, cell_of):
    """Return the harmonic mean of the share of operation accounts found and the share of found ones that are right."""
    right = sum(one in mixed.category for one in cell_of)
    return 2 * right / (len(mixed.category) + len(cell_of)) if cell_of else 0.0


def by_trace(search):
    """Return how many significant pairs each test carries."""
    counts = defaultdict(int)
    for best in search.pairs.best.tolist():
        counts[search.pairs.tests[best].name] += 1
    return dict(sorted(counts.items(), key=lambda one: -one[1]))
