"""How fast are posts compared with a bank of 10,000 terms, 10,000 addresses and 10,000 texts?

Over real posts (`information_operation_posts.parquet` below SEAWALL_TEST_DATA), beside a straightforward Python loop
on a sample, and, for the terms alone, beside the libraries made for it, each given texts that are normalised already.
The hits are compared wherever the definitions agree. Figures are CPU seconds of one process; the machine is told.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from datetime import UTC, datetime
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from seawall.corpus import TABLES, BatchOrigin, open_corpus
from seawall.errors import SeawallError
from seawall.index import BankIndex, make_entry
from seawall.index.word_boundary import term_stands_at
from seawall.pipeline import open_findings, scan_corpus
from seawall.signals import SIGNAL_TYPES, TextContent, find_urls, normalise, url_levels
from seawall_bench.measure import hand_out, machine, offer_outputs, versions

ENTRIES = 10_000  # of each signal type
FROM_POSTS = 0.2  # share of the bank that is drawn from the posts, so that there are hits
CHUNK_ROWS = 1 << 16
LOOP_SAMPLE = 20_000
PEER_SAMPLE = 200_000
NOW = datetime(2026, 11, 21, tzinfo=UTC)
MADE_UP = ("lamp", "harbour", "lantern", "quay", "beacon", "mast", "pier", "gull", "tide", "keel")


def cpu_seconds(function):
    """Return what `function` returns and the CPU seconds it took."""
    began = time.process_time()
    result = function()
    return result, time.process_time() - began


def make_bank(posts, rng):
    """Return 30,000 entries; a share is drawn from `posts`, the rest is made up and meets nothing."""
    values = drawn_values(rng.sample(posts, min(40_000, len(posts))), rng, int(ENTRIES * FROM_POSTS))
    for number in range(ENTRIES):
        one, two, three = (rng.choice(MADE_UP) for _ in range(3))
        fresh = {
            "term": f"{one}{number} {two}",
            "url": f"https://{one}{number}.example/{two}",
            "text": f"{one} {two} {three} {number}",
        }
        for kind, value in fresh.items():
            if len(values[kind]) < ENTRIES:
                values[kind].add(value)
    entries = []
    for kind, written in values.items():
        for value in sorted(written):
            with suppress(SeawallError):  # a drawn text too short to stand for itself
                entries.append(make_entry(signal_type=kind, value=value, bank="bench"))
    return entries


def drawn_values(posts, rng, wanted):
    """Return up to `wanted` values of each signal type out of posts: three words of one, its address, the whole."""
    values = {"term": set(), "url": set(), "text": set()}
    for post in posts:
        words = normalise(post).split(" ")
        if len(words) > 4 and len(values["term"]) < wanted:
            start = rng.randrange(len(words) - 3)
            values["term"].add(" ".join(words[start : start + 3]))
        for found in find_urls(post):
            if len(values["url"]) < wanted:
                values["url"].add(found.written)
        if len(values["text"]) < wanted:
            values["text"].add(post)
    return values


def by_columns(column, index):
    """Return the hits of all posts as (row, signal type, value), with CPU seconds by step."""
    seconds = {"normal_form": 0.0}
    hits = set()
    for start in range(0, len(column), CHUNK_ROWS):
        content = TextContent(column.slice(start, CHUNK_ROWS))
        _, took = cpu_seconds(lambda content=content: content.normal)
        seconds["normal_form"] += took
        for name, one in index._indexes.items():  # noqa: SLF001 - step by step, to time each
            signals, took = cpu_seconds(lambda name=name, content=content: SIGNAL_TYPES[name].extract(content))
            seconds[f"{name}_extract"] = seconds.get(f"{name}_extract", 0.0) + took
            found, took = cpu_seconds(lambda one=one, signals=signals: one.look_up(signals))
            seconds[f"{name}_look_up"] = seconds.get(f"{name}_look_up", 0.0) + took
            pairs = zip(found.rows.tolist(), found.entries.tolist(), strict=True)
            hits.update((start + row, name, index.entries[number].value) for row, number in pairs)
    return hits, seconds


def by_loop(posts, entries):
    """The same work as anybody would write it: one post after the other, sets, words side by side."""
    held = {kind: {one.value for one in entries if one.signal_type == kind} for kind in ("term", "url", "text")}
    terms = {}
    for term in held["term"]:
        first, *rest = term.split(" ")
        terms.setdefault(first, []).append((term, rest))
    arabic = [term for term in held["term"] if any("\u0620" <= letter <= "\u06ff" for letter in term)]
    hits = set()
    for row, post in enumerate(posts):
        normal = normalise(post)
        words = normal.split(" ")
        if normal in held["text"]:
            hits.add((row, "text", normal))
        addresses = {level.value for found in find_urls(post) for level in url_levels(found.written)}
        hits.update((row, "url", address) for address in addresses & held["url"])
        for place, word in enumerate(words):
            for term, rest in terms.get(word, ()):
                if words[place + 1 : place + 1 + len(rest)] == rest:
                    hits.add((row, "term", term))
            if any("\u0620" <= letter <= "\u06ff" for letter in normal):
                hits.update((row, "term", term) for term in arabic if term_stands_at(term, words, place))
    return hits


def term_peers(normal, terms):
    """Return, for each library that is installed, seconds to build and to search, and its hits (row, term).

    Each gets terms and texts framed by spaces: so all of them mean the same, whole words of the normal form.
    """
    framed, texts = [f" {term} " for term in terms], [f" {text} " for text in normal]
    results = {}
    for name, search in (
        ("ahocorasick_rs", _search_ahocorasick_rs),
        ("pyahocorasick", _search_pyahocorasick),
        ("hyperscan", _search_hyperscan),
        ("flashtext", _search_flashtext),
    ):
        try:
            found, build_seconds, search_seconds = search(framed, texts)
        except ImportError:
            results[name] = {"installed": False}
            continue
        results[name] = {
            "installed": True,
            "version": version(name),
            "build_cpu_seconds": round(build_seconds, 3),
            "posts_per_cpu_second": round(len(texts) / search_seconds),
            "hits": {(row, terms[number]) for row, number in found},
        }
    return results


def _search_ahocorasick_rs(framed, texts):
    module = import_module("ahocorasick_rs")
    automaton, built = cpu_seconds(
        lambda: module.AhoCorasick(framed, implementation=module.Implementation.ContiguousNFA)
    )
    found, took = cpu_seconds(
        lambda: {
            (row, hit[0])
            for row, text in enumerate(texts)
            for hit in automaton.find_matches_as_indexes(text, overlapping=True)
        }
    )
    return found, built, took


def _search_pyahocorasick(framed, texts):
    module = import_module("ahocorasick")

    def build():
        automaton = module.Automaton()
        for number, term in enumerate(framed):
            automaton.add_word(term, number)
        automaton.make_automaton()
        return automaton

    automaton, built = cpu_seconds(build)
    found, took = cpu_seconds(lambda: {(row, hit) for row, text in enumerate(texts) for _, hit in automaton.iter(text)})
    return found, built, took


def _search_hyperscan(framed, texts):
    module = import_module("hyperscan")

    def build():
        database = module.Database()
        expressions = [term.encode() for term in framed]
        database.compile(
            expressions=expressions, ids=list(range(len(framed))), elements=len(framed),
            flags=[0] * len(framed), literal=True,
        )  # fmt: skip
        return database

    database, built = cpu_seconds(build)
    found = set()

    def search():
        for row, text in enumerate(texts):
            database.scan(text.encode(), match_event_handler=lambda n, *_, row=row: found.add((row, n)) and None)

    _, took = cpu_seconds(search)
    return found, built, took


def _search_flashtext(framed, texts):
    module = import_module("flashtext")

    def build():
        processor = module.KeywordProcessor(case_sensitive=True)
        processor.non_word_boundaries = set()
        for number, term in enumerate(framed):
            processor.add_keyword(term, f"#{number}")
        return processor

    processor, built = cpu_seconds(build)
    found, took = cpu_seconds(
        lambda: {(row, int(hit[1:])) for row, text in enumerate(texts) for hit in processor.extract_keywords(text)}
    )
    return found, built, took  # the longest of overlapping terms only


def into_store(column, entries, folder):
    """Return figures of a whole `scan_corpus` of these posts: reading, comparing, storing findings."""
    corpus = open_corpus(folder / "corpus")
    own = [field for field in TABLES["posts"] if field.name not in {"batch", "source", "acquired_at"}]
    with corpus.write() as writer:
        origin = BatchOrigin(source="bench", name="posts", fingerprint="bench", map_name="bench", acquired_at=NOW)
        batch = writer.open_batch(origin)
        for start in range(0, len(column), CHUNK_ROWS):
            texts = column.slice(start, CHUNK_ROWS)
            rows = len(texts)
            given = {
                "platform": pa.array(["micro-blog"] * rows),
                "post_id": pa.array([str(start + row) for row in range(rows)]),
                "account_id": pa.array([f"a{(start + row) % 813}" for row in range(rows)]),
                "text": texts.cast(pa.string()),
                "kind": pa.array(["post"] * rows),
            }
            keys = batch.post_keys(pa.table(given))
            columns = {field.name: given.get(field.name, pa.nulls(rows, field.type)) for field in own}
            batch.append({"posts": pa.table(columns | {"key": keys}, schema=pa.schema(own))})
        batch.finish()
    findings = open_findings(folder / "findings")
    wall = time.perf_counter()
    summary, took = cpu_seconds(lambda: scan_corpus(corpus, entries, findings, now=NOW))
    wall = time.perf_counter() - wall
    again, again_took = cpu_seconds(lambda: scan_corpus(corpus, entries, findings, now=NOW))
    return {
        "cpu_seconds": round(took, 2),
        "wall_seconds": round(wall, 2),
        "posts_per_cpu_second": round(len(column) / took),
        "posts_per_wall_second": round(len(column) / wall),
        "findings": summary.finding_count,
        "raised": summary.raised_count,
        "again_new_findings": again.new_count,
        "again_cpu_seconds": round(again_took, 2),
    }


def cold_start_seconds():
    """Return the CPU seconds that a fresh process needs until its first post is compared, without and with cache."""
    script = (
        "from seawall.index import BankIndex, make_entry\n"
        "from seawall.signals import TextContent\n"
        "entries = [make_entry(signal_type=k, value='the lamps return', bank='b') for k in ('term', 'text')]\n"
        "assert len(BankIndex(entries).look_up(TextContent(['The lamps return!']))) == 2\n"
    )
    figures = {}
    with tempfile.TemporaryDirectory() as cache:
        for name in ("without_cache", "with_cache"):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run([sys.executable, "-c", script], check=True, env=os.environ | {"NUMBA_CACHE_DIR": cache})
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            figures[name] = round(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 2)
    return figures


def run(data: Path, *, seed: int, limit: int | None = None) -> dict:
    """Return all figures as one plain dictionary."""
    column = pq.read_table(data / "information_operation_posts.parquet", columns=["content"])[
        "content"
    ].combine_chunks()
    column = column.slice(0, limit) if limit else column
    rng = random.Random(seed)
    posts = [text for text in column.to_pylist() if text]
    entries, bank_seconds = cpu_seconds(lambda: make_bank(posts, rng))
    index, build_seconds = cpu_seconds(lambda: BankIndex(entries))
    by_columns(column.slice(0, 10), index)  # compile before timing
    hits, steps = by_columns(column, index)
    total = sum(steps.values())

    rows = sorted(rng.sample(range(len(column)), min(LOOP_SAMPLE, len(column))))
    sample = [column[row].as_py() or "" for row in rows]
    loop_hits, loop_seconds = cpu_seconds(lambda: by_loop(sample, entries))
    place = {row: number for number, row in enumerate(rows)}
    ours = {(place[row], kind, value) for row, kind, value in hits if row in place}

    peer_rows = min(PEER_SAMPLE, len(column))
    terms = sorted(
        one.value
        for one in entries
        if one.signal_type == "term" and not any("\u0620" <= letter <= "\u06ff" for letter in one.value)
    )
    chunk = TextContent(column.slice(0, peer_rows))
    normal = [chunk.normal.slices.value(row) for row in range(peer_rows)]
    known = set(terms)
    our_terms = {(row, value) for row, kind, value in hits if kind == "term" and row < peer_rows and value in known}
    peers = term_peers(normal, terms)
    for peer in peers.values():
        found = peer.pop("hits", None)
        if found is not None:
            peer["same_hits"] = found == our_terms
            peer["hits_share_of_ours"] = round(len(found & our_terms) / max(1, len(our_terms)), 4)

    with tempfile.TemporaryDirectory(prefix="seawall-bench-") as folder:
        store = into_store(column, entries, Path(folder))
    return {
        "bench": "scan",
        "seed": seed,
        "posts": len(column),
        "entries": {kind: sum(one.signal_type == kind for one in entries) for kind in ("term", "url", "text")},
        "hits": {kind: sum(hit[1] == kind for hit in hits) for kind in ("term", "url", "text")},
        "bank_build_cpu_seconds": round(bank_seconds, 2),
        "index_build_cpu_seconds": round(build_seconds, 2),
        "match_posts_per_cpu_second": round(len(column) / total),
        "normal_form_posts_per_cpu_second": round(len(column) / steps["normal_form"]),
        "cpu_seconds_by_step": {name: round(took, 2) for name, took in steps.items()},
        "python_loop": {
            "sample_posts": len(sample),
            "posts_per_cpu_second": round(len(sample) / loop_seconds),
            "same_hits": loop_hits == ours,
        },
        "terms_alone": {
            "posts": peer_rows,
            "seawall_posts_per_cpu_second": round(len(column) / steps["term_look_up"]),
            "peers_on_normalised_texts": peers,
        },
        "scan_into_store": store,
        "cold_start_cpu_seconds": cold_start_seconds(),
        "peak_memory_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        "machine": machine(),
        "versions": versions("seawall", "numpy", "numba", "pyarrow", "ahocorasick-rs"),
    }


def print_table(figures: dict) -> None:
    """Print the figures for people."""
    loop, store = figures["python_loop"], figures["scan_into_store"]
    lines = [
        ("posts", f"{figures['posts']:,}"),
        ("entries", ", ".join(f"{count:,} {kind}" for kind, count in figures["entries"].items())),
        ("hits", ", ".join(f"{count:,} {kind}" for kind, count in figures["hits"].items())),
        ("seawall, comparing, posts per CPU second", f"{figures['match_posts_per_cpu_second']:,}"),
        ("seawall, normal form alone", f"{figures['normal_form_posts_per_cpu_second']:,}"),
        ("seawall, whole scan into the store", f"{store['posts_per_cpu_second']:,}"),
        (
            f"Python loop ({loop['sample_posts']:,} posts)",
            f"{loop['posts_per_cpu_second']:,}, same hits: {loop['same_hits']}",
        ),
        ("seawall, terms alone", f"{figures['terms_alone']['seawall_posts_per_cpu_second']:,}"),
    ]
    for name, peer in figures["terms_alone"]["peers_on_normalised_texts"].items():
        told = (
            f"{peer['posts_per_cpu_second']:,}, same hits: {peer['same_hits']}"
            if peer["installed"]
            else "not installed"
        )
        lines.append((f"{name}, terms alone, texts normalised before", told))
    lines.append(("cold start, CPU seconds", str(figures["cold_start_cpu_seconds"])))
    width = max(len(name) for name, _ in lines)
    for name, told in lines:
        print(f"{name:<{width}}  {told}")


def main(arguments: list[str] | None = None) -> None:
    """Run the bench; with --json the last line is one JSON object."""
    parser = argparse.ArgumentParser(prog="seawall_bench scan", description=__doc__)
    parser.add_argument("--data", type=Path, default=os.environ.get("SEAWALL_TEST_DATA"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=int, help="only the first posts")
    offer_outputs(parser)
    chosen = parser.parse_args(arguments)
    if chosen.data is None:
        parser.error("set SEAWALL_TEST_DATA or give --data")
    figures = run(Path(chosen.data), seed=chosen.seed, limit=chosen.limit)
    print_table(figures)
    hand_out(figures, chosen)


if __name__ == "__main__":
    main()
