"""Which words is a handle put together from? Split, leet undone, counters and affixes taken off both ends.

A figure between letters is leet ("g4rdener"), a longer number between letters divides words ("ali27hussein"), figures
at an end count. Capitals divide words where they do so regularly. Affixes are taken off while a word remains. Left out:
what words are affixes (`name_tables.py`), and repeated letters (`handle.py`).
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

from msgspec import Struct

from seawall.identity.traits.name_tables import AffixTables, affix_tables, read_table
from seawall.signals import normalise

__all__ = ["HandleWords", "handle_words"]

_CAPITAL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_RUNS: Final = re.compile(r"[0-9]+|[^0-9]+")
_INNER_FIGURE: Final = re.compile(r"(?<=[^0-9])[013-9](?=[^0-9])")
_HAS_FIGURE: Final = re.compile(r"[0-9]")
_ASCII_WORDS: Final = re.compile(r"[a-z0-9]+")
_TYPED: Final = re.compile(r"(?:^[235-9](?=[^0-9])|(?<=[^0-9])[235-9](?=[^0-9])|x)")
_SIGNS: Final = str.maketrans({"@": "a", "$": "s"})
_KURDISH: Final = str.maketrans({"ş": "sh", "Ş": "Sh", "ç": "ch", "Ç": "Ch"})
_MOST_CAPITAL_PARTS: Final = 5
_LONGEST_LEET: Final = 3  # figures in a row
_SHORTEST_REST: Final = 4  # letters that must remain where an affix is joined to them


class HandleWords(NamedTuple):
    """What a handle is put together from; `typed` are the words with figures inside, where Arabizi may be meant."""

    plain: str
    words: tuple[str, ...]
    counter: int | None
    numbers: tuple[str, ...]
    affixes: tuple[str, ...]
    about: tuple[str, ...]
    typed: tuple[str, ...]


class _Reading(Struct):
    words: list[str] = []
    raw: list[str] = []  # the word as typed, figures and all, beside each word
    numbers: list[str] = []
    affixes: list[str] = []
    about: list[str] = []
    counted: list[int] = []


def handle_words(handle: str) -> HandleWords:
    """Return the words of a handle, figures and affixes apart."""
    tokens = _tokens(handle.lstrip("@ "))
    plain = "".join(tokens[0])
    reading = _Reading()
    leet_figures = sum(map(_leet_figures, tokens[1]))
    for place, token in enumerate(tokens[1], start=1):
        _read_token(token, reading, in_leet=leet_figures > (1 if place == len(tokens[1]) else 0))
    _strip_ends(reading, affix_tables())
    if reading.words:
        _strip_joined(reading, affix_tables())
    words = tuple(reading.words) or tuple(reading.numbers[:1])
    typed = tuple(reading.raw) if any(map(_TYPED.search, reading.raw)) else ()
    counter = reading.counted[-1] if reading.counted else None
    return HandleWords(
        plain=plain,
        words=words,
        counter=counter,
        numbers=tuple(reading.numbers),
        affixes=tuple(reading.affixes),
        about=tuple(reading.about),
        typed=typed,
    )


def _tokens(handle: str) -> tuple[list[str], list[str]]:
    """Return the words that separators divide, and those that capitals divide as well."""
    divided = handle if handle.islower() else _CAPITAL.sub(" ", handle)
    if divided.count(" ") - handle.count(" ") > _MOST_CAPITAL_PARTS:
        divided = handle
    if handle.isascii():
        if divided is handle and "@" not in handle and "$" not in handle:
            words = _ASCII_WORDS.findall(handle.lower())
            return words, words
        return _ASCII_WORDS.findall(handle.lower()), _ASCII_WORDS.findall(divided.lower().translate(_SIGNS))
    return normalise(handle).split(), normalise(divided.translate(_KURDISH)).split()


def _leet_figures(token: str) -> int:
    """Count the single figures between letters."""
    return 0 if token.isalpha() else len(_INNER_FIGURE.findall(token))


def _read_token(token: str, reading: _Reading, *, in_leet: bool) -> None:
    if token.isalpha() or not _HAS_FIGURE.search(token):
        reading.words.append(token)
        reading.raw.append(token)
        return
    counting = affix_tables().counting.get(token)
    if counting is not None:
        reading.affixes.append(token)
        reading.counted.append(counting)
        return
    runs = _RUNS.findall(token)
    inner = [run for run in runs[1:-1] if run[0].isdecimal()]
    is_leet = in_leet or len(inner) > 1 or any(len(run) == 1 for run in inner)
    kept: list[str] = []
    for place, run in enumerate(runs):
        if not run[0].isdecimal():
            kept.append(run)
        elif len(runs) > 1 and _is_leet(run, place, last=len(runs) - 1, beside_leet=is_leet):
            kept.append(run.translate(_leet()))
        else:
            _end_word(kept, token, reading)
            reading.numbers.append(run)
            if place in (0, len(runs) - 1):
                reading.counted.append(int(run[:12]))
    _end_word(kept, token, reading)


def _end_word(kept: list[str], token: str, reading: _Reading) -> None:
    if kept:
        reading.words.append("".join(kept))
        reading.raw.append(token.rstrip("0123456789"))
        kept.clear()


@cache
def _leet() -> dict[int, str]:
    letters: dict[str, str] = read_table("transliteration")["leet"]["letters"]
    return {ord(figure): letter for figure, letter in letters.items()}


def _is_leet(run: str, place: int, *, last: int, beside_leet: bool) -> bool:
    if "2" in run or len(run) > _LONGEST_LEET:
        return False
    if place == 0:
        return run == "0" or (len(run) == 1 and beside_leet)
    if place == last:
        return len(run) == 1 and beside_leet
    return len(run) == 1 or beside_leet or run == run[0] * len(run)


def _strip_ends(reading: _Reading, tables: AffixTables) -> None:
    words = reading.words
    while len(words) > 1 and _take(words[-1], reading, tables, last=True):
        words.pop()
        reading.raw.pop()
    while len(words) > 1 and _take(words[0], reading, tables, last=False):
        del words[0], reading.raw[0]


def _take(word: str, reading: _Reading, tables: AffixTables, *, last: bool) -> bool:
    """Note an affix; say whether it is one."""
    if word in tables.about:
        reading.about.append(word)
    elif word in tables.counting:
        reading.counted.append(tables.counting[word])
        reading.affixes.append(word)
    elif word in tables.again or (last and word in tables.edition):
        reading.affixes.append(word)
    else:
        return False
    return True


def _strip_joined(reading: _Reading, tables: AffixTables) -> None:
    for affixes, is_before, noted in (
        (tables.joined_before, True, reading.affixes),
        (tables.joined_after, False, reading.affixes),
        (tables.joined_about, False, reading.about),
    ):
        place = 0 if is_before else -1
        word = reading.words[place]
        if not (word.startswith(affixes) if is_before else word.endswith(affixes)):
            continue
        for affix in affixes:
            if len(word) - len(affix) < _SHORTEST_REST:
                continue
            if word.startswith(affix) if is_before else word.endswith(affix):
                reading.words[place] = word.removeprefix(affix) if is_before else word.removesuffix(affix)
                noted.append(affix)
                break
