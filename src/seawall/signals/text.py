"""The signal `text`: does this post repeat a text that we know: as it stands, changed, inside another, or a part of it?

Two texts are the same where their normal forms are equal (`normal_form.py`); what is near is the index's business
(`seawall.index.near_text`). Left out: other languages, other words for the same thing; texts so short that ordinary
people write them too belong in a term list instead.
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
    """The normal form of a text."""

    NAME: Final = "text"
    TITLE: Final = "Text"
    APPLIES_TO: Final = ContentKind.TEXT
    MATCHING: Final = Matching.NEAR_TEXT
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
        """Return a slogan in three languages, whole, hidden and inside a text, and texts that only resemble it."""
        return (
            SignalExample(
                written="The lamps return!",
                canonical="the lamps return",
                carried_by=(
                    "THE  LAMPS\u200b RETURN",
                    "Тhe lаmps rеturn…",
                    "𝐓𝐡𝐞 𝐥𝐚𝐦𝐩𝐬 𝐫𝐞𝐭𝐮𝐫𝐧",
                    "th3 l4mp5 r37urn",
                    "t h e l a m p s r e t u r n",
                    "nruter spmal eht",
                    "he said: the lamps return tonight",
                ),
                not_carried_by=("the lamp returns", "lamps return", "the last lamp"),
            ),
            SignalExample(
                written="المصابيح تعود",
                canonical="المصابيح تعود",
                carried_by=(
                    "المَصَابِيحُ تَعُودُ",
                    "المصـــابيح تعود.",
                    "المصابیح تعود",
                    "المصاٮٮح ٮعود",
                    "ا.ل.م.ص.ا.ب.ي.ح تعود",
                    "almsabi7 t3wd",
                    "قالوا إن المصابيح تعود غدا",
                ),
                not_carried_by=("المصباح يعود",),
            ),
            SignalExample(
                written="Las lámparas vuelven este año",
                canonical="las lamparas vuelven este año",
                carried_by=(
                    "LAS LAMPARAS VUELVEN ESTE AN\u0303O",
                    "las lámparas vuelven este ano",
                    "l@s l@mp@r@s vuelven este @ño",
                    "las lamparas buelben este año",
                ),
                not_carried_by=("las lámparas este año",),
            ),
        )
