"""A new entry collides where it is near what a negative bank protects, by its own signal's nearness."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from seawall.index import BankEntry, make_entry
from seawall.index.collisions import ProtectedContent


def entry(signal_type: str, value: str, opinion: str = "positive", bank: str = "new") -> BankEntry:
    return make_entry(signal_type=signal_type, value=value, bank=bank, opinion=opinion)


def protected(*given: tuple[str, str]) -> ProtectedContent:
    return ProtectedContent([entry(kind, value, "negative", "newsrooms") for kind, value in given])


def collides(held: ProtectedContent, *entries: BankEntry) -> list[tuple[str, int]]:
    return [(one.entry.value, one.distance) for one in held.collisions(entries)]


def test_an_equal_value_collides_at_distance_0_and_says_so():
    held = protected(("md5", "a" * 32))
    (one,) = held.collisions([entry("md5", "A" * 32), entry("md5", "b" * 32)])
    assert (one.distance, one.against.bank) == (0, "newsrooms")
    assert one.reason == "The same value stands in the bank “newsrooms”, whose content is not raised."


def test_a_picture_near_a_protected_one_collides_and_a_far_one_does_not():
    ones = (1 << 256) - 1
    held = protected(("pdq", f"{0xF0F0 << 100:064x}"))
    near, far = f"{(0xF0F0 << 100) ^ 0b111:064x}", f"{(0xF0F0 << 100) ^ ones:064x}"
    assert collides(held, entry("pdq", near), entry("pdq", far)) == [(near, 3)]


def test_a_term_inside_protected_words_collides_and_a_longer_one_does_not():
    held = protected(("term", "grey lighthouse museum"), ("text", "The lamps return to the harbour, says the office"))
    met = collides(held, entry("term", "grey lighthouse"), entry("term", "lamps return"), entry("term", "harbour fire"))
    assert [value for value, _ in met] == ["grey lighthouse", "lamps return"]
    assert collides(protected(("term", "grey")), entry("term", "grey lighthouse")) == []
    assert collides(protected(("term", "grey lighthouse")), entry("term", "Grey Lighthouse")) == [
        ("grey lighthouse", 0)
    ]


def test_each_entry_collides_once_with_the_nearest():
    held = protected(("term", "grey lighthouse museum"), ("term", "grey lighthouse"))
    (one,) = held.collisions([entry("term", "grey lighthouse")])
    assert (one.distance, one.against.value) == (0, "grey lighthouse")


def test_negative_entries_and_accounts_collide_with_nothing():
    held = protected(("md5", "a" * 32), ("handle", "harbourfeed:@wire"))
    assert collides(held, entry("md5", "a" * 32, "negative")) == []
    assert len(held) == 1
    assert collides(protected(), entry("md5", "a" * 32)) == []


@given(st.lists(st.sampled_from([f"{number:032x}" for number in range(8)]), max_size=12), st.sets(st.integers(0, 7)))
def test_exactly_the_equal_digests_collide(values, guarded):
    held = protected(*(("md5", f"{number:032x}") for number in guarded))
    met = [one.entry.value for one in held.collisions([entry("md5", value) for value in values])]
    assert met == [value for value in values if int(value, 16) in guarded]
