"""Do two accounts post the same rare pictures, videos or files? By digest, weighed by how many accounts post each.

Traps: what is passed round in a circle, memes, a movement's productions that every follower posts. A new compression
has another digest: nearness of pictures is the matching engine's business, not this comparison's.
"""

from __future__ import annotations

from typing import Final

from seawall.identity.compare.comparison import ComparisonExample, Outcome
from seawall.identity.compare.overlap import kinds_of
from seawall.identity.compare.shared_things import LEVELS, compare_shared, shared_examples
from seawall.identity.families import Family
from seawall.identity.population import Population
from seawall.identity.portrait import KeyKind, Portrait

__all__ = ["SharedMedia"]


class SharedMedia:
    """Media in the posts of both."""

    NAME: Final = "shared_media"
    TITLE: Final = "Media shared in posts"
    FAMILY: Final = Family.CONTENT
    LEVELS: Final = LEVELS
    KEYS: Final = kinds_of(KeyKind.MEDIA)

    def compare(self, new: Portrait, closed: Portrait, population: Population) -> Outcome | None:
        """Return the pictures, videos or files that both share, by their rarity; None where one side has none."""
        return compare_shared(
            KeyKind.MEDIA,
            ("The posts of both accounts", "picture, video or file", "pictures, videos or files"),
            new,
            closed,
            population,
        )

    def examples(self) -> tuple[ComparisonExample, ...]:
        """Return one pair a level."""
        return shared_examples(
            KeyKind.MEDIA,
            (
                "sha256:a1",
                "sha256:b2",
                "sha256:c3",
                "sha256:d4",
                "sha256:e5",
            ),
        )
