"""The comparison `reposts` keeps its contract."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from seawall.identity.compare.drawn_pairs import with_keys
from seawall.identity.compare.reposts import Reposts
from seawall.identity.population import CountedPopulation
from seawall.identity.portrait import KeyKind, Portrait
from seawall.identity.traits.post_keys import post_keys
from seawall.testing.contracts.comparison_contract import ComparisonContract


class TestContract(ComparisonContract):
    """The contract of comparisons."""

    @pytest.fixture
    def comparison(self) -> Reposts:
        """Return the comparison."""
        return Reposts()


def _portraits(*accounts: list[str]) -> list[Portrait]:
    texts = [text for posts in accounts for text in posts]
    owners = np.array([number for number, posts in enumerate(accounts) for _ in posts], np.int32)
    found = post_keys(pa.array(texts, pa.string()), owners)
    return [
        Portrait(
            account=f"a:{number}",
            keys={kind: pairs.keys[pairs.owners == number] for kind, pairs in found.keys.items()},
            shown=found.shown,
        )
        for number in range(len(accounts))
    ]


def _level(new: Portrait, closed: Portrait) -> str | None:
    outcome = Reposts().compare(new, closed, CountedPopulation([closed]))
    return Reposts.LEVELS[outcome.level] if outcome else None


OWN = [
    "the lamps return when the tide turns at the old pier",
    "bring oil and salt to the third jetty before the bells",
    "nobody keeps the light who never kept a watch alone",
]


def test_an_heir_who_posts_the_old_posts_again_is_seen() -> None:
    new, closed = _portraits([f"{text.upper()}!! @wick https://t.example/{text[:3]}" for text in OWN], OWN)
    assert _level(new, closed) == "several_posts"


def test_a_fan_who_quotes_with_the_name_carries_nothing_over() -> None:
    fan, closed = _portraits(
        [*(f"RT @lamp: {text}" for text in OWN), f"“{OWN[0]}” @lamp", "what a fine evening it was at sea"], OWN
    )
    assert _level(fan, closed) == "none"


def test_a_changed_post_is_found_by_its_phrases() -> None:
    new, closed = _portraits([f"friends, {OWN[0]}, be there in time"], OWN)
    assert _level(new, closed) == "phrases"


def test_the_share_of_phrases_counts_what_both_samples_cover() -> None:
    closed = with_keys("closed", {KeyKind.PHRASE: [f"phrase {number}" for number in range(500)]})
    sample = closed.keys[KeyKind.PHRASE][:64]
    closed = Portrait(account="closed", keys={KeyKind.PHRASE: sample})
    kept = with_keys("new", {KeyKind.PHRASE: [f"phrase {number}" for number in range(60)]})
    below = int((kept.keys[KeyKind.PHRASE] <= sample[-1]).sum())
    outcome = Reposts().compare(kept, closed, CountedPopulation([closed]))
    assert below >= 2
    assert outcome
    assert outcome.sentence.startswith(f"{below} of the {below} phrases compared")
