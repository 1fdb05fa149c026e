"""How are the rows of the benign packs made? From `benign/grammar_*.toml`, by whoever changes those.

`python -m seawall.classify.benign_build` writes `benign/rows.csv`. Each frame has blanks, each blank its fillings;
which filling comes next is read off a SHA-256 of pack, language and number, so that the same grammar gives the same
rows for ever and everywhere. Left out: real people, real events, real posts.
"""

from __future__ import annotations

import csv
import hashlib
import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

__all__ = ["COLUMNS", "LANGUAGES", "ROWS_PER_PACK", "build_rows", "write_rows"]

LANGUAGES: Final = ("ar", "en", "es")
COLUMNS: Final = ("text", "pack", "language", "frame")
ROWS_PER_PACK: Final = 300
"""Rows of one pack in one language: with no false positive among the 900 of a pack the upper 95 % bound is 0.4 %."""

_SLOT: Final = re.compile(r"\{(\w+)\}")
_MOST_TRIES: Final = 40_000


def build_rows() -> Iterator[tuple[str, str, str, str]]:
    """Yield (text, pack, language, frame) of every pack; a frame is a hand that the folds keep together."""
    for language in LANGUAGES:
        text = files("seawall.classify").joinpath(f"benign/grammar_{language}.toml").read_text("utf-8")
        grammar = tomllib.loads(text)
        for pack, written in grammar["packs"].items():
            yield from _pack_rows(pack, language, grammar["slots"] | written)


def _pack_rows(pack: str, language: str, slots: dict[str, str]) -> Iterator[tuple[str, str, str, str]]:
    frames = slots["frames"].strip().splitlines()
    fillings = {name: value.split(" | ") for name, value in slots.items() if name != "frames"}
    seen: set[str] = set()
    for number in range(_MOST_TRIES):
        place = number % len(frames)
        text = _filled(frames[place], fillings, f"{pack}/{language}/{number}")
        if text not in seen:
            seen.add(text)
            yield text, pack, language, f"{pack}-{language}-{place:02d}"
        if len(seen) == ROWS_PER_PACK:
            return
    raise AssertionError(f"the grammar of {pack} in {language} gives only {len(seen)} rows")


def _filled(frame: str, fillings: dict[str, list[str]], key: str) -> str:
    while match := _SLOT.search(frame):
        choices = fillings[match[1]]
        drawn = int.from_bytes(hashlib.sha256(f"{key}/{match.start()}/{match[1]}".encode()).digest()[:8], "big")
        frame = frame[: match.start()] + choices[drawn % len(choices)] + frame[match.end() :]
    return frame[:1].upper() + frame[1:]


def write_rows(path: Path) -> int:
    """Write the rows as CSV; return how many."""
    rows: list[Any] = list(build_rows())
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows)
    return len(rows)


if __name__ == "__main__":
    write_rows(Path(__file__).with_name("benign") / "rows.csv")
