"""What does the page of an actor show? Its accounts as a drawing and as a table, its waves, its weakest bridge."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import get_language_bidi

from seawall.desk.cases.services.guards import require_unbarred_subject
from seawall.desk.linking.actor_views import ActorAccount, ActorView
from seawall.desk.linking.lineage_chart import LineageAccount, LineageChart, LineageTie, draw_lineage
from seawall.desk.people.models import StaffMember
from seawall.identity.lineages import Tie

__all__ = ["ActorLine", "LineagePage", "LineageRow", "ShownCut", "ShownTie", "ShownWave", "actor_line", "lineage_page"]

_LONGEST_LABEL: Final = 26
_FEW: Final = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class LineageRow:
    """One account of the table: its number there, the account, the wave that it came in (1 for the first)."""

    number: int
    account: ActorAccount
    wave: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownTie:
    """What holds two accounts together, by their numbers; `probability` None: a judgement."""

    left: LineageRow
    right: LineageRow
    probability: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCut:
    """A tie that a judgement *different* keeps from joining: an account of the actor, and the other one's name."""

    inside: LineageRow
    other: str
    probability: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownWave:
    """Accounts opened within a short time."""

    number: int
    count: int
    begins: datetime
    ends: datetime
    usual: str  # accounts that the usual rate brings in such a time


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorLine:
    """An actor in a list, without names; `number` is of a link that leads to its page, `weakest` None: a judgement."""

    number: int | None
    accounts: int
    generations: int
    closed: int
    waves: int
    weakest: float | None
    newest: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LineagePage:
    """Everything that the page shows of an actor."""

    rows: tuple[LineageRow, ...]
    chart: LineageChart | None
    generations: int
    waves: tuple[ShownWave, ...]
    weakest: ShownTie
    beyond: tuple[LineageRow, ...]
    cut: tuple[ShownCut, ...]


def lineage_page(view: ActorView, *, reader: StaffMember, now: datetime) -> LineagePage:
    """Return what the page of an actor shows.

    Raises:
        CaseBarredError: the reader declared a conflict of interest about one of its accounts.
    """
    for account in view.accounts:
        name = account.account_id
        require_unbarred_subject(reader, platform=account.platform, account_id=name, channel_id=name)
    waves = {key: number for number, wave in enumerate(view.waves) for key in wave.accounts}
    rows = tuple(
        LineageRow(number=number, account=account, wave=waves[account.key] + 1 if account.key in waves else None)
        for number, account in enumerate(view.accounts, start=1)
    )
    by_key = {row.account.key: row for row in rows}
    return LineagePage(
        rows=rows,
        chart=_chart(view, rows, now),
        generations=max(row.account.generation for row in rows),
        waves=tuple(
            ShownWave(
                number=number,
                count=len(wave.accounts),
                begins=wave.begins,
                ends=wave.ends,
                usual="< 0.1" if wave.expected < _FEW else f"{wave.expected:.1f}",
            )
            for number, wave in enumerate(view.waves, start=1)
        ),
        weakest=_shown(view.actor.weakest_bridge, by_key),
        beyond=tuple(row for row in rows if row.account.is_beyond),
        cut=tuple(_cut(tie, by_key) for tie in view.actor.cut),
    )


def actor_line(view: ActorView) -> ActorLine:
    """Return what a list says of an actor."""
    links = [account.link.pk for account in view.accounts if account.link is not None]
    return ActorLine(
        number=min(links, default=None),
        accounts=len(view.accounts),
        generations=max(account.generation for account in view.accounts),
        closed=sum(account.closed_at is not None for account in view.accounts),
        waves=len(view.waves),
        weakest=view.actor.weakest_bridge.probability,
        newest=max((account.opened_at for account in view.accounts if account.opened_at), default=None),
    )


def _shown(tie: Tie, by_key: dict[str, LineageRow]) -> ShownTie:
    return ShownTie(left=by_key[tie.left], right=by_key[tie.right], probability=tie.probability)


def _cut(tie: Tie, by_key: dict[str, LineageRow]) -> ShownCut:
    inside, other = (tie.left, tie.right) if tie.left in by_key else (tie.right, tie.left)
    return ShownCut(inside=by_key[inside], other=other, probability=tie.probability)


def _chart(view: ActorView, rows: tuple[LineageRow, ...], now: datetime) -> LineageChart | None:
    accounts = [
        LineageAccount(
            number=row.number,
            key=row.account.key,
            label=_label(row.account),
            opened=row.account.opened_at,
            closed=row.account.closed_at,
            generation=row.account.generation,
            wave=None if row.wave is None else row.wave - 1,
        )
        for row in rows
    ]
    ties = [
        LineageTie(
            left=tie.left,
            right=tie.right,
            is_weakest=tie.pair == view.actor.weakest_bridge.pair,
            is_judged=tie.probability is None,
        )
        for tie in view.actor.ties
    ]
    waves = [(wave.begins, wave.ends) for wave in view.waves]
    return draw_lineage(accounts, ties, waves, until=now, mirrored=get_language_bidi())


def _label(account: ActorAccount) -> str:
    name = account.handle or account.name or account.account_id
    return name if len(name) <= _LONGEST_LABEL else name[: _LONGEST_LABEL - 1] + "…"
