"""Which words are there to choose from? All phrases of a world in one Arrow array, found by pool and number.

The phrases stand in `lexicon/*.toml`, one file a language. A third of them occur only in worlds of reported seeds, a
third only in all others, so that what was learnt by heart in development does not help in a report. A world uses a
seed's own part of what is left and its own invented streets. Every phrase is there in each spelling habit and twice:
to begin a sentence (capital, no space before) and to go on with one.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Final
from zlib import crc32

import numpy as np
import pyarrow as pa

from seawall.testing.world.draws import Draws, Ints
from seawall.testing.world.spelling import HABITS, spell
from seawall.testing.world.words import STREET_SYLLABLES, WORDS

__all__ = [
    "EMOJI",
    "LANGUAGES",
    "ORDINARY_TOPICS",
    "PUNCTUATION",
    "STANCE_TOPICS",
    "TOPICS",
    "Lexicon",
    "Phrasebook",
    "read_lexicons",
]

LANGUAGES: Final = ("ar", "en", "es")
ORDINARY_TOPICS: Final = (
    "family", "football", "market", "cooking", "study", "work",
    "harbour", "garden", "music", "health", "travel", "weather",
)  # fmt: skip
STANCE_TOPICS: Final = (
    "reports", "condemns", "researches", "documents", "satirises",
    "prays", "quotes", "promotes", "recruits", "threatens",
)  # fmt: skip
TOPICS: Final = ORDINARY_TOPICS + STANCE_TOPICS
EMOJI: Final = WORDS["emoji"]
PUNCTUATION: Final = (".", "", "!", "...", " .", "!!", "…", " :)")
KEPT_SHARE: Final = 0.85
FEWEST_PHRASES: Final = 6
STREETS: Final = 240

Lexicon = dict[str, dict[str, list[str]]]


def read_lexicons() -> dict[str, Lexicon]:
    """Return language → section → pool → phrases, as the data files have them."""
    books = {}
    for language in LANGUAGES:
        text = (files("seawall.testing.world") / "lexicon" / f"{language}.toml").read_text(encoding="utf-8")
        books[language] = {
            section: {name: value.split(" | ") for name, value in pools.items()}
            for section, pools in tomllib.loads(text).items()
        }
    return books


@dataclass(slots=True)
class Phrasebook:
    """The phrases of one world; `offset` and `size` are indexed by language and, for topics, by topic."""

    lexicons: dict[str, Lexicon]
    reported: bool = False
    strings: pa.Array = field(init=False)
    per_form: int = field(init=False, default=0)
    pools: dict[str, tuple[Ints, Ints]] = field(init=False, default_factory=dict)
    fixed: dict[str, tuple[int, int]] = field(init=False, default_factory=dict)

    @classmethod
    def of(cls, draws: Draws, *, reported: bool) -> Phrasebook:
        """Return the phrasebook of a seed, which may be one for reported figures."""
        book = cls(read_lexicons(), reported)
        book.lay_out(draws)
        return book

    def lay_out(self, draws: Draws) -> None:
        """Put all phrases into one array: fixed strings, then every pool once a spelling habit and form."""
        pools = {name: [self._pool(draws, name, lang) for lang in LANGUAGES] for name in self._pool_names()}
        words: list[tuple[str, str]] = []
        for name, by_language in pools.items():
            offsets, sizes = [], []
            for language, phrases in zip(LANGUAGES, by_language, strict=True):
                offsets.append(len(words))
                sizes.append(len(phrases))
                words.extend((phrase, language) for phrase in phrases)
            self.pools[name] = (np.array(offsets), np.array(sizes))
        self.per_form = len(words)
        strings = self._forms(words)
        for name, constants in _fixed_pools(self.lexicons).items():
            self.fixed[name] = (len(strings), len(constants))
            strings.extend(constants)
        self.strings = pa.array(strings, pa.string())

    def index(self, offset: Ints, number: Ints, *, habit: Ints, starts: Ints) -> Ints:
        """Return where the phrase stands: `starts` is 1 at the beginning of a sentence."""
        return ((habit * 2 + starts) * self.per_form) + offset + number

    @staticmethod
    def _forms(words: list[tuple[str, str]]) -> list[str]:
        strings: list[str] = []
        for habit in range(len(HABITS)):
            spelt = [spell(phrase, language, habit) for phrase, language in words]
            lower = habit in (2, 4, 6)
            strings.extend(" " + word for word in spelt)
            strings.extend(word if lower else word[:1].upper() + word[1:] for word in spelt)
        return strings

    @staticmethod
    def _pool_names() -> list[str]:
        topics = [f"{topic}.{part}" for topic in TOPICS for part in ("do", "np", "end")]
        return [*topics, "opener", "closer", "opinion", "ask", "with", "place", "when", "names", "streets", "times"]

    def _pool(self, draws: Draws, name: str, language: str) -> list[str]:
        lexicon = self.lexicons[language]
        if name == "streets":
            return _streets(draws, lexicon, language)
        if name == "times":
            return _times(draws, lexicon, language)
        section, _, part = name.partition(".")
        if not part:
            section, part = "generic", name
        phrases = lexicon[section].get(part) or lexicon["generic"]["closer"]
        if name != "names":
            kept = [phrase for phrase in phrases if _belongs(phrase, reported=self.reported)]
            phrases = kept if len(kept) >= FEWEST_PHRASES else phrases
        order = draws.shuffled(f"phrases/{language}/{name}", len(phrases))
        return [phrases[i] for i in order[: max(4, int(len(phrases) * KEPT_SHARE))]]


def _belongs(phrase: str, *, reported: bool) -> bool:
    """Return whether a phrase may stand in this kind of world: a third in either, a third in both."""
    return crc32(phrase.encode()) % 3 != (0 if reported else 1)


def _streets(draws: Draws, lexicon: Lexicon, language: str) -> list[str]:
    """Return invented street names: one of them in a sentence makes it its author's own."""
    syllables = STREET_SYLLABLES[language]
    numbers = np.arange(STREETS)
    picks = [draws.below(f"street/{language}/{i}", len(syllables), numbers) for i in range(3)]
    kinds = draws.below(f"street/{language}/kind", len(lexicon["generic"]["street"]), numbers)
    form = lexicon["generic"]["street_form"][0]
    names = ["".join(syllables[int(p[i])] for p in picks) for i in numbers]
    return [
        form.format(name.capitalize(), lexicon["generic"]["street"][int(kind)])
        for name, kind in zip(names, kinds, strict=True)
    ]


def _times(draws: Draws, lexicon: Lexicon, language: str) -> list[str]:
    generic = lexicon["generic"]
    minute = draws.below(f"minutes/{language}", 60, np.arange(120))
    clock = [generic["at_time"][0].format(6 + i % 17, f"{int(m):02d}") for i, m in enumerate(minute)]
    return clock + [generic["minutes"][0].format(n) for n in range(7, 95)]


def _fixed_pools(lexicons: dict[str, Lexicon]) -> dict[str, list[str]]:
    """Return strings without spelling habits: marks, emoji, hashtags, slogans as written and as quoted."""
    pools = {
        "empty": [""],
        "space": [" "],
        "comma": [",", "،", "...", " -"],
        "question": ["?", "؟", "??", "؟؟"],
        "ask_before": ["", "", "¿"],
        "colon": [": ", " - "],
        "emoji": [" " + e for e in EMOJI],
        "emoji_twice": [" " + e + e for e in EMOJI],
        "punctuation": list(PUNCTUATION),
        "between": [" ", "\n", " "],
    }
    for language in LANGUAGES:
        for topic in TOPICS:
            pools[f"tag/{language}/{topic}"] = [" #" + tag for tag in lexicons[language][topic]["tag"]]
    return pools
