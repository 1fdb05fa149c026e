"""Who acts together more than chance explains? Cells of accounts, from plain tables or from the corpus.

Slots (account, item, time) give co-slots of pairs under a cap (`co_action.py`); a null model says what chance brings
(`null_model.py`); significant pairs (`significance.py`) make a network, and its communities are cells (`cells.py`).

    search = search_cells(make_slots(table))
    cell_table(search).to_pandas()
"""

from __future__ import annotations

from seawall.network.cells import Cell
from seawall.network.errors import CellOptionsError, NetworkError, SlotTableError
from seawall.network.options import CellOptions
from seawall.network.pseudonyms import pseudonym_of, pseudonyms_of
from seawall.network.search import CellSearch, Control, search_cells
from seawall.network.slots import SLOTS, Slots, SlotSet, make_slots
from seawall.network.tables import account_table, cell_table, pair_table
from seawall.network.truth_measures import TruthMeasures, measure_cells

__all__ = [
    "SLOTS",
    "Cell",
    "CellOptions",
    "CellOptionsError",
    "CellSearch",
    "Control",
    "NetworkError",
    "SlotSet",
    "SlotTableError",
    "Slots",
    "TruthMeasures",
    "account_table",
    "cell_table",
    "make_slots",
    "measure_cells",
    "pair_table",
    "pseudonym_of",
    "pseudonyms_of",
    "search_cells",
]
