"""How many edited pictures are found again, by which method, and is any other picture taken for one?

All pictures of `picture_set.py` stand in one bank; those of one split are edited (`picture_attacks.py`), looked up.
An answer is right where it names the picture that was edited, and false where it names any other: false pairs are
counted over queries × the rest of the bank. Pictures pasted beside others come from outside it. Limits were chosen on
the development split alone; frozen are figures of the test split. Peers hash with `pdqhash` and `imagehash`.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import cv2
import numpy as np

from seawall.index.hits import Hits
from seawall.index.near_hashes import NearHashes
from seawall.index.picture import PictureIndex
from seawall.index.tiers import NEAR
from seawall.signals import SignalColumn, Slices
from seawall.signals.pdq_hash import MIN_PDQ_QUALITY, pdq_of
from seawall.signals.picture import picture_print
from seawall.signals.picture_decoding import Picture
from seawall.signals.picture_print import read_print
from seawall_bench.measure import hand_out, machine, offer_outputs, versions
from seawall_bench.picture_attacks import ATTACKS
from seawall_bench.picture_set import is_test, pictures, poster

OUTSIDE = 10_000  # posters from this seed on stand in no bank
PDQ_BITS, PHASH_BITS = 31, 10


class Clock:
    """CPU seconds and calls, by name."""

    def __init__(self):
        self.seconds, self.calls = defaultdict(float), defaultdict(int)

    def time(self, name, function):
        began = time.process_time()
        result = function()
        self.seconds[name] += time.process_time() - began
        self.calls[name] += 1
        return result

    def milliseconds(self):
        return {name: round(1000 * self.seconds[name] / self.calls[name], 2) for name in self.seconds}


def bank_print(number: int) -> str | None:
    """Return the print of one picture of the bank."""
    return picture_print(Picture(pixels=_STATE["bank"][number]))


class Ours:
    """The signal `picture` and its index."""

    def __init__(self, prints):
        self.index = PictureIndex()
        numbers = [number for number, made in enumerate(prints) if made is not None]
        self.index.add([prints[number] for number in numbers], np.array(numbers, dtype=np.int64))

    def names(self, pixels, clock):
        """Return the entries found: method → numbers."""
        made = clock.time("seawall: making a print", lambda: picture_print(Picture(pixels=pixels)))
        if made is None:
            return {"seawall, stage 1": set(), "seawall, both stages": set(), "seawall, to look at too": set()}
        column = SignalColumn(rows=np.zeros(1, np.int64), values=Slices.of([made]))
        hits: Hits = clock.time("seawall: looking up", lambda: self.index.look_up(column))
        first = {number for _, number, _ in self.index._by_hashes([read_print(made)])}  # noqa: SLF001 - one stage alone
        return {
            "seawall, stage 1": {self.index._numbers[number] for number in first},  # noqa: SLF001
            "seawall, both stages": set(hits.entries[hits.tiers <= NEAR].tolist()),
            "seawall, to look at too": set(hits.entries.tolist()),
        }


class PlainPdq:
    """PDQ of the picture as it is, within 31 bits."""

    def __init__(self, bank):
        self.hashes = NearHashes()
        made = [pdq_of(pixels) for pixels in bank]
        self.hashes.add(
            np.frombuffer(b"".join(one.bits for one in made), np.uint8).reshape(-1, 32), np.arange(len(bank))
        )

    def names(self, pixels, clock):
        made = clock.time("seawall: pdq", lambda: pdq_of(pixels))
        asked = np.frombuffer(made.bits, np.uint8).reshape(1, 32)
        found = self.hashes.look_up(asked).numbers.tolist() if made.quality >= MIN_PDQ_QUALITY else ()
        return {"pdq, 31 bits": set(found)}


class PeerPdq:
    """The package `pdqhash`, compared one by one, and `threatexchange`'s flat index over the same hashes."""

    def __init__(self, bank):
        import pdqhash
        from threatexchange.signal_type.pdq.signal import PdqSignal

        self.hash = pdqhash.compute
        self.bank = np.stack([pdqhash.compute(pixels)[0] for pixels in bank])
        rows = [(self.digits(bits), number) for number, bits in enumerate(self.bank)]
        self.flat = PdqSignal.get_index_cls().build(rows)

    @staticmethod
    def digits(bits):
        return np.packbits(bits).tobytes().hex()

    def names(self, pixels, clock):
        bits, quality = clock.time("pdqhash", lambda: self.hash(np.ascontiguousarray(pixels)))
        if quality < MIN_PDQ_QUALITY:
            return {"pdqhash, 31 bits": set(), "threatexchange": set()}
        apart = np.count_nonzero(self.bank != bits, axis=1)
        flat = clock.time("threatexchange: looking up", lambda: self.flat.query(self.digits(bits)))
        return {
            "pdqhash, 31 bits": set(np.flatnonzero(apart <= PDQ_BITS).tolist()),
            "threatexchange": {found.metadata for found in flat},
        }


class PeerPhash:
    """pHash of the package `imagehash`, within 10 bits."""

    def __init__(self, bank):
        import imagehash
        from PIL import Image

        self.hash = lambda pixels: imagehash.phash(Image.fromarray(pixels)).hash.ravel()
        self.bank = np.stack([self.hash(pixels) for pixels in bank])

    def names(self, pixels, clock):
        bits = clock.time("imagehash: phash", lambda: self.hash(pixels))
        return {
            "phash, 10 bits": set(np.flatnonzero(np.count_nonzero(self.bank != bits, axis=1) <= PHASH_BITS).tolist())
        }


_STATE: dict = {}  # what the worker processes inherit


def one_picture(number: int) -> tuple:
    """Edit one picture in every way, ask every method: (edit, method, found, false names) and the clock's figures."""
    bank, names, methods, seed, edits = (_STATE[key] for key in ("bank", "names", "methods", "seed", "edits"))
    cv2.setNumThreads(1)
    clock, told = Clock(), []
    for edit in edits:
        own = np.random.default_rng((seed, number, sum(map(ord, edit))))
        pixels = np.ascontiguousarray(ATTACKS[edit](bank[number], own, poster(OUTSIDE + number)))
        for method in methods:
            for name, found in method.names(pixels, clock).items():
                told.append((edit, name, number in found, [names[one] for one in sorted(found - {number})]))
    print(names[number], file=sys.stderr, flush=True)
    return names[number], told, dict(clock.seconds), dict(clock.calls)


def run(cache: Path, *, split: str, queries: int, posters: int, seed: int, peers: bool, edits=None, workers=1) -> dict:
    """Return all figures as one plain dictionary."""
    cv2.setNumThreads(1)
    held = pictures(cache, posters)
    names, bank = list(held), list(held.values())
    rng = np.random.default_rng(seed)
    chosen = [number for number, name in enumerate(names) if is_test(name) == (split == "test")]
    chosen = sorted(int(number) for number in rng.permutation(chosen)[:queries])
    _STATE.update(bank=bank, names=names, seed=seed, edits=list(edits or ATTACKS))
    with ProcessPoolExecutor(workers, mp_context=get_context("fork")) as pool:
        prints = list(pool.map(bank_print, range(len(bank)), chunksize=8))
    _STATE["methods"] = [Ours(prints), *((PlainPdq(bank), PeerPdq(bank), PeerPhash(bank)) if peers else ())]
    caught, false, clock = defaultdict(lambda: defaultdict(list)), defaultdict(list), Clock()
    with ProcessPoolExecutor(workers, mp_context=get_context("fork")) as pool:
        for asked, told, seconds, calls in pool.map(one_picture, chosen):
            for edit, name, right, wrong in told:
                caught[name][edit].append(right)
                false[name] += [(edit, asked, other) for other in wrong]
            for name in seconds:
                clock.seconds[name] += seconds[name]
                clock.calls[name] += calls[name]
    share = {name: {edit: round(float(np.mean(got)), 3) for edit, got in row.items()} for name, row in caught.items()}
    kinds = defaultdict(int)
    for name in names:
        kinds[name.partition("/")[0]] += 1
    return {
        "bench": "images",
        "seed": seed,
        "split": split,
        "edits": len(share["seawall, both stages"]),
        "bank": len(bank),
        "bank_by_source": dict(kinds),
        "queries": sum(len(got) for got in caught["seawall, both stages"].values()),
        "pairs_of_different_pictures": sum(len(got) for got in caught["seawall, both stages"].values())
        * (len(bank) - 1),
        "mean_caught": {name: round(float(np.mean(list(row.values()))), 4) for name, row in share.items()},
        "least_caught": {name: min((value, edit) for edit, value in row.items()) for name, row in share.items()},
        "false_pairs": {name: len(false[name]) for name in share},
        "false_pairs_told": {name: found[:20] for name, found in false.items() if found},
        "caught_by_edit": share,
        "cpu_milliseconds": clock.milliseconds(),
        "machine": machine(),
        "versions": versions(
            "seawall", "numpy", "opencv-python-headless", "pillow", "pdqhash", "threatexchange", "imagehash"
        ),
    }


def print_table(figures: dict) -> None:
    """Print the figures for people."""
    methods = list(figures["caught_by_edit"])
    print(" " * 24 + " | ".join(methods))
    for edit in figures["caught_by_edit"][methods[0]]:
        told = " | ".join(f"{figures['caught_by_edit'][name][edit]:{len(name)}.2f}" for name in methods)
        print(f"{edit:<24}{told}")
    print(f"{'mean':<24}" + " | ".join(f"{figures['mean_caught'][name]:{len(name)}.3f}" for name in methods))
    print(f"{'false pairs':<24}" + " | ".join(f"{figures['false_pairs'][name]:{len(name)}}" for name in methods))
    print(
        f"of {figures['pairs_of_different_pictures']:,} pairs; {figures['queries']:,} queries; bank {figures['bank']}"
    )
    print(figures["cpu_milliseconds"], "CPU ms each")


def main(arguments: list[str] | None = None) -> None:
    """Run the bench; with --json the last line is one JSON object."""
    parser = argparse.ArgumentParser(prog="seawall_bench images", description=__doc__)
    parser.add_argument("--cache", type=Path, default=os.environ.get("SEAWALL_BENCH_PICTURES"),
                        help="folder made by python -m seawall_bench.picture_set")  # fmt: skip
    parser.add_argument("--split", choices=("development", "test"), default="test")
    parser.add_argument("--queries", type=int, default=60, help="pictures to edit")
    parser.add_argument("--posters", type=int, default=160)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--edits", nargs="*")
    parser.add_argument("--without-peers", action="store_true")
    offer_outputs(parser)
    chosen = parser.parse_args(arguments)
    if chosen.cache is None:
        parser.error("set SEAWALL_BENCH_PICTURES or give --cache")
    figures = run(Path(chosen.cache), split=chosen.split, queries=chosen.queries, posters=chosen.posters,
                  seed=chosen.seed, peers=not chosen.without_peers, edits=chosen.edits,
                  workers=chosen.workers)  # fmt: skip
    print_table(figures)
    hand_out(figures, chosen)


if __name__ == "__main__":
    main()
