"""A made-up world with its truth beside it: harmless data at any size, for demo, tests and benches.

A fictional movement ("Grey Lighthouse", الفنار الرمادي, Faro Gris; slogan "the lamps return") with cells, closed
accounts and their successors lives among families, fans, newsrooms, congregations, counter-speakers and researchers
in Arabic, English and Spanish. Everything is a function of seed and options, and is written as a stream. Nothing of
Seawall's engines is imported, so that no engine can be tested against its own ideas. `docs/world.md` describes files
and columns.
"""

from seawall.testing.world.errors import WorldOptionsError
from seawall.testing.world.making import PlannedWorld, WorldSummary, plan_world, write_world
from seawall.testing.world.options import DEVELOPMENT_SEEDS, REPORTED_SEEDS, WORLD_START, WORLD_VERSION, WorldOptions

__all__ = [
    "DEVELOPMENT_SEEDS",
    "REPORTED_SEEDS",
    "WORLD_START",
    "WORLD_VERSION",
    "PlannedWorld",
    "WorldOptions",
    "WorldOptionsError",
    "WorldSummary",
    "plan_world",
    "write_world",
]
