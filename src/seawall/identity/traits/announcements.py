"""Who is announced here as somebody's new account, and who is named as the own earlier one?

"Follow my new account @x", «حسابي الجديد @x», "mi nueva cuenta es @x"; "my old account @x was closed". The phrases
stand in `data/announcements.toml`, by language; they count where they stand in the gap before a mention, near it,
or begin the gap behind it. A phrase of the gap belongs to one mention only.

Left out: who announces whom with what right (`compare/announcement.py`): anybody can write such a line.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

import numpy as np
from ahocorasick_rs import BytesAhoCorasick, Implementation
from numpy.typing import NDArray

from seawall.signals.normal_form import NormalTexts, normalise

__all__ = ["ACCOUNT_PREFIX", "announced", "announcing_rows"]

ACCOUNT_PREFIX: Final = "account "
"""Before the name of an account that announces: what stands behind its key, which no handle and no address can be."""

_NEAR_WORDS: Final = 6
_SENTENCE_END: Final = re.compile(r"[.!?؟。\n]")
_GROUPS: Final = ("new_before", "new_adjacent", "new_after", "former_before", "former_adjacent", "former_after")
_FORMER: Final = frozenset({"former", "former_adjacent"})
_ADJACENT: Final = frozenset({"former_adjacent", "new_adjacent"})
_GAP_CHARACTERS: Final = 160  # of a gap that are looked at, on either side


@dataclass(frozen=True, slots=True, kw_only=True)
class _Phrases:
    """The phrases of all languages: patterns over the normal form framed by spaces, new and former told by group."""

    before: re.Pattern[str]
    after: re.Pattern[str]
    automaton: BytesAhoCorasick


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gap:
    """What stands between two mentions: its normal form framed by spaces, and its last sentence as written."""

    text: str
    last: str


def announcing_rows(normal: NormalTexts) -> NDArray[np.int64]:
    """Return the rows in which any phrase of an announcement stands, ascending."""
    buffer: Any = normal.slices.data  # numpy arrays are buffers, which numpy's types don't say before Python 3.12
    found = _phrases().automaton.find_matches_as_indexes(buffer, overlapping=True)
    if not found:
        return np.zeros(0, np.int64)
    begins = np.array([start for _, start, _ in found], dtype=np.int64)
    return np.unique(np.searchsorted(normal.slices.starts, begins + 1, side="right") - 1)


def announced(text: str, mentions: Sequence[tuple[int, int]]) -> Iterator[tuple[int, bool]]:
    """Yield (number of the mention, whether as an earlier account rather than a new one).

    `mentions` are (start, end) in the text, ascending, each with its `@` or as a whole address.

    >>> list(announced("my old account @a was closed, the new account is @b", [(15, 17), (49, 51)]))
    [(0, True), (1, False)]
    """
    phrases = _phrases()
    gaps = _gaps(text, mentions)
    for number, gap in enumerate(gaps[1:]):
        behind = phrases.after.match(gap.text)
        if behind is not None:
            gaps[number + 1] = _Gap(text=gap.text[_end_of(behind) :], last=gap.last)
            yield number, behind.lastgroup in _FORMER
            continue
        before = _nearest(phrases.before, gaps[number])
        if before is not None:
            yield number, before.lastgroup in _FORMER


def _gaps(text: str, mentions: Sequence[tuple[int, int]]) -> list[_Gap]:
    """Return what stands before, between and behind the mentions."""
    edges = [0, *(edge for span in mentions for edge in span), len(text)]
    return [_gap(text[start:end]) for start, end in zip(edges[::2], edges[1::2], strict=True)]


def _gap(written: str) -> _Gap:
    if len(written) > 2 * _GAP_CHARACTERS:
        written = f"{written[:_GAP_CHARACTERS]}\n{written[-_GAP_CHARACTERS:]}"
    return _Gap(text=f" {normalise(written)} ".replace("  ", " "), last=_SENTENCE_END.split(written)[-1])


def _nearest(pattern: re.Pattern[str], gap: _Gap) -> re.Match[str] | None:
    """Return the last phrase of a gap that stands near enough before its end."""
    for match in reversed(list(pattern.finditer(gap.text))):
        between = gap.text.count(" ", _end_of(match)) - 1
        is_apart = len(normalise(gap.last).split()) <= between  # a sentence ends between them
        is_adjacent = match.lastgroup in _ADJACENT
        if between <= (0 if is_adjacent else 1 if is_apart else _NEAR_WORDS) and not (is_adjacent and is_apart):
            return match
    return None


def _end_of(match: re.Match[str]) -> int:
    return match.end(match.lastgroup or 0)


@cache
def _phrases() -> _Phrases:
    table: dict[str, dict[str, list[str]]] = tomllib.loads(
        files("seawall.identity.traits").joinpath("data/announcements.toml").read_text("utf-8")
    )
    groups = {
        group: sorted({normalise(one) for told in table.values() for one in told.get(group, ())}, key=len, reverse=True)
        for group in _GROUPS
    }
    every = sorted({phrase for phrases in groups.values() for phrase in phrases})
    return _Phrases(
        before=_pattern(
            former=groups["former_before"],
            new=groups["new_before"],
            former_adjacent=groups["former_adjacent"],
            new_adjacent=groups["new_adjacent"],
        ),
        after=_pattern(former=groups["former_after"], new=groups["new_after"]),
        automaton=BytesAhoCorasick(
            [f" {phrase} ".encode() for phrase in every], implementation=Implementation.ContiguousNFA
        ),
    )


def _pattern(**groups: list[str]) -> re.Pattern[str]:
    """Return a pattern that finds phrases by group between spaces, also where one begins inside another."""
    told = (f"(?P<{group}>{'|'.join(map(re.escape, phrases))})" for group, phrases in groups.items())
    return re.compile(f"(?= (?:{'|'.join(told)}) )")
