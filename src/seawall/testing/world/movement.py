"""What does the movement spread, and what of it does the desk already know?

Slogans, whole statements in three languages, pages, invites, wallets and pictures. The bank holds a realistic part of
it: about three fifths of the statements, pages and originals, seven of ten slogans. An entry's id is the content's
id, so the truth can say which entry a post copies.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa

from seawall.testing.world.contact_points import invite, movement_url, wallet
from seawall.testing.world.draws import Bits, Draws, Ints
from seawall.testing.world.phrasebook import LANGUAGES, TOPICS, Lexicon
from seawall.testing.world.pictures import Gallery
from seawall.testing.world.sentences import Composer, Wording

__all__ = ["CONTENT_KINDS", "Catalogue", "Content", "gather"]

CONTENT_KINDS: Final = ("statement", "page", "picture", "slogan", "invite", "wallet")
STATEMENTS_PER_LANGUAGE: Final = 24
PAGES: Final = 60
INVITES: Final = 24
WALLETS: Final = 8
_KNOWN_SHARE: Final = 0.6
_KNOWN_SLOGANS: Final = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """One thing that the movement spreads."""

    content_id: str
    kind: str
    language: str | None
    value: str
    known: bool  # stands in the desk's bank


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """Everything that the movement spreads; `first` says where each kind begins in `contents`."""

    contents: tuple[Content, ...]
    first: dict[str, int]

    def of_kind(self, kind: str, language: str | None = None) -> list[Content]:
        """Return the contents of a kind, in order, of one language where given."""
        return [c for c in self.contents if c.kind == kind and language in (None, c.language)]

    def count(self, kind: str) -> int:
        """Return how many contents there are of a kind."""
        return len(self.of_kind(kind))


def gather(draws: Draws, composer: Composer, lexicons: dict[str, Lexicon], gallery: Gallery) -> Catalogue:
    """Return the movement's contents of a world."""
    contents: list[Content] = []
    first: dict[str, int] = {}
    makers: dict[str, Callable[[], list[tuple[str | None, str]]]] = {
        "statement": lambda: _statements(draws, composer, lexicons),
        "page": lambda: [(None, movement_url(draws, n)) for n in range(PAGES)],
        "picture": lambda: [(None, p.media_id) for p in gallery.pictures[: gallery.original_count]],
        "slogan": lambda: [(lang, s) for lang in LANGUAGES for s in lexicons[lang]["movement"]["slogans"]],
        "invite": lambda: [(None, invite(draws, n)) for n in range(INVITES)],
        "wallet": lambda: [(None, wallet(draws, n)) for n in range(WALLETS)],
    }
    for kind, make in makers.items():
        first[kind] = len(contents)
        values = make()
        for number, (language, value) in enumerate(values):
            known = _is_known(draws, kind, number, len(values))
            name = f"gl-{kind}-{number:04d}"
            contents.append(Content(content_id=name, kind=kind, language=language, value=value, known=known))
    return Catalogue(contents=tuple(contents), first=first)


def _is_known(draws: Draws, kind: str, number: int, count: int) -> bool:
    if kind in ("invite", "wallet"):
        return False
    if kind == "slogan":
        in_language = number % (count // len(LANGUAGES))
        order = draws.shuffled("known slogans", count // len(LANGUAGES))
        return in_language == 0 or int(np.flatnonzero(order == in_language)[0]) < _KNOWN_SLOGANS
    return number == 0 or draws.number(f"known {kind}", 100, number) < _KNOWN_SHARE * 100


def _statements(draws: Draws, composer: Composer, lexicons: dict[str, Lexicon]) -> list[tuple[str | None, str]]:
    """Return whole texts, each of three sentences and a slogan, in the voices of invented authors."""
    count = STATEMENTS_PER_LANGUAGE * len(LANGUAGES)
    language = np.repeat(np.arange(len(LANGUAGES)), STATEMENTS_PER_LANGUAGE)
    voice = draws.bits("statement voice", np.arange(count))
    texts = [_sentences(draws, composer, voice, language, nth) for nth in range(3)]
    statements: list[tuple[str | None, str]] = []
    for row in range(count):
        name = LANGUAGES[language[row]]
        slogans = lexicons[name]["movement"]["slogans"]
        slogan = slogans[draws.number("statement slogan", len(slogans), row)]
        parts = [texts[nth][row].as_py().strip() for nth in range(3)]
        parts.insert(draws.number("slogan place", 4, row), slogan[:1].upper() + slogan[1:] + ".")
        statements.append((name, " ".join(parts)))
    return statements


def _sentences(draws: Draws, composer: Composer, voice: Bits, language: Ints, nth: int) -> pa.Array:
    topic = np.full(len(language), TOPICS.index("promotes"))
    key = draws.bits("statement", np.arange(len(language)), nth)
    return composer.compose(Wording(voice=voice, key=key, language=language, topic=topic))
