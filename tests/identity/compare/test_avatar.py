"""The comparison `avatar` keeps its contract."""

from __future__ import annotations

import numpy as np
import pytest

from seawall.identity.compare.avatar import Avatar
from seawall.identity.population import CountedPopulation
from seawall.identity.portrait import Portrait
from seawall.testing.contracts.comparison_contract import ComparisonContract


class TestContract(ComparisonContract):
    """The contract of comparisons."""

    @pytest.fixture
    def comparison(self) -> Avatar:
        """Return the comparison."""
        return Avatar()


def _level(new: Portrait, closed: Portrait) -> str | None:
    outcome = Avatar().compare(new, closed, CountedPopulation([closed]))
    return Avatar.LEVELS[outcome.level] if outcome else None


@pytest.mark.parametrize(("bits", "level"), [(0, "near"), (31, "near"), (32, "different"), (256, "different")])
def test_a_picture_is_near_up_to_31_bits(bits: int, level: str) -> None:
    flipped = (1 << bits) - 1
    words = np.array([flipped >> (64 * word) & (2**64 - 1) for word in range(4)], np.uint64)
    old = np.array([1, 2, 3, 4], np.uint64)
    assert _level(Portrait(account="a", avatar_bits=old ^ words), Portrait(account="b", avatar_bits=old)) == level


def test_other_octets_say_nothing_where_nobody_knows_how_they_look() -> None:
    assert _level(Portrait(account="a", avatar="sha256:1"), Portrait(account="b", avatar="sha256:2")) is None
    assert _level(Portrait(account="a", avatar="sha256:1"), Portrait(account="b")) is None


def test_two_pictures_of_one_name_are_two_pictures() -> None:
    one, other = np.array([1, 2, 3, 4], np.uint64), ~np.array([1, 2, 3, 4], np.uint64)
    pair = Portrait(account="a", avatar="17.png", avatar_bits=one), Portrait(account="b", avatar="17.png")
    assert _level(*pair) == "same"
    assert _level(pair[0], Portrait(account="b", avatar="17.png", avatar_bits=other)) == "different"
    assert _level(pair[0], Portrait(account="b", avatar="17.png", avatar_bits=one)) == "near"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("sha256:a1", "Both accounts have the same avatar, octet for octet."),
        ("https://cdn.example/17.png", "The avatars of both accounts go by the same name."),
    ],
)
def test_only_a_digest_says_that_two_pictures_agree_octet_for_octet(name: str, said: str) -> None:
    closed = Portrait(account="b", avatar=name)
    outcome = Avatar().compare(Portrait(account="a", avatar=name), closed, CountedPopulation([closed]))
    assert outcome is not None
    assert outcome.sentence.startswith(said)
