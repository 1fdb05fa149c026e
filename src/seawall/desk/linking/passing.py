"""Compare the accounts that came into the corpus with the closed ones, first to last, and go on where one ended.

What is to be compared: accounts with rows in batches that no finished pass covered; where accounts were signed as
closed since the last pass, also those seen after the earliest of these closings, since only who was seen afterwards
can be a return. Asked for everything, all. Accounts that stand in the bank themselves are not compared.

A pass that was killed or cancelled stays open, and the next one asked for goes on behind its last part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Min

from seawall.clock import utc_now
from seawall.desk.audit.services import SYSTEM, record
from seawall.desk.closings.models import ClosedAccount, ClosingState
from seawall.desk.closings.selectors import closings_version
from seawall.desk.linking.announcements_held import announcements
from seawall.desk.linking.corpus_accounts import Due, accounts_due, batches_held, posts_of, profiles_of
from seawall.desk.linking.kept_models import current_model, read_kept
from seawall.desk.linking.live_bank import LiveBank, live_bank
from seawall.desk.linking.locking import lock_linking
from seawall.desk.linking.models import LinkingPass
from seawall.desk.linking.new_accounts import new_account
from seawall.desk.linking.seen_pictures import pictures_of
from seawall.desk.linking.services.storing import NewAccount, store_found
from seawall.desk.people.models import StaffMember
from seawall.identity.announcers import announce
from seawall.identity.models import IdentityModel
from seawall.identity.portrait_making import make_portraits
from seawall.identity.portraits import Portraits

__all__ = ["PART", "PER_STORE", "run_pass"]

PART: Final = 2_048
"""Accounts whose profiles and posts are read at one time."""
PER_STORE: Final = 64
"""Accounts whose links are stored in one transaction: what a kill costs at most."""

Progress = Callable[[dict[str, Any]], None]


def run_pass(
    *,
    acting: StaffMember | str,
    everything: bool = False,
    progress: Progress = lambda _: None,
    stop: Callable[[], bool] = lambda: False,
    bank: LiveBank | None = None,
) -> LinkingPass:
    """Go through the accounts that are to be compared and store their links; return the pass, open where stopped.

    Args:
        acting: who asked for it; `SYSTEM` where nobody did.
        everything: all accounts, not those alone that came or may return. A pass that is open goes on as it began.
        progress: told `percent` and `rows` now and then.
        stop: asked between accounts; True leaves the rest for the next time.
        bank: the closed accounts; those of this process unless given.
    """
    held = bank or live_bank()
    held.renew()
    held.keep()
    pass_ = _open_pass(acting=acting, everything=everything)
    model = read_kept(pass_.model)
    names = accounts_due(_due(pass_), after=pass_.cursor)
    _note_wanted(pass_, len(names))
    total = max(1, pass_.compared + len(names))
    for part in _parts(names, PART):
        now = utc_now()
        for accounts, last, count in _compared(part, held, model, now, stop):
            pass_ = store_found(pass_, accounts, last=last, count=count)
            progress({"percent": min(99, 100 * pass_.compared // total), "rows": pass_.compared})
        if stop():
            return pass_
    return _close_pass(pass_)


def _compared(
    names: Sequence[str], held: LiveBank, model: IdentityModel, now: datetime, stop: Callable[[], bool]
) -> Iterator[tuple[list[NewAccount], str, int]]:
    """Yield the accounts that were compared, some at a time, with the name of the last one and how many there were."""
    checked = profiles_of(names, now=now)
    posts = posts_of(names, now=now)
    portraits = announce(make_portraits(checked.table, posts, pictures=pictures_of(checked.table)), announcements())
    rows = checked.table.to_pylist()
    places = {row["account"]: place for place, row in enumerate(rows)}
    for some in _parts(names, PER_STORE):
        if stop():
            return
        found = [
            _one(rows[place], portraits, place, held, model, now)
            for name in some
            if (place := places.get(name)) is not None
        ]
        yield [one for one in found if one is not None], some[-1], len(some)


def _one(
    row: dict[str, Any], portraits: Portraits, place: int, held: LiveBank, model: IdentityModel, now: datetime
) -> NewAccount | None:
    with held.current(now=now, wait=True) as bank:
        if bank.ordinal_of(row["account"]) is not None:
            return None  # it is a closed one itself
        return new_account(row, portraits[place], bank, model, now)


def _due(pass_: LinkingPass) -> Due:
    return Due(batches=tuple(pass_.batches), since=pass_.alive_since, everything=pass_.everything)


@transaction.atomic
def _open_pass(*, acting: StaffMember | str, everything: bool) -> LinkingPass:
    batches = batches_held()
    row, _model = current_model()
    lock_linking()
    pass_ = LinkingPass.objects.filter(is_open=True).select_related("model", "asked_by").first()
    if pass_ is not None:
        return pass_
    last = LinkingPass.objects.filter(is_open=False).order_by("-pk").first()
    return LinkingPass.objects.create(
        asked_by=acting if isinstance(acting, StaffMember) else None,
        begun_at=utc_now(),
        everything=everything or last is None,
        batches=[one for one in batches if one not in _covered()],
        closings_version=closings_version(),
        alive_since=_earliest_closing_since(last),
        model=row,
    )


def _covered() -> set[str]:
    """Return the batches that finished passes covered."""
    covered: set[str] = set()
    for batches in LinkingPass.objects.filter(is_open=False).values_list("batches", flat=True):
        covered.update(batches)
    return covered


def _earliest_closing_since(last: LinkingPass | None) -> datetime | None:
    """Return the earliest closing among the accounts that were signed after the last pass began."""
    since = 0 if last is None else last.closings_version
    signed = ClosedAccount.objects.filter(state=ClosingState.SIGNED, changed_in__gt=since)
    found: datetime | None = signed.aggregate(first=Min("closed_at"))["first"]
    return found


@transaction.atomic
def _note_wanted(pass_: LinkingPass, left: int) -> None:
    LinkingPass.objects.filter(pk=pass_.pk).update(wanted=pass_.compared + left)


@transaction.atomic
def _close_pass(pass_: LinkingPass) -> LinkingPass:
    lock_linking()
    current = LinkingPass.objects.select_for_update(of=("self",)).select_related("model", "asked_by").get(pk=pass_.pk)
    if not current.is_open:
        return current
    current.is_open, current.finished_at = False, utc_now()
    current.save(update_fields=["is_open", "finished_at"])
    payload = {name: getattr(current, name) for name in ("compared", "stored", "replaced", "lapsed", "everything")}
    payload |= {"model": current.model.label, "closings_version": current.closings_version}
    record("accounts_compared", acting=current.asked_by or SYSTEM, subject=current.ledger_subject, payload=payload)
    return current


def _parts(names: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    for start in range(0, len(names), size):
        yield names[start : start + size]
