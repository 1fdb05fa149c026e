"""Can the desk store this finding? Answered for each finding by itself, before anything is written.

The tables refuse the same things; asking first means that one unfit finding doesn't take its delivery down with it.
"""

from __future__ import annotations

import math
from typing import Final

from seawall.desk.cases.records import FindingRecord
from seawall.desk.cases.storable import storable_text

__all__ = ["why_unfit"]

_OPINIONS: Final = frozenset({"positive", "negative", "seed", "disputed", "withdrawn"})
_FINDING_WIDTHS: Final = {
    "key": 64,
    "engine": 80,
    "engine_version": 80,
    "signal_type": 80,
    "bank": 200,
    "entry_id": 500,
    "tier": 80,
    "part": 80,
    "stage": 80,
}
_OBSERVATION_WIDTHS: Final = {
    "key": 64,
    "kind": 16,
    "platform": 200,
    "account_id": 500,
    "channel_id": 500,
    "post_id": 500,
}


def why_unfit(finding: FindingRecord) -> str | None:
    """Return why a finding can't be stored, in words; None where it can."""
    if not (math.isfinite(finding.score) and 0.0 <= finding.score <= 1.0):
        return f"its score {finding.score} does not lie between 0 and 1"
    if not finding.because.strip():
        return "it does not say why"
    if finding.opinion not in _OPINIONS:
        return f"its bank entry has the unknown opinion {storable_text(finding.opinion[:40])!r}"
    if finding.revision < 0 or finding.distance < 0:
        return "its revision or its distance is below 0"
    if not all(math.isfinite(number) for number in finding.alignment or ()):
        return "a number of its alignment is no number"
    if any(not math.isfinite(one.weight) for one in finding.evidence):
        return "a weight of its evidence is no number"
    if finding.found_at.tzinfo is None:
        return "the time at which it was found has no time zone"
    posted_at = finding.observation.posted_at
    if posted_at is not None and posted_at.tzinfo is None:
        return "the time of the post has no time zone"
    return _why_name_unfit("finding", finding, _FINDING_WIDTHS) or _why_name_unfit(
        "observation", finding.observation, _OBSERVATION_WIDTHS
    )


def _why_name_unfit(of: str, values: object, widths: dict[str, int]) -> str | None:
    for name, width in widths.items():
        value = getattr(values, name)
        if value is not None and (not 0 < len(value) <= width or storable_text(value) != value):
            return f"the {name} of the {of} is empty, longer than {width} characters or no valid text"
    return None
