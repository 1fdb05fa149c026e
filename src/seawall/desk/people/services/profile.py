"""How do colleagues see somebody, and in which language do they read? Each changes that for themselves."""

from __future__ import annotations

from django.db import transaction

from seawall.desk.audit.services import record
from seawall.desk.people.models import StaffMember
from seawall.desk.people.services.saving import save_unique

__all__ = ["change_language", "change_profile"]


@transaction.atomic
def change_profile(*, acting: StaffMember, pseudonym: str, language: str) -> StaffMember:
    """Let somebody change how colleagues see them and in which language they read."""
    acting.pseudonym, acting.language = pseudonym.strip(), language
    # these fields alone: the row may have been deactivated or recovered since it was read
    save_unique(acting, fields=["pseudonym", "language"])
    payload = {"pseudonym": acting.pseudonym, "language": language}
    record("profile_changed", acting=acting, subject=acting.ledger_name, payload=payload)
    return acting


@transaction.atomic
def change_language(language: str, *, acting: StaffMember) -> None:
    """Keep the language that somebody chose in the header."""
    if acting.language == language:
        return
    acting.language = language
    acting.save(update_fields=["language"])
    record("language_changed", acting=acting, subject=acting.ledger_name, payload={"language": language})
