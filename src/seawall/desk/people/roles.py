"""The five roles of the desk. A person may hold several; which pages a role opens is said at each view."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

__all__ = ["Role"]


class Role(TextChoices):
    """What a member of staff is trusted with."""

    ANALYST = "analyst", _("Analyst")
    LEGAL = "legal", _("Legal officer")
    APPROVER = "approver", _("Approver")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")
