"""Who may stop work of a kind, or have it done again where it broke off?

Those who may ask for it, and administrators, who keep the machine: what they set going again was asked for by somebody
who might. The services that begin the work ask for the same roles (a test holds the two together).
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from seawall.desk.people.roles import Role
from seawall.desk.sources.models import Run

__all__ = ["ASKERS", "KEEPERS", "may_keep"]

ASKERS: Final = MappingProxyType(
    {
        Run.Kind.IMPORT: frozenset({Role.ANALYST, Role.ADMINISTRATOR}),
        Run.Kind.SCAN: frozenset({Role.ANALYST, Role.ADMINISTRATOR}),
        Run.Kind.WITHDRAWAL: frozenset({Role.LEGAL, Role.ADMINISTRATOR}),
        Run.Kind.BANK_LIST: frozenset({Role.ANALYST, Role.LEGAL}),
        Run.Kind.CLOSING_LIST: frozenset({Role.ANALYST, Role.LEGAL}),
        Run.Kind.LINKING: frozenset({Role.ANALYST, Role.LEGAL}),
        Run.Kind.RETRAINING: frozenset({Role.LEGAL}),
        Run.Kind.CELLS: frozenset({Role.ANALYST, Role.LEGAL}),
    }
)
"""Kind of work → the roles that ask for it."""

KEEPERS: Final = frozenset({Role.ADMINISTRATOR}).union(*ASKERS.values())
"""Those who may stop some kind of work."""


def may_keep(roles: frozenset[Role], run: Run) -> bool:
    """Say whether somebody of these roles may stop this work, or have it done again."""
    return bool(roles & (ASKERS[Run.Kind(run.kind)] | {Role.ADMINISTRATOR}))
