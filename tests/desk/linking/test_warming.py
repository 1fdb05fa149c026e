"""The bank of closed accounts is there before anybody asks, where anybody may; nowhere an old one lies about."""

from __future__ import annotations

import pytest

from seawall.desk.hma.services import TokenDraft, make_token
from seawall.desk.linking.kept_bank import kept_facts
from seawall.desk.linking.live_bank import LiveBank, live_bank
from seawall.desk.linking.warming import look_after, warm
from seawall.desk.people.roles import Role

from .conftest import closed_row

pytestmark = pytest.mark.django_db


def test_a_desk_that_nobody_may_ask_keeps_its_memory(keeper):
    assert not warm()
    assert not live_bank().is_loaded


def test_a_desk_with_a_token_that_compares_is_loaded(keeper, staff_with, analyst):
    draft = TokenDraft(name="Harbourfeed", scopes=("link",), answers_for=analyst)
    make_token(draft, acting=staff_with(Role.ADMINISTRATOR))
    assert warm()
    assert live_bank().is_loaded


def test_a_process_without_a_bank_leaves_no_old_one_on_the_disk(keeper, sign, desk_home):
    with LiveBank(quick=5).current(wait=True):
        pass
    look_after()
    assert kept_facts(desk_home) is not None
    sign(closed_row("lampkeeper_two", account="old-two"))
    look_after()
    assert kept_facts(desk_home) is None
