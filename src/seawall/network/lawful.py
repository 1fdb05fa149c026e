"""Why might these accounts lawfully act together? Alternatives to a cell, each from features that a reviewer can see.

Newsrooms print the same agency, fans shout at the same goal, campaigns hand out texts and say so, stalls announce one
market, readers of one page pass it on. An alternative is named where its features are met, the best met first, with the
figures and with what speaks against it; the general one is named always. Marks and manners can be put on, so nothing
here acquits, and nothing accuses: a cell is never opened as a case by itself. A mark alone names no campaign: one
account has to be first, as the campaign's own is; else the mark is told beside the general alternative. Where much of
what is shared leads to closed places, forms or wallets, only the general alternative stands.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from seawall.network.cells import Cell
from seawall.network.lawful_features import Features, features_of
from seawall.network.search import CellSearch

__all__ = ["ALTERNATIVES", "Alternative", "Features", "alternatives_of", "features_of", "weigh"]

ALTERNATIVES: Final = (
    "newsroom_syndication",
    "event_audience",
    "disclosed_campaign",
    "shared_trade",
    "feed_readers",
    "shared_interest",
)

_CLOSED: Final = 0.2  # share of things that lead to closed places, from which on no alternative but the general holds
_WEAKEST: Final = "feed_readers"  # fits much of what the others explain better, so it comes after them
_SAID: Final = 0.3  # share from which on the posts themselves say what they are, which goes before manners
_CREDITED: Final = 0.4
_DISCLOSED: Final = 0.4
_ANNOUNCED: Final = 0.8  # of the moments, at which the campaign's own account is first (of development seeds: 0.9 to 1)
_LEAST_WORKDAYS: Final = 12  # moments, from which on working hours without a credit line are a habit
_LEAST_MOMENTS: Final = 6  # fewer say nothing of habits
_COST: Final = 0.15  # what each feature against an alternative takes off when they are put in order


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """A lawful explanation in words, the names of the features that speak for it, and sentences against it."""

    name: str
    sentence: str
    features: tuple[str, ...]
    against: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Explanation:
    """One alternative: whether it is met, what it says, which features count; `said`: that posts tell it themselves."""

    name: str
    is_met: Callable[[Features], bool]
    sentence: Callable[[Features], str]
    features: tuple[str, ...]
    against: tuple[Callable[[Features], str | None], ...]
    said: str | None = None


def alternatives_of(search: CellSearch, cell: Cell) -> tuple[Alternative, ...]:
    """Return the lawful alternatives that the features speak for, the best met first, the general one always last."""
    return weigh(features_of(search, cell))


def weigh(seen: Features) -> tuple[Alternative, ...]:
    """Return the alternatives that these features speak for."""
    found: list[tuple[float, Alternative]] = []
    tells = seen.moments >= _LEAST_MOMENTS and seen.closed_share < _CLOSED
    for one in _EXPLANATIONS if tells else ():
        if one.is_met(seen):
            against = tuple(told for speak in one.against if (told := speak(seen)) is not None)
            strength = sum(getattr(seen, name) for name in one.features) / len(one.features) - _COST * len(against)
            named = Alternative(name=one.name, sentence=one.sentence(seen), features=one.features, against=against)
            says_so = one.said is not None and getattr(seen, one.said) >= _SAID
            found.append((strength + says_so - (one.name == _WEAKEST), named))
    found.sort(key=lambda told: -told[0])
    return (*(named for _, named in found), _general(seen))


def _general(seen: Features) -> Alternative:
    """Return the alternative that is named always, with a mark that names no campaign by itself."""
    told = "Colleagues, friends, volunteers and readers of one page act alike too; the figures can't tell them apart."
    mark = (
        f"{seen.disclosed_share:.0%} of the texts and hashtags say that they are advertising or a campaign. Anyone may "
        "write that, and no account is first nearly always, as the campaign's own would be."
    )
    says_so = seen.disclosed_share >= _DISCLOSED and seen.source_share < _ANNOUNCED
    return Alternative(name="shared_interest", sentence=told, features=(), against=(mark,) if says_so else ())


def _again(seen: Features) -> str | None:
    if seen.repeat_share <= 0.2:
        return None
    return f"Against it: at {seen.repeat_share:.0%} of the moments nothing was new."


def _unnoticed(seen: Features) -> str | None:
    if seen.public_share >= 0.3:
        return None
    return f"Against it: at only {seen.public_share:.0%} of the moments did as many others as members use the same."


def _nothing_else(seen: Features) -> str | None:
    if seen.own_share >= 0.25:
        return None
    return f"Against it: of what a member posts, only {seen.own_share:.0%} has nothing to do with the cell."


def _closed(seen: Features) -> str | None:
    if seen.closed_share < 0.05:
        return None
    return f"Against it: {seen.closed_share:.0%} of the moments lead to closed places, forms or wallets."


def _quick(seen: Features) -> str | None:
    if seen.quick_share <= 0.5:
        return None
    return f"Against it: {seen.quick_share:.0%} of those who follow come within a minute."


def _newsroom(seen: Features) -> str:
    by = (
        f"{seen.credit_share:.0%} of the texts name an agency"
        if seen.credit_share >= _CREDITED
        else f"{seen.office_share:.0%} of the moments fall into working hours"
    )
    return (
        f"One account is first at {seen.source_share:.0%} of the moments, {by}, and at {seen.public_share:.0%} as many "
        "others as members used the same: a wire service and its papers do this."
    )


def _event(seen: Features) -> str:
    return (
        f"{seen.event_share:.0%} of the moments fall into few stretches of three hours, and at {seen.crowd_share:.0%} "
        "of them three times as many others came at that time: the audience of an event does this."
    )


def _campaign(seen: Features) -> str:
    return (
        f"{seen.disclosed_share:.0%} of the texts and hashtags say that they are advertising or a campaign, and one "
        f"account is first at {seen.source_share:.0%} of the moments: a campaign that hides nothing does this. Anyone "
        "may write such marks, so look at who that account is."
    )


def _trade(seen: Features) -> str:
    return (
        f"{seen.offer_share:.0%} of the texts name prices or offers, and {seen.market_share:.0%} of the moments fall "
        "on the same weekdays and hours: stalls of one market do this."
    )


def _feed(seen: Features) -> str:
    return (
        f"{seen.host_share:.0%} of the addresses are of one site, at {seen.public_share:.0%} of the moments as many "
        "others as members used the same, and nobody goes first: readers of one page do this."
    )


_EXPLANATIONS: Final = (
    _Explanation(
        name="newsroom_syndication",
        is_met=lambda seen: (
            seen.source_share >= 0.6
            and seen.public_share >= 0.3
            and seen.repeat_share <= 0.3
            and (seen.credit_share >= _CREDITED or (seen.office_share >= 0.85 and seen.moments >= _LEAST_WORKDAYS))
        ),
        sentence=_newsroom,
        features=("source_share", "credit_share", "office_share", "public_share"),
        against=(_again, _nothing_else, _closed),
        said="credit_share",
    ),
    _Explanation(
        name="event_audience",
        is_met=lambda seen: seen.event_share >= 0.7 and seen.crowd_share >= 0.5 and seen.repeat_share <= 0.3,
        sentence=_event,
        features=("event_share", "crowd_share"),
        against=(_again, _nothing_else, _closed),
    ),
    _Explanation(
        name="disclosed_campaign",
        is_met=lambda seen: seen.disclosed_share >= _DISCLOSED and seen.source_share >= _ANNOUNCED,
        sentence=_campaign,
        features=("disclosed_share", "source_share"),
        against=(_unnoticed, _closed),
        said="disclosed_share",
    ),
    _Explanation(
        name="shared_trade",
        is_met=lambda seen: seen.offer_share >= 0.3 and seen.market_share >= 0.5,
        sentence=_trade,
        features=("offer_share", "market_share"),
        against=(_quick, _closed),
        said="offer_share",
    ),
    _Explanation(
        name="feed_readers",
        is_met=lambda seen: seen.host_share >= 0.6 and seen.public_share >= 0.5 and seen.source_share <= 0.4,
        sentence=_feed,
        features=("host_share", "public_share"),
        against=(_again, _quick, _closed),
    ),
)
