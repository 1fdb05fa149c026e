"""Comparisons as a model knows them, and the model set by hand for them."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from seawall.identity import Family
from seawall.identity.compare import ComparisonExample, Outcome
from seawall.identity.models import IdentityModel
from seawall.identity.models.hand_set import hand_set_model


@dataclass(frozen=True)
class Named:
    """What a model reads of a comparison: its name, family and levels."""

    NAME: str
    FAMILY: Family
    LEVELS: tuple[str, ...]
    TITLE: str = "Named"

    def compare(self, new, closed, population) -> Outcome | None:
        return None

    def examples(self) -> tuple[ComparisonExample, ...]:
        return ()


COMPARISONS = (
    Named("handle", Family.NAME, ("same", "near", "other")),
    Named("display_name", Family.NAME, ("same", "other")),
    Named("avatar", Family.PICTURE, ("same", "near", "other")),
    Named("style", Family.VOICE, ("one_hand", "close", "near", "far")),
    Named("languages", Family.LANGUAGE, ("same", "other")),
    Named("timing", Family.TIME, ("hours", "days", "later")),
    Named("same_minute", Family.CONFLICT, ("both", "never")),
)


@pytest.fixture(scope="session")
def hand_set() -> IdentityModel:
    return hand_set_model(COMPARISONS)


def told(level: int, rarity_bits: float | None = None) -> Outcome:
    return Outcome(level=level, sentence="Both accounts agree.", rarity_bits=rarity_bits, left="new", right="closed")
