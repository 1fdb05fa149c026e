"""Which closed account had the hand that writes here? Real accounts run by a team: by style and hours, and by all.

`information_operation_posts.parquet` below SEAWALL_TEST_DATA. An account's posts are cut in the middle of their order
in time: the last 200 before the cut are the closed account, the first posts after it the new one, up to three stretches
of 5, 20 and 100 posts. Everybody else's closed account is an impostor. Handles, links, hashtags are hidden from style
and hours; the last methods join all families that posts show (`identity_real_families.py`). A later post that repeats
an earlier one of its account word by word is left out.

Development accounts (by a hash of the account) are searched in the bank of development accounts; test accounts in the
bank of all. The style space is fitted to the posts of the bank, never to a query. Beside it, in the same run, an
untuned peer: TF-IDF of character 2- to 4-grams, cosine, by scikit-learn. Every account counts the same; intervals are
bootstraps over accounts.

The honest figure: take each query's own account out of the bank; the line is drawn where 1 % of those searches still
have a hit above it, every one of them false. How many queries, their account back in, find it first and above the line?
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from seawall.identity.models import load_model
from seawall.identity.traits.rhythm import hours_of, week_shapes
from seawall.identity.traits.style import StyleSpace, default_space
from seawall_bench.identity_real_families import compare_all, regressed, regressions, retrained, weighed
from seawall_bench.measure import machine, versions

DEPTHS = (5, 20, 100)
LEAST_POSTS = 40
BANK_POSTS = 200
STRETCHES = 3
DEVELOPMENT_OCTETS = 102  # of 256: two fifths of the accounts
RHYTHM_WEIGHT = 0.02
BOOTSTRAPS = 1_000
HIDDEN = (re.compile(r"https?://\S+|www\.\S+"), "↗"), (re.compile(r"@\w+"), "@"), (re.compile(r"#\w+"), "#")


def is_development(account):
    """Say whether an account is for development; all others are kept for the test."""
    return hashlib.sha256(f"seawall style {account}".encode()).digest()[0] < DEVELOPMENT_OCTETS


def load_posts(folder, *, own_only):
    """Return account, text and time (seconds) of the posts, each once, in order of account, time and text."""
    names = ["author_id", "content", "publish_date", "retweet"]
    posts = pq.read_table(folder / "information_operation_posts.parquet", columns=names)
    if own_only:
        posts = posts.filter(pc.invert(posts["retweet"]))
    posts = posts.select(names[:3]).group_by(names[:3]).aggregate([])
    posts = posts.sort_by([(name, "ascending") for name in ("author_id", "publish_date", "content")])
    times = posts["publish_date"].cast(pa.timestamp("s")).cast(pa.int64()).to_numpy()
    texts = pc.fill_null(posts["content"], "").combine_chunks().cast(pa.large_string())
    return posts["author_id"].to_numpy(), texts, times


class Task:
    """Banks and queries of one side, as rows of the posts."""

    def __init__(self, accounts, texts, times, part):
        self.texts, self.times, self.bank, self.queries = texts, times, [], {depth: [] for depth in DEPTHS}
        names, firsts, counts = np.unique(accounts, return_index=True, return_counts=True)
        written = texts.to_pylist()
        for name, first, count in zip(names.tolist(), firsts.tolist(), counts.tolist(), strict=True):
            asked = is_development(name) == (part == "development")
            if count < LEAST_POSTS or (part == "development" and not asked):
                continue
            cut = first + count // 2
            self.bank.append(np.arange(max(first, cut - BANK_POSTS), cut))
            if not asked:
                continue
            known = {written[row] for row in self.bank[-1]}
            later = np.array([row for row in range(cut, first + count) if written[row] not in known], np.int64)
            for depth in DEPTHS:
                for at in range(0, min(len(later) // depth, STRETCHES) * depth, depth):
                    self.queries[depth].append((len(self.bank) - 1, later[at : at + depth]))

    def rows(self, parts):
        """Return the rows of all parts, and for each the number of its part."""
        return np.concatenate(parts), np.repeat(np.arange(len(parts), dtype=np.int32), [len(part) for part in parts])

    def styles(self, space, parts):
        rows, owners = self.rows(parts)
        return space.vectors(self.texts.take(pa.array(rows)), owners, len(parts))

    def hours(self, parts):
        rows, owners = self.rows(parts)
        return hours_of(self.times[rows], owners, len(parts))

    def stretches(self):
        """Return depth → the rows of each query."""
        return {depth: [rows for _, rows in asked] for depth, asked in self.queries.items()}

    def fitted_space(self):
        """Return a style space fitted to the posts of the bank."""
        rows, owners = self.rows(self.bank)
        return StyleSpace.fit(self.texts.take(pa.array(rows)), owners, times=self.times[rows])

    def style_scores(self, space):
        """Return depth → nearness of style of query × bank."""
        bank = self.styles(space, self.bank)
        return {depth: self.styles(space, parts) @ bank.T for depth, parts in self.stretches().items()}

    def week_scores(self):
        """Return depth → likeness of hours of query × bank."""
        hours = week_shapes(self.hours(self.bank))
        return {depth: week_shapes(self.hours(parts)) @ hours.T for depth, parts in self.stretches().items()}

    def documents(self, parts):
        written = self.texts.to_pylist()
        return ["\n".join(hide(written[row]) for row in part) for part in parts]


def hide(text):
    for pattern, mark in HIDDEN:
        text = pattern.sub(mark, text)
    return text


def learn(task):
    """Return a retrained model and regressions, from the queries of a task of development accounts."""
    space = task.fitted_space()
    compared = compare_all(task, space, task.style_scores(space), task.week_scores())
    return retrained(compared), regressions(compared)


def scores_by_method(task, learnt_from):
    """Yield (method, depth → scores of query × bank, CPU seconds of the whole)."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    stretches = task.stretches()
    began = time.process_time()
    counted = TfidfVectorizer(analyzer="char", ngram_range=(2, 4))
    bank = counted.fit_transform(task.documents(task.bank))
    found = {depth: (counted.transform(task.documents(parts)) @ bank.T).toarray() for depth, parts in stretches.items()}
    yield "untuned peer", found, time.process_time() - began
    began = time.process_time()
    fitted = task.fitted_space()
    for name, space in (("style", fitted), ("style, shipped space", default_space())):
        found = task.style_scores(space)
        yield name, found, time.process_time() - began
        if name == "style":
            style = found
        began = time.process_time()
    weeks = task.week_scores()
    yield "rhythm", weeks, time.process_time() - began
    both = {depth: style[depth] + RHYTHM_WEIGHT * weeks[depth] for depth in DEPTHS}
    yield "style and rhythm", both, 0.0
    began = time.process_time()
    compared = compare_all(task, fitted, style, weeks)
    took = time.process_time() - began
    yield "all families, shipped model", weighed(load_model(), compared), took
    if learnt_from is None:
        return
    model, fits = learnt_from
    yield "all families, retrained", weighed(model, compared), took
    yield "all families, regression", regressed(fits, compared), took


def summed(own, best_other, rank, weights):
    order = np.argsort(-best_other, kind="stable")
    shares = np.cumsum(weights[order]) / weights.sum()
    lines = [best_other[order][min(int(np.searchsorted(shares, share)), len(order) - 1)] for share in (0.01, 0.05)]
    met = [rank == 0, rank < 10, *((own > best_other) & (own > line) for line in lines)]
    return np.array([(weights * one).sum() / weights.sum() for one in met])


def measured(scores, truth):
    """Return the figures, each with a 95 % interval of bootstraps over accounts."""
    rng = np.random.default_rng(20_261_122)
    own = scores[np.arange(len(truth)), truth]
    others = scores.copy()
    others[np.arange(len(truth)), truth] = -np.inf
    parts = own, others.max(axis=1), (others >= own[:, None]).sum(axis=1)
    accounts, place, counts = np.unique(truth, return_inverse=True, return_counts=True)
    weights = 1 / counts[place]
    value = summed(*parts, weights)
    drawn = []
    for _ in range(BOOTSTRAPS):
        times = np.bincount(rng.integers(0, len(accounts), len(accounts)), minlength=len(accounts))
        kept = times[place] > 0
        drawn.append(summed(*(part[kept] for part in parts), (weights * times[place])[kept]))
    low, high = np.quantile(drawn, [0.025, 0.975], axis=0)
    names = ("recall_at_1", "recall_at_10", "recall_at_1_percent_false", "recall_at_5_percent_false")
    told = {
        name: {"value": round(float(v), 4), "low": round(float(a), 4), "high": round(float(b), 4)}
        for name, v, a, b in zip(names, value, low, high, strict=True)
    }
    return {"accounts": len(accounts), "queries": len(truth), **told}


def run(folder, part):
    """Return the results of one part, with all posts and with own posts only."""
    results = {}
    for kind, own_only in (("all_posts", False), ("own_posts", True)):
        posts = load_posts(folder, own_only=own_only)
        task = Task(*posts, part)
        learnt_from = learn(Task(*posts, "development")) if part == "test" else None
        truth = {depth: np.array([account for account, _ in asked]) for depth, asked in task.queries.items()}
        results[kind] = {"bank": len(task.bank), "methods": {}}
        for method, scores, seconds in scores_by_method(task, learnt_from):
            found = {str(depth): measured(scores[depth], truth[depth]) for depth in DEPTHS}
            results[kind]["methods"][method] = {"by_posts": found, "cpu_seconds": round(seconds, 1)}
            show(kind, method, found, seconds)
    return results


def show(kind, method, found, seconds):
    for depth, told in found.items():
        figures_ = "  ".join(
            f"{one['value']:.3f} [{one['low']:.3f} {one['high']:.3f}]" for one in told.values() if isinstance(one, dict)
        )
        print(f"{kind:9} {method:27} {depth:>3} posts  n={told['queries']:<4} {figures_}  {seconds:.0f} s", flush=True)


def main(argv):
    parser = argparse.ArgumentParser(prog="identity_real", description=__doc__)
    parser.add_argument("--part", choices=("development", "test"), default="development")
    parser.add_argument("--freeze", type=Path, metavar="FILE", help="write the results there (test part)")
    options = parser.parse_args(argv)
    folder = os.environ.get("SEAWALL_TEST_DATA")
    if not folder:
        raise SystemExit("SEAWALL_TEST_DATA names no folder: the real posts are not here")
    results = run(Path(folder), options.part)
    if options.freeze:
        told = {
            "part": options.part,
            "columns": "recall@1, recall@10, recall where 1 % and 5 % of queries without their account have any hit",
            "machine": machine(),
            "versions": versions("numpy", "scikit-learn", "numba"),
            "results": results,
        }
        options.freeze.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
