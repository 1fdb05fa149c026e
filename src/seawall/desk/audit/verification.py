"""Does the ledger still say what it said? Walks every row and every payload that is not erased.

The walk reads in pieces and takes no lock: rows are only ever added, so it stops at the last row that was there when it
began. A payload that is gone must have a row that says it was erased. A cut at the end shows only against a head that
was kept elsewhere; `expected_head` is that one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Final

from seawall.desk.audit.models import LedgerRow
from seawall.desk.audit.services import ERASURE
from seawall.ledger import BrokenLink, Chain, Entry, PayloadMismatchError, verify_chain
from seawall.ledger.entry import check_payload

__all__ = ["Verdict", "verify_ledger"]

_PIECE_ROWS: Final = 2_000
_NO_TIME: Final = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the walk found: where the chain ends, or the first thing wrong with it."""

    chain: Chain
    erased: int
    problem: BrokenLink | None = None

    @property
    def holds(self) -> bool:
        """Say whether everything verified."""
        return self.problem is None


@dataclass(slots=True)
class _Walk:
    """What a walk notices on its way besides the chain: payloads changed, payloads gone."""

    changed: list[int] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    chain: Chain = field(default_factory=Chain)

    def entries(self, last: int) -> Iterator[tuple[Entry, str]]:
        after = 0
        while after < last:
            rows = LedgerRow.objects.filter(number__gt=after, number__lte=last).order_by("number")
            piece = list(rows.select_related("sealed")[:_PIECE_ROWS])
            if not piece:
                return
            for row in piece:
                self._check_details(row)
                yield _entry_of(row), row.digest
                self.chain = Chain(number=row.number, head=row.digest)
            after = piece[-1].number

    def _check_details(self, row: LedgerRow) -> None:
        kept = getattr(row, "sealed", None)
        if kept is None:
            self.gone.append(row.number)
            return
        sealed = kept.as_sealed(row.payload_digest)
        try:
            check_payload(sealed.digest, salt=sealed.salt, payload=sealed.payload)
        except PayloadMismatchError:
            self.changed.append(row.number)


def verify_ledger(*, expected_head: Chain | None = None) -> Verdict:
    """Walk the whole ledger and say whether it holds."""
    last = LedgerRow.objects.order_by("-number").values_list("number", flat=True).first() or 0
    walk = _Walk()
    result = verify_chain(walk.entries(last), expected_head=expected_head)
    problems = [result] if isinstance(result, BrokenLink) else []
    problems += [BrokenLink(number=number, reason="its details were changed") for number in walk.changed[:1]]
    problems += [
        BrokenLink(number=number, reason="its details are gone, and no row says that they were erased")
        for number in _gone_without_word(walk.gone)[:1]
    ]
    first = min(problems, key=lambda problem: problem.number, default=None)
    return Verdict(chain=walk.chain, erased=len(walk.gone), problem=first)


def _entry_of(row: LedgerRow) -> Entry:
    at: datetime | None = row.at  # None where what the database holds is no time any more: let the digest say so
    return row.as_entry() if at is not None else replace(row.as_entry(), at=_NO_TIME)


def _gone_without_word(gone: list[int]) -> list[int]:
    if not gone:
        return []
    told = set(LedgerRow.objects.filter(event=ERASURE).values_list("subject", flat=True))
    return [number for number in gone if f"ledger:{number}" not in told]
