"""Store what comparing some accounts gave, together with how far the pass is: one transaction, once.

A pair that is found again as it was found before keeps its link. Found otherwise, a new link takes its place; no
longer found, the link lapses, unless somebody judged the pair: what people said is theirs to revise. An account whose
closing was withdrawn while it was compared gets no link.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from seawall.clock import utc_now
from seawall.desk.audit.services import SYSTEM, record
from seawall.desk.closings.models import ClosedAccount
from seawall.desk.closings.selectors import signed_numbers
from seawall.desk.linking.evidence_rows import evidence_rows, found_same
from seawall.desk.linking.locking import lock_linking, raise_version
from seawall.desk.linking.models import Judgement, Link, LinkingPass, LinkState
from seawall.identity.judgements import pair_of
from seawall.identity.linking import Compared

__all__ = ["FoundPair", "NewAccount", "store_found"]

_REPLACED = "compared again, with another result"
_MUCH_MORE = 2
"""Among so many times as many closed accounts what is found weighs another bit: then the link is made anew."""
_LAPSED = "compared again, and nothing is found that would be shown"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPair:
    """A pair that is shown, as it was compared, with the depth of both and how many closed accounts there were."""

    compared: Compared
    depth: int
    bank_size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    """A new account as it was observed, and the pairs that are to be shown of it. `key` is `platform:id`."""

    key: str
    platform: str
    account_id: str
    kind: str = "account"
    handle: str | None = None
    name: str | None = None
    profile: dict[str, Any] = field(default_factory=dict)
    opened_at: datetime | None = None
    pairs: tuple[FoundPair, ...] = ()


@dataclass(slots=True)
class _Changes:
    stored: list[Link] = field(default_factory=list)
    replaced: list[Link] = field(default_factory=list)
    lapsed: list[Link] = field(default_factory=list)


@transaction.atomic
def store_found(pass_: LinkingPass, accounts: Sequence[NewAccount], *, last: str, count: int) -> LinkingPass:
    """Store the links of some accounts, and that the pass has come to `last`.

    Args:
        pass_: the pass; one that was ended by somebody else meanwhile is left alone.
        accounts: in the order of their names.
        last: name of the last account that was dealt with.
        count: accounts that were compared.
    """
    version = lock_linking()
    current = LinkingPass.objects.select_for_update(of=("self",)).select_related("model", "asked_by").get(pk=pass_.pk)
    if not current.is_open or last <= current.cursor:
        return current
    changes = _changes(current, accounts)
    _write(changes)
    if changes.stored or changes.replaced or changes.lapsed:
        raise_version(version)
        record(
            "links_found",
            acting=current.asked_by or SYSTEM,
            subject=current.ledger_subject,
            payload={
                "stored": [link.pk for link in changes.stored],
                "replaced": [link.pk for link in changes.replaced],
                "lapsed": [link.pk for link in changes.lapsed],
                "model": current.model.label,
            },
        )
    current.cursor = last
    current.compared += count
    current.stored += len(changes.stored)
    current.replaced += len(changes.replaced)
    current.lapsed += len(changes.lapsed)
    current.save(update_fields=["cursor", "compared", "stored", "replaced", "lapsed"])
    return current


def _changes(pass_: LinkingPass, accounts: Sequence[NewAccount]) -> _Changes:
    closed = _closed_of(accounts)
    standing = _standing_of(accounts)
    judged = _judged(standing)
    changes, now = _Changes(), utc_now()
    for account in accounts:
        held = {link.closed_id: link for link in standing.get(account.key, ())}
        for pair in account.pairs:
            row = closed.get(pair.compared.closed)
            if row is None:
                continue  # withdrawn meanwhile
            fresh = _link(pass_, account, pair, row, now)
            before = held.pop(row.pk, None)
            if before is not None and _is_same(before, fresh):
                continue
            if before is not None:
                fresh.replaces = before
                changes.replaced.append(_ended(before, LinkState.REPLACED, _REPLACED, now))
            changes.stored.append(fresh)
        for left in held.values():
            if pair_of(left.key, left.closed.key) not in judged:
                changes.lapsed.append(_ended(left, LinkState.LAPSED, _LAPSED, now))
    return changes


def _write(changes: _Changes) -> None:
    for link in (*changes.replaced, *changes.lapsed):
        link.save(update_fields=["state", "ended_at", "ended_because"])
    for link in changes.stored:
        link.save(force_insert=True)


def _link(pass_: LinkingPass, account: NewAccount, pair: FoundPair, closed: ClosedAccount, now: datetime) -> Link:
    told = pair.compared.weighed
    assert told.link_class is not None
    return Link(
        platform=account.platform,
        account_id=account.account_id,
        kind=account.kind,
        handle=account.handle,
        name=account.name,
        profile=account.profile,
        opened_at=account.opened_at,
        closed=closed,
        probability=told.probability,
        low=told.low,
        high=told.high,
        imitator_probability=told.imitator_probability,
        link_class=told.link_class.value,
        families=[family.value for family in told.families],
        prior_bits=told.prior_bits,
        imitator_bits=told.imitator_bits,
        evidence=evidence_rows(told),
        depth=pair.depth,
        bank_size=pair.bank_size,
        rivals=pair.compared.rivals,
        model=pass_.model,
        made_in=pass_,
        made_at=now,
    )


def _is_same(before: Link, fresh: Link) -> bool:
    same = ("link_class", "families", "depth", "model_id", "handle", "name")
    fewer, more = sorted((before.bank_size, fresh.bank_size))
    return (
        all(getattr(before, name) == getattr(fresh, name) for name in same)
        and more <= _MUCH_MORE * fewer
        and found_same(before.evidence, fresh.evidence)
    )


def _ended(link: Link, state: LinkState, because: str, now: datetime) -> Link:
    link.state, link.ended_because, link.ended_at = state, because, now
    return link


def _closed_of(accounts: Sequence[NewAccount]) -> dict[str, ClosedAccount]:
    """Return the signed closed accounts that are named, by `platform:id`."""
    named = {pair.compared.closed for account in accounts for pair in account.pairs}
    rows = ClosedAccount.objects.filter(pk__in=signed_numbers(named).values(), expires__gt=utc_now())
    return {row.key: row for row in rows}


def _standing_of(accounts: Sequence[NewAccount]) -> dict[str, list[Link]]:
    """Return the links that stand of these accounts, by `platform:id`, however sources write the platform."""
    by_key: dict[str, list[Link]] = {account.key: [] for account in accounts}
    platforms = {account.platform.lower() for account in accounts}
    spellings = [one for one in Link.objects.order_by().values_list("platform", flat=True).distinct()
                 if one.lower() in platforms]  # fmt: skip
    ids = {account.account_id for account in accounts}
    links = Link.objects.filter(platform__in=spellings, account_id__in=ids, state=LinkState.STANDS)
    for link in links.select_related("closed").order_by("pk"):
        if link.key in by_key:  # the id of the one account may be another one's on another platform
            by_key[link.key].append(link)
    return by_key


def _judged(standing: dict[str, list[Link]]) -> set[tuple[str, str]]:
    pairs = {pair_of(link.key, link.closed.key) for links in standing.values() for link in links}
    lefts = {left for left, _right in pairs}
    found = Judgement.objects.filter(Q(left__in=lefts), revised_at__isnull=True).values_list("left", "right")
    return set(found) & pairs
