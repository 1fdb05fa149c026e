"""What is found is a list of groups of hits; here is what they are made of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from seawall.desk.observations.highlight import Piece

__all__ = ["Found", "Group", "Hit", "group_of", "literal_spans"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One line: where it leads, its title, and a second line in pieces of which some are marked."""

    address: str
    title: str
    pieces: tuple[Piece, ...] = ()
    aside: str | Promise = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Hits of one kind. `count` may be more than are listed; `looked` of `total` posts where the look was cut short."""

    name: str
    title: str | Promise
    icon: str
    hits: tuple[Hit, ...]
    count: int
    looked: int | None = None
    total: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Every group with hits, and how long it took."""

    groups: tuple[Group, ...]
    seconds: float

    @property
    def count(self) -> int:
        """Count the hits of all groups."""
        return sum(group.count for group in self.groups)


def group_of(
    name: str,
    title: str | Promise,
    icon: str,
    hits: tuple[Hit, ...],
    *,
    count: int,
    looked: int | None = None,
    total: int | None = None,
) -> Iterator[Group]:
    """Yield the group, unless it has no hit and the look was whole."""
    if hits or looked is not None:
        yield Group(name=name, title=title, icon=icon, hits=hits, count=count, looked=looked, total=total)


def literal_spans(text: str, written: str) -> list[tuple[int, int]]:
    """Return where `written` stands in `text` letter for letter, apart from case.

    >>> literal_spans("The Lamps and the lamps", "lamps")
    [(4, 9), (18, 23)]
    """
    if not written:
        return []
    return [match.span() for match in re.finditer(re.escape(written), text, re.IGNORECASE)]
