"""What did the desk make of each post of the day? The wall: posts in the order of time, each with what became of it.

The posts that carry the drawing stand among others of the same hours. Each is raised (with its reason and its case),
held back (with the reason why it is not raised), or met nothing in any bank.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from seawall.bulk import load_query
from seawall.desk.cases.models import Finding
from seawall.desk.observations.corpus_view import CorpusView, read_corpus
from seawall.desk.observations.selectors import account_names
from seawall.desk.story.facts import StoryFacts

__all__ = ["WallPost", "read_wall"]

_CARRIERS: Final = 7
_OTHERS: Final = 13


@dataclass(frozen=True, slots=True, kw_only=True)
class WallPost:
    """One post and what became of it; `findings` are those that stand, raised ones first."""

    post: dict[str, Any]
    name: str
    carries_drawing: bool
    findings: tuple[Finding, ...]

    @property
    def key_hex(self) -> str:
        """Return the post's key as addresses have it."""
        return str(self.post["key"].hex())

    @property
    def raised(self) -> Finding | None:
        """Return the first finding that is raised."""
        return next((finding for finding in self.findings if finding.raised), None)

    @property
    def held_back(self) -> Finding | None:
        """Return the first finding that is not raised, where none is."""
        return self.findings[0] if self.findings and self.raised is None else None


def read_wall(facts: StoryFacts) -> tuple[WallPost, ...]:
    """Return the wall of the story's day, oldest post first."""
    posts = read_corpus(lambda view: _posts(view, facts))
    names = account_names((post["platform"], post["account_id"]) for post in posts)
    findings = _findings([post["key"].hex() for post in posts])
    return tuple(
        WallPost(
            post=post,
            name=_shown_name(names.get((post["platform"], post["account_id"])), post["account_id"]),
            carries_drawing=facts.drawing in (post["media"] or ()),
            findings=tuple(findings.get(post["key"].hex(), ())),
        )
        for post in posts
    )


def _shown_name(names: dict[str, Any] | None, account_id: str) -> str:
    known = names or {}
    return str(known.get("handle") or known.get("display_name") or account_id)


def _posts(view: CorpusView, facts: StoryFacts) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = view.engine.table(
        load_query(__package__, "wall"),
        {
            "platform": facts.platform,
            "drawing": facts.drawing,
            "newsroom": facts.newsroom,
            "carrier_limit": _CARRIERS,
            "other_limit": _OTHERS,
        },
    ).to_pylist()
    return rows


def _findings(keys: Iterable[str]) -> dict[str, list[Finding]]:
    standing = (
        Finding.objects.filter(observation__key__in=list(keys), withdrawn_at__isnull=True)
        .select_related("case", "observation")
        .order_by("-raised", "-score", "id")
    )
    grouped: dict[str, list[Finding]] = {}
    for finding in standing:
        grouped.setdefault(finding.observation.key, []).append(finding)
    return grouped
