"""What is part of every training, whatever the desk's own labels say? The benign packs.

News, religious speech, counter-speech, identity mentions, research, protest, documentation of crimes and everyday
talk in Arabic, English and Spanish: 300 invented rows a pack and language, shipped in `benign/rows.csv`. There is no
argument of the training that leaves them out. Left out: how the rows were made (`benign_build.py`).
"""

from __future__ import annotations

import csv
import hashlib
import io
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np

from seawall.classify.errors import ClassifyError
from seawall.classify.labelled_texts import LabelledTexts

__all__ = ["PACKS", "benign_packs", "packs_digest"]

PACKS: Final = (
    *("news", "religious_speech", "counter_speech", "identity_mentions"),
    *("research", "protest", "documentation", "everyday"),
)
"""The packs; each is one benign suite, named `pack:` and this."""


@cache
def _written() -> bytes:
    return files("seawall.classify").joinpath("benign/rows.csv").read_bytes()


def packs_digest() -> str:
    """Return the SHA-256 of the shipped rows, hexadecimal."""
    return hashlib.sha256(_written()).hexdigest()


@cache
def benign_packs() -> LabelledTexts:
    """Return all rows of all packs, labelled 0; frames of the grammar stand for authors.

    Raises:
        ClassifyError: the shipped rows are incomplete; nothing is trained without them.
    """
    rows = list(csv.DictReader(io.StringIO(_written().decode("utf-8"))))
    packs = LabelledTexts.of(
        [row["text"] for row in rows],
        [0] * len(rows),
        authors=[f"pack:{row['frame']}" for row in rows],
        suites=[f"pack:{row['pack']}" for row in rows],
        languages=[row["language"] for row in rows],
    )
    if packs.benign_suites != sorted(f"pack:{pack}" for pack in PACKS) or not np.all(packs.labels == 0):
        raise ClassifyError("The benign packs are incomplete: install Seawall anew.")
    return packs
