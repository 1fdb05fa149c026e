"""Which closed accounts are compared with now, what has changed since, and how do lists stand?

`signed_closings` and `closing_changes` are what an index of closed accounts is made of: the plain table of
`seawall.identity.account_tables`, so that `platform:id` is the name. Only what is signed and has not expired is in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeVar

import pyarrow as pa
from django.db import connection
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from seawall.bulk import load_query
from seawall.clock import utc_now
from seawall.desk.closings.models import ClosedAccount, ClosingList, ClosingState
from seawall.desk.observations.account_names import ids_in, platforms_in
from seawall.identity.account_tables import ACCOUNTS

__all__ = [
    "ClosingChanges",
    "ClosingFigures",
    "closing_changes",
    "closing_figures",
    "closings_of",
    "closings_version",
    "lists_with_counts",
    "signed_closings",
    "signed_count",
    "signed_numbers",
]

Value = TypeVar("Value")

_SAME: Final = tuple(name for name in ACCOUNTS.names if name not in {"account", "platform"})
_READ: Final = ("platform", "account_id", *_SAME)
_AT_ONCE: Final = 5_000
_ASKED_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingChanges:
    """What an index has to do: take these accounts in, let go of those (`platform:id`); it is at `version` then."""

    version: int
    came: pa.Table
    gone: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingFigures:
    """How many closed accounts stand in which way."""

    signed: int
    waiting: int
    withdrawn: int
    expired: int


def closings_version() -> int:
    """Return a number that grows with every change of what is compared: look-ups ask for it first."""
    with connection.cursor() as cursor:  # raw SQL: asked before every comparison, and the ORM takes ten times as long
        cursor.execute(load_query("seawall.desk.closings", "closings_version"))
        row = cursor.fetchone()
    return int(row[0]) if row else 1


def signed_count() -> int:
    """Return how many closed accounts are signed."""
    return ClosedAccount.objects.filter(state=ClosingState.SIGNED).count()


def signed_closings(*, now: datetime | None = None, names: Sequence[str] | None = None) -> pa.Table:
    """Return the closed accounts that are compared with at `now`, in the order in which they came in.

    Columns are those of `seawall.identity.account_tables.ACCOUNTS`. Read `closings_version` first: a change in between
    is then only read twice.

    Args:
        now: the moment; the machine's clock unless given.
        names: only these (`platform:id`).
    """
    moment = now or utc_now()
    if names is None:
        return _table(ClosedAccount.objects.filter(state=ClosingState.SIGNED, expires__gt=moment))
    parts = [
        _table(ClosedAccount.objects.filter(pk__in=some, expires__gt=moment))
        for some in _some_at_a_time(sorted(signed_numbers(names).values()))
    ]
    return pa.concat_tables([ACCOUNTS.empty_table(), *parts])


def signed_numbers(names: Iterable[str]) -> dict[str, int]:
    """Return the numbers at the desk of those among these accounts (`platform:id`) that are signed.

    By the index of platform and id alone: with the state in the question, SQLite would walk through all that is signed.
    """
    wanted = set(names)
    numbers: dict[str, int] = {}
    for some in _some_at_a_time(sorted(wanted)):
        found = ClosedAccount.objects.filter(platform__in=platforms_in(some), account_id__in=ids_in(some)).order_by()
        for pk, platform, account_id, state in found.values_list("pk", "platform", "account_id", "state"):
            if state == ClosingState.SIGNED and f"{platform}:{account_id}" in wanted:
                numbers[f"{platform}:{account_id}"] = pk
    return numbers


def closing_changes(*, since: int, now: datetime | None = None) -> ClosingChanges:
    """Return what changed after version `since`. An account that came back in between is both let go of and taken in.

    What expires without anybody having said so yet is no change: look-ups compare `expires` with their own time.
    """
    moment = now or utc_now()
    version = closings_version()
    changed = ClosedAccount.objects.filter(changed_in__gt=since, signed_at__isnull=False)
    standing = Q(state=ClosingState.SIGNED, expires__gt=moment)
    gone = changed.exclude(standing).order_by("pk").values_list("platform", "account_id")
    return ClosingChanges(
        version=version,
        came=_table(changed.filter(standing)),
        gone=tuple(dict.fromkeys(f"{platform}:{name}" for platform, name in gone)),
    )


def closing_figures(*, now: datetime) -> ClosingFigures:
    """Count the closed accounts by how they stand at `now`."""
    over = Q(expires__lte=now)
    counts = ClosedAccount.objects.aggregate(
        signed=Count("pk", filter=Q(state=ClosingState.SIGNED) & ~over),
        waiting=Count("pk", filter=Q(state=ClosingState.PROPOSED) & ~over),
        withdrawn=Count("pk", filter=Q(state=ClosingState.WITHDRAWN)),
        expired=Count("pk", filter=Q(state=ClosingState.EXPIRED) | over & Q(state__in=["signed", "proposed"])),
    )
    return ClosingFigures(**counts)


def lists_with_counts() -> QuerySet[ClosingList]:
    """Return the lists, newest first, each with how many of its accounts wait (`waiting`) and are signed (`signed`)."""
    lists = ClosingList.objects.select_related("imported_by", "signed_by", "refused_by", "case").order_by("-pk")
    return lists.annotate(waiting=_counted(ClosingState.PROPOSED), signed=_counted(ClosingState.SIGNED))


def _counted(state: ClosingState) -> Coalesce:
    """Return the count of a list's accounts in this state, which the index of lists and states answers alone."""
    of_list = ClosedAccount.objects.filter(listed=OuterRef("pk"), state=state).order_by().values("listed")
    return Coalesce(Subquery(of_list.annotate(count=Count("pk")).values("count")), 0)


def closings_of(listed: ClosingList, *, state: str = "", words: str = "") -> QuerySet[ClosedAccount]:
    """Return the accounts of a list in the order of its rows; `words` is a handle or an id, as a whole."""
    accounts = ClosedAccount.objects.filter(listed=listed).order_by("row", "pk")
    if state:
        accounts = accounts.filter(state=state)
    if words:
        accounts = accounts.filter(Q(handle__iexact=words) | Q(account_id__iexact=words))
    return accounts


def _some_at_a_time(values: list[Value]) -> Iterator[list[Value]]:
    for at in range(0, len(values), _ASKED_AT_ONCE):
        yield values[at : at + _ASKED_AT_ONCE]


def _table(accounts: QuerySet[ClosedAccount]) -> pa.Table:
    rows = accounts.order_by("pk").values_list(*_READ).iterator(chunk_size=_AT_ONCE)
    return pa.Table.from_batches(_batches(rows), schema=ACCOUNTS)


def _batches(rows: Iterable[tuple[Any, ...]]) -> list[pa.RecordBatch]:
    made, part = [], list[tuple[Any, ...]]()
    for row in rows:
        part.append((f"{row[0]}:{row[1]}", row[0], *row[2:]))
        if len(part) == _AT_ONCE:
            made.append(_batch(part))
            part = []
    return [*made, _batch(part)] if part else made


def _batch(rows: list[tuple[Any, ...]]) -> pa.RecordBatch:
    columns = zip(*rows, strict=True)
    arrays = [pa.array(column, one.type) for column, one in zip(columns, ACCOUNTS, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=ACCOUNTS)
