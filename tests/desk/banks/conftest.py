"""Banks with nothing in them, and the people who may change them."""

from __future__ import annotations

import pytest

from seawall.desk.banks.drafts import BankFacts, EntryDraft
from seawall.desk.banks.services import create_bank
from seawall.desk.people.roles import Role


@pytest.fixture
def facts():
    """Return a function that gives the facts of a bank."""

    def of(name: str = "Grey Lighthouse content", **changes) -> BankFacts:
        given = {
            "owner": "Harbour desk",
            "policy": "1.1 Violent movements",
            "opinion": "positive",
            "licence": "Own use",
        }
        return BankFacts(**{"name": name, **given, **changes})

    return of


@pytest.fixture
def administrator(staff_with):
    """Return an administrator."""
    return staff_with(Role.ADMINISTRATOR)


@pytest.fixture
def analyst(staff_with):
    """Return an analyst."""
    return staff_with(Role.ANALYST)


@pytest.fixture
def bank(facts, administrator):
    """Return a positive bank."""
    return create_bank(facts(), acting=administrator)


@pytest.fixture
def newsrooms(facts, administrator):
    """Return a negative bank."""
    return create_bank(facts("Newsrooms", opinion="negative"), acting=administrator)


@pytest.fixture
def term():
    """Return a function that gives the draft of a term."""

    def of(value: str = "the lamps return", **changes) -> EntryDraft:
        return EntryDraft(**{"signal_type": "term", "value": value, **changes})

    return of
