"""Who announced an account is known to it: by handle and by account, once, and never the account itself."""

import numpy as np
import pytest

from seawall.identity.announcers import Announcements, announce, announcements_of
from seawall.identity.portrait import KeyKind
from seawall.identity.portrait_making import make_portraits
from seawall.identity.portraits import Portraits
from seawall.identity.traits.key_hash import keys_of

ANNOUNCED = "follow my new account @lamp_two friends"


@pytest.fixture
def made(tables, now):
    """Return a function that makes portraits of (account, handle, post)."""
    _, _, account_table, post_table = tables

    def portraits(*told):
        rows = [{"account": account, "handle": handle} for account, handle, _ in told]
        posts = [{"account": account, "time": now, "text": text} for account, _, text in told if text]
        return make_portraits(account_table(rows), post_table(posts or [{"account": "nobody", "time": now}]))

    return portraits


def announcers(portraits, row):
    return portraits[row].of_kind(KeyKind.ANNOUNCER).tolist()


def test_who_announced_an_account_is_known_to_it_by_handle_and_by_account(made):
    found = announce(made(("p:a", "wick_one", ANNOUNCED), ("p:b", "Lamp_Two", None), ("p:c", None, ANNOUNCED)))
    assert announcers(found, 1) == keys_of(["@wick_one", "account p:a", "account p:c"]).tolist()
    assert announcers(found, 0) == announcers(found, 2) == []


def test_nobody_announces_itself(made):
    found = announce(made(("p:a", "lamp_two", ANNOUNCED), ("q:a", "lamp_two", None)))
    assert announcers(found, 0) == []
    assert announcers(found, 1) == keys_of(["@lamp_two", "account p:a"]).tolist()


def test_accounts_apart_from_the_announcers_find_them_among_all_that_is_known(made):
    everybody = (("p:a", "wick_one", ANNOUNCED), ("p:b", "lamp_two", None), ("p:c", "oil", "new account @wick_one"))
    together = announce(made(*everybody))
    known = announcements_of(made(*everybody))
    for row, one in enumerate(everybody):
        assert announcers(announce(made(one), known), 0) == announcers(together, row)


def test_accounts_that_nobody_announced_stay_as_they_are(made):
    portraits = made(("p:a", "wick_one", "good evening"))
    assert announce(portraits) is portraits
    assert len(announcements_of(portraits)) == 0
    nameless = made(("p:a", None, "good evening"))
    known = Announcements.of(keys_of(["@x"]), np.zeros(1, np.uint64), keys_of(["account p:z"]))
    assert isinstance(announce(nameless, known), Portraits)
