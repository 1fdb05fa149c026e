"""How many lawful posts does the ranker raise when it finds half of what it should? By suite, beside a peer.

Trained on a table of made-up worlds of development seeds (authors and wording of its own), measured on worlds of
reported seeds, which nobody looked at, and on real suites that no training saw: HateCheck's non-hateful cases, a
newspaper's articles (gensim's Lee corpus), the Quran in three languages (npm quran-json, fetched, never kept), posts
of a state information operation. The peer is what is usually published: scikit-learn's TF-IDF and logistic regression
on the same table, without benign packs, masks and suite weights. Development halves of the real suites are not
measured. Identical texts of a suite are counted once. Left out: suites that no package registry ships (MUC-4,
hadith).
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from seawall.classify import LabelledTexts, TrainingOptions, train_ranker, wilson_bounds
from seawall.classify.evaluation import point_of_recall
from seawall.testing.world import DEVELOPMENT_SEEDS, REPORTED_SEEDS, WorldOptions, write_world
from seawall_bench.measure import machine, versions

TRAIN_SEEDS = DEVELOPMENT_SEEDS[40:43]
TEST_SEEDS = REPORTED_SEEDS[20:22]
LOOKED_AT_SEEDS = DEVELOPMENT_SEEDS[60:62]
POSITIVES, EACH_SUITE, ORDINARY = 1_200, 350, 3_000
RECALL = 0.5
DAY_TRUE = 1 / 10_000
TERROR = re.compile(r"terror|attack|bomb|militant|taliban|al qaeda|suicide|hostage|gunm|explos", re.IGNORECASE)


def cpu_seconds(function):
    """Return a function's result and the CPU seconds that it took."""
    began = time.process_time()
    result = function()
    return result, time.process_time() - began


def main(arguments=None):
    """Run the bench; `--freeze` writes the figures."""
    parser = argparse.ArgumentParser(prog="seawall_bench ranker", description=__doc__)
    parser.add_argument("--data", type=Path, default=os.environ.get("SEAWALL_TEST_DATA"))
    parser.add_argument("--posts", type=int, default=120_000, help="posts of each reported world")
    parser.add_argument("--fetched", type=Path, help="folder with the two fetched packages; fetched anew unless given")
    parser.add_argument("--suites-apart", action="store_true", help="also train once without each suite")
    parser.add_argument("--development", action="store_true", help="measure on what was kept for development instead")
    parser.add_argument("--freeze", type=Path)
    chosen = parser.parse_args(arguments)
    if chosen.data is None:
        parser.error("set SEAWALL_TEST_DATA or give --data")
    with tempfile.TemporaryDirectory(prefix="seawall-bench-") as folder:
        figures = run(Path(chosen.data), Path(folder), chosen)
    print_table(figures)
    if chosen.freeze:
        chosen.freeze.write_text(json.dumps(figures, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


# -- texts -------------------------------------------------------------------------------------------------------------


def world(folder, seed, posts):
    """Return the posts of one made-up world with their truth."""
    write_world(folder, WorldOptions(seed=seed, post_count=posts, account_count=posts // 20, picture_count=40))
    table = ds.dataset(folder / "posts").to_table(columns=["account_id", "text", "language"])
    truth = pq.read_table(folder / "truth" / "posts.parquet", columns=["class", "wanted"])
    accounts = pq.read_table(folder / "truth" / "accounts.parquet", columns=["account_id", "actor"])
    actors = dict(zip(accounts["account_id"].to_pylist(), accounts["actor"].to_pylist(), strict=True))
    for name in truth.column_names:
        table = table.append_column(name, truth[name])
    table = table.append_column("actor", pa.array([f"{seed}-{actors[one]}" for one in table["account_id"].to_pylist()]))
    shutil.rmtree(folder)
    return table.filter(pc.is_valid(table["text"]))


def training_table(folder):
    """Return labelled texts of the development worlds."""
    parts = []
    for seed in TRAIN_SEEDS:
        posts = world(folder / f"train-{seed}", seed, 100_000)
        rng = np.random.default_rng(seed)
        kinds, wanted = np.array(posts["class"].to_pylist()), np.array(posts["wanted"].to_pylist())
        rows = [rng.permutation(np.flatnonzero(wanted))[:POSITIVES]]
        for kind in sorted(set(kinds[~wanted].tolist())):
            most = ORDINARY if kind == "ordinary" else EACH_SUITE
            rows.append(rng.permutation(np.flatnonzero(~wanted & (kinds == kind)))[:most])
        parts.append(posts.take(pa.array(np.concatenate(rows))))
    posts = pa.concat_tables(parts)
    wanted = posts["wanted"].to_pylist()
    return LabelledTexts.of(
        posts["text"].to_pylist(),
        [int(one) for one in wanted],
        authors=posts["actor"].to_pylist(),
        suites=["" if one else kind for one, kind in zip(wanted, posts["class"].to_pylist(), strict=True)],
        languages=posts["language"].to_pylist(),
    )


def real_suites(data, fetched, half):
    """Return (suite, language) → texts of one half (1 is measured, 0 served development), and what could not be had."""

    def is_test(key):
        return hashlib.sha256(key.encode()).digest()[0] % 2 == half

    suites = {}
    absent = {"muc-4 terrorism news": "in no package registry", "hadith": "PyPI's ahadith holds none, it fetches them"}
    for language, code in (("arabic", "ar"), ("english", "en"), ("spanish", "es")):
        rows = csv.DictReader((data / f"hatecheck_{language}.csv").open(encoding="utf-8"))
        suites["hatecheck non-hateful", code] = [
            row["test_case"] for row in rows if row["label_gold"] == "non-hateful" and is_test("t" + row["templ_id"])
        ]
    posts = pq.read_table(data / "information_operation_posts.parquet", columns=["content", "author_id", "language"])
    posts = posts.filter(pc.is_valid(posts["content"]))
    measured = {one: is_test(str(one)) for one in set(posts["author_id"].to_pylist())}
    posts = posts.filter(pa.array([measured[one] for one in posts["author_id"].to_pylist()]))
    names = {"English": "en", "Arabic": "ar", "Spanish": "es"}
    for name in sorted({one or "unknown" for one in posts["language"].to_pylist()}):
        mine = posts.filter(pc.equal(posts["language"], name))["content"].to_pylist()
        key = "information operation", names.get(name, "other")
        suites.setdefault(key, []).extend(mine)
    try:
        suites |= quran(fetched, half)
    except (OSError, subprocess.CalledProcessError) as error:
        absent["quran"] = f"npm: {error}"
    try:
        suites |= newspaper(fetched, is_test)
    except (OSError, subprocess.CalledProcessError, StopIteration) as error:
        absent["newspaper"] = f"PyPI: {error}"
    return suites, absent


def quran(folder, half):
    """Return every other chapter, from the npm package."""
    if not list(folder.glob("quran-json-*.tgz")):
        npm = shutil.which("npm") or "npm"
        subprocess.run([npm, "pack", "--silent", "quran-json@3.1.2"], cwd=folder, check=True, timeout=300, stdout=2)
    suites = {}
    with tarfile.open(next(folder.glob("quran-json-*.tgz"))) as archive:
        for language in ("en", "es"):
            chapters = json.load(archive.extractfile(f"package/dist/quran_{language}.json"))
            verses = [verse for chapter in chapters if chapter["id"] % 2 == half for verse in chapter["verses"]]
            suites["quran", language] = [verse["translation"] for verse in verses]
        suites["quran", "ar"] = [verse["text"] for verse in verses]
    return suites


def newspaper(folder, is_test):
    """Return articles and their sentences of the Lee corpus, in gensim's wheel; those on terror apart."""
    if not list(folder.glob("gensim-*.whl")):
        wanted = ["gensim==4.4.0", "--no-deps", "--only-binary", ":all:", "--dest", str(folder)]
        subprocess.run(["uvx", "pip", "download", "--quiet", *wanted], check=True, timeout=600, stdout=2)
    with zipfile.ZipFile(next(folder.glob("gensim-*.whl"))) as wheel:
        written = [
            wheel.read("gensim/test/test_data/lee_background.cor").decode("utf-8"),
            wheel.read("gensim/test/test_data/lee.cor").decode("latin-1"),
        ]
    articles = [one for text in written for one in text.splitlines() if one.strip() and is_test(one)]
    sentences = [one for article in articles for one in re.split(r"(?<=[.!?]) +", article) if len(one) > 20]
    return {
        ("newspaper articles", "en"): articles,
        ("newspaper sentences", "en"): sentences,
        ("newspaper, articles on terror", "en"): [one for one in articles if TERROR.search(one)],
        ("newspaper, sentences on terror", "en"): [one for one in sentences if TERROR.search(one)],
    }


# -- the peer ----------------------------------------------------------------------------------------------------------


class Peer:
    """TF-IDF of words and pairs, logistic regression, nothing else: what most papers publish."""

    def __init__(self, table):
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression

        self.counts = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
        self.model = LogisticRegression(C=10, class_weight="balanced", max_iter=1_000)
        self.model.fit(self.counts.fit_transform(table.texts.to_pylist()), table.labels)

    def scores(self, texts):
        return self.model.predict_proba(self.counts.transform(texts))[:, 1]


# -- figures -----------------------------------------------------------------------------------------------------------


def rate(scores, point):
    """Count what lies at a point or above it."""
    hits, tries = int((scores >= point).sum()), len(scores)
    return {
        "raised": hits,
        "of": tries,
        "rate": round(hits / max(1, tries), 6),
        "upper": round(wilson_bounds(hits, tries)[1], 6),
    }


def measured(name, scores_of, positives, suites, operating):
    """Return recall, rates and the top hundred of one ranker."""
    found, took = cpu_seconds(lambda: {key: scores_of(texts) for key, texts in suites.items()})
    good = scores_of(positives["text"].to_pylist())
    point = point_of_recall(good, RECALL)
    languages = np.array(positives["language"].to_pylist())
    by_suite = {}
    for (suite, _language), scores in found.items():
        by_suite.setdefault(suite, []).append(scores)
    together = {suite: np.concatenate(parts) for suite, parts in by_suite.items()}
    return {
        "name": name,
        "posts_per_cpu_second": round(sum(map(len, suites.values())) / took),
        "score_at_recall": point,
        "recall_at_operating_point": None if operating is None else round(float((good >= operating).mean()), 4),
        "recall_at_operating_point_by_language": None
        if operating is None
        else {one: round(float((good[languages == one] >= operating).mean()), 4) for one in sorted(set(languages))},
        "at_recall": {suite: rate(scores, point) for suite, scores in together.items()},
        "at_recall_by_language": {
            f"{suite}/{language}": rate(scores, point) for (suite, language), scores in found.items()
        },
        "at_operating_point": None
        if operating is None
        else {suite: rate(scores, operating) for suite, scores in together.items()},
        "top_hundred_of_a_day": top_hundred(good, found),
    }


def top_hundred(good, found):
    """Return the precision of the highest hundred in days with one true post in 10,000."""
    benign = np.concatenate(
        [scores for (suite, _), scores in found.items() if suite.startswith(("world", "information"))]
    )
    rng = np.random.default_rng(7)
    true_count = max(1, round(len(benign) * DAY_TRUE))
    shares = []
    for _ in range(20):
        true = rng.choice(good, true_count, replace=False)
        scores = np.concatenate([true, benign])
        top = np.argsort(-scores, kind="stable")[:100]
        shares.append(float((top < true_count).sum()))
    return {
        "posts": len(benign) + true_count,
        "true_posts": true_count,
        "true_among_top_hundred": round(float(np.mean(shares)), 2),
        "precision": round(float(np.mean(shares)) / min(100, true_count), 4),
        "days": len(shares),
    }


def run(data, folder, chosen):
    """Return all figures as one plain dictionary."""
    fetched = chosen.fetched or folder
    table = training_table(folder)
    print(f"{len(table):,} labels, {int((table.labels == 1).sum()):,} of them 1", file=sys.stderr)
    options = TrainingOptions(leave_suites_out=chosen.suites_apart)
    ranker, took = cpu_seconds(
        lambda: train_ranker(table, options, progress=lambda told: print(told, file=sys.stderr, flush=True))
    )
    seeds = LOOKED_AT_SEEDS if chosen.development else TEST_SEEDS
    posts = pa.concat_tables([world(folder / f"test-{seed}", seed, chosen.posts) for seed in seeds])
    wanted = np.array(posts["wanted"].to_pylist())
    positives = posts.filter(pa.array(wanted))
    suites, absent = real_suites(data, fetched, 0 if chosen.development else 1)
    benign = posts.filter(pa.array(~wanted))
    for kind in sorted(set(benign["class"].to_pylist())):
        of_kind = benign.filter(pc.equal(benign["class"], kind))
        for language in ("ar", "en", "es"):
            mine = of_kind.filter(pc.equal(of_kind["language"], language))["text"].to_pylist()
            suites[f"world, {'news' if kind == 'reports' else kind}", language] = mine
    counted = {key: list(dict.fromkeys(texts)) for key, texts in suites.items() if texts}
    peer, peer_took = cpu_seconds(lambda: Peer(table))
    return {
        "bench": "ranker",
        "train_seeds": list(TRAIN_SEEDS),
        "test_seeds": list(seeds),
        "labels": {"all": len(table), "raised": int((table.labels == 1).sum())},
        "train_cpu_seconds": {"seawall": round(took, 1), "peer": round(peer_took, 1)},
        "mode": ranker.mode.value,
        "author_disjoint": ranker.facts["author_disjoint"],
        "leave_one_suite_out": ranker.facts["leave_one_suite_out"],
        "recall_wanted": RECALL,
        "positives": len(positives),
        "rankers": [
            measured("seawall", lambda texts: ranker.score(texts).scores, positives, counted, ranker.operating_score),
            measured("tf-idf and logistic regression", peer.scores, positives, counted, None),
        ],
        "unavailable": absent,
        "machine": machine(),
        "versions": versions("seawall", "numpy", "numba", "scikit-learn", "scipy"),
    }


def print_table(figures):
    """Print the rates for people."""
    seawall, peer = figures["rankers"]
    out = io.StringIO()
    out.write(
        f"{'raised wrongly, recall 0.5':<34} {'texts':>9} {'seawall':>10} {'upper':>9} {'peer':>10} {'operating':>10}\n"
    )
    for suite, ours in seawall["at_recall"].items():
        theirs, operating = peer["at_recall"][suite], seawall["at_operating_point"][suite]
        out.write(
            f"{suite:<34} {ours['of']:>9,} {ours['rate']:>10.4%} {ours['upper']:>9.4%} {theirs['rate']:>10.4%} "
            f"{operating['rate']:>10.4%}\n"
        )
    for one in figures["rankers"]:
        out.write(
            f"{one['name']}: {one['top_hundred_of_a_day']}, {one['posts_per_cpu_second']:,} posts per CPU second\n"
        )
    out.write(f"recall at the operating point {seawall['recall_at_operating_point']}\n")
    print(out.getvalue())


if __name__ == "__main__":
    main()
