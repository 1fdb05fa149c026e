"""Times are aware and in UTC."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from seawall.clock import require_aware, utc_now


def test_now_is_aware_and_utc():
    assert utc_now().tzinfo is UTC


def test_another_zone_is_converted():
    noon = datetime(2026, 3, 1, 12, tzinfo=timezone(timedelta(hours=3)))
    assert require_aware(noon) == datetime(2026, 3, 1, 9, tzinfo=UTC)


def test_a_naive_time_is_refused():
    with pytest.raises(ValueError, match="naive"):
        require_aware(datetime(2026, 3, 1, 12))
