"""Tables of cells: searches, lines over time, cells, members, ties, samples, looks, reveals and cases opened."""

from seawall.desk.cells.models.cell import Cell, CellKinship, CellLine, Kinship
from seawall.desk.cells.models.cell_run import CellRun
from seawall.desk.cells.models.look import CellLook, CellReveal
from seawall.desk.cells.models.member import CellMember, CellTie
from seawall.desk.cells.models.opened_case import CellCase
from seawall.desk.cells.models.sample import CellSample

__all__ = [
    "Cell",
    "CellCase",
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
