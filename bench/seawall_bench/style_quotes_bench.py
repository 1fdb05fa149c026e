"""Does a journalist who quotes a closed account seem to write like it? Bits of style, with quotations counted or not.

Made-up worlds: accounts with 60 posts and more are paired, one as the closed account, one as a journalist. Of the
closed one 30 posts are its past and the next 30 its return; the journalist quotes those 30 in half of its own posts
(three kinds of quotation marks), or in all (lines behind `>`, "RT @name:"). Of accounts that mostly reshare, four posts
of five are "RT @name: …" with posts of accounts drawn at random: two strangers, and one's own return. Spaces of both
versions are fitted to the world's accounts, and a likeness is as rare as the posts of own words that the version counts
make it. Told are means and ninth deciles of the bits of rarity against the closed account, and the share of pairs that
come as near as the weakest return. Development and test worlds have other seeds.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from seawall.identity.traits.own_posts import own_posts
from seawall.identity.traits.style import StyleSpace
from seawall.identity.traits.style_counts import OWN_WORDS, VERSIONS
from seawall.testing.world import WorldOptions, write_world
from seawall_bench.measure import hand_out, machine, offer_outputs, versions

SEEDS = {"development": (41,), "test": (1041, 1042, 1043)}
ACCOUNTS, POSTS, PAIRS, DEPTH = 600, 30_000, 60, 30
MARKS = (("“", "”"), ("«", "»"), ('"', '"'))
SIDES = ("return", "quotes_in_half", "quotes_in_all", "without_quotes", "resharers", "resharers_return")


def posts_of_world(seed):
    """Return account → posts of those with enough of them, in the order of their names."""
    with tempfile.TemporaryDirectory() as folder:
        options = WorldOptions(seed=seed, account_count=ACCOUNTS, post_count=POSTS, picture_count=40)
        write_world(Path(folder), options)
        table = pq.read_table(Path(folder) / "posts", columns=["account_id", "text"])
    held = {}
    for account, text in zip(table["account_id"].to_pylist(), table["text"].to_pylist(), strict=True):
        if text:
            held.setdefault(account, []).append(text)
    return {account: texts for account, texts in sorted(held.items()) if len(texts) >= 2 * DEPTH}


def passing_on(own, drawn):
    """Return the posts of an account that mostly reshares what was drawn."""
    own, drawn = iter(own), iter(drawn)
    return [next(own) if not number % 5 else f"RT @one_of_them: {next(drawn)}" for number in range(DEPTH)]


def sides(closed, own, drawn):
    """Return for each of `SIDES` the closed account's posts and the other's."""
    past, later, mine = closed[:DEPTH], closed[DEPTH : 2 * DEPTH], own[:DEPTH]
    half, whole = [], []
    for number, (theirs, word) in enumerate(zip(later, mine, strict=True)):
        first, last = MARKS[number % len(MARKS)]
        half.append(f"{first}{theirs}{last} {word}" if number % 2 else word)
        lines = "\n".join(f"> {line}" for line in theirs.splitlines())
        whole.append(f"{word}\n{lines}" if number % 3 else f"RT @one_of_them: {theirs}")
    resharer, back, another = (
        passing_on(words, passed) for words, passed in zip((past, later, mine), drawn, strict=True)
    )
    return (past, later), (past, half), (past, whole), (past, mine), (resharer, another), (resharer, back)


def measured(space, posts, pairs, drawn):
    """Return side → bits of each pair, and the CPU seconds of a thousand posts."""
    texts, owners = [], []
    for number, (closed, own) in enumerate(pairs):
        for side, both in enumerate(sides(posts[closed], posts[own], drawn[number])):
            for place, written in enumerate(both):
                texts += written
                owners += [(2 * side + place) * len(pairs) + number] * len(written)
    column, whose, count = pa.array(texts), np.array(owners, np.int32), 2 * len(SIDES) * len(pairs)
    began = time.process_time()
    vectors = space.vectors(column, whose, count)
    seconds = time.process_time() - began
    counted = whose[own_posts(column).rows] if space.features == OWN_WORDS else whose
    held = np.bincount(counted, minlength=count).reshape(len(SIDES), 2, len(pairs)).min(axis=1)
    left, right = vectors.reshape(len(SIDES), 2, len(pairs), -1).swapaxes(0, 1)
    nearness = (left * right).sum(axis=2)
    bits = [[space.rarity.bits(*one) for one in zip(*side, strict=True)] for side in zip(nearness, held, strict=True)]
    return dict(zip(SIDES, np.array(bits), strict=True)), 1000 * seconds / len(texts)


def run(split):
    """Return the figures of both versions."""
    bits = {version: {side: [] for side in SIDES} for version in VERSIONS}
    seconds = {version: [] for version in VERSIONS}
    for seed in SEEDS[split]:
        posts = posts_of_world(seed)
        names = np.random.default_rng(seed).permutation(list(posts)).tolist()
        count = min(PAIRS, len(names) // 2)
        pairs = list(zip(names[:count], names[count : 2 * count], strict=True))
        everything = np.array([text for texts in posts.values() for text in texts], dtype=object)
        drawn = np.random.default_rng(seed + 1).choice(everything, (count, 3, DEPTH))
        column = pa.array([text for texts in posts.values() for text in texts])
        owners = np.repeat(np.arange(len(posts), dtype=np.int32), [len(texts) for texts in posts.values()])
        for version in VERSIONS:
            space = StyleSpace.fit(column, owners, features=version)
            measured(space, posts, pairs[:2], drawn)  # compiles
            found, took = measured(space, posts, pairs, drawn)
            seconds[version].append(took)
            for side, values in found.items():
                bits[version][side] += values.tolist()
    told = {}
    for version in VERSIONS:
        line = min(bits[version]["return"])
        told[version] = {
            "cpu_milliseconds_a_thousand_posts": round(1000 * float(np.mean(seconds[version])), 1),
            **{side: figures_of(np.array(values), line) for side, values in bits[version].items()},
        }
    return told


def figures_of(bits, line):
    """Return what is told of the bits of a side."""
    return {
        "pairs": len(bits),
        "mean_bits": round(float(bits.mean()), 2),
        "ninth_decile_bits": round(float(np.quantile(bits, 0.9)), 2),
        "share_as_near_as_a_return": round(float((bits >= line).mean()), 4),
    }


def main(argv):
    """Measure, print, and freeze where asked."""
    parser = argparse.ArgumentParser(prog="style-quotes", description=__doc__)
    parser.add_argument("--split", choices=tuple(SEEDS), default="development")
    offer_outputs(parser)
    chosen = parser.parse_args(argv)
    found = run(chosen.split)
    for version, told in found.items():
        for side in SIDES:
            print(f"version {version}  {side:16} " + "  ".join(f"{name} {value}" for name, value in told[side].items()))
        print(f"version {version}  {told['cpu_milliseconds_a_thousand_posts']} CPU ms a thousand posts", flush=True)
    figures = {
        "bench": "style-quotes", "split": chosen.split, "seeds": list(SEEDS[chosen.split]), "versions_of_counts": found,
        "machine": machine(), "software": versions("numpy", "pyarrow"),
    }  # fmt: skip
    hand_out(figures, chosen)


if __name__ == "__main__":
    main(sys.argv[1:])
