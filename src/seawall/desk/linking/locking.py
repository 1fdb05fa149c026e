"""Who writes links, judgements or models holds the version's row, before anything else of theirs."""

from __future__ import annotations

from typing import Final

from seawall.desk.linking.models import LinkingVersion

__all__ = ["lock_linking", "raise_version"]

_ONLY: Final = 1


def lock_linking() -> LinkingVersion:
    """Return the version as it is now, held until the transaction ends."""
    LinkingVersion.objects.get_or_create(pk=_ONLY)
    return LinkingVersion.objects.select_for_update().get(pk=_ONLY)


def raise_version(version: LinkingVersion) -> None:
    """Raise the locked version: what holds has changed."""
    version.version += 1
    version.save(update_fields=["version"])
