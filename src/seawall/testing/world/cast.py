"""Who has a name in the story? The twelve accounts that stand in every world, and what they say on the day.

@lampkeeper is closed at 12:00 and back at 12:58 as @night_gardener; @harbour_wire, a news agency, shows the very
drawing that the movement spreads; a journalist quotes, a counter-speaker refuses, a rights group keeps records. Their
words, in `cast.toml`, are the only posts written out by hand.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final

from seawall.testing.world.calendar import DAY, HOUR, MINUTE, Calendar
from seawall.testing.world.successors import cast_day

__all__ = ["CAST", "Member", "StoryLine", "story"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One of the cast."""

    handle: str
    name: str
    bio: str
    part: str
    movement: bool = False
    invite: int | None = None  # which invented invite the profile links to


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryLine:
    """One post of the story."""

    account: int
    time: int  # microseconds since the start
    text: str
    stance: str  # one of the classes
    language: str
    picture: int | None = None  # 0 is the drawing
    content: tuple[str, int] | None = None  # kind and number of what it copies


_SCRIPT: Final[dict[str, list[dict[str, Any]]]] = tomllib.loads(
    (files("seawall.testing.world") / "cast.toml").read_text(encoding="utf-8")
)

CAST: Final = tuple(Member(**member) for member in _SCRIPT["member"])
"""The cast, by account number."""


def story(calendar: Calendar, first_page: str, *, movement: bool) -> tuple[StoryLine, ...]:
    """Return the posts of the day; without the movement's own where the world has no such cast."""
    noon = cast_day(calendar) * DAY + 12 * HOUR
    lines = []
    for script in _SCRIPT["line"]:
        if not movement and CAST[script["account"]].movement:
            continue
        line = {**script, "text": script["text"].replace("{page}", first_page)}
        content = line.pop("content", None)
        time = noon + line.pop("minute") * MINUTE
        lines.append(StoryLine(**line, time=time, content=tuple(content) if content else None))
    return tuple(lines)
