"""The signal `text`: is this whole post, apart from spelling tricks, one that we know?

Two texts are the same where their normal forms are equal (`normal_form.py`). Left out: texts that were shortened,
extended or reordered; texts so short that ordinary people write them too belong in a term list instead.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from seawall.signals.content import Content, ContentKind, TextContent
from seawall.signals.errors import SignalValueError
from seawall.signals.normal_form import normalise
from seawall.signals.signal_type import Matching, SignalColumn, SignalExample
from seawall.signals.slices import Slices

__all__ = ["MIN_TEXT_CHARACTERS", "Text"]

MIN_TEXT_CHARACTERS: Final = 8
"""Shortest normal form that counts as a text of its own."""


class Text:
    """The normal form of a whole text."""

    NAME: Final = "text"
    TITLE: Final = "Whole text"
    APPLIES_TO: Final = ContentKind.TEXT
    MATCHING: Final = Matching.EXACT
    WEIGHT: Final = 0.9

    def parse(self, value: str) -> str:
        """Return the normal form; one of fewer than 8 characters raises SignalValueError."""
        normal = normalise(value)
        if len(normal) < MIN_TEXT_CHARACTERS:
            raise SignalValueError(
                f"a text needs at least {MIN_TEXT_CHARACTERS} letters or digits to be told from others, this has "
                f"{len(normal)}: {value[:80]!r}; put it in a term list",
                value=value,
                signal_type=self.NAME,
            )
        return normal

    def extract(self, content: Content) -> SignalColumn:
        """Return the normal form of each text that is not empty."""
        if not isinstance(content, TextContent):
            raise TypeError(f"{self.NAME} is taken from texts, not from {content.kind}")
        slices = content.normal.slices
        rows = np.flatnonzero(slices.ends - slices.starts >= MIN_TEXT_CHARACTERS).astype(np.int64)
        return SignalColumn(
            rows=rows, values=Slices(data=slices.data, starts=slices.starts[rows], ends=slices.ends[rows])
        )

    def examples(self) -> tuple[SignalExample, ...]:
        """Return a slogan in three languages, and texts that only contain or resemble it."""
        return (
            SignalExample(
                written="The lamps return!",
                canonical="the lamps return",
                carried_by=("THE  LAMPS\u200b RETURN", "Тhe lаmps rеturn…", "𝐓𝐡𝐞 𝐥𝐚𝐦𝐩𝐬 𝐫𝐞𝐭𝐮𝐫𝐧"),
                not_carried_by=("the lamps return tonight", "the lamp returns", ""),
            ),
            SignalExample(
                written="المصابيح تعود",
                canonical="المصابيح تعود",
                carried_by=("المَصَابِيحُ تَعُودُ", "المصـــابيح تعود.", "المصابیح تعود"),
                not_carried_by=("المصباح يعود",),
            ),
            SignalExample(
                written="Las lámparas vuelven este año",
                canonical="las lamparas vuelven este año",
                carried_by=("LAS LAMPARAS VUELVEN ESTE AN\u0303O",),
                not_carried_by=("las lámparas vuelven este ano",),
            ),
        )
