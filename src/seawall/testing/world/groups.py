"""Which kinds of people live in the world, and what does each kind post about?

Shares are of the ordinary population; each group's row says how often it posts in which class, and how much it posts.
Nobody posts only about one thing: movement accounts talk about soup, and families ask about a poster.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

import numpy as np

from seawall.testing.world.phrasebook import ORDINARY_TOPICS, STANCE_TOPICS

__all__ = ["CLASSES", "CLASS_SHARES", "GROUPS", "INTERESTS", "POPULATION_SHARES", "WANTED_CLASSES", "group_number"]

CLASSES: Final = ("ordinary", *STANCE_TOPICS)
WANTED_CLASSES: Final = frozenset({"promotes", "recruits", "threatens"})

GROUPS: Final = (
    "ordinary", "family", "football", "market", "student", "religious",
    "press", "counter", "research", "rights", "satire", "movement",
)  # fmt: skip

POPULATION_SHARES: Final = MappingProxyType(
    {
        "ordinary": 0.46, "family": 0.14, "football": 0.12, "market": 0.07, "student": 0.08, "religious": 0.065,
        "press": 0.015, "counter": 0.02, "research": 0.01, "rights": 0.008, "satire": 0.012,
    }
)  # fmt: skip

_CLASS_SHARES: Final = {
    "ordinary": {"ordinary": 0.968, "prays": 0.018, "quotes": 0.007, "condemns": 0.005, "satirises": 0.002},
    "family": {"ordinary": 0.955, "prays": 0.03, "quotes": 0.01, "condemns": 0.005},
    "football": {"ordinary": 0.985, "prays": 0.01, "condemns": 0.005},
    "market": {"ordinary": 0.975, "prays": 0.02, "quotes": 0.005},
    "student": {"ordinary": 0.962, "quotes": 0.014, "prays": 0.01, "condemns": 0.008, "satirises": 0.006},
    "religious": {"ordinary": 0.43, "prays": 0.54, "condemns": 0.02, "quotes": 0.01},
    "press": {"ordinary": 0.52, "reports": 0.48},
    "counter": {"ordinary": 0.5, "condemns": 0.45, "quotes": 0.03, "prays": 0.02},
    "research": {"ordinary": 0.6, "researches": 0.36, "quotes": 0.02, "condemns": 0.02},
    "rights": {"ordinary": 0.45, "documents": 0.48, "condemns": 0.05, "reports": 0.02},
    "satire": {"ordinary": 0.5, "satirises": 0.47, "quotes": 0.03},
    "movement": {"ordinary": 0.58, "promotes": 0.27, "recruits": 0.08, "threatens": 0.04, "prays": 0.03},
}

CLASS_SHARES: Final = np.array([[_CLASS_SHARES[group].get(name, 0.0) for name in CLASSES] for group in GROUPS])
"""Row: group, column: class."""

_FAVOURITES: Final = {
    "family": ("family", "cooking", "health"),
    "football": ("football", "football", "music"),
    "market": ("market", "market", "garden"),
    "student": ("study", "study", "music"),
    "religious": ("family", "health", "cooking"),
    "press": ("harbour", "weather", "football"),
    "movement": ("harbour", "harbour", "garden"),
}

INTERESTS: Final = np.array(
    [[ORDINARY_TOPICS.index(topic) for topic in _FAVOURITES.get(group, ())] or [-1, -1, -1] for group in GROUPS]
)
"""Row: group; three favourite topics, −1 where each account has its own."""


def group_number(name: str) -> int:
    """Return the number of a group."""
    return GROUPS.index(name)
