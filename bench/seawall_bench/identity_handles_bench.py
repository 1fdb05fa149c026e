"""Is a closed account found again by its handle alone, among 100,000 and more? And how often is somebody else named?

Handles come back as `identity_real_handles.py` makes them; weights of levels were chosen on `--split development`, what
is frozen is `--split test`. Each query is a new handle; half of the queries have nobody in the bank. `recall@n`: the
closed handle is among the first n. `recall_at_1_percent_false`: it is first, above the line over which only 1 % of all
queries have anybody else first. Beside it, in the same run, the peer: cosine of character 2–4-grams weighted by TF-IDF
(scikit-learn), untuned, on the handles as written. Times are CPU seconds of one process.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import time
from collections import defaultdict
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from seawall.identity import KeyKind, Portrait
from seawall.identity.compare.handle import Handle
from seawall.identity.traits.handle import handle_forms, spelt
from seawall.identity.traits.letters import nearness
from seawall.identity.traits.name_keys import handle_keys
from seawall_bench.identity_real_handles import bystanders, families, half_of, published_handles, real_pairs
from seawall_bench.measure import hand_out, machine, offer_outputs, versions

MOST_HOLDERS = 2_000  # of a key that generates candidates
CANDIDATES = 100
KINDS = (KeyKind.HANDLE, KeyKind.HANDLE_GRAM)


class Bank:
    """Closed handles under their keys: a population and a source of candidates."""

    def __init__(self, handles):
        self.handles = handles
        self.portraits = [Portrait(account=str(number), handle=handle) for number, handle in enumerate(handles)]
        held = defaultdict(list)
        for number, handle in enumerate(handles):
            for kind, keys in handle_keys(handle).items():
                for key in keys.tolist():
                    held[kind, key].append(number)
        self.held = {key: np.array(numbers, np.int32) for key, numbers in held.items()}

    def account_count(self):
        return len(self.handles)

    def holders(self, kind, key):
        return len(self.held.get((kind, key), ()))

    def candidates(self, handle):
        """Return the accounts that share the rarest keys, by the sum of the keys' bits."""
        found, weights = [], []
        for kind, keys in handle_keys(handle).items():
            for key in keys.tolist():
                numbers = self.held.get((kind, key), ())
                if 0 < len(numbers) <= MOST_HOLDERS:
                    found.append(numbers)
                    weights.append(np.full(len(numbers), np.log2(len(self.handles) / len(numbers))))
        if not found:
            return []
        numbers, places = np.unique(np.concatenate(found), return_inverse=True)
        bits = np.bincount(places, np.concatenate(weights))
        chosen = np.argsort(-bits, kind="stable")[:CANDIDATES]
        return numbers[chosen].tolist()


def ranked(bank, handle, comparison):
    """Return (bits, number) of the candidates, best first."""
    new = Portrait(account="new", handle=handle)
    found = []
    for number in bank.candidates(handle):
        outcome = comparison.compare(new, bank.portraits[number], bank)
        if outcome is not None and outcome.rarity_bits:
            found.append((outcome.rarity_bits, number))
    return sorted(found, key=lambda pair: (-pair[0], pair[1]))


def figures_of(ranks, right, false):
    """Return recalls of ranks (0: not found), and the honest figure out of bits of right and of false first hits."""
    queries = len(right)
    line = np.sort(false)[::-1][int(len(false) * 0.01)]
    count = np.array(ranks)
    return {
        "queries": queries,
        **{f"recall_at_{n}": round(float(((count > 0) & (count <= n)).mean()), 4) for n in (1, 10, 100)},
        "recall_at_1_percent_false": round(float((np.array(right) > line).mean()), 4),
    }


def ours(bank, positives, negatives):
    """Return per query: rank, bits of a right first hit, bits of a false first hit; and figures."""
    comparison = Handle()
    ranks, right, false, met = [], [], [], []
    compare_seconds = 0.0
    for wanted, query in [*positives, *((None, query) for query in negatives)]:
        began = time.process_time()
        found = ranked(bank, query, comparison)
        compare_seconds += time.process_time() - began
        first = found[0] if found else (0.0, None)
        false.append(first[0] if first[1] != wanted else 0.0)
        if wanted is not None:
            numbers = [number for _, number in found]
            ranks.append(numbers.index(wanted) + 1 if wanted in numbers else 0)
            right.append(first[0] if first[1] == wanted else 0.0)
            drawn = bank.candidates(query)
            met.append(drawn.index(wanted) if wanted in drawn else CANDIDATES)
    return (
        ranks,
        right,
        false,
        {
            "candidate_recall": {
                str(count): round(float((np.array(met) < count).mean()), 4) for count in (6, 30, CANDIDATES)
            },
            "cpu_milliseconds_a_query": round(compare_seconds * 1e3 / (len(positives) + len(negatives)), 2),
        },
    )


def peer(bank, positives, negatives):
    """Return the same of the peer."""
    began = time.process_time()
    made = TfidfVectorizer(analyzer="char", ngram_range=(2, 4), sublinear_tf=False)
    banked = made.fit_transform(bank.handles).T.tocsr()
    built = time.process_time() - began
    queries = [*positives, *((None, query) for query in negatives)]
    ranks, right, false = [], [], []
    began = time.process_time()
    for start in range(0, len(queries), 64):
        part = queries[start : start + 64]
        cosines = (made.transform([query for _, query in part]) @ banked).toarray()
        for (wanted, _), row in zip(part, cosines, strict=True):
            first = int(row.argmax())
            false.append(float(row[first]) if first != wanted else 0.0)
            if wanted is not None:
                rank = int((row > row[wanted]).sum()) + 1
                ranks.append(rank if row[wanted] > 0 else 0)
                right.append(float(row[first]) if first == wanted else 0.0)
    took = time.process_time() - began
    return (
        ranks,
        right,
        false,
        {
            "build_cpu_seconds": round(built, 1),
            "cpu_milliseconds_a_query": round(took * 1e3 / len(queries), 2),
        },
    )


def by_way(ways, ranks, right, false):
    """Return way → figures, by the line of all queries."""
    places = defaultdict(list)
    for place, way in enumerate(ways):
        places[way].append(place)
    return {
        way: figures_of([ranks[at] for at in chosen], [right[at] for at in chosen], false)
        for way, chosen in sorted(places.items())
    }


def speed():
    """Return microseconds of the parts that every pair passes."""
    pairs = [(handle_forms(f"amira_kettle{n}x"), handle_forms(f"karim_ketlte{n}")) for n in range(1000)]
    letters = [(spelt(left.words), spelt(right.words)) for left, right in pairs]
    for left, right in pairs[:2]:
        nearness(spelt(left.words), spelt(right.words))
    began = time.process_time()
    for left, right in letters:
        nearness(left, right)
    return {"nearness_cpu_microseconds": round((time.process_time() - began) * 1e3, 2)}


def run(data, *, split, banked, seed, each):
    """Return all figures as one plain dictionary."""
    path = data / "information_operation_accounts.csv"
    handles = published_handles(path, split)
    others = published_handles(path, "test" if split == "development" else "development")
    others = [handle for handle in others if handle.lower() not in {own.lower() for own in handles}]
    real = [(closed, new) for closed, new in real_pairs(path) if half_of(closed) == split]
    made = families(handles, each, seed)
    taken = {handle.lower() for handle in [*handles, *others, *(new for _, _, new in made)]}
    bank = Bank([*handles, *(closed for closed, _ in real if closed not in handles)])
    everybody = [*bank.handles, *bystanders(banked - len(bank.handles), seed, handles, taken)]
    random.Random(seed).shuffle(everybody)
    bank = Bank(everybody)
    number_of = {handle: number for number, handle in enumerate(bank.handles)}
    positives = [(number_of[closed], new) for _, closed, new in made]
    strangers = [new for _, _, new in families(others, 3, seed + 1)] + others
    more = bystanders(len(positives), seed + 2, handles, taken | {handle.lower() for handle in bank.handles})
    negatives = [*strangers, *more][: len(positives)]
    ways = [way for way, _, _ in made]
    figures = {
        "bench": "identity-handles",
        "split": split,
        "banked": len(bank.handles),
        "closed_with_returns": len(handles),
        "queries_with_somebody": len(positives),
        "queries_with_nobody": len(negatives),
    }
    for name, engine in (("seawall", ours), ("tfidf_2_to_4_grams", peer)):
        ranks, right, false, more_figures = engine(bank, positives, negatives)
        figures[name] = {
            **figures_of(ranks, right, false),
            **more_figures,
            "by_way": by_way(ways, ranks, right, false),
        }
    if real:
        ranks = engine_ranks(bank, [(number_of[closed], new) for closed, new in real])
        figures["real_families"] = {"pairs": len(real), "first": sum(rank == 1 for rank in ranks)}
    return figures | {"speed": speed(), "machine": machine(), "versions": versions("seawall", "numpy", "scikit-learn")}


def engine_ranks(bank, pairs):
    """Return the rank of each wanted handle, with itself left out of the bank where it is the query."""
    ranks = []
    for wanted, query in pairs:
        found = [number for _, number in ranked(bank, query, Handle()) if bank.handles[number] != query]
        ranks.append(found.index(wanted) + 1 if wanted in found else 0)
    return ranks


def main(arguments=None):
    """Run the bench; with --json the last line is one JSON object."""
    parser = argparse.ArgumentParser(prog="seawall_bench identity-handles", description=__doc__)
    parser.add_argument("--data", type=Path, default=os.environ.get("SEAWALL_TEST_DATA"))
    parser.add_argument("--split", choices=("development", "test"), default="test")
    parser.add_argument("--banked", type=int, default=120_000, help="handles in the bank")
    parser.add_argument("--each", type=int, default=8, help="ways in which each handle comes back")
    parser.add_argument("--seed", type=int, default=4)
    offer_outputs(parser)
    chosen = parser.parse_args(arguments)
    if chosen.data is None:
        parser.error("set SEAWALL_TEST_DATA or give --data")
    figures = run(Path(chosen.data), split=chosen.split, banked=chosen.banked, seed=chosen.seed, each=chosen.each)
    for name in ("seawall", "tfidf_2_to_4_grams"):
        told = dict(figures[name])
        ways = told.pop("by_way")
        print(name, json.dumps(told))
        for way, found in ways.items():
            print(f"  {way}: {found}")
    print("speed", figures["speed"], "real", figures.get("real_families"))
    hand_out(figures, chosen)


if __name__ == "__main__":
    main()
