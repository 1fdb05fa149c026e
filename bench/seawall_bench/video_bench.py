"""Is a film recognised after what people do to it, and is another film never taken for it?

Films are made by `video_clips` (drawn scenes and pans over free photographs) and edited by `video_attacks`. Beside
`pdq_frames` stands the plain vPDQ rule (one frame a second, 31 bits, quality 50, 80 % of the observed frames),
written out from its definition, since ThreatExchange's package for it doesn't install without a compiler. A film that
an edit mixes with another counts as caught where its own is found, and finding the other is no false match. Every
pair of an edited film and any other film of the bank is looked at for false matches, of any tier.
"""

from __future__ import annotations

import argparse
import hashlib
import time
from collections import Counter
from pathlib import Path

import numpy as np

from seawall.index.frames import VPDQ_DISTANCE_BITS, VPDQ_QUERY_PERCENT, FramesIndex
from seawall.index.frames_kernel import distances
from seawall.index.tiers import TIERS
from seawall.signals import FileContent, OpenedFile
from seawall.signals.frame_hashes import VideoPrint
from seawall.signals.pdq_frames import PdqFrames
from seawall_bench.measure import hand_out, machine, offer_outputs, versions
from seawall_bench.video_attacks import ATTACKS
from seawall_bench.video_clips import RATE, decoded, encoded, make_clips


def run(cache: Path, *, test: bool, clips: int, decoys: int, seed: int) -> dict:
    """Return the figures of one split."""
    films = make_clips(cache, count=clips + decoys, test=test, seed=seed)
    names, signal = list(films), PdqFrames()
    clock = {"extract": 0.0, "look_up": 0.0, "film_seconds": 0.0, "look_ups": 0}
    index, banked = FramesIndex(), []
    for number, name in enumerate(names):
        value = extracted(signal, films[name], clock).values.value(0)
        index.add([value], np.array([number]))
        banked.append(words(value))
    edits = {
        name: one_edit(name, [films[own] for own in names[:clips]], signal, index, banked, clock, seed)
        for name in ATTACKS
    }
    pairs = sum(edit["pairs"] for edit in edits.values())
    return {
        "bench": "video",
        "split": "test" if test else "development",
        "seed": seed,
        "films_edited": clips,
        "films_banked": len(films),
        "edits": edits,
        "mean_caught": round(float(np.mean([edit["caught"] for edit in edits.values()])), 3),
        "mean_caught_or_look": round(float(np.mean([edit["caught_or_look"] for edit in edits.values()])), 3),
        "worst_caught": min(edit["caught"] for edit in edits.values()),
        "mean_vpdq_rule": round(float(np.mean([edit["vpdq_rule"] for edit in edits.values()])), 3),
        "false_matches": sum(edit["false"] for edit in edits.values()),
        "false_matches_vpdq_rule": sum(edit["false_vpdq_rule"] for edit in edits.values()),
        "pairs_of_different_films": pairs,
        "extract_cpu_seconds_per_film_minute": round(60 * clock["extract"] / clock["film_seconds"], 2),
        "look_up_cpu_seconds_per_film": round(clock["look_up"] / clock["look_ups"], 3),
        "film": {"width": 480, "height": 270, "frames_per_second": RATE, "codec": "H.264"},
        "machine": machine(),
        "versions": versions("seawall", "numpy", "av", "opencv-python-headless"),
    }


def one_edit(name, films, signal, index, banked, clock, seed) -> dict:
    """Return how often the films are recognised after one edit."""
    tiers, ways, plain, false, false_plain = Counter(), Counter(), 0, 0, 0
    for own, film in enumerate(films):
        other = (own + 1) % len(films)
        digest = hashlib.sha256(f"{name}/{own}".encode()).digest()
        edited = ATTACKS[name](decoded(film), decoded(films[other]), np.random.default_rng([seed, *digest[:4]]))
        column = extracted(signal, encoded(edited.frames, edited.rate, crf=edited.crf, preset="superfast"), clock)
        began = time.process_time()
        hits = index.look_up(column)
        clock["look_up"] += time.process_time() - began
        clock["look_ups"] += 1
        mine = np.flatnonzero(hits.entries == own)
        best = min(mine.tolist(), key=lambda place: hits.tiers[place], default=None)
        tiers[None if best is None else str(TIERS[hits.tiers[best]])] += 1
        if best is not None:
            ways[" · ".join(filter(None, (hits.ways[best].stage, hits.ways[best].transform)))] += 1
        false += len(set(hits.entries.tolist()) - {own, other})
        observed = words(column.values.value(0))
        matched = {number for number, held in enumerate(banked) if vpdq_rule(observed, held)}
        plain += own in matched
        false_plain += len(matched - {own, other})
    count = len(films)
    return {
        "caught": round((tiers["same"] + tiers["near"]) / count, 3),
        "caught_or_look": round((count - tiers[None]) / count, 3),
        "vpdq_rule": round(plain / count, 3),
        "tiers": {str(tier): tiers[tier] for tier in ("same", "near", "look")} | {"missed": tiers[None]},
        "ways": dict(ways.most_common()),
        "false": false,
        "false_vpdq_rule": false_plain,
        "pairs": count * (len(banked) - 2),
    }


def extracted(signal, film, clock):
    """Return the signals of a film, and add to the clock."""
    began = time.process_time()
    column = signal.extract(FileContent([OpenedFile(film)]))
    clock["extract"] += time.process_time() - began
    if len(column):
        clock["film_seconds"] += float(VideoPrint.from_text(column.values.value(0)).frames.seconds[-1]) + 1
    return column


def words(value: str) -> np.ndarray:
    """Return the hashes of a print, each once."""
    bits = np.unique(VideoPrint.from_text(value).frames.bits, axis=0)
    return np.ascontiguousarray(bits).view(np.uint64).reshape(-1, 4)


def vpdq_rule(observed: np.ndarray, held: np.ndarray) -> bool:
    """Say whether the share of observed frames near any banked one reaches vPDQ's threshold."""
    near = distances(observed, held).min(axis=1) <= VPDQ_DISTANCE_BITS
    return 100 * float(near.mean()) >= VPDQ_QUERY_PERCENT


def print_table(figures: dict) -> None:
    """Print the figures for people."""
    print(f"{'edit':<22}{'vPDQ rule':>10}{'caught':>8}{'+ look':>8}{'false':>7}  how")
    for name, edit in figures["edits"].items():
        way = next(iter(edit["ways"]), "")
        shares = f"{edit['vpdq_rule']:>10.2f}{edit['caught']:>8.2f}{edit['caught_or_look']:>8.2f}"
        print(f"{name:<22}{shares}{edit['false']:>7}  {way}")
    for name, figure in figures.items():
        if isinstance(figure, int | float):
            print(f"{name.replace('_', ' '):<42}{figure:>10}")


def main(arguments: list[str] | None = None) -> None:
    """Run the bench; the pictures' cache is made by `python -m seawall_bench.picture_set CACHE`."""
    parser = argparse.ArgumentParser(prog="seawall_bench video", description=__doc__)
    parser.add_argument("--cache", type=Path, required=True, help="folder of picture_set")
    parser.add_argument("--test", action="store_true", help="the test split; the development split without")
    parser.add_argument("--clips", type=int, default=10, help="films that are edited")
    parser.add_argument("--decoys", type=int, default=20, help="further films in the bank")
    parser.add_argument("--seed", type=int, default=1)
    offer_outputs(parser)
    chosen = parser.parse_args(arguments)
    figures = run(chosen.cache, test=chosen.test, clips=chosen.clips, decoys=chosen.decoys, seed=chosen.seed)
    print_table(figures)
    hand_out(figures, chosen)


if __name__ == "__main__":
    main()
