"""Store a finished search whole: cells, members, ties and samples in one transaction, with one ledger row.

A search that was killed before this has left nothing; one that was stored already is not stored twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction

from seawall.clock import utc_now
from seawall.desk.audit.services import SYSTEM, record
from seawall.desk.cells.models import (
    Cell,
    CellKinship,
    CellLine,
    CellMember,
    CellRun,
    CellSample,
    CellTie,
    Kinship,
)
from seawall.desk.cells.pseudonyms import call_by_pseudonym
from seawall.desk.cells.records import CellRecord, MemberRecord, SearchRecord
from seawall.desk.people.models import StaffMember
from seawall.desk.sources.models import Run
from seawall.network.roles import call_cell

__all__ = ["store_search"]

_AT_ONCE: Final = 1_000


@transaction.atomic
def store_search(found: SearchRecord, *, acting: StaffMember | None, run: Run | None = None) -> CellRun:
    """Store what a search found; the search of a run that is stored already is returned as it stands.

    Args:
        found: the whole search.
        acting: who asked for it; None where nobody did.
        run: the background run that it was made in.
    """
    if run is not None:
        stored = CellRun.objects.filter(run=Run.objects.select_for_update().get(pk=run.pk)).first()
        if stored is not None:
            return stored
    made = CellRun.objects.create(
        run=run,
        asked_by=acting,
        begun_at=found.begun_at,
        finished_at=utc_now(),
        corpus_version=found.corpus_version,
        options=found.options,
        figures=found.figures,
        control=found.control,
        previous=CellRun.objects.order_by("-pk").first(),
    )
    lines = {cell.number: _line(made, cell) for cell in found.cells}
    for cell in found.cells:
        _store_cell(made, cell, lines)
    record("cells_found", acting=acting or SYSTEM, subject=made.ledger_subject, payload=_payload(made, found))
    return made


def _store_cell(run: CellRun, found: CellRecord, lines: Mapping[int, CellLine]) -> None:
    cell = Cell.objects.create(
        run=run,
        line=lines[found.number],
        number=found.number,
        kinship=Kinship(found.kinship),
        size=len(found.members),
        core_size=sum(member.is_core for member in found.members),
        tie_count=len(found.ties),
        certainty=found.certainty,
        density=found.density,
        median_bits=found.median_bits,
        weakest_bits=found.weakest_bits,
        co_slots=found.co_slots,
        item_count=found.item_count,
        traces=list(found.traces),
        begins_at=found.begins_at,
        ends_at=found.ends_at,
        median_lag_seconds=found.median_lag_seconds,
        lawful=list(found.lawful),
        has_alternative=any(one["features"] for one in found.lawful),
        lawful_checked=found.lawful_checked,
        targets=[_target(one) for one in found.targets],
        reach=found.reach,
    )
    CellKinship.objects.bulk_create(
        [CellKinship(before_id=kin.cell, after=cell, likeness=kin.likeness, shared=kin.shared) for kin in found.kin]
    )
    CellMember.objects.bulk_create(_members(cell, found, lines), batch_size=_AT_ONCE)
    CellTie.objects.bulk_create(_ties(cell, found), batch_size=_AT_ONCE)
    CellSample.objects.bulk_create(_samples(cell, found), batch_size=_AT_ONCE)


def _target(found: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a cell answers together, by pseudonym as well: whoever is targeted is suspected of nothing."""
    return {"pseudonym": call_by_pseudonym([found["item"]])[0]} | {
        name: found[name] for name in ("kind", "members", "visits")
    }


def _line(run: CellRun, found: CellRecord) -> CellLine:
    """Return the line that a cell carries on, or a new one."""
    if found.line is not None:
        return CellLine.objects.get(pk=found.line)
    return CellLine.objects.create(begun_in=run)


def _roles(member: MemberRecord, lines: Mapping[int, CellLine]) -> list[dict[str, Any]]:
    """Return the roles of a member, other cells called as the desk calls them, for good."""
    return [
        role | {"sentence": call_cell(role["sentence"], role["cell"], str(lines[role["cell"]]))}
        if role.get("cell") in lines
        else role
        for role in member.roles
    ]


def _members(cell: Cell, found: CellRecord, lines: Mapping[int, CellLine]) -> list[CellMember]:
    pseudonyms = call_by_pseudonym(member.account for member in found.members)
    rows = []
    for number, (member, pseudonym) in enumerate(zip(found.members, pseudonyms, strict=True), start=1):
        platform, _, name = member.account.partition(":")
        x, y = member.place or (None, None)
        rows.append(
            CellMember(
                cell=cell,
                number=number,
                platform=platform,
                account_id=name,
                pseudonym=pseudonym,
                is_core=member.is_core,
                hold=member.hold,
                tie_count=member.tie_count,
                strongest_bits=member.strongest_bits,
                weakest_bits=member.weakest_bits,
                slot_count=member.slot_count,
                roles=_roles(member, lines),
                x=x,
                y=y,
            )
        )
    return rows


def _ties(cell: Cell, found: CellRecord) -> list[CellTie]:
    return [
        CellTie(
            cell=cell,
            left=tie.left + 1,
            right=tie.right + 1,
            kind=tie.kind,
            window_seconds=tie.window_seconds,
            co_slots=tie.co_slots,
            item_count=tie.item_count,
            expected=tie.expected,
            bits=tie.bits,
            log10_q=tie.log10_q,
            left_first_share=min(1.0, max(0.0, tie.left_first_share)),
            median_lag_seconds=tie.median_lag_seconds,
        )
        for tie in found.ties
    ]


def _samples(cell: Cell, found: CellRecord) -> list[CellSample]:
    names = {member.account.partition(":")[2].casefold() for member in found.members}
    return [
        CellSample(
            cell=cell,
            number=number,
            kind=sample.kind,
            item=sample.item,
            names_member=_names_one(sample.item, names),
            member_count=sample.member_count,
            slot_count=sample.slot_count,
            other_count=sample.other_count,
            begins_at=sample.slots[0][1],
            ends_at=sample.slots[-1][1],
            slots=[{"member": place + 1, "at": at.isoformat()} for place, at in sample.slots],
        )
        for number, sample in enumerate(found.samples, start=1)
    ]


def _names_one(item: str, names: set[str]) -> bool:
    """Say whether what was shared holds the id of a member, as the address of a member's own post does."""
    folded = item.casefold()
    return any(name in folded for name in names)


def _payload(run: CellRun, found: SearchRecord) -> dict[str, Any]:
    members = "\n".join(sorted(member.account for cell in found.cells for member in cell.members))
    return {
        "options": _written(found.options),
        "figures": _written(found.figures),
        "control": _written(found.control or {}),
        "corpus_version": run.corpus_version,
        "members_sha256": hashlib.sha256(members.encode()).hexdigest(),
    }


def _written(value: Any) -> Any:
    """Return facts as the ledger takes them: numbers that are not whole become text."""
    if isinstance(value, Mapping):
        return {str(name): _written(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_written(one) for one in value]
    return repr(value) if isinstance(value, float) else value
