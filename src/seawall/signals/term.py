"""The signal `term`: does a listed word or phrase stand in this text, at word boundaries?

Terms are compared in the normal form. A term says little by itself: people who report, condemn or study use the same
words, so a single term never raises anything alone (`seawall.pipeline.scoring`). Which Arabic particles and endings
may be attached to a term is told in `seawall.index.word_boundary`. A term may say its language where that changes
what it meets: `en:lamp room` also meets its plural, `fa:…` has no Arabic particles. Left out: inflection of other
kinds, patterns.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Final

import numpy as np

from seawall.signals.content import Content, ContentKind, TextContent
from seawall.signals.errors import SignalValueError
from seawall.signals.normal_form import normalise
from seawall.signals.signal_type import Matching, SignalColumn, SignalExample

__all__ = ["LANGUAGES", "MAX_TERM_CHARACTERS", "MIN_TERM_CHARACTERS", "Term", "split_term"]

MIN_TERM_CHARACTERS: Final = 2
MAX_TERM_CHARACTERS: Final = 200
LANGUAGES: Final = MappingProxyType({"ar": "Arabic", "en": "Latin", "es": "Latin", "fa": "Arabic", "ur": "Arabic"})
"""Languages that a term may name, and the script that it is then written in."""

_NAMED: Final = re.compile(rf"\s*({'|'.join(LANGUAGES)})\s*:(.*)", re.IGNORECASE | re.DOTALL)
_SCRIPTS: Final = {"Arabic": re.compile("[\u0620-\u06ff ]+"), "Latin": re.compile("[a-zñ0-9 ]+")}
_DEFAULT_LANGUAGE: Final = "ar"  # of a term in Arabic script: naming it changes nothing


class Term:
    """A word or phrase inside a text."""

    NAME: Final = "term"
    TITLE: Final = "Word or phrase"
    APPLIES_TO: Final = ContentKind.TEXT
    MATCHING: Final = Matching.TERM
    WEIGHT: Final = 0.2

    def parse(self, value: str) -> str:
        """Return the normal form, behind its language where that changes something.

        SignalValueError where it has fewer than 2 characters or more than 200, or is not written as its language is.
        """
        named = _NAMED.fullmatch(value)
        normal = normalise(named[2] if named else value)
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
        return normal if named is None else self._in_language(named[1].lower(), normal, value)

    def _in_language(self, language: str, normal: str, value: str) -> str:
        script = LANGUAGES[language]
        if not _SCRIPTS[script].fullmatch(normal):
            raise SignalValueError(
                f"{language}: names a language in {script} script, which this is not: {value[:80]!r}",
                value=value,
                signal_type=self.NAME,
            )
        return normal if language == _DEFAULT_LANGUAGE else f"{language}:{normal}"

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
                not_carried_by=("الفنار", "منفنار الرمادي", "الفنار الرماد"),
            ),
            SignalExample(
                written="منظمة",
                canonical="منظمه",
                carried_by=("منظماتهم", "وللمنظمات", "بمنظمتنا", "المنظمتين"),
                not_carried_by=("منظم", "المنظمتنا", "تنظيم"),
            ),
            SignalExample(
                written="en: Grey Lighthouse",
                canonical="en:grey lighthouse",
                carried_by=("grey lighthouses", "the grey lighthouse's crew"),
                not_carried_by=("greys lighthouse", "grey lighthousemen"),
            ),
            SignalExample(written="Faro Gris", canonical="faro gris", carried_by=("¡el faro gris!",)),
        )


def split_term(term: str) -> tuple[str | None, str]:
    """Return the language, where a canonical term names one, and the normal form.

    >>> split_term("en:lamp room"), split_term("lamp room")
    (('en', 'lamp room'), (None, 'lamp room'))
    """
    language, colon, normal = term.partition(":")
    return (language, normal) if colon else (None, term)
