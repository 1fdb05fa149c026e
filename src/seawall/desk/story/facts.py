"""Which places of this desk's world does the story lead to? A small file, written by the demonstration.

`story.json` in the data folder names the day's drawing and the accounts of the cast. A desk without it has no story;
its first page then says what to do next. Whatever the story says is looked up in the desk itself when the page is
shown.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

__all__ = ["StoryFacts", "read_facts", "write_facts"]

_FILE: Final = "story.json"
PLATFORM: Final = "harbourfeed"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryFacts:
    """The names that the scenes need: the drawing's digest and account ids."""

    platform: str
    drawing: str
    lampkeeper: str
    newsroom: str


def write_facts(home: Path, world: Path) -> StoryFacts:
    """Take the facts from a made-up world and keep them in the data folder."""
    made = json.loads((world / "world.json").read_text("utf-8"))
    account_of = {member["handle"]: member["account_id"] for member in made["cast"]}
    facts = StoryFacts(
        platform=PLATFORM,
        drawing=made["drawing"],
        lampkeeper=account_of["lampkeeper"],
        newsroom=account_of["harbour_wire"],
    )
    (home / _FILE).write_text(json.dumps(asdict(facts)) + "\n", "utf-8")
    return facts


def read_facts(home: Path) -> StoryFacts | None:
    """Return the facts, or None for a desk that has no made-up world."""
    try:
        written = (home / _FILE).read_text("utf-8")
    except FileNotFoundError:
        return None
    return StoryFacts(**json.loads(written))
