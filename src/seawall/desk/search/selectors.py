"""Where is it? One look-up over everything that the reader may see, in groups, within a bounded time.

Cases, accounts, channels, posts and files are for analysts and legal officers; bank entries also for auditors and
administrators. A group that the reader's roles don't open is not looked up at all. Subjects about which
the reader declared a conflict of interest are left out.
"""

from __future__ import annotations

import time
from typing import Final

from seawall.desk.banks.views import READERS as BANK_READERS
from seawall.desk.cases.selectors.conflicts import barred_subjects
from seawall.desk.observations.corpus_view import read_corpus
from seawall.desk.people.models import StaffMember
from seawall.desk.people.roles import Role
from seawall.desk.search.corpus_groups import corpus_groups
from seawall.desk.search.desk_groups import case_groups, entry_groups
from seawall.desk.search.detection import Asked
from seawall.desk.search.results import Found, Group

__all__ = ["CONTENT_READERS", "SECONDS", "look_up"]

CONTENT_READERS: Final = frozenset({Role.ANALYST, Role.LEGAL})
"""Who may find people's accounts and posts."""

SECONDS: Final = 1.6
"""How long one look-up may take."""


def look_up(asked: Asked, *, reader: StaffMember, limit: int, seconds: float = SECONDS) -> Found:
    """Return what is found, at most `limit` hits a group, after `seconds` at most."""
    begun = time.monotonic()
    roles = reader.roles
    groups: list[Group] = []
    if not asked.is_empty:
        if roles & CONTENT_READERS:
            groups += case_groups(asked, limit, reader)
        if roles & {*BANK_READERS}:
            groups += entry_groups(asked, limit)
        if roles & CONTENT_READERS:
            barred = barred_subjects(reader)
            groups += read_corpus(lambda view: list(corpus_groups(view, asked, limit, begun + seconds, barred)))
    return Found(groups=tuple(groups), seconds=time.monotonic() - begun)
