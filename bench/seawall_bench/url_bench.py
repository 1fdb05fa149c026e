"""Are two spellings of one address known to be one, and two addresses to be two? And how fast?

Over the table of pairs that the tests read (`tests/signals/data/url_pairs.csv`): a pair is right where "same" gets
one form and every other relation gets two. Beside the peers that are installed: python-threatexchange's URL signal
(which compares what is written), a plain normaliser on `urllib`, and packages that normalise. Throughput: addresses
a CPU second one by one, and posts a CPU second for finding and canonicalising all addresses of real posts.
"""

from __future__ import annotations

import argparse
import csv
import os
import posixpath
import time
from collections import Counter
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

import pyarrow.parquet as pq

from seawall.signals import SIGNAL_TYPES, TextContent, canonical_url, find_urls, url_levels
from seawall_bench.measure import hand_out, machine, offer_outputs, versions

PAIRS = Path(__file__).parents[2] / "tests" / "signals" / "data" / "url_pairs.csv"
CHUNK_ROWS = 1 << 16
LOOP_SAMPLE = 50_000
ADDRESSES = 20_000


def with_urllib(written):
    """What a careful programmer writes in ten minutes: lower case, no default port, no fragment, sorted parameters."""
    parts = urlsplit(written if "://" in written else f"https://{written}")
    host = (parts.hostname or "").encode("idna").decode("ascii").removeprefix("www.")
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    path = quote(unquote(posixpath.normpath(parts.path or "/")), safe="/~").rstrip("/") or "/"
    return urlunsplit(("https", host + port, path, urlencode(sorted(parse_qsl(parts.query))), ""))


def with_threatexchange():
    """What `tx` compares: the text as its signal type validates it, equal or not."""
    signal = import_module("threatexchange.signal_type.url").URLSignal
    return signal.validate_signal_str


def with_w3lib():
    return import_module("w3lib.url").canonicalize_url


def with_url_normalize():
    return import_module("url_normalize").url_normalize


def with_ada():
    return import_module("ada_url").normalize_url


def with_yarl():
    return import_module("yarl").URL


PEERS = {
    "urllib, by hand": (lambda: with_urllib, None),
    "threatexchange": (with_threatexchange, "threatexchange"),
    "w3lib": (with_w3lib, "w3lib"),
    "url-normalize": (with_url_normalize, "url-normalize"),
    "ada-url": (with_ada, "ada-url"),
    "yarl": (with_yarl, "yarl"),
}


def cpu_seconds(function):
    """Return what `function` returns and the CPU seconds it took."""
    began = time.process_time()
    result = function()
    return result, time.process_time() - began


def form_of(normalise, written):
    """Return the form of one address; an address that the library refuses keeps its written form."""
    try:
        return str(normalise(written))
    except Exception:  # noqa: BLE001 - a refusal of any kind is what is counted
        return written


def accuracy(normalise, pairs):
    """Return how many pairs are right, by relation."""
    right, total = Counter(), Counter()
    for pair in pairs:
        equal = form_of(normalise, pair["written_a"]) == form_of(normalise, pair["written_b"])
        total[pair["relation"]] += 1
        right[pair["relation"]] += equal == (pair["relation"] == "same")
    return {
        "right": sum(right.values()),
        "of": sum(total.values()),
        "by_relation": {name: [right[name], total[name]] for name in sorted(total)},
    }


def speed(normalise, addresses):
    """Return addresses a CPU second, each given anew."""
    _, took = cpu_seconds(lambda: [form_of(normalise, written) for written in addresses])
    return round(len(addresses) / took)


def over_posts(data):
    """Return figures of finding and canonicalising all addresses of real posts, in bulk and one by one."""
    column = pq.read_table(data / "information_operation_posts.parquet", columns=["content"])[
        "content"
    ].combine_chunks()
    url = SIGNAL_TYPES["url"]
    url.extract(TextContent(column.slice(0, 10)))  # compile before timing

    def in_bulk():
        values = addresses = 0
        for start in range(0, len(column), CHUNK_ROWS):
            found = url.extract(TextContent(column.slice(start, CHUNK_ROWS)))
            values += len(found)
            addresses += found.marks.count(None)
        return addresses, values

    (addresses, values), took = cpu_seconds(in_bulk)
    sample = column.slice(len(column) // 2, LOOP_SAMPLE)
    texts = [text or "" for text in sample.to_pylist()]
    expected, loop_took = cpu_seconds(
        lambda: {
            (row, found.start, level.value)
            for row, text in enumerate(texts)
            for found in find_urls(text)
            for level in url_levels(found.written)
        }
    )
    bulk = url.extract(TextContent(sample))
    starts = zip(bulk.rows.tolist(), bulk.starts.tolist(), strict=True)
    got = {(*place, bulk.values.value(number)) for number, place in enumerate(starts)}
    return {
        "posts": len(column),
        "addresses": addresses,
        "values": values,
        "posts_per_cpu_second": round(len(column) / took),
        "one_by_one_posts_per_cpu_second": round(len(texts) / loop_took),
        "same_values_on_sample": got == expected,
    }


def run(data: Path | None) -> dict:
    """Return all figures as one plain dictionary."""
    pairs = list(csv.DictReader(PAIRS.read_text(encoding="utf-8").splitlines()))
    written = [pair[side] for pair in pairs for side in ("written_a", "written_b")]
    addresses = [one for _ in range(ADDRESSES // len(written) + 1) for one in written][:ADDRESSES]
    results = {
        "seawall": accuracy(canonical_url, pairs) | {"addresses_per_cpu_second": speed(canonical_url, addresses)}
    }
    for name, (load, package) in PEERS.items():
        try:
            normalise = load()
        except ImportError:
            results[name] = {"installed": False}
            continue
        told = {"version": version(package)} if package else {}
        results[name] = told | accuracy(normalise, pairs) | {"addresses_per_cpu_second": speed(normalise, addresses)}
    return {
        "bench": "url",
        "pairs": len(pairs),
        "normalisers": results,
        "posts": over_posts(data) if data else None,
        "machine": machine(),
        "versions": versions("seawall", "numpy", "numba", "pyarrow", "idna"),
    }


def print_table(figures: dict) -> None:
    """Print the figures for people."""
    print(f"{figures['pairs']} pairs of addresses")
    for name, one in figures["normalisers"].items():
        if one.get("installed") is False:
            print(f"  {name:<16} not installed")
            continue
        by = ", ".join(f"{relation} {right}/{of}" for relation, (right, of) in one["by_relation"].items())
        print(
            f"  {name:<16} {one['right']}/{one['of']} right ({by}); {one['addresses_per_cpu_second']:,} addresses/CPU s"
        )
    if posts := figures["posts"]:
        print(
            f"{posts['posts']:,} posts, {posts['addresses']:,} addresses, {posts['values']:,} values: "
            f"{posts['posts_per_cpu_second']:,} posts/CPU s in bulk, {posts['one_by_one_posts_per_cpu_second']:,} "
            f"one by one, same values: {posts['same_values_on_sample']}"
        )


def main(arguments: list[str] | None = None) -> None:
    """Run the bench; with --json the last line is one JSON object."""
    parser = argparse.ArgumentParser(prog="seawall_bench url", description=__doc__)
    parser.add_argument("--data", type=Path, default=os.environ.get("SEAWALL_TEST_DATA"))
    offer_outputs(parser)
    chosen = parser.parse_args(arguments)
    figures = run(Path(chosen.data) if chosen.data else None)
    print_table(figures)
    hand_out(figures, chosen)


if __name__ == "__main__":
    main()
