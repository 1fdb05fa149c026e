"""Who writes closed accounts holds the version's row, then the list, then the account: always in this order."""

from __future__ import annotations

from django.utils.translation import gettext as _

from seawall.desk.closings.errors import ClosingStateError
from seawall.desk.closings.models import ClosedAccount, ClosingList, ClosingState, ClosingsVersion

__all__ = ["lock_account", "lock_closings", "lock_list", "lock_waiting_list", "next_version"]

_ONLY: int = 1


def lock_closings() -> ClosingsVersion:
    """Return the version as it is now, held until the transaction ends."""
    ClosingsVersion.objects.get_or_create(pk=_ONLY)
    return ClosingsVersion.objects.select_for_update().get(pk=_ONLY)


def next_version(version: ClosingsVersion) -> int:
    """Raise the locked version and return it: rows that the change touches carry it in `changed_in`."""
    version.version += 1
    version.save(update_fields=["version"])
    return version.version


def lock_list(listed: ClosingList) -> ClosingList:
    """Return a list as it is now, held until the transaction ends; the version's row is held already."""
    return ClosingList.objects.select_for_update().get(pk=listed.pk)


def lock_waiting_list(listed: ClosingList) -> ClosingList:
    """Return a list as it is now, held; refuse one that is not finished, or is signed or refused already.

    Raises:
        ClosingStateError: nothing is to be decided about it.
    """
    current = ClosingList.objects.select_for_update(of=("self",)).select_related("imported_by").get(pk=listed.pk)
    if not current.waits:
        raise ClosingStateError(_("Nothing waits for a signature in this list."))
    return current


def lock_account(account: ClosedAccount, *states: ClosingState) -> ClosedAccount:
    """Return a closed account as it is now, held; refuse one that stands otherwise than in one of `states`.

    Raises:
        ClosingStateError: it was signed, refused or withdrawn meanwhile.
    """
    current = ClosedAccount.objects.select_for_update(of=("self",)).get(pk=account.pk)
    if current.state not in states:
        message = _("This closed account stands differently now: %(state)s.") % {"state": current.get_state_display()}
        raise ClosingStateError(message, state=current.state)
    return current
