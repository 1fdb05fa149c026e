"""Which words of a handle are only put around a name? The tables of affixes, counting words and commonness, read once.

Data files: `data/handle_affixes.toml`, `data/common_words.toml`, and the identity words of `seawall.classify`. Words
are brought into the normal form when they are read, so that a file may spell them as people do.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from seawall.signals import normalise

__all__ = ["AffixTables", "affix_tables", "common_bits", "read_table"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AffixTables:
    """Words that stand around a name; see the data file for what each is."""

    again: frozenset[str]
    edition: frozenset[str]
    about: frozenset[str]
    counting: Mapping[str, int]
    joined_before: tuple[str, ...]
    joined_after: tuple[str, ...]
    joined_about: tuple[str, ...]


def read_table(name: str) -> dict[str, Any]:
    """Return a data file of this package, parsed."""
    return tomllib.loads(files("seawall.identity.traits").joinpath(f"data/{name}.toml").read_text("utf-8"))


@cache
def affix_tables() -> AffixTables:
    """Return the affixes."""
    table = read_table("handle_affixes")
    again, edition, about = (_words(part["spelt"] for part in table[kind]) for kind in ("again", "edition", "about"))
    before, after, about_after = (
        tuple(sorted(_words([table["joined"][kind]]), key=len, reverse=True))
        for kind in ("before", "after", "about_after")
    )
    counting = {normalise(word): number for word, number in table["counting"]["words"].items()}
    return AffixTables(
        again=again - about,
        edition=edition,
        about=about,
        counting=MappingProxyType(counting),
        joined_before=before,
        joined_after=after,
        joined_about=about_after,
    )


@cache
def common_bits() -> Mapping[str, float]:
    """Return word → bits that it says at most; 0 for words of faith, people and place."""
    table = read_table("common_words")
    bits = dict.fromkeys(_identity_words(), 0.0)
    given: dict[str, float] = {}
    for part in table["common"]:
        for word in _words([part["spelt"]]):
            given[word] = min(part["bits"], given.get(word, part["bits"]))
    weightless = _words(part["spelt"] for part in table["weightless"])
    bits |= given | dict.fromkeys(weightless, 0.0)
    return MappingProxyType(bits)


def _identity_words() -> frozenset[str]:
    """Return the project's words of faith, people and place that are one word, without their inflections."""
    table = tomllib.loads(files("seawall.classify").joinpath("data/identity_words.toml").read_text("utf-8"))
    spelt = " ".join(part["spelt"] for part in table["words"])
    words = _words([" ".join(word for word in spelt.split() if "-" not in word)])
    return words | {"ال" + word for word in words if "\u0620" <= word[0] <= "\u064a"}


def _words(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(word for text in texts for word in normalise(text).split())
