"""What is read of a request is what `seawall link` would read of the same row of a table."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.desk.linking.api_body import read_body
from seawall.desk.linking.errors import CandidateRequestError
from seawall.identity.account_tables import ACCOUNTS, check_accounts

NOW = datetime(2026, 11, 22, 7, tzinfo=UTC)

texts = st.none() | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)
moments = st.none() | st.integers(0, 4_000_000_000).map(lambda second: datetime.fromtimestamp(second, UTC))


@given(
    profile=st.fixed_dictionaries(dict.fromkeys(("handle", "name", "bio", "url", "avatar", "banner"), texts)),
    created=moments,
    kind=st.sampled_from(["account", "Channel", "page", "SITE"]),
)
def test_an_account_is_checked_as_a_row_of_a_table_is(profile, created, kind):
    account = {**profile, "kind": kind, "followers": 7}
    sent = {"platform": "Harbourfeed", "id": "9001", **account, "created": created and created.isoformat()}
    asked = read_body(json.dumps({"account": sent}).encode(), now=NOW)
    row = {"platform": "Harbourfeed", "account": "9001", **account, "created": created}
    checked = check_accounts(pa.Table.from_pylist([row], schema=ACCOUNTS), now=NOW)
    told = asked.accounts.to_pylist()[0]
    expected = checked.table.to_pylist()[0]
    assert told.pop("created") == expected.pop("created")
    assert told == expected
    assert [note.removeprefix("account: ") for note in asked.notes] == [note.reason for note in checked.notes]


def test_seconds_and_times_without_a_zone_are_utc():
    posts = [{"time": 1_772_452_800}, {"time": "2026-03-02T12:00:00"}, {"time": "2026-03-02T14:00:00+02:00"}]
    body = {"account": {"platform": "harbourfeed", "id": "1"}, "posts": posts}
    asked = read_body(json.dumps(body).encode(), now=NOW)
    assert set(asked.posts["time"].to_pylist()) == {datetime(2026, 3, 2, 12, tzinfo=UTC)}


def test_a_plain_date_is_its_midnight_as_in_a_table():
    account = {"platform": "a", "id": "1", "created": "2026-03-07", "observed": "2026-03-08"}
    asked = read_body(json.dumps({"account": account, "posts": [{"time": "2026-03-09"}]}).encode(), now=NOW)
    found = [asked.accounts["created"][0], asked.accounts["observed"][0], asked.posts["time"][0]]
    assert [one.as_py() for one in found] == [datetime(2026, 3, day, tzinfo=UTC) for day in (7, 8, 9)]
    assert asked.notes == ()


@pytest.mark.parametrize("written", ["2026-13-01", "2026-3-7", "yesterday", "20260307", "", "2026-W10-6"])
def test_a_time_written_otherwise_is_refused_with_its_place(written):
    account = {"platform": "a", "id": "1"}
    for body, place in (
        ({"account": account | {"created": written}}, "account.created"),
        ({"account": account, "posts": [{}, {"time": written}]}, "posts[1].time"),
    ):
        with pytest.raises(CandidateRequestError) as raised:
            read_body(json.dumps(body).encode(), now=NOW)
        assert raised.value.message.startswith(f"{place}: ")
