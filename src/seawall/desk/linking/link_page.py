"""What does the page of one link show? Both accounts, the evidence as bars and in words, what was said and may be done.

Reads only; that somebody looked is recorded by `services.look_at_link`, which the view calls first.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language_bidi

from seawall.desk.cases.models import Case
from seawall.desk.linking import selectors
from seawall.desk.linking.models import Judgement, Link, LinkClass, Verdict
from seawall.desk.linking.replaying import replays
from seawall.desk.linking.waterfall import LEAST_BITS, Fall, Waterfall, draw_waterfall
from seawall.desk.linking.words import rounded
from seawall.desk.people.models import StaffMember

_MOST_TOLD_BITS = 20.0  # one in a million; the weights are not tried beyond

__all__ = ["AccountSide", "LinkPage", "Rarity", "link_page"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountSide:
    """One of the two accounts as it was compared."""

    key: str
    platform: str
    account_id: str
    kind: str
    handle: str | None
    name: str | None
    bio: str | None
    url: str | None
    opened_at: datetime | None
    followers: int | None
    observed: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rarity:
    """How seldom strangers look so alike by the weights of the model: one in `one_in`; `expected` in the whole bank."""

    one_in: str
    expected: float
    is_copied: bool  # much of it is what imitators copy, who are no strangers


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkPage:
    """Everything that the page shows of a link."""

    link: Link
    new: AccountSide
    closed: AccountSide
    chart: Waterfall
    families: tuple[Fall, ...]
    against: tuple[Mapping[str, Any], ...]
    rarity: Rarity | None
    prior_one_in: str
    replays: bool | None  # weighed again under its own model it comes out the same; None: the model can't be read
    others: list[Link]
    judgements: list[Judgement]
    standing: Judgement | None
    own: Judgement | None
    cases: list[Case]
    has_lineage: bool
    may_open_case: bool


def link_page(link: Link, *, reader: StaffMember) -> LinkPage:
    """Return what the page of a link shows to somebody who works on links."""
    judgements = selectors.judgements_of(link)
    standing = selectors.verdict_of(link)
    chart = draw_waterfall(
        link.evidence, prior_bits=link.prior_bits, imitator_bits=link.imitator_bits, mirrored=get_language_bidi()
    )
    return LinkPage(
        link=link,
        new=_new_side(link),
        closed=_closed_side(link),
        chart=chart,
        families=tuple(fall for fall in chart.families if any(part["bits"] > 0 for part in fall.parts)),
        against=tuple(part for part in link.evidence if part["bits"] <= -LEAST_BITS),
        rarity=_rarity(link),
        prior_one_in=rounded(2.0**-link.prior_bits + 1),
        replays=replays(link),
        others=selectors.other_links(link, reader=reader),
        judgements=judgements,
        standing=standing,
        own=next((one for one in judgements if one.by_id == reader.pk and one.in_force), None),
        cases=selectors.cases_of(link),
        has_lineage=link.stands and _may_have_lineage(link, standing),
        may_open_case=link.stands and _is_fit(link, standing),
    )


def _new_side(link: Link) -> AccountSide:
    profile = link.profile
    return AccountSide(
        key=link.key,
        platform=link.platform,
        account_id=link.account_id,
        kind=link.kind,
        handle=link.handle,
        name=link.name,
        bio=profile.get("bio"),
        url=profile.get("url"),
        opened_at=link.opened_at,
        followers=profile.get("followers"),
        observed=_moment(profile.get("observed")),
    )


def _closed_side(link: Link) -> AccountSide:
    closed = link.closed
    return AccountSide(
        key=closed.key,
        platform=closed.platform,
        account_id=closed.account_id,
        kind=closed.kind,
        handle=closed.handle,
        name=closed.name,
        bio=closed.bio,
        url=closed.url,
        opened_at=closed.created,
        followers=closed.followers,
        observed=closed.observed,
    )


def _rarity(link: Link) -> Rarity | None:
    """Return how seldom strangers come so far: weights of E bits happen to strangers once in 2^E at most."""
    bits = math.fsum(part["bits"] for part in link.evidence)
    if bits < 1:
        return None
    return Rarity(
        one_in=rounded(2.0 ** min(bits, _MOST_TOLD_BITS)),
        expected=link.bank_size * 2.0**-bits,
        is_copied=link.imitator_bits <= -1,
    )


def _may_have_lineage(link: Link, standing: Judgement | None) -> bool:
    verdict = standing.verdict if standing is not None else None
    return verdict == Verdict.SAME or (link.link_class == LinkClass.LIKELY and verdict != Verdict.DIFFERENT)


def _is_fit(link: Link, standing: Judgement | None) -> bool:
    verdict = standing.verdict if standing is not None else None
    return verdict == Verdict.SAME or (link.link_class != LinkClass.IMITATOR and verdict != Verdict.DIFFERENT)


def _moment(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None
