"""Times: zones, twice-told and never-told local hours, impossible and unbelievable dates."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.intake.times import TimeRules, read_times

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def rules(zone="UTC", **options):
    return TimeRules(zone=ZoneInfo(zone), earliest=datetime(1990, 1, 1, tzinfo=UTC), now=NOW, **options)


def read(values, kind=None, zone="UTC", **options):
    instants, reasons = read_times(pa.array(values, kind), rules(zone, **options))
    return instants.to_pylist(), reasons


def at(*parts):
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("2026-03-01 12:00:00", at(2026, 3, 1, 12)),
        ("2026-03-01T12:00:00Z", at(2026, 3, 1, 12)),
        ("2026-03-01T12:00:00.250+02:00", at(2026, 3, 1, 10, 0, 0, 250_000)),
        ("2026-03-01", at(2026, 3, 1)),
        (" 2026-03-01T12:00 ", at(2026, 3, 1, 12)),
        ("3/1/2026 12:00", at(2026, 3, 1, 12)),
    ],
)
def test_written_times_are_read_alone_and_in_mixed_columns(written, instant):
    assert read([written], formats=("%m/%d/%Y %H:%M",)) == ([instant], {})
    mixed, _ = read([written, "2026-03-01T12:00:00Z", "2026-03-01 12:00:00", None], formats=("%m/%d/%Y %H:%M",))
    assert mixed == [instant, at(2026, 3, 1, 12), at(2026, 3, 1, 12), None]


@pytest.mark.parametrize("written", ["2026-02-30", "2026-13-01 10:00:00", "yesterday", "24/02/2026", "12"])
def test_an_impossible_date_is_a_reason_to_reject(written):
    instants, reasons = read(["2026-03-01", written])
    assert instants == [at(2026, 3, 1), None]
    assert reasons == {1: f"{written!r} is no date and time"}


def test_far_past_and_far_future_are_reasons_to_reject():
    soon, later = NOW + timedelta(days=1), NOW + timedelta(days=3)
    _, reasons = read([datetime(1989, 12, 31, tzinfo=UTC), soon, later])
    assert list(reasons) == [0, 2]
    assert reasons[0].endswith("is before 1990-01-01")
    assert reasons[2].endswith("is after 2026-11-23")


def test_a_naive_time_is_in_the_zone_of_the_map():
    assert read([datetime(2026, 7, 1, 12)], zone="Europe/Berlin")[0] == [at(2026, 7, 1, 10)]
    assert read(["2026-01-01 12:00:00"], zone="Europe/Berlin")[0] == [at(2026, 1, 1, 11)]
    assert read([datetime(2026, 7, 1, 12)], zone="Asia/Kolkata")[0] == [at(2026, 7, 1, 6, 30)]


def test_of_an_hour_that_came_twice_the_first_is_taken():
    assert read(["2025-10-26 02:30:00"], zone="Europe/Berlin") == ([at(2025, 10, 26, 0, 30)], {})
    assert read(["2025-10-26 02:30"], zone="Europe/Berlin") == ([at(2025, 10, 26, 0, 30)], {})


@pytest.mark.parametrize("written", ["2025-03-30 02:30:00", "2025-03-30 02:30"])
def test_an_hour_that_never_came_is_a_reason_to_reject(written):
    _, reasons = read([written, "2025-03-30 03:30:00"], zone="Europe/Berlin")
    assert list(reasons) == [0]
    assert "never happened in Europe/Berlin" in reasons[0]


@pytest.mark.parametrize(("unit", "factor"), [("s", 1), ("ms", 1000), ("us", 1_000_000)])
def test_numbers_need_a_unit(unit, factor):
    moment = at(2026, 3, 1, 12)
    number = int(moment.timestamp()) * factor
    assert read([number], unit=unit) == ([moment], {})
    assert read([str(number)], unit=unit) == ([moment], {})
    assert read([float(number)], unit=unit) == ([moment], {})
    instants, reasons = read([number, None])
    assert instants == [None, None]
    assert reasons == {0: "a number is no time unless the map names its unit"}


def test_numbers_beyond_any_calendar_are_rejected_and_are_no_crash():
    _, reasons = read([10.0**300, -(10.0**300), 253402300800.0 * 10], unit="s")
    assert list(reasons) == [0, 1, 2]


def test_arrow_dates_and_aware_timestamps_are_read():
    assert read([date(2026, 3, 1)])[0] == [at(2026, 3, 1)]
    aware = datetime(2026, 3, 1, 12, tzinfo=timezone(timedelta(hours=2)))
    assert read([aware], pa.timestamp("ns", tz="+02:00"))[0] == [at(2026, 3, 1, 10)]
    assert read([None, None], pa.null()) == ([None, None], {})


def test_timestamps_beyond_the_year_9999_are_rejected_and_are_no_crash():
    column = pa.array([2**62, 0], pa.int64()).cast(pa.timestamp("us"))
    for zone in ("UTC", "Europe/Berlin"):
        _, reasons = read_times(column, rules(zone))
        assert 0 in reasons


@given(
    st.datetimes(datetime(1990, 1, 3), datetime(2026, 11, 20)),
    st.sampled_from(["UTC", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu", "Asia/Gaza"]),
)
def test_columns_agree_with_zoneinfo_for_every_existing_local_time(local, zone):
    expected = local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    instants, reasons = read([local], pa.timestamp("us"), zone=zone)
    if expected.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == local:
        assert (instants, reasons) == ([expected], {})
    else:
        assert list(reasons) == [0]
    written, _ = read([local.isoformat(), "1 January"], zone=zone)
    assert written[0] == (expected if not reasons else None)


@given(st.integers(1_600_000_000_000, 1_780_000_000_000))
def test_counted_milliseconds_are_never_taken_for_a_date_of_digits(milliseconds):
    (instant,), reasons = read([str(milliseconds)], unit="ms")
    assert not reasons
    assert instant == datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds)


def test_thirteen_digits_that_look_like_a_date_are_milliseconds_where_the_map_says_so():
    assert read(["1701010101200"], unit="ms")[0] == [at(2023, 11, 26, 14, 48, 21, 200_000)]
