import dataclasses

import numpy as np
import pytest

from seawall.identity import LinkClass
from seawall.identity.closed_bank import ClosedBank
from seawall.identity.linking import compare_pair, link_account
from seawall.identity.models import load_model
from seawall.identity.portrait_making import make_portraits

KEEPER = {"name": "Lamp Keeper", "bio": "I keep the watch on the grey coast.", "url": "https://pier.example/+w34R2gpg"}
CROWD = 2_000


@pytest.fixture(scope="module")
def world(tables):
    """Return a function that makes the portraits of a crowd, of a keeper closed so many times, and of the next one."""
    closed_rows, _, account_table, _ = tables

    def make(times, **others):
        crowd = [row for row in closed_rows(CROWD) if row["account"] != "harbourfeed:c000"]
        crowd = [row | {"name": f"{row['name']} {row['account']}"} for row in crowd]
        keepers = [
            crowd[0] | KEEPER | others | {"account": f"harbourfeed:k{number:03}", "handle": f"lampkeeper_{number}"}
            for number in range(times)
        ]
        new = KEEPER | {"account": "harbourfeed:n1", "handle": f"lampkeeper_{times}"}
        return make_portraits(account_table([*crowd, *keepers])), make_portraits(account_table([new]))[0]

    return make


@pytest.mark.parametrize("times", [1, 30, 300])
def test_the_next_account_of_an_actor_is_linked_however_often_the_actor_was_closed(world, now, times):
    closed, new = world(times)
    first = link_account(new, ClosedBank(closed), load_model(), now)[0]
    assert first.closed.startswith("harbourfeed:k")
    assert first.link_class is LinkClass.LIKELY
    told = [one.detail for one in first.evidence if one.feature == "own_links"]
    assert told[0].endswith("a contact point or link.") == (times > 1)


def test_a_name_that_three_hundred_bear_without_a_contact_in_common_stays_a_common_one(world, now):
    closed, new = world(300, url=None)
    links = link_account(new, ClosedBank(closed), load_model(), now)
    assert not [one for one in links if one.link_class is LinkClass.LIKELY]


@pytest.mark.parametrize("times", [30, 300])
def test_who_takes_a_movements_name_and_link_as_many_did_is_linked_to_none_of_them(tables, now, times):
    closed_rows, _, account_table, _ = tables
    rows = [row for row in closed_rows(CROWD + times) if row["account"] != "harbourfeed:c000"]
    followers = [row | {"name": KEEPER["name"], "url": KEEPER["url"]} for row in rows[:times]]
    others = [row | {"name": f"{row['name']} {row['account']}"} for row in rows[times:]]
    bank = ClosedBank(make_portraits(account_table([*followers, *others])))
    new = KEEPER | {"account": "harbourfeed:n1", "handle": "oskar_ridgewick", "bio": "Bread at dawn, mostly rye"}
    links = link_account(make_portraits(account_table([new]))[0], bank, load_model(), now)
    assert not [one for one in links if one.link_class is not LinkClass.IMITATOR]


def test_letters_of_a_handle_are_as_rare_however_often_its_actor_was_closed(world):
    bits = {}
    for times in (2, 300):
        closed, new = world(times)
        bank = ClosedBank(closed)
        one = bank.portrait(bank.ordinal_of("harbourfeed:k001"))
        new = dataclasses.replace(new, handle="lampkeepers_home")
        bits[times] = compare_pair(new, one, bank)["handle"].rarity_bits
    assert bits[300] > bits[2] - 4


def test_kin_are_who_is_present_whatever_the_order_in_which_they_came(world):
    closed, new = world(40)
    whole = ClosedBank(closed)
    order = np.random.default_rng(3).permutation(len(closed))
    grown = ClosedBank(closed.take(order[:500]))
    for first in range(500, len(order), 500):
        grown.add(closed.take(order[first : first + 500]))
    one = whole.portrait(whole.ordinal_of("harbourfeed:k007"))
    assert len(whole.kin_of(one)) == len(grown.kin_of(one)) == 39
    assert compare_pair(new, one, whole) == compare_pair(new, one, grown)
    for bank in (whole, grown):
        for number in range(20):
            bank.withdraw(f"harbourfeed:k{number:03}")
    assert len(whole.kin_of(one)) == len(grown.kin_of(one)) == 20
    assert compare_pair(new, one, whole) == compare_pair(new, one, grown)
