"""Everything that changes a cell's record: each call is one transaction with its ledger row."""

from seawall.desk.cells.services.casing import open_member_case
from seawall.desk.cells.services.exporting import note_export
from seawall.desk.cells.services.looking import look_at_cell
from seawall.desk.cells.services.revealing import reveal_members
from seawall.desk.cells.services.storing import store_search

__all__ = ["look_at_cell", "note_export", "open_member_case", "reveal_members", "store_search"]
