"""Why might these accounts lawfully act together? Alternatives to a cell, each from features that a reviewer can see.

Newsrooms run the same wire stories, fans shout at the same goal, campaigns hand out texts and say so, volunteers share
one list. Nothing here acquits or accuses: an alternative is named where its features are met, with the features, and
the general one is always named. A cell is never opened as a case by itself.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

import numpy as np

from seawall.network.cells import Cell
from seawall.network.joint_items import JointItems, joint_items
from seawall.network.search import CellSearch
from seawall.network.slots import Ints

__all__ = ["ALTERNATIVES", "Alternative", "Features", "alternatives_of", "features_of"]

ALTERNATIVES: Final = ("newsroom_syndication", "event_audience", "disclosed_campaign", "shared_interest")

_HOUR: Final = 3_600_000_000
_DISCLOSED: Final = re.compile(
    r"#(?:ad|anzeige|publicidad|patrocinado|sponsored|campaign|campaña|إعلان|حملة)\b"
    r"|\b(?:sponsored|press release|nota de prensa)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """What can be seen of a cell's joint items; shares are 0–1.

    `popular_share`: items that others use as much as the members; `event_share`: items that fall into the three
    busiest hours of the cell's whole life; `source_share`: items that the same member was first at; `host_share`: items
    at the most frequent host (0 where items are no addresses); `office_share`: items in the busiest ten hours of the
    day; `disclosed_share`: items that say what they are.
    """

    popular_share: float
    event_share: float
    source_share: float
    host_share: float
    office_share: float
    disclosed_share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """A lawful explanation, in words, with the names of the features that speak for it."""

    name: str
    sentence: str
    features: tuple[str, ...]


def features_of(search: CellSearch, cell: Cell) -> Features:
    """Return what can be seen of a cell's joint items."""
    joint = joint_items(search, cell)
    begins = joint.time[joint.is_first]
    names = _names(search, joint)
    sources = Counter(joint.account[joint.is_first].tolist())
    hosts = Counter(host for name in names if (host := _host(name)))
    hours = np.bincount((begins // _HOUR % 24).astype(np.int64), minlength=24)
    ten = max(int(np.roll(hours, -start)[:10].sum()) for start in range(24))
    count = len(joint)
    return Features(
        popular_share=_share(int((joint.users >= 2 * joint.members).sum()), count),
        event_share=_share(_most_within(begins, 3 * _HOUR), count),
        source_share=_share(max(sources.values(), default=0), count),
        host_share=_share(max(hosts.values(), default=0), count),
        office_share=_share(ten, count),
        disclosed_share=_share(sum(bool(_DISCLOSED.search(name)) for name in names), count),
    )


def alternatives_of(search: CellSearch, cell: Cell) -> tuple[Alternative, ...]:
    """Return the lawful alternatives that the features speak for, the general one last and always."""
    seen = features_of(search, cell)
    found = []
    if seen.source_share >= 0.6 and (seen.host_share >= 0.6 or seen.office_share >= 0.9):
        told = f"One account is first at {seen.source_share:.0%} of the things and the rest follow"
        more = (
            f", {seen.host_share:.0%} from one site"
            if seen.host_share
            else f", {seen.office_share:.0%} in office hours"
        )
        found.append(_alternative("newsroom_syndication", f"{told}{more}: a wire service and its papers do this.",
                                  "source_share", "host_share", "office_share"))  # fmt: skip
    if seen.event_share >= 0.5 or seen.popular_share >= 0.5:
        told = (
            f"{seen.event_share:.0%} of the things fall into three hours, and {seen.popular_share:.0%} are used by as "
            "many others: the audience of one event does this."
        )
        found.append(_alternative("event_audience", told, "event_share", "popular_share"))
    if seen.disclosed_share >= 0.3:
        told = f"{seen.disclosed_share:.0%} of the things say that they are advertising or a campaign."
        found.append(_alternative("disclosed_campaign", told, "disclosed_share"))
    told = "Colleagues, friends, volunteers and readers of one page act alike too; the figures can't tell them apart."
    found.append(_alternative("shared_interest", told))
    return tuple(found)


def _most_within(times: Ints, width: int) -> int:
    """Return how many instants the fullest window of this width holds."""
    ordered = np.sort(times)
    return int((np.searchsorted(ordered, ordered + width, side="right") - np.arange(len(ordered))).max(initial=0))


def _names(search: CellSearch, joint: JointItems) -> list[str]:
    kinds = search.slots.by_kind
    return [
        kinds[kind].item_name(number) for kind, number in zip(joint.kind.tolist(), joint.number.tolist(), strict=True)
    ]


def _host(name: str) -> str | None:
    try:
        return urlsplit(name).hostname if "://" in name else None
    except ValueError:
        return None


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def _alternative(name: str, sentence: str, *features: str) -> Alternative:
    return Alternative(name=name, sentence=sentence, features=features)
