"""Bits of letters are those of the cheapest reading, found by trying every reading."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.identity.traits.commonness import letter_bits, name_bits
from seawall.identity.traits.name_tables import common_bits

_KNOWN = sorted(word for word in common_bits() if 3 <= len(word) <= 16)
_PIECES = st.one_of(st.sampled_from(_KNOWN), st.text("abeqxzعل9🌙", max_size=5))


def _cheapest(word: str) -> float:
    """Return the bits of the cheapest way to read a word as common words and single letters."""
    table = common_bits()
    if word in table:
        return table[word]
    least = [0.0]
    for end in range(1, len(word) + 1):
        ways = [least[end - 1] + sum(letter_bits("q" + word[end - 1])) - letter_bits("q")[0]]
        for start in range(max(0, end - 16), end - 2):
            bits = table.get(word[start:end])
            if bits is not None:
                ways.append(least[start] + bits + (1.0 if bits else 0.0))
        least.append(min(ways))
    return least[-1]


@given(st.lists(_PIECES, max_size=4).map("".join))
def test_letters_share_the_bits_of_the_cheapest_reading(word: str) -> None:
    told = letter_bits(word)
    assert len(told) == len(word)
    assert all(bits >= 0 for bits in told)
    assert sum(told) == pytest.approx(_cheapest(word), abs=1e-9)


def test_a_common_word_inside_a_longer_one_makes_it_cheaper() -> None:
    assert name_bits("zwqahmed") < name_bits("zwqdhmea")
