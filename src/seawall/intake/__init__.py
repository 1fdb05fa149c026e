"""Files of many formats become observations of the corpus; bad rows are put aside, nothing is lost.

`plan_import` looks at a path and says how it will be read, `run_import` reads it. docs/intake.md tells the formats and
how to write a map.
"""

from seawall.intake.formats import RECORD_FORMATS
from seawall.intake.guess import Guess, guess_file, known_names
from seawall.intake.import_job import ImportProgress, ImportSummary, run_import
from seawall.intake.listed_media import KeptMedia, keep_listed_media
from seawall.intake.map_file import ColumnMap, load_map, shipped_maps
from seawall.intake.plan import ImportPlan, Part, fingerprint_of, plan_import
from seawall.intake.rejects_file import forget_rejects

__all__ = [
    "RECORD_FORMATS",
    "ColumnMap",
    "Guess",
    "ImportPlan",
    "ImportProgress",
    "ImportSummary",
    "KeptMedia",
    "Part",
    "fingerprint_of",
    "forget_rejects",
    "guess_file",
    "keep_listed_media",
    "known_names",
    "load_map",
    "plan_import",
    "run_import",
    "shipped_maps",
]
