"""A reshare without a word of its own is what it passes on."""

import pytest

from seawall.pipeline import withdraw_entries


@pytest.fixture
def reshared(home, own_table):
    rows = (
        {"post_id": "21", "account_id": "fan", "kind": "reshare", "reshare_of": "1"},
        {"post_id": "22", "account_id": "wire", "kind": "reshare", "reshare_of": "1"},  # a protected newsroom
        {"post_id": "23", "account_id": "fan", "kind": "quote", "reshare_of": "1", "text": "how sad"},
        {"post_id": "24", "account_id": "fan", "kind": "reshare", "reshare_of": "3"},  # of what is not raised
        {"post_id": "25", "account_id": "fan", "kind": "reshare", "reshare_of": "no such post"},
        {"post_id": "26", "account_id": "fan", "kind": "reshare", "reshare_of": "21"},  # of a reshare
    )
    own_table(home, "posts", [{"platform": "harbourfeed", "kind": "post", "media": [], **row} for row in rows])
    return home


def of_reshares(home):
    return {row["post_id"]: row for row in home.current() if row["stage"] == "reshare"}


def test_a_bare_reshare_of_a_raised_post_is_raised_with_the_same_entry(reshared, positive, negative):
    summary = reshared.scan([*positive, *negative])
    found = of_reshares(reshared)
    assert {post: row["raised"] for post, row in found.items()} == {"21": True, "22": False}
    (original,) = (row for row in reshared.current() if row["post_id"] == "1" and row["signal_type"] == "text")
    assert found["21"]["entry_id"] == original["entry_id"]
    assert found["21"]["evidence"][0]["detail"] == "The post passes on the post 1 without a word of its own."
    assert "newsrooms" in found["22"]["because"]
    assert summary.finding_count == len(reshared.current())


def test_scanning_again_adds_nothing(reshared, positive, negative):
    reshared.scan([*positive, *negative])
    before = len(reshared.rows())
    assert reshared.scan([*positive, *negative]).new_count == 0
    assert len(reshared.rows()) == before


def test_a_withdrawn_entry_withdraws_the_reshares_too(reshared, positive, now):
    reshared.scan(positive)
    withdraw_entries(reshared.findings, [(entry.bank, entry.entry_id) for entry in positive], now=now)
    assert all(row["withdrawn"] for row in of_reshares(reshared).values())
