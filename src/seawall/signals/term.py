"""The signal `term`: does a listed word or phrase stand in this text, at word boundaries?

Terms are compared in the normal form. A term says little by itself: people who report, condemn or study use the same
words, so a single term never raises anything alone (`seawall.pipeline.scoring`). Which Arabic particles may be attached
to a term is told in `seawall.index.word_boundary`. Left out: inflection of other kinds, patterns.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from seawall.signals.content import Content, ContentKind, TextContent
from seawall.signals.errors import SignalValueError
from seawall.signals.normal_form import normalise
from seawall.signals.signal_type import Matching, SignalColumn, SignalExample

__all__ = ["MAX_TERM_CHARACTERS", "MIN_TERM_CHARACTERS", "Term"]

MIN_TERM_CHARACTERS: Final = 2
MAX_TERM_CHARACTERS: Final = 200


class Term:
    """A word or phrase inside a text."""

    NAME: Final = "term"
    TITLE: Final = "Word or phrase"
    APPLIES_TO: Final = ContentKind.TEXT
    MATCHING: Final = Matching.TERM
    WEIGHT: Final = 0.2

    def parse(self, value: str) -> str:
        """Return the normal form; SignalValueError where it has fewer than 2 characters or more than 200."""
        normal = normalise(value)
        if len(normal) < MIN_TERM_CHARACTERS and not (normal and "\u2e80" <= normal[0] <= "\ud7ff"):
            raise SignalValueError(
                f"a term needs at least {MIN_TERM_CHARACTERS} letters or digits: {value[:80]!r}",
                value=value,
                signal_type=self.NAME,
            )
        if len(normal) > MAX_TERM_CHARACTERS:
            raise SignalValueError(
                f"a term has at most {MAX_TERM_CHARACTERS} characters, this has {len(normal)}: bank it as a text",
                value=value,
                signal_type=self.NAME,
            )
        return normal

    def extract(self, content: Content) -> SignalColumn:
        """Return the normal form of every text: the term index looks inside it."""
        if not isinstance(content, TextContent):
            raise TypeError(f"{self.NAME} is taken from texts, not from {content.kind}")
        return SignalColumn(rows=np.arange(len(content), dtype=np.int64), values=content.normal.slices)

    def examples(self) -> tuple[SignalExample, ...]:
        """Return a name in three languages, with boundaries and attached particles."""
        return (
            SignalExample(
                written="Grey Lighthouse",
                canonical="grey lighthouse",
                carried_by=("the GREY-LIGHTHOUSE crew", "#grey_lighthouse", "Gréy Lіghthоuse!"),
                not_carried_by=("grey lighthouses", "a lighthouse, grey", "agrey lighthouse"),
            ),
            SignalExample(
                written="الفنار الرمادي",
                canonical="الفنار الرمادي",
                carried_by=("قال عن الفنار الرمادي شيئا", "وبالفنار الرمادي", "للفنار الرمادى"),
                not_carried_by=("الفنار", "منفنار الرمادي"),
            ),
            SignalExample(written="Faro Gris", canonical="faro gris", carried_by=("¡el faro gris!",)),
        )
