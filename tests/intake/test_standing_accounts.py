from datetime import UTC, datetime

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.identity.account_tables import ACCOUNTS, check_accounts
from seawall.identity.closed_bank import ClosedBank
from seawall.identity.portrait_making import make_portraits
from seawall.intake.standing_accounts import standing_accounts

NOW = datetime(2026, 11, 21, tzinfo=UTC)
BEFORE, CLOSED_AT, AFTER = (datetime(2026, 3, day, 12, tzinfo=UTC) for day in (1, 7, 8))
CLOSING = {
    "closed_at": CLOSED_AT,
    "decision": "HF-1",
    "ground": "promotes",
    "expires": datetime(2036, 3, 7, tzinfo=UTC),
}


def table_of(*rows):
    return check_accounts(pa.Table.from_pylist(list(rows), schema=ACCOUNTS), now=NOW).table


def standing(new, *closed):
    """Return what is told of one new account: "known", "doubtful" or None, and the words."""
    bank = ClosedBank(make_portraits(table_of(*({**one, **CLOSING} for one in closed))))
    found = standing_accounts(table_of(new), bank)
    for which in ("known", "doubtful"):
        if told := getattr(found, which):
            return which, told[0]
    return None, ""


def account(name, handle=None, platform=None, **more):
    return {"account": name, "handle": handle, "platform": platform, "created": BEFORE} | more


NUMBER, NUMBER_HERE = account("4117", "lampkeeper"), account("4117", "lampkeeper", "harbour")
USER, USER_HERE = account("lampkeeper", "LampKeeper"), account("lampkeeper", "@lampkeeper", "pier")
CASE, OTHER_CASE = account("UCabC1", "night_gardener", "tube"), account("UCABC1", "night_gardener", "tube")
SITE, SITE_HERE = (account("lamps.example", None, platform, kind="site") for platform in (None, "web"))


@pytest.mark.parametrize(
    ("new", "closed", "which"),
    [
        (NUMBER, NUMBER_HERE, "known"),
        (NUMBER, NUMBER_HERE | {"handle": None}, "known"),
        (NUMBER, NUMBER_HERE | {"handle": "gulls_at_noon"}, "doubtful"),
        (NUMBER | {"handle": None}, NUMBER_HERE | {"handle": None}, "doubtful"),
        (USER, USER_HERE, "doubtful"),
        (USER | {"handle": None}, USER_HERE, "doubtful"),
        (CASE, OTHER_CASE, "known"),
        (CASE, OTHER_CASE | {"handle": "oskar_bread"}, "doubtful"),
        (CASE, OTHER_CASE | {"handle": None}, "doubtful"),
        (CASE | {"handle": None}, OTHER_CASE | {"handle": None}, "doubtful"),
        (SITE, SITE_HERE, "known"),
        (SITE, SITE_HERE | {"kind": None, "handle": "lamps.example"}, "doubtful"),
        (NUMBER_HERE, NUMBER_HERE | {"platform": "pier"}, None),
        (NUMBER, account("4118", "lampkeeper"), None),
        (NUMBER, NUMBER, None),
    ],
)
def test_a_new_account_is_left_out_only_where_its_handle_says_that_it_is_the_closed_one(new, closed, which):
    assert standing(new, closed)[0] == which
    assert standing(closed, new)[0] == which


@pytest.mark.parametrize(
    ("closed", "new"), [(NUMBER, NUMBER_HERE), (USER, USER_HERE), (CASE, OTHER_CASE), (SITE, SITE_HERE)]
)
def test_whoever_was_opened_after_the_closing_is_compared_and_told(closed, new):
    for one, other in ((closed, new), (new, closed)):
        which, told = standing(other | {"created": AFTER}, one)
        assert which == "doubtful"
        assert told.endswith("and was opened after the closing: it is compared")


def test_one_who_reopened_under_the_very_name_is_told_since_no_account_is_linked_to_itself():
    which, told = standing(NUMBER | {"created": AFTER}, NUMBER)
    assert which == "known"
    assert "opened after the closing" in told


def test_with_two_closed_accounts_of_an_id_the_one_that_it_is_decides():
    other = NUMBER_HERE | {"platform": "pier", "handle": "gulls"}
    assert standing(NUMBER, NUMBER_HERE, other)[0] == standing(NUMBER, other, NUMBER_HERE)[0] == "known"


NAMES = st.sampled_from(["4117", "lampkeeper", "LampKeeper", "UCabC1", "UCABC1"])
ROWS = st.builds(
    account, NAMES, st.none() | NAMES, st.none() | st.sampled_from(["harbour", "pier"]),
    created=st.sampled_from([None, BEFORE, AFTER]), kind=st.none() | st.just("site"),
)  # fmt: skip


@given(ROWS, ROWS)
def test_nobody_is_left_out_who_was_opened_later_or_has_another_handle(new, closed):
    which, _ = standing(new, closed)
    handles = {one["handle"].casefold() for one in (new, closed) if one["handle"]}
    if table_of(new)["account"] != table_of(closed)["account"] and (new["created"] == AFTER or len(handles) > 1):
        assert which != "known"
