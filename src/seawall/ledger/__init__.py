"""The tamper-evident ledger: entries chained by digest, whose payloads can be erased while the chain still verifies."""

from seawall.ledger.chain import GENESIS, BrokenLink, Chain, verify_chain
from seawall.ledger.entry import Entry, Sealed, seal_payload
from seawall.ledger.errors import LedgerError, PayloadMismatchError
from seawall.ledger.lines import verify_lines, write_line

__all__ = [
    "GENESIS",
    "BrokenLink",
    "Chain",
    "Entry",
    "LedgerError",
    "PayloadMismatchError",
    "Sealed",
    "seal_payload",
    "verify_chain",
    "verify_lines",
    "write_line",
]
