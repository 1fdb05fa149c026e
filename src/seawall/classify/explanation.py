"""Which words made this score? Contributions of n-grams, with their places in the original text.

The margin is a sum over n-grams, so the contributions are exact: those of all n-grams and the intercept add up to the
margin. An n-gram that stands more than once shares its contribution among its places. For highlighting, the
contributions are also summed by word. Left out: why a word has the weight that it has; that is in the training texts.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seawall.classify.linear_views import MIN_SUPPORT, LinearViews
from seawall.classify.text_features import BUCKETS, LocatedNgrams, locate
from seawall.evidence import Evidence

__all__ = ["Contribution", "Explanation", "explain_text"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """What one n-gram adds to the margin; `spans` are (start, end) in the characters of the original text."""

    ngram: str
    weight: float
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why a text has its score: strongest n-grams first, then every weighed word for highlighting."""

    score: float | None
    raised: bool
    margin: float
    intercept: float
    support_count: int
    ngrams: tuple[Contribution, ...]
    words: tuple[Contribution, ...]

    def evidence(self) -> tuple[Evidence, ...]:
        """Return the n-grams as evidence that a reviewer reads."""
        return tuple(
            Evidence(
                feature="ngram",
                weight=one.weight,
                detail=f"“{one.ngram.strip()}” speaks {'for' if one.weight > 0 else 'against'} raising",
                left=one.ngram,
            )
            for one in self.ngrams
        )


def explain_text(
    text: str, views: LinearViews, table: NDArray[np.float32], *, score: float | None, raised: bool, most: int
) -> Explanation:
    """Explain one text."""
    text = text.encode("utf-8", "replace").decode("utf-8")
    located = locate(text)
    shares, support = _shares(located, table)
    ngrams = _by_ngram(text, located, shares)
    ngrams.sort(key=lambda one: -abs(one.weight))
    return Explanation(
        score=score,
        raised=raised,
        margin=float(shares.sum()) + views.intercept,
        intercept=views.intercept,
        support_count=support,
        ngrams=tuple(ngrams[:most]),
        words=_by_word(text, located, shares),
    )


def _shares(located: LocatedNgrams, table: NDArray[np.float32]) -> tuple[NDArray[np.float64], int]:
    """Return what each place adds to the margin, and how many n-grams of the word view support raising."""
    buckets, inverse, counts = np.unique(located.buckets, return_inverse=True, return_counts=True)
    idf, weights = table[buckets, 0].astype(np.float64), table[buckets, 1].astype(np.float64)
    values = (1 + np.log(counts)) * idf
    in_words = buckets >= BUCKETS // 2
    for view in (False, True):
        length = np.sqrt(np.sum(values[in_words == view] ** 2))
        if length > 0:
            values[in_words == view] /= length
    support = int(np.sum(in_words & (weights > 0)))
    each: NDArray[np.float64] = (values * weights / counts)[inverse]
    return each, support


def _by_ngram(text: str, located: LocatedNgrams, shares: NDArray[np.float64]) -> list[Contribution]:
    places: dict[str, list[int]] = defaultdict(list)
    data = located.normal.slices.data
    for place in np.flatnonzero(shares).tolist():
        kind = "word" if located.buckets[place] >= BUCKETS // 2 else "letters"
        written = data[located.starts[place] : located.ends[place]].tobytes().decode("utf-8", "replace")
        places[f"{kind}:{written}"].append(place)
    return [
        Contribution(
            ngram=key.partition(":")[2],
            weight=float(shares[found].sum()),
            spans=tuple(dict.fromkeys(_span(text, located, place) for place in found)),
        )
        for key, found in places.items()
    ]


def _by_word(text: str, located: LocatedNgrams, shares: NDArray[np.float64]) -> tuple[Contribution, ...]:
    """Sum the shares by word; a pair's share goes to its two words in halves."""
    data: Any = located.normal.slices.data
    sums: dict[tuple[int, int], float] = defaultdict(float)
    for place in np.flatnonzero(shares).tolist():
        words = _words_of(data, int(located.starts[place]), int(located.ends[place]))
        for word in words:
            sums[word] += float(shares[place]) / len(words)
    return tuple(
        Contribution(
            ngram=data[start:end].tobytes().decode("utf-8", "replace"),
            weight=weight,
            spans=(located.normal.original_span(text, start, end),),
        )
        for (start, end), weight in sorted(sums.items())
    )


def _words_of(data: Any, start: int, end: int) -> list[tuple[int, int]]:
    """Return the whole words that octets `start` to `end` touch."""
    while data[start - 1] != ord(" "):
        start -= 1
    found = []
    while start < end:
        stop = start
        while data[stop] != ord(" "):
            stop += 1
        found.append((start, stop))
        start = stop + 1
    return found


def _span(text: str, located: LocatedNgrams, place: int) -> tuple[int, int]:
    return located.normal.original_span(text, int(located.starts[place]), int(located.ends[place]))


def abstains(explanation: Explanation) -> bool:
    """Say whether the text rests on too few n-grams to be raised, whatever its margin."""
    return explanation.support_count < MIN_SUPPORT
