"""What does the engine say of two accounts? A link: a probability with its evidence, never a verdict.

`LIKELY` asks for the model's operating point and two independent families; `POSSIBLE` is anything above the line under
which nothing is shown; `IMITATOR` says that a fan or an impostor explains the likeness better than one hand does.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from seawall.evidence import Evidence
from seawall.identity.families import Family

__all__ = ["Link", "LinkClass"]


class LinkClass(StrEnum):
    """How a link is to be read; the values are stored."""

    LIKELY = "likely"
    POSSIBLE = "possible"
    IMITATOR = "imitator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A scored claim that a new account has the actor of a closed one.

    Probabilities are 0–1 and add up to at most one with "somebody else" as the rest. `low` and `high` are the bounds of
    a 95 % interval of `probability`. Evidence carries bits as weights: positive for one hand, negative against it.
    `rivals` counts other closed accounts that fit at least as well.
    """

    new: str
    closed: str
    probability: float
    low: float
    high: float
    imitator_probability: float
    link_class: LinkClass
    families: tuple[Family, ...]
    evidence: tuple[Evidence, ...]
    rivals: int
    model: str  # name and version
