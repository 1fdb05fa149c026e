"""Banks with nothing in them, and the people who may change them."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

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


@pytest.fixture
def drawn(tmp_path):
    """Return a function that draws a harmless picture and gives its path: a lighthouse of this number."""

    def draw(number: int = 1, name: str | None = None, side: int = 240) -> Path:
        picture = Image.new("RGB", (side, side), (200, 210, 220))
        pen = ImageDraw.Draw(picture)
        dice = random.Random(number)
        for _ in range(40):
            x, y, width = dice.randrange(side), dice.randrange(side), dice.randrange(10, side // 3)
            pen.ellipse((x, y, x + width, y + width // 2), fill=tuple(dice.randrange(256) for _ in range(3)))
        path = tmp_path / (name or f"lighthouse-{number}.png")
        picture.save(path)
        return path

    return draw
