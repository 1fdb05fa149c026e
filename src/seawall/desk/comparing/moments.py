"""At which seconds of two videos do they show the same? As the engine said when it compared them.

The seconds stand in the evidence of the finding, in the sentences of `seawall.index.frames`. Left out: sound, which has
seconds too, but nothing to look at.
"""

from __future__ import annotations

import re
from typing import Final

from seawall.desk.cases.models import Finding

__all__ = ["shared_moment"]

_CLOCK: Final = r"(\d+):(\d\d)"
_SENTENCES: Final = (
    re.compile(rf"{_CLOCK}–\d+:\d\d of it is {_CLOCK}–\d+:\d\d of the banked video"),
    re.compile(rf"of the banked video seen in it: at {_CLOCK} that of {_CLOCK}"),
)
_START: Final = (0, 0)


def shared_moment(finding: Finding) -> tuple[int, int]:
    """Return the second of the observed video and that of the banked one; both 0 where the finding names none."""
    for fact in finding.evidence:
        for sentence in _SENTENCES:
            met = sentence.search(str(fact.get("detail") or ""))
            if met is not None:
                minutes, seconds, banked_minutes, banked_seconds = map(int, met.groups())
                return minutes * 60 + seconds, banked_minutes * 60 + banked_seconds
    return _START
