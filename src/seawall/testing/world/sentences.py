"""What does this author write about this topic? Sentences put together from an author's own share of the words.

There are no sentence templates to learn: a sentence is a walk over a small grammar (opener, fronted time, lead,
thing, companion, place, time, mark), each choice drawn from the author's own part of a pool, with the author's own
rates, spelling and marks. Movement, press, congregation and families all use the same walk; only the topic's words
differ. All of a block is composed at once: each slot is an array of positions in the phrasebook, joined by Arrow.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from seawall.testing.world.draws import Bits, Draws, Ints, Reals
from seawall.testing.world.phrasebook import LANGUAGES, ORDINARY_TOPICS, PUNCTUATION, TOPICS, Phrasebook
from seawall.testing.world.spelling import HABITS

__all__ = ["Composer", "Wording"]

_OWN_SHARE: Final = 0.45  # of a pool's phrases, how many one author uses
_ARABIC: Final = LANGUAGES.index("ar")
_SPANISH: Final = LANGUAGES.index("es")
_PROMOTES: Final = TOPICS.index("promotes")
_REPORTS: Final = TOPICS.index("reports")
_SPEAK_OF_MOVEMENT: Final = tuple(TOPICS.index(t) for t in ("reports", "condemns", "researches", "satirises", "quotes"))
_MAKE_ONE_WORD: Final = (
    ("لـ ال", "لل"),
    ("لـ ", "ل"),
    ("بـ ", "ب"),
    (" de el ", " del "),
    (" a el ", " al "),
)
"""Arabic prefixes join their word; Spanish `de el` and `a el` are one word."""


@dataclass(slots=True, kw_only=True)
class Wording:
    """The posts of a block to be worded; one row each."""

    voice: Bits  # whose habits: the actor, not the account
    key: Bits  # which post
    language: Ints
    topic: Ints
    quote: pa.Array | None = None  # what stands after the first thing, with its marks; "" for none
    habit: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))  # of spelling; the composer fills it in

    def __len__(self) -> int:
        return len(self.voice)


class Composer:
    """Words posts with one seed's phrasebook."""

    def __init__(self, draws: Draws, book: Phrasebook) -> None:
        self._draws = draws
        self._book = book
        self._topic_pools = {
            part: (
                np.stack([book.pools[f"{topic}.{part}"][0] for topic in TOPICS]),
                np.stack([book.pools[f"{topic}.{part}"][1] for topic in TOPICS]),
            )
            for part in ("do", "np", "end")
        }

    def compose(self, wording: Wording) -> pa.Array:
        """Return the text of each row, without links, mentions and slogans of its own."""
        wording.habit = self._draws.below("spelling", len(HABITS), wording.voice)
        parts: list[pa.Array] = []
        parts += self._sentence(wording, 1)
        parts += self._second(wording)
        parts += self._decoration(wording)
        text = pc.binary_join_element_wise(*parts, "")
        return one_word(text)

    # -- one sentence -------------------------------------------------------------------------------------------------

    def _sentence(self, w: Wording, nth: int) -> list[pa.Array]:
        stance = w.topic >= len(ORDINARY_TOPICS)
        kind = self._draws.chosen("kind", np.array([0.62, 0.22, 0.16]), w.key, nth)
        kind[stance & ((w.topic != _PROMOTES) | (kind != 1))] = 0
        opens = self._rate("opener", w, 0.0, 0.45, nth)
        fronts = self._rate("front", w, 0.0, 0.4, nth) & ~opens
        parts = [
            self._phrase("opener", w, nth, shown=opens, starts=1),
            self._mark("comma", w, shown=opens),
            self._phrase("when", w, nth, shown=fronts, starts=1),
            self._mark("comma", w, shown=fronts),
        ]
        starts = (~(opens | fronts)).astype(np.int64)
        asks_from_start = (kind == 2) & (starts == 1) & (w.language == _SPANISH)
        parts.append(self._take(np.where(asks_from_start, self._book.fixed["ask_before"][0] + 2, self._nothing)))
        lead = self._topic_phrase("do", w, nth, starts)
        lead = np.where(kind == 1, self._generic("opinion", w, nth, starts), lead)
        lead = np.where(kind == 2, self._generic("ask", w, nth, starts), lead)
        parts += [self._take(lead), self._take(self._topic_phrase("np", w, nth, np.zeros_like(starts)))]
        if w.quote is not None and nth == 1:
            parts.append(w.quote)
        parts += self._circumstances(w, nth, fronts)
        parts.append(self._end_mark(w, nth, asking=kind == 2))
        return parts

    def _circumstances(self, w: Wording, nth: int, fronted: npt.NDArray[np.bool_]) -> list[pa.Array]:
        company = self._rate("with", w, 0.05, 0.4, nth)
        when = self._rate("when", w, 0.1, 0.7, nth) & ~fronted
        place = self._rate("place", w, 0.1, 0.6, nth)
        place |= ~company & ~when & ~fronted & self._rate("somewhere", w, 0.6, 1.0, nth)  # few sentences stay bare
        street = place & self._rate("street", w, 0.2, 0.8, nth)
        clock = when & self._rate("clock", w, 0.1, 0.9, nth)
        return [
            self._phrase("with", w, nth, shown=company),
            self._phrase("names", w, nth, shown=company),
            self._phrase("place", w, nth, shown=place & ~street),
            self._phrase("streets", w, nth, shown=street),
            self._phrase("when", w, nth + 10, shown=when & ~clock),
            self._phrase("times", w, nth, shown=clock),
        ]

    def _second(self, w: Wording) -> list[pa.Array]:
        """Return an ending of the topic, or one more comment, for authors who like to say more."""
        more = self._rate("more", w, 0.2, 0.9, 0)
        stance = w.topic >= len(ORDINARY_TOPICS)
        ones = np.ones(len(w), dtype=np.int64)
        topical = self._topic_phrase("end", w, 3, ones)
        general = self._generic("closer", w, 3, ones)
        chosen = np.where(stance & self._rate("topical", w, 0.4, 1.0, 0), topical, general)
        between = self._book.fixed["between"][0] + self._draws.below("between", 3, w.voice)
        closing = self._end_mark(w, 4, asking=np.zeros(len(w), dtype=bool))
        return [
            self._take(np.where(more, between, self._nothing)),
            self._take(np.where(more, chosen, self._nothing)),
            pc.if_else(pa.array(more), closing, ""),
        ]

    def _decoration(self, w: Wording) -> list[pa.Array]:
        emoji = self._rate("emoji", w, -0.4, 0.8, 0)
        count = self._book.fixed["emoji"][1]
        favourite = self._draws.below("which emoji", 4, w.key)
        which = self._draws.below("emoji of voice", count, w.voice, favourite)
        twice = self._rate("twice", w, -0.5, 0.5, 0)
        pool = np.where(twice, self._book.fixed["emoji_twice"][0], self._book.fixed["emoji"][0])
        return [self._take(np.where(emoji, pool + which, self._nothing)), self._tags(w)]

    def _tags(self, w: Wording) -> pa.Array:
        tagged = self._rate("tag", w, -0.3, 0.6, 0)
        spans = [[self._book.fixed[f"tag/{language}/{topic}"] for topic in TOPICS] for language in LANGUAGES]
        offset = np.array([[span[0] for span in row] for row in spans])[w.language, w.topic]
        size = np.array([[span[1] for span in row] for row in spans])[w.language, w.topic]
        number = self._draws.below("tag", size, w.voice, self._draws.below("which tag", 2, w.key))
        return self._take(np.where(tagged, offset + number, self._nothing))

    # -- one slot -----------------------------------------------------------------------------------------------------

    @property
    def _nothing(self) -> int:
        return self._book.fixed["empty"][0]

    def _take(self, positions: Ints) -> pa.Array:
        return self._book.strings.take(pa.array(positions))

    def _rate(self, name: str, w: Wording, low: float, high: float, nth: int) -> npt.NDArray[np.bool_]:
        """Draw yes or no at the author's own rate, which lies between `low` and `high`."""
        own: Reals = low + (high - low) * self._draws.unit("rate of " + name, w.voice)
        return self._draws.unit(name, w.key, nth) < own

    def _own(self, name: str, w: Wording, nth: int, size: Ints) -> Ints:
        """Draw a phrase number from the author's own share of a pool; the favourites come often."""
        favour = self._draws.unit("favour " + name, w.key, nth)
        rank = (favour * favour * np.maximum(3.0, size * _OWN_SHARE)).astype(np.int64)
        return self._draws.below("own " + name, size, w.voice, w.topic, rank)

    def _generic(self, name: str, w: Wording, nth: int, starts: Ints | int) -> Ints:
        offsets, sizes = self._book.pools[name]
        number = self._own(name, w, nth, sizes[w.language])
        form = np.broadcast_to(np.asarray(starts, dtype=np.int64), number.shape)
        return self._book.index(offsets[w.language], number, habit=w.habit, starts=form)

    def _phrase(self, name: str, w: Wording, nth: int, *, shown: npt.NDArray[np.bool_], starts: int = 0) -> pa.Array:
        return self._take(np.where(shown, self._generic(name, w, nth, starts), self._nothing))

    def _thing_topic(self, w: Wording, nth: int) -> Ints:
        """Return whose things are spoken of: who reports or refuses often names the movement's, and the reverse."""
        borrows = self._draws.unit("borrows", w.key, nth)
        from_movement = np.isin(w.topic, _SPEAK_OF_MOVEMENT) & (borrows < 0.4)
        from_press = (w.topic == _PROMOTES) & (borrows < 0.12)
        return np.where(from_movement, _PROMOTES, np.where(from_press, _REPORTS, w.topic))

    def _topic_phrase(self, part: str, w: Wording, nth: int, starts: Ints) -> Ints:
        offsets, sizes = self._topic_pools[part]
        topic = self._thing_topic(w, nth) if part == "np" else w.topic
        number = self._own(part, w, nth, sizes[topic, w.language])
        return self._book.index(offsets[topic, w.language], number, habit=w.habit, starts=starts)

    def _mark(self, name: str, w: Wording, *, shown: npt.NDArray[np.bool_]) -> pa.Array:
        offset, size = self._book.fixed[name]
        arabic = (w.language == _ARABIC).astype(np.int64)
        style = self._draws.below(name, size, w.voice)
        style = np.where(style < 2, arabic, style)
        return self._take(np.where(shown, offset + style, self._nothing))

    def _end_mark(self, w: Wording, nth: int, *, asking: npt.NDArray[np.bool_]) -> pa.Array:
        usual = self._draws.unit("usual mark", w.key, nth) < 0.8
        style = self._draws.below("mark", len(PUNCTUATION), w.voice, usual.astype(np.int64))
        position = self._book.fixed["punctuation"][0] + style
        question, _ = self._book.fixed["question"]
        arabic = (w.language == _ARABIC).astype(np.int64)
        doubled = 2 * (self._draws.below("question", 4, w.voice) == 0)
        return self._take(np.where(asking, question + arabic + doubled, position))


def one_word(text: pa.Array) -> pa.Array:
    """Join what the grammar of a language writes as one word."""
    for pattern, replacement in _MAKE_ONE_WORD:
        text = pc.replace_substring(text, pattern=pattern, replacement=replacement)
    return text
