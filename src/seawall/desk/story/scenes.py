"""Which scenes does the story have? One function each; a scene appears only when every place that it leads to exists.

A later part of Seawall adds its scene here with the code that makes it true.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from seawall.desk.cases.models import Case, Finding
from seawall.desk.story.facts import StoryFacts

__all__ = ["SCENES", "Door", "Scene", "scenes_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """A link into a real screen."""

    title: str | Promise
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One scene: what happens, in two sentences, and where to see it."""

    name: str
    title: str | Promise
    text: str | Promise
    doors: tuple[Door, ...]


def found_and_not_raised(facts: StoryFacts) -> Scene | None:
    """Tell of the drawing that is raised where the movement posts it, and not where the news agency shows it."""
    case = Case.objects.filter(platform=facts.platform, account_id=facts.lampkeeper).first()
    report = (
        Finding.objects.filter(
            observation__platform=facts.platform,
            observation__account_id=facts.newsroom,
            raised=False,
            withdrawn_at__isnull=True,
        )
        .select_related("observation")
        .order_by("-score", "id")
        .first()
    )
    if case is None or report is None:
        return None
    return Scene(
        name="wall",
        title=_("The same drawing, twice: once it is raised, once it is not"),
        text=_(
            "Among the posts of one day the desk finds the movement’s drawing. A news agency shows the very same "
            "drawing in its report; that post is not raised, and the desk says why."
        ),
        doors=(
            Door(title=_("Look at the wall of posts"), address=reverse("story:wall")),
            Door(title=_("Open the case of @lampkeeper"), address=reverse("cases:case", args=[case.reference])),
            Door(title=_("See why the report is not raised"), address=_post_address(report)),
        ),
    )


def decided_by_a_person(facts: StoryFacts) -> Scene | None:
    """Tell of the queue, in which people and nobody else decide."""
    if not Case.objects.filter(platform=facts.platform).exists():
        return None
    return Scene(
        name="queue",
        title=_("A match is not a verdict"),
        text=_(
            "Each match waits in the queue until somebody has read the post beside the reason for the match. Take a "
            "stance, give a reason, save: the keyboard is enough, and the ledger keeps what you did."
        ),
        doors=(Door(title=_("Work the queue"), address=reverse("cases:queue")),),
    )


SCENES: Final[tuple[Callable[[StoryFacts], Scene | None], ...]] = (found_and_not_raised, decided_by_a_person)
"""All scenes, in the order of the story."""


def scenes_of(facts: StoryFacts) -> tuple[Scene, ...]:
    """Return the scenes that this desk can show."""
    return tuple(scene for scene in (make(facts) for make in SCENES) if scene is not None)


def _post_address(finding: Finding) -> str:
    return reverse("observations:post", args=[finding.observation.key])
