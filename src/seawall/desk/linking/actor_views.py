"""Which accounts does one actor hold, in which generations, where is the weakest bridge, and were there waves?

A pure function of the links that stand and the judgements that hold (`seawall.identity.lineages`): nothing of it is
stored, so a judgement revised or a closing withdrawn shows at once. An actor has no name here, and is no record of a
person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from seawall.clock import utc_now
from seawall.desk.closings.models import ClosedAccount
from seawall.desk.closings.selectors import signed_numbers
from seawall.desk.linking.judged_pairs import engine_judgements
from seawall.desk.linking.models import Link
from seawall.desk.linking.selectors import links_in_lineages
from seawall.desk.linking.standing_links import standing_links
from seawall.desk.people.models import StaffMember
from seawall.identity.families import Family
from seawall.identity.judgements import Judgement
from seawall.identity.lineages import Actor, Life, find_actors, generations_of
from seawall.identity.link import Link as EngineLink
from seawall.identity.link import LinkClass
from seawall.identity.waves import Opening, Wave, find_waves

__all__ = ["ActorAccount", "ActorView", "actor_of", "actors"]

_FIRST = datetime(1, 1, 1, tzinfo=UTC)
_AROUND = timedelta(days=7)
_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorAccount:
    """One account of an actor; `closed` where it stands in the bank, `link` the strongest link that leads to it.

    `is_beyond`: the actor loses it without the weakest bridge.
    """

    key: str
    platform: str
    account_id: str
    kind: str
    handle: str | None
    name: str | None
    opened_at: datetime | None
    closed_at: datetime | None
    generation: int
    closed: ClosedAccount | None
    link: Link | None
    is_beyond: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorView:
    """An actor with its accounts by generation and opening, and the waves in which they were opened."""

    actor: Actor
    accounts: tuple[ActorAccount, ...]
    waves: tuple[Wave, ...]


def actors(reader: StaffMember) -> list[ActorView]:
    """Return the actors of links that `reader` may see, those of most accounts first."""
    links = list(links_in_lineages(reader))
    found = find_actors(_engine_links(links), _judgements(links))
    return _views(sorted(found, key=lambda actor: (-len(actor.accounts), actor.accounts)), links)


def actor_of(link: Link) -> ActorView | None:
    """Return the actor that a link's closed account, else its new account, belongs to; None where it is alone."""
    links = _component(link)
    for actor in find_actors(_engine_links(links), _judgements(links)):
        if link.closed.key in actor.accounts or link.key in actor.accounts:
            return _views([actor], links)[0]
    return None


def _component(link: Link) -> list[Link]:
    """Return the standing links that hang together with one; of the desk's others no more than both names is read."""
    columns = ("pk", "platform", "account_id", "closed__platform", "closed__account_id")
    beside: dict[str, list[tuple[int, str, str]]] = {}
    for number, platform, name, *closed in standing_links().order_by("pk").values_list(*columns):
        pair = (number, f"{platform.lower()}:{name}", ":".join(closed))
        for key in pair[1:]:
            beside.setdefault(key, []).append(pair)
    seen, waiting = {link.key, link.closed.key}, [link.key, link.closed.key]
    found: set[int] = set()
    while waiting:
        for number, *pair_keys in beside.get(waiting.pop(), ()):
            found.add(number)
            waiting += [key for key in pair_keys if key not in seen]
            seen.update(pair_keys)
    numbers = sorted(found)
    parts = (numbers[at : at + _AT_ONCE] for at in range(0, len(numbers), _AT_ONCE))
    return [row for part in parts for row in links_in_lineages().filter(pk__in=part).order_by("pk")]


def _judgements(links: Iterable[Link]) -> list[Judgement]:
    """Return the judgements that hold between the accounts of these links."""
    known = {key for link in links for key in (link.key, link.closed.key)}
    return [one for one in engine_judgements() if one.left in known and one.right in known]


def _engine_links(links: Iterable[Link]) -> list[EngineLink]:
    return [
        EngineLink(
            new=link.key,
            closed=link.closed.key,
            probability=link.probability,
            low=link.low,
            high=link.high,
            imitator_probability=link.imitator_probability,
            link_class=LinkClass(link.link_class),
            families=tuple(Family(name) for name in link.families),
            evidence=(),
            rivals=link.rivals,
            model="",
        )
        for link in links
    ]


def _views(actors: Sequence[Actor], links: Iterable[Link]) -> list[ActorView]:
    """Return what is shown of each actor; every link is looked at once, and closed accounts are asked for together."""
    closed = {link.closed.key: link.closed for link in links}
    closed |= _closed_now({key for actor in actors for key in actor.accounts} - closed.keys())
    place = {key: number for number, actor in enumerate(actors) for key in actor.accounts}
    strongest: dict[str, Link] = {}  # an account stands in one actor, so one table does for all
    for link in sorted(links, key=lambda one: (one.probability, one.pk)):
        if link.key in place and place[link.key] == place.get(link.closed.key):
            strongest[link.key] = link
    return [_view(actor, closed, strongest) for actor in actors]


def _view(actor: Actor, closed: Mapping[str, ClosedAccount], strongest: Mapping[str, Link]) -> ActorView:
    lives = {key: _life(closed.get(key), strongest.get(key)) for key in actor.accounts}
    generations = generations_of(actor.accounts, lives)
    rows = [
        _account(
            key,
            closed.get(key),
            strongest.get(key),
            lives[key],
            generation=generations[key],
            is_beyond=key in actor.beyond,
        )
        for key in actor.accounts
    ]
    rows.sort(key=lambda row: (row.generation, row.opened_at or _FIRST, row.key))
    return ActorView(actor=actor, accounts=tuple(rows), waves=_waves(lives))


def _closed_now(members: set[str]) -> dict[str, ClosedAccount]:
    numbers = sorted(signed_numbers(members).values())
    parts = (numbers[at : at + _AT_ONCE] for at in range(0, len(numbers), _AT_ONCE))
    now = utc_now()
    return {row.key: row for part in parts for row in ClosedAccount.objects.filter(pk__in=part, expires__gt=now)}


def _life(closed: ClosedAccount | None, link: Link | None) -> Life:
    opened = closed.created if closed is not None and closed.created else link.opened_at if link is not None else None
    return Life(opened_at=opened, closed_at=closed.closed_at if closed is not None else None)


def _account(
    key: str, closed: ClosedAccount | None, link: Link | None, life: Life, *, generation: int, is_beyond: bool
) -> ActorAccount:
    shown = closed if closed is not None else link
    platform, _colon, name = key.partition(":")
    return ActorAccount(
        key=key,
        platform=shown.platform if shown is not None else platform,
        account_id=shown.account_id if shown is not None else name,
        kind=shown.kind if shown is not None else "account",
        handle=shown.handle if shown is not None else None,
        name=shown.name if shown is not None else None,
        opened_at=life.opened_at,
        closed_at=life.closed_at,
        generation=generation,
        closed=closed,
        link=link,
        is_beyond=is_beyond,
    )


def _waves(lives: Mapping[str, Life]) -> tuple[Wave, ...]:
    openings = [Opening(account=key, at=life.opened_at) for key, life in sorted(lives.items()) if life.opened_at]
    if not openings:
        return ()
    begins = min(one.at for one in openings) - _AROUND
    ends = max(one.at for one in openings) + _AROUND
    return find_waves(openings, begins, ends)
