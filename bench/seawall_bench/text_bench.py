"""How many evasions of known texts are seen through, how many pairs are false, how fast is it, and how do peers fare?

Real posts (`information_operation_posts.parquet`, HateCheck, below SEAWALL_TEST_DATA). Texts are split in two by a
digest: thresholds were decided on `--split development`; what is frozen is `--split test`. "Caught" is any hit on the
text that was changed, "near" one that raises by itself. Each peer gets the same texts, as written and in our normal
form. Figures are CPU seconds of one process.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import re
import resource
import time
import zlib
from collections import Counter
from importlib import import_module
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from rapidfuzz import fuzz

from seawall.index import NearTextIndex
from seawall.signals import Text, TextContent, normalise
from seawall_bench.measure import hand_out, machine, offer_outputs, versions
from seawall_bench.text_attacks import EVASIONS

LANGUAGES = {"ar": ("Arabic", 300), "es": ("Spanish", 300), "en": ("English", 600)}
BANKED = 10_000
FALSE_POSTS = 40_000
CHUNK_ROWS = 1 << 16
AROUND = re.compile(r"https?://\S*|@\w+|^RT \w+: ?|…|\.\.\.$")
SLOGAN_EVASIONS_LEFT_OUT = {  # they change the words themselves, or where words end
    "cut_by_a_quarter", "words_rotated", "words_put_in", "letters_mistyped", "adjacent_letters_swapped", "words_joined",
    "similar_letters_exchanged", "short_messages", "leet_with_signs",
}  # fmt: skip


def cpu_seconds(function):
    """Return what `function` returns and the CPU seconds it took."""
    began = time.process_time()
    result = function()
    return result, time.process_time() - began


def letters(text):
    return len(normalise(text).replace(" ", ""))


def pools(data, split):
    """Return language → texts of that half, without addresses and names, none of which begins like another."""
    half = ("development", "test").index(split)
    table = pq.read_table(data / "information_operation_posts.parquet", columns=["content", "language"])
    found = {language: {} for language in LANGUAGES}
    code_of = {name: language for language, (name, _) in LANGUAGES.items()}
    for content, name in zip(table["content"].to_pylist(), table["language"].to_pylist(), strict=True):
        language = code_of.get(name)
        wanted = LANGUAGES[language][1] + (BANKED if language == "en" else 0) if language else 0
        if not content or len(found.get(language, ())) >= wanted:
            continue
        text = " ".join(AROUND.sub(" ", content).split())
        if zlib.crc32(text[:30].encode()) % 2 != half or letters(text) < 60:
            continue
        if language == "ar" and sum("\u0620" <= letter <= "\u064a" for letter in text) < 50:
            continue
        found[language].setdefault(normalise(text)[:30], text)
    return {language: list(texts.values()) for language, texts in found.items()}, table["content"]


def index_of(texts):
    index = NearTextIndex()
    index.add([normalise(text) for text in texts], np.arange(len(texts)))
    return index


def look_up(index, posts):
    return index.look_up(Text().extract(TextContent(posts)))


def share_met(hits, numbers, *, near):
    """Return the share of rows that have a hit on the entry of their number."""
    kept = hits.chosen(hits.tiers < 2) if near else hits
    met = set(zip(kept.rows.tolist(), kept.entries.tolist(), strict=True))
    return round(sum((row, number) in met for row, number in enumerate(numbers)) / len(numbers), 4)


def recall(index, texts, first, evasions):
    """Return evasion → share caught and share near; the worst first."""
    numbers = range(first, first + len(texts))
    figures = {}
    for name, evade in evasions.items():
        rng = random.Random(name)
        hits = look_up(index, [evade(text, rng) for text in texts])
        figures[name] = {
            "caught": share_met(hits, numbers, near=False),
            "near": share_met(hits, numbers, near=True),
        }
    return dict(sorted(figures.items(), key=lambda pair: pair[1]["caught"]))


def slogans_of(texts, rng):
    """Return a phrase of 20 to 40 letters out of each text that has one."""
    found = []
    for text in texts:
        words = re.findall(r"\w+", text)
        for _ in range(8):
            first = rng.randrange(max(1, len(words) - 3))
            phrase = ""
            for word in words[first:]:
                phrase = f"{phrase} {word}".strip()
                if letters(phrase) >= 20:
                    break
            if 20 <= letters(phrase) <= 40 and not any(letter.isdecimal() for letter in phrase):
                found.append(phrase)
                break
    return found


def slogans_inside(by_language, rng):
    """Return language → evasion → share of slogans that are caught inside somebody else's post."""
    figures = {}
    for language, texts in by_language.items():
        hosts_of = texts[: LANGUAGES[language][1]]
        slogans = slogans_of(hosts_of, rng)
        index = index_of(slogans)
        figures[language] = {"slogans": len(slogans), "untouched": None}
        for name, evade in {"untouched": lambda text, _: text, **EVASIONS[language]}.items():
            if name in SLOGAN_EVASIONS_LEFT_OUT:
                continue
            hosts = rng.sample(hosts_of, len(hosts_of))
            posts = [
                f"{hosts[place % len(hosts)]} {evade(slogan, rng)} {hosts[(place + 7) % len(hosts)]}"
                for place, slogan in enumerate(slogans)
            ]
            figures[language][name] = share_met(look_up(index, posts), range(len(slogans)), near=False)
    return figures


def parts_of_statements(by_language, rng):
    """Return language → share of posts that carry two of the eight paragraphs of a statement and are caught."""
    figures = {}
    for language, texts in by_language.items():
        count = min(len(texts), LANGUAGES[language][1])
        groups = [texts[first : first + 8] for first in range(0, count - 7, 8)]
        index = index_of(["\n".join(group) for group in groups])
        posts = []
        for group in groups:
            first = rng.randrange(7)
            posts.append("\n".join(group[first : first + 2]))
        hits = look_up(index, posts)
        figures[language] = {
            "statements": len(groups),
            "caught": share_met(hits, range(len(groups)), near=False),
            "near": share_met(hits, range(len(groups)), near=True),
        }
    return figures


def false_pairs(data, index, banked, posts, rng):
    """Return hits where there can be none, and hits that a second opinion (rapidfuzz) finds unlike."""
    cases = []
    for name in ("arabic", "spanish", "english"):
        with (data / f"hatecheck_{name}.csv").open(encoding="utf-8", newline="") as stream:
            cases += [row["test_case"] for row in csv.DictReader(stream)]
    sample = [text for text in rng.sample(posts, FALSE_POSTS) if text]
    figures = {}
    hits = look_up(index, cases)
    figures["sentences_of_hatecheck_with_banked_posts"] = told(hits, len(cases), len(banked))
    hits = look_up(index_of(cases), sample)
    figures["posts_with_banked_sentences_of_hatecheck"] = told(hits, len(sample), len(cases))
    hits = look_up(index, sample)
    unlike = Counter()
    for row, entry, tier in zip(hits.rows.tolist(), hits.entries.tolist(), hits.tiers.tolist(), strict=True):
        post, text = normalise(AROUND.sub(" ", sample[row])), normalise(banked[entry])
        if max(fuzz.token_sort_ratio(post, text), fuzz.partial_ratio(post, text)) < 60:
            unlike["look" if tier == 2 else "near"] += 1
    figures["posts_with_banked_posts_of_one_operation"] = told(hits, len(sample), len(banked)) | {
        "near_and_unlike_by_rapidfuzz": unlike["near"],
        "look_and_unlike_by_rapidfuzz": unlike["look"],
    }
    return figures


def told(hits, posts, banked):
    stages = Counter("exact" if way is None else way.stage for way in hits.ways.tolist())
    return {
        "posts": posts,
        "banked": banked,
        "pairs": posts * banked,
        "near": int((hits.tiers == 1).sum()),
        "look": int((hits.tiers == 2).sum()),
        "by_stage": dict(stages),
    }


def phrases_by_length(texts, posts, rng):
    """Return letters → how many of 100,000 posts carry an ordinary phrase of that length."""
    sample = [text for text in rng.sample(posts, 100_000) if text]
    figures = {}
    for low in (12, 16, 20, 24, 28, 32):
        phrases = []
        for text in texts[:800]:
            words = re.findall(r"[^\W\d_]+", text)
            first = rng.randrange(max(1, len(words) - 2))
            phrase = ""
            for word in words[first:]:
                phrase = f"{phrase} {word}".strip()
                if letters(phrase) >= low:
                    break
            if low <= letters(phrase) < low + 4:
                phrases.append(phrase)
        hits = look_up(index_of(phrases), sample)
        per_phrase = np.sort(np.bincount(hits.entries, minlength=len(phrases)))
        figures[f"{low}-{low + 3}"] = {
            "phrases": len(phrases),
            "in_more_than_10_posts": round(float((per_phrase > 10).mean()), 3),
            "ninth_decile_posts": int(per_phrase[len(phrases) * 9 // 10]),
            "mean_posts": round(float(per_phrase.mean()), 2),
        }
    return figures


def shingles(text):
    return [text[at : at + 4] for at in range(max(1, len(text) - 3))]


def peers(banked, queries, evaded):
    """Return peer → seconds to build, queries a second, and recall of three evasions, as written and normalised."""
    figures = {}
    for name, peer in (("rensa", Rensa), ("datasketch", Datasketch), ("tlsh", Tlsh), ("threatexchange", RawText)):
        for form, prepare in (("as_written", str), ("normal_form", normalise)):
            try:
                index, built = cpu_seconds(lambda peer=peer, prepare=prepare: peer([prepare(text) for text in banked]))
            except ImportError:
                figures[name] = {"installed": False}
                break
            asked = [prepare(text) for text in queries[: peer.QUERIES]]
            _, took = cpu_seconds(lambda index=index, asked=asked: [index.query(text) for text in asked])
            figures.setdefault(name, {})[form] = {
                "banked": len(banked),
                "build_texts_per_cpu_second": round(len(banked) / built),
                "posts_per_cpu_second": round(len(asked) / took, 1),
                "queries": len(asked),
                "recall": {
                    evasion: round(
                        sum(number in index.query(prepare(text)) for number, text in enumerate(texts[: peer.QUERIES]))
                        / min(peer.QUERIES, len(texts)), 3,
                    )
                    for evasion, texts in evaded.items()
                },
            }  # fmt: skip
    return figures


class Rensa:
    """MinHash of 4-letter shingles, 128 permutations in 32 bands; candidates are not verified."""

    QUERIES = 600

    def __init__(self, texts):
        self.module = import_module("rensa")
        self.lsh = self.module.RMinHashLSH(threshold=0.5, num_perm=128, num_bands=32)
        for number, text in enumerate(texts):
            self.lsh.insert(number, self.hash(text))

    def hash(self, text):
        made = self.module.RMinHash(num_perm=128, seed=42)
        made.update(shingles(text))
        return made

    def query(self, text):
        return set(self.lsh.query(self.hash(text)))


class Datasketch:
    """MinHash of 4-letter shingles, 64 permutations, threshold 0.5."""

    QUERIES = 300

    def __init__(self, texts):
        self.module = import_module("datasketch")
        self.lsh = self.module.MinHashLSH(threshold=0.5, num_perm=64)
        for number, text in enumerate(texts):
            self.lsh.insert(number, self.hash(text))

    def hash(self, text):
        made = self.module.MinHash(num_perm=64)
        made.update_batch([shingle.encode("utf-8", "replace") for shingle in shingles(text)])
        return made

    def query(self, text):
        return set(self.lsh.query(self.hash(text)))


class Tlsh:
    """TLSH, every pair compared, distance up to 60."""

    QUERIES = 100

    def __init__(self, texts):
        self.module = import_module("tlsh")
        self.hashes = [self.module.hash(text.encode("utf-8", "replace")) for text in texts]

    def query(self, text):
        mine = self.module.hash(text.encode("utf-8", "replace"))
        if mine in ("", "TNULL"):
            return set()
        return {
            number
            for number, other in enumerate(self.hashes)
            if other not in ("", "TNULL") and self.module.diff(mine, other) <= 60
        }


class RawText:
    """python-threatexchange's raw_text, every pair compared by its own threshold."""

    QUERIES = 5

    def __init__(self, texts):
        self.kind = import_module("threatexchange.signal_type.raw_text").RawTextSignal
        self.values = [self.kind.validate_signal_str(text) for text in texts]

    def query(self, text):
        return {number for number, value in enumerate(self.values) if self.kind.compare_hash(text, value).match}


def speed(index, texts, column):
    """Return build and query figures of ours, and how a million banked texts fare."""
    normal = [normalise(text) for text in texts]
    _, built = cpu_seconds(lambda: NearTextIndex().add(normal, np.arange(len(normal))))
    starts = range(0, len(column), CHUNK_ROWS)
    signals = [Text().extract(TextContent(column.slice(start, CHUNK_ROWS))) for start in starts]
    hits, took = cpu_seconds(lambda: sum(len(index.look_up(one)) for one in signals))
    return {
        "banked": len(texts),
        "build_texts_per_cpu_second": round(len(texts) / built),
        "posts": len(column),
        "posts_per_cpu_second": round(len(column) / took),
        "hits": hits,
    }


def large_bank(column, count):
    """Return figures of an index of `count` distinct texts: build, memory, look-up."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    form = TextContent(column).normal.slices
    texts = list(dict.fromkeys(form.value(row) for row in range(len(form)) if form.ends[row] - form.starts[row] > 40))
    texts = texts[:count]
    index = NearTextIndex()
    _, built = cpu_seconds(lambda: index.add(texts, np.arange(len(texts))))
    signal = Text().extract(TextContent(column.slice(len(column) - 20_000)))
    hits, took = cpu_seconds(lambda: len(index.look_up(signal)))
    _, added = cpu_seconds(lambda: index.add(["one more text that nobody has banked before today"], np.array([count])))
    octets = sum(
        array.nbytes
        for segment in index._segments.built  # noqa: SLF001 - what the arrays of the index take
        for part in (segment._pieces, segment._units)  # noqa: SLF001
        for array in part
        if isinstance(array, np.ndarray)
    )
    return {
        "banked": len(texts),
        "build_texts_per_cpu_second": round(len(texts) / built),
        "posts_per_cpu_second": round(len(signal) / took),
        "hits_a_post": round(hits / len(signal), 2),
        "add_one_cpu_seconds": round(added, 4),
        "octets_a_text": round(octets / len(texts)),
        "peak_memory_mib": round((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024),
    }


def run(data, *, split, large):
    """Return all figures as one plain dictionary."""
    by_language, column = pools(data, split)
    posts = column.to_pylist()
    rng = random.Random(7)
    tested = {language: texts[: LANGUAGES[language][1]] for language, texts in by_language.items()}
    filling = by_language["en"][LANGUAGES["en"][1] :]
    banked = [*tested["ar"], *tested["es"], *tested["en"], *filling][:BANKED]
    look_up(index_of(banked[:50]), banked[:50])  # compile before timing
    index = index_of(banked)
    recalls, first = {}, 0
    for language in ("ar", "es", "en"):
        recalls[language] = recall(index, tested[language], first, EVASIONS[language])
        first += len(tested[language])
    evaded = {
        name: [EVASIONS["en"][name](text, random.Random(name)) for text in tested["en"]]
        for name in ("zero_width", "leet", "cut_by_a_quarter")
    }
    figures = {
        "bench": "text",
        "split": split,
        "texts": {language: len(texts) for language, texts in tested.items()},
        "banked": len(banked),
        "worst_caught": {language: next(iter(found.items())) for language, found in recalls.items()},
        "recall": recalls,
        "slogans_inside": slogans_inside(by_language, rng),
        "parts_of_statements": parts_of_statements(by_language, rng),
        "false_pairs": false_pairs(data, index, banked, posts, rng),
        "ordinary_phrases_in_100000_posts": phrases_by_length(filling, posts, rng),
        "speed": speed(index, banked, column.combine_chunks()),
        "peers": peers([*tested["en"], *filling][:5000], [text for text in posts[:2000] if text], evaded),
    }
    if large:
        figures["large_bank"] = large_bank(column.combine_chunks(), large)
    return figures | {
        "machine": machine(),
        "versions": versions(
            "seawall", "numpy", "numba", "rensa", "datasketch", "py-tlsh", "threatexchange", "rapidfuzz"
        ),
    }


def main(arguments=None):
    """Run the bench; with --json the last line is one JSON object."""
    parser = argparse.ArgumentParser(prog="seawall_bench text", description=__doc__)
    parser.add_argument("--data", type=Path, default=os.environ.get("SEAWALL_TEST_DATA"))
    parser.add_argument("--split", choices=("development", "test"), default="test")
    parser.add_argument("--large", type=int, default=500_000, help="texts in the large bank; 0: leave it out")
    offer_outputs(parser)
    chosen = parser.parse_args(arguments)
    if chosen.data is None:
        parser.error("set SEAWALL_TEST_DATA or give --data")
    figures = run(Path(chosen.data), split=chosen.split, large=chosen.large)
    for language, found in figures["recall"].items():
        name, worst = next(iter(found.items()))
        print(f"{language}: {len(found)} evasions, worst {name}: caught {worst['caught']}, near {worst['near']}")
    for name in ("slogans_inside", "parts_of_statements", "false_pairs", "ordinary_phrases_in_100000_posts", "speed"):
        print(name, json.dumps(figures[name], ensure_ascii=False, indent=1))
    print("peers", json.dumps(figures["peers"], indent=1))
    if chosen.large:
        print("large_bank", json.dumps(figures["large_bank"]))
    hand_out(figures, chosen)


if __name__ == "__main__":
    main()
