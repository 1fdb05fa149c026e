"""The banks are loaded before anybody asks, where anybody may."""

import pytest

from seawall.desk.banks.live_index import live_index
from seawall.desk.hma.limits import HmaLimits
from seawall.desk.hma.services import revoke_token
from seawall.desk.hma.warming import warm

pytestmark = pytest.mark.django_db


def test_a_desk_that_nobody_may_ask_keeps_its_memory(platform, administrator):
    revoke_token(platform.token, acting=administrator)
    assert not warm()
    assert not live_index().is_loaded


def test_a_desk_with_a_token_is_loaded(platform):
    assert warm()
    assert live_index().is_loaded


def test_a_desk_that_is_open_to_all_is_loaded(db, desk_home, settings):
    settings.HMA = HmaLimits(open_to_all=True)
    assert warm()
