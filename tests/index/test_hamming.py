import numpy as np
import pytest

from seawall.index import BankIndex, HammingIndex, make_entry
from seawall.index.hamming import SAME_BITS
from seawall.signals import SignalColumn, Slices

KNOWN = "f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22"


def column(*values, rows=None):
    places = np.arange(len(values)) if rows is None else np.array(rows)
    return SignalColumn(rows=places.astype(np.int64), values=Slices.of(values))


def apart(bits):
    """Return a hash that many bits from the known one."""
    return f"{int(KNOWN, 16) ^ ((1 << bits) - 1):064x}"


def index_of(*values):
    index = HammingIndex()
    index.add(list(values), np.arange(len(values), dtype=np.int64))
    return index


@pytest.mark.parametrize(
    ("bits", "tier", "strength"), [(0, "same", 1.0), (SAME_BITS, "same", 1.0), (11, "near", 0.986), (31, "near", 0.7)]
)
def test_distance_tells_tier_and_strength(bits, tier, strength):
    hits = index_of(KNOWN).look_up(column(apart(bits)))
    assert hits.distances.tolist() == [bits]
    assert hits.tier(0) == tier
    assert (hits.ways[0].stage, hits.ways[0].strength) == ("pdq", strength)
    assert f"{bits} of 256 bits" in hits.ways[0].detail


def test_32_bits_are_no_hit():
    assert len(index_of(KNOWN).look_up(column(apart(32)))) == 0


def test_rows_are_those_of_the_content_and_places_those_of_the_column():
    hits = index_of(KNOWN, apart(100)).look_up(column(apart(60), KNOWN, apart(99), rows=[4, 4, 9]))
    found = set(zip(hits.rows.tolist(), hits.places.tolist(), hits.entries.tolist(), strict=True))
    assert found == {(4, 1, 0), (9, 2, 1)}


def test_an_empty_index_and_an_empty_column_meet_nothing():
    assert len(HammingIndex().look_up(column(KNOWN))) == 0
    assert len(index_of(KNOWN).look_up(column())) == 0


def test_a_bank_is_added_to_withdrawn_from_and_limited_at_once():
    index = BankIndex()

    def met(value):
        hits = index.look_up_column("pdq", column(value)).hits
        return {index.entries[number].entry_id for number in hits.entries.tolist()}

    assert met(KNOWN) == set()
    index.add([make_entry(signal_type="pdq", value=KNOWN.upper(), bank="b", entry_id="one")])
    index.add([make_entry(signal_type="pdq", value=apart(5), bank="b", entry_id="two", limit=8)])
    assert met(KNOWN) == {"one", "two"}
    assert met(apart(14)) == {"one"}
    index.withdraw("b", "one")
    assert met(KNOWN) == {"two"}
