from datetime import UTC, datetime, timedelta

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from seawall.identity.account_tables import ACCOUNTS
from seawall.identity.latest_rows import latest_profiles, newest_closings, repeated_rows

DAYS = st.none() | st.integers(0, 3).map(lambda day: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=day))
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "account": st.sampled_from("abc"),
            "handle": st.none() | st.sampled_from("xy"),
            "observed": DAYS,
            "closed_at": DAYS,
            "expires": DAYS,
            "decision": st.none() | st.sampled_from(["HF-1", "HF-2"]),
        }
    ),
    max_size=8,
)
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)


@settings(max_examples=200)
@given(ROWS, st.randoms(use_true_random=False))
def test_the_latest_profile_and_the_newest_closing_count_whatever_the_order_of_rows(rows, rng):
    shuffled = rng.sample(rows, len(rows))
    tables = [
        pa.Table.from_pylist([{name: row.get(name) for name in ACCOUNTS.names} for row in one], schema=ACCOUNTS)
        for one in (rows, shuffled)
    ]
    kept, again = (newest_closings(table, latest_profiles(table)).to_pylist() for table in tables)
    assert kept == again
    assert [one["account"] for one in kept] == sorted({row["account"] for row in rows})
    for one in kept:
        own = [row for row in rows if row["account"] == one["account"]]
        latest = max(row["observed"] or EARLIEST for row in own)
        newest = max(row["closed_at"] or EARLIEST for row in own)
        assert one["handle"] in {row["handle"] for row in own if (row["observed"] or EARLIEST) == latest}
        assert (one["closed_at"], one["expires"], one["decision"]) in {
            (row["closed_at"], row["expires"], row["decision"])
            for row in own
            if (row["closed_at"] or EARLIEST) == newest
        }


@given(ROWS)
def test_repeated_are_all_rows_of_accounts_that_stand_more_than_once(rows):
    table = pa.Table.from_pylist([{name: row.get(name) for name in ACCOUNTS.names} for row in rows], schema=ACCOUNTS)
    names = [row["account"] for row in rows]
    expected = [place for place, name in enumerate(names) if names.count(name) > 1]
    assert repeated_rows(table, latest_profiles(table)).tolist() == expected
