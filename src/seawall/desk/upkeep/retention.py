"""How long are observations kept? Reads SEAWALL_RETENTION, which names days for all sources and for single ones.

`365` keeps everything for a year; `365,harbourfeed=90` keeps one source for a shorter time; `keep` lets nothing go.
The time runs from the day an observation was acquired.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from seawall.corpus import RetentionRule
from seawall.errors import SettingsError

__all__ = ["DEFAULT_RETENTION", "read_retention"]

DEFAULT_RETENTION: Final = "365"


def read_retention(environment: Mapping[str, str] | None = None) -> tuple[RetentionRule, ...]:
    """Return the rules, none for `keep`.

    >>> [rule.keep.days for rule in read_retention({"SEAWALL_RETENTION": "365,harbourfeed=90"})]
    [365, 90]
    >>> read_retention({"SEAWALL_RETENTION": "keep"})
    ()
    """
    values = os.environ if environment is None else environment
    written = values.get("SEAWALL_RETENTION") or DEFAULT_RETENTION
    if written.strip() == "keep":
        return ()
    rules = tuple(_rule(part.strip()) for part in written.split(","))
    if len({rule.source for rule in rules}) != len(rules):
        raise SettingsError(f"SEAWALL_RETENTION names a source twice: {written!r}")
    return rules


def _rule(part: str) -> RetentionRule:
    source, equals, days = part.rpartition("=")
    if not days.strip().isdecimal() or int(days) == 0 or bool(equals) != bool(source.strip()):
        raise SettingsError(f"SEAWALL_RETENTION holds {part!r}: write days above 0, as 365 or harbourfeed=90, or keep")
    return RetentionRule(keep=timedelta(days=int(days)), source=source.strip() or None)
