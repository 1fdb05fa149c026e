"""Which platforms and ids may stand in names of accounts (`platform:id`)? Either may hold colons of its own.

A name can't be cut in two without knowing one of its parts, so whoever looks accounts up by name asks for all parts
that it may have, and keeps the rows whose own name is among those that were asked for. A platform with more than three
colons is not looked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

__all__ = ["id_of", "ids_in", "platforms_in"]

_MOST: Final = 4  # colons of a name behind which an id may begin


def ids_in(names: Iterable[str]) -> list[str]:
    """Return what may be the ids in names: what stands behind any of their colons, each once.

    >>> ids_in(["harbourfeed:7", "pier:chat:7"])
    ['7', 'chat:7']
    """
    return sorted({name[at + 1 :] for name in names for at in _colons(name)})


def platforms_in(names: Iterable[str]) -> list[str]:
    """Return what may be the platforms in names: what stands before any of their colons, each once.

    >>> platforms_in(["harbourfeed:7", "pier:chat:7"])
    ['harbourfeed', 'pier', 'pier:chat']
    """
    return sorted({name[:at] for name in names for at in _colons(name)})


def id_of(name: str, platform: str) -> str:
    """Return the id in the name of an account of this platform, in any letter case.

    >>> id_of("pier:chat:7", "Pier:Chat"), id_of("harbourfeed:@lamp:room", "harbourfeed")
    ('7', '@lamp:room')
    """
    prefix = f"{platform.lower()}:"
    return name[len(prefix) :] if name.startswith(prefix) else name.partition(":")[2]


def _colons(name: str) -> list[int]:
    return [at for at, letter in enumerate(name) if letter == ":"][:_MOST]
