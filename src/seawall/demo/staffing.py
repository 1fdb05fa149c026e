"""Who works at the demonstration's desk? One made-up person for each role, and one who holds the roles to look around.

Nobody knows their passwords, which are made up and thrown away: the one-time link is the way in.
"""

from __future__ import annotations

from typing import Final

__all__ = ["VISITOR", "staff_desk"]

VISITOR: Final = "visitor"
"""The login name behind the one-time link: analyst and auditor, so that every screen but the staff pages opens."""

_STAFF: Final = (
    ("heron", "Heron", ("analyst",)),
    ("egret", "Egret", ("legal",)),
    ("curlew", "Curlew", ("approver",)),
    ("gannet", "Gannet", ("auditor",)),
    (VISITOR, "Visitor", ("analyst", "auditor")),
)


def staff_desk() -> None:
    """Add the staff of the demonstration, unless they are there."""
    from seawall.desk.audit.services import SYSTEM
    from seawall.desk.people.models import StaffMember
    from seawall.desk.people.roles import Role
    from seawall.desk.people.services import add_staff

    for username, pseudonym, roles in _STAFF:
        if not StaffMember.objects.filter(username=username).exists():
            add_staff(username, acting=SYSTEM, roles=[Role(role) for role in roles], pseudonym=pseudonym)
