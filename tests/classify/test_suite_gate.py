import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.classify import ModelRefusedError, wilson_bounds
from seawall.classify.suite_gate import SuiteRate, check_gate, suite_rates


def rate(suite, rows, raised):
    mask = np.zeros(rows, np.bool_)
    mask[:raised] = True
    return SuiteRate.of(suite, mask)


def test_bounds_are_those_of_wilson():
    # Newcombe (1998), table I: 15 of 148, 0 of 20
    assert wilson_bounds(15, 148) == pytest.approx((0.0624, 0.1605), abs=5e-5)
    assert wilson_bounds(0, 20) == pytest.approx((0.0, 0.1611), abs=5e-5)
    assert wilson_bounds(0, 0) == (0.0, 1.0)


@given(st.integers(1, 10_000), st.data())
def test_the_rate_lies_within_its_bounds(tries, data):
    hits = data.draw(st.integers(0, tries))
    low, high = wilson_bounds(hits, tries)
    assert 0 <= low <= hits / tries + 1e-12
    assert hits / tries - 1e-12 <= high <= 1


def test_a_suite_over_the_cap_is_refused_with_its_numbers():
    with pytest.raises(ModelRefusedError) as refused:
        check_gate((rate("news", 1_000, 6), rate("prayers", 1_000, 0)), cap=0.01, recall=0.5)
    assert "news: 6 of 1,000 raised, upper bound 1.30%" in refused.value.message
    assert [one.suite for one in refused.value.rates] == ["news"]


def test_a_quiet_suite_passes():
    check_gate((rate("news", 1_000, 1), rate("prayers", 400, 0)), cap=0.01, recall=0.5)


def test_small_suites_are_counted_together():
    quiet = tuple(rate(f"suite {number}", 50, 0) for number in range(4))
    check_gate(quiet, cap=0.01, recall=0.5)
    with pytest.raises(ModelRefusedError, match="small suites together"):
        check_gate((*quiet, rate("prayers", 50, 1)), cap=0.01, recall=0.5)
    many = tuple(rate(f"suite {number}", 300, 0) for number in range(10))
    check_gate((*many, rate("prayers", 300, 1)), cap=0.01, recall=0.5)


def test_only_texts_labelled_nought_are_counted():
    rates = suite_rates(
        np.array([True, True, False]), np.array([1, 0, 0], np.int8), np.array(["news", "news", ""], object)
    )
    assert [(one.suite, one.row_count, one.raised_count) for one in rates] == [("news", 1, 1), ("none named", 1, 0)]
