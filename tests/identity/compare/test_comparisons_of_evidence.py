"""What all comparisons of evidence hold, whatever the portraits: they answer, and what is common never says more."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawall.identity import SUPPORTING, Family
from seawall.identity.compare import COMPARISONS, Comparison, Keyed, Late, Screened
from seawall.identity.compare.overlap import shared_keys, shared_kinds
from seawall.identity.portrait import AccountKind, Key, KeyKind, Portrait
from seawall.identity.traits.key_hash import keys_of

AGAINST = {"same_minute", "both_older", "namesake"}
FOR = {
    "avatar",
    "banner",
    "contact_points",
    "own_links",
    "shared_urls",
    "shared_media",
    "hashtags",
    "reposts",
    "contacts",
    "announcement",
    "timing",
    "waking",
    "certificate",
    "page_structure",
}
NAMES = sorted(FOR | AGAINST)

_TIMES = st.none() | st.integers(-(10**10), 10**10)
_TEXTS = [f"@thing{number}" for number in range(8)] + ["@lamp", "@oil", "sha256:1"]


class Evenly:
    """A population in which each key has as many holders."""

    def __init__(self, accounts: int, holders: int) -> None:
        self._accounts, self._holders = accounts, holders

    def account_count(self) -> int:
        return self._accounts

    def holders(self, kind: KeyKind, key: Key) -> int:
        return self._holders


@st.composite
def _portraits(draw: st.DrawFn) -> Portrait:
    kinds = draw(st.lists(st.sampled_from(KeyKind), max_size=6))
    keys = {kind: keys_of(draw(st.lists(st.sampled_from(_TEXTS), min_size=1, max_size=9))) for kind in kinds}
    minutes = draw(st.none() | st.lists(st.integers(0, 400), max_size=12, unique=True).map(sorted))
    bits = draw(st.none() | st.integers(0, 2**64 - 1))
    return Portrait(
        account="a:1",
        kind=draw(st.sampled_from(AccountKind)),
        handle=draw(st.none() | st.sampled_from(["", "@", "Lamp", "oil", "\u202e@thing1", "🕯️"])),
        avatar=draw(st.sampled_from([None, "sha256:1", "sha256:2"])),
        avatar_bits=None if bits is None else np.array([bits, 1, 2, 3], np.uint64),
        created_at=draw(_TIMES),
        first_post_at=draw(_TIMES),
        last_post_at=draw(_TIMES),
        closed_at=draw(_TIMES),
        post_count=draw(st.integers(0, 200)),
        own_post_count=draw(st.integers(0, 200)),
        keys=keys,
        minutes=None if minutes is None else np.array(minutes, np.int64),
    )


@pytest.fixture(params=NAMES)
def comparison(request: pytest.FixtureRequest) -> Comparison:
    """Return each comparison of evidence in turn."""
    return COMPARISONS[request.param]


@settings(max_examples=40)
@given(new=_portraits(), closed=_portraits(), accounts=st.integers(0, 10**6), holders=st.integers(0, 10**6))
def test_any_two_accounts_get_an_answer(new: Portrait, closed: Portrait, accounts: int, holders: int) -> None:
    for name in NAMES:
        one = COMPARISONS[name]
        outcome = one.compare(new, closed, Evenly(accounts, holders))
        if outcome is not None:
            assert 0 <= outcome.level < len(one.LEVELS)
            assert outcome.sentence[0].isalnum() or outcome.sentence[0] == "@"
            assert outcome.sentence.endswith(".")
            assert outcome.rarity_bits is None or 0.0 <= outcome.rarity_bits < 128.0


@settings(max_examples=20)
@given(account=_portraits())
def test_an_account_may_be_compared_with_itself(account: Portrait) -> None:
    for name in NAMES:
        COMPARISONS[name].compare(account, account, Evenly(10, 1))


@pytest.mark.parametrize("name", sorted(FOR))
def test_what_more_accounts_hold_never_says_more(name: str) -> None:
    comparison = COMPARISONS[name]
    for example in comparison.examples():
        outcomes = [
            comparison.compare(example.new, example.closed, Evenly(100_000, held)) for held in (1, 3, 30, 3_000)
        ]
        told = [outcome for outcome in outcomes if outcome is not None]
        assert [one.level for one in told] == sorted(one.level for one in told)
        bits = [one.rarity_bits for one in told if one.rarity_bits is not None]
        assert bits == sorted(bits, reverse=True)


def test_what_speaks_against_or_supports_is_marked(comparison: Comparison) -> None:
    assert (comparison.FAMILY is Family.CONFLICT) == (comparison.NAME in AGAINST)
    assert (comparison.FAMILY in SUPPORTING) == (comparison.NAME in {*AGAINST, "timing", "waking"})


def test_sentences_know_how_many_accounts_there_are() -> None:
    for name in ("shared_urls", "contacts", "contact_points", "certificate"):
        example = COMPARISONS[name].examples()[0]
        outcome = COMPARISONS[name].compare(example.new, example.closed, Evenly(100_000, 1))
        assert outcome
        assert "No other of the 100,000 accounts known" in outcome.sentence


@given(st.sets(st.integers(0, 2**64 - 1)), st.sets(st.integers(0, 2**64 - 1)), st.sets(st.integers(0, 2**64 - 1)))
def test_shared_keys_are_those_of_both_sets(mine: set[int], theirs: set[int], both: set[int]) -> None:
    left, right = (np.array(sorted(one | both), np.uint64) for one in (mine, theirs))
    assert shared_keys(left, right).tolist() == sorted((mine | both) & (theirs | both))


@settings(max_examples=50)
@given(one=_portraits(), other=_portraits())
def test_what_is_passed_by_at_a_glance_finds_no_agreement(one: Portrait, other: Portrait) -> None:
    shared = shared_kinds(one, other)
    for name in NAMES:
        comparison = COMPARISONS[name]
        idle = isinstance(comparison, Keyed) and not comparison.KEYS & shared
        if idle or (isinstance(comparison, Screened) and not comparison.can_agree(one, other)):
            outcome = comparison.compare(one, other, Evenly(10, 1))
            assert outcome is None or outcome.level == len(comparison.LEVELS) - 1, name


@pytest.mark.parametrize("name", sorted(COMPARISONS))
def test_no_example_that_agrees_is_passed_by(name: str) -> None:
    comparison = COMPARISONS[name]
    for example in comparison.examples():
        if example.level in (None, comparison.LEVELS[-1]):
            continue
        if isinstance(comparison, Keyed):
            assert comparison.KEYS & shared_kinds(example.new, example.closed)
        if isinstance(comparison, Screened):
            assert comparison.can_agree(example.new, example.closed)


@pytest.mark.parametrize("name", sorted(name for name, one in COMPARISONS.items() if isinstance(one, Late)))
def test_a_late_comparison_tells_no_more_rarity_than_it_says(name: str) -> None:
    comparison = COMPARISONS[name]
    assert isinstance(comparison, Late)
    for example in comparison.examples():
        outcome = comparison.compare(example.new, example.closed, Evenly(100_000, 1))
        if outcome is not None and outcome.rarity_bits is not None:
            assert comparison.MOST_BITS is not None
            assert outcome.rarity_bits <= comparison.MOST_BITS
