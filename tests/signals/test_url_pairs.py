import csv
from collections import Counter
from pathlib import Path

import pytest

from seawall.signals import SIGNAL_TYPES, canonical_url, find_urls, url_levels
from seawall.signals.url_platforms import channel_address

PAIRS = list(
    csv.DictReader((Path(__file__).parent / "data" / "url_pairs.csv").read_text(encoding="utf-8").splitlines())
)
NEVER_IN_A_SENTENCE = {"//lamps.example/a", "https://example/"}
"""Two slashes alone are a comment or a path; a host of one label was cut off."""


def relation(left, right):
    a, b = canonical_url(left), canonical_url(right)
    assert a is not None
    assert b is not None
    if a == b:
        return "same"
    if channel_address(a) is not None and channel_address(a) == channel_address(b):
        return "same-channel"
    hosts = [{level.value for level in url_levels(one) if level.mark == "its host"} for one in (left, right)]
    return "same-host" if hosts[0] & hosts[1] else "different"


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair['relation']}: {pair['why']}")
def test_pairs_of_addresses(pair):
    assert relation(pair["written_a"], pair["written_b"]) == pair["relation"]
    assert relation(pair["written_b"], pair["written_a"]) == pair["relation"]


def test_the_table_is_large_and_has_all_relations():
    counted = Counter(pair["relation"] for pair in PAIRS)
    assert sum(counted.values()) >= 150
    assert set(counted) == {"same", "same-channel", "same-host", "different"}
    assert len({(pair["written_a"], pair["written_b"]) for pair in PAIRS}) == len(PAIRS)


@pytest.mark.parametrize("written", sorted({pair[side] for pair in PAIRS for side in ("written_a", "written_b")}))
def test_each_has_a_canonical_form_that_is_its_own_and_is_a_bank_value(written):
    canonical = canonical_url(written)
    assert canonical_url(canonical) == canonical
    assert SIGNAL_TYPES["url"].parse(written) == canonical


@pytest.mark.parametrize("written", sorted({pair[side] for pair in PAIRS for side in ("written_a", "written_b")}))
def test_each_is_found_in_running_text(written):
    found = [canonical_url(one.written) for one in find_urls(f"see {written} now")]
    assert (canonical_url(written) in found) is (written not in NEVER_IN_A_SENTENCE)
