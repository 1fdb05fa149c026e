"""Tables of cells: searches, lines over time, cells, members, ties, samples, looks and reveals."""

from seawall.desk.cells.models.cell import Cell, CellKinship, CellLine, Kinship
from seawall.desk.cells.models.cell_run import CellRun
from seawall.desk.cells.models.look import CellLook, CellReveal
from seawall.desk.cells.models.member import CellMember, CellTie
from seawall.desk.cells.models.sample import CellSample

__all__ = [
    "Cell",
    "CellKinship",
    "CellLine",
    "CellLook",
    "CellMember",
    "CellReveal",
    "CellRun",
    "CellSample",
    "CellTie",
    "Kinship",
]
