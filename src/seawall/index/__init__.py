"""Near-signal search: which entries of the banks does this content meet? `linear.py` is the oracle."""

from seawall.index.bank_files import BankReading, SetAside, iter_bank, read_bank, read_banks
from seawall.index.bank_index import BankIndex, Found, SignalIndex
from seawall.index.entry import BankEntry, Opinion, make_entry
from seawall.index.errors import BankEntryError, BankFileError, HammingFileError
from seawall.index.exact import ExactIndex
from seawall.index.file_signals import FileSignals, entries_of_file, signals_of_file
from seawall.index.hamming import HammingIndex
from seawall.index.hits import Hits, Way, join_hits
from seawall.index.linear import text_meets
from seawall.index.near_hashes import NearHashes
from seawall.index.near_text import NearTextIndex
from seawall.index.term import TermIndex
from seawall.index.tiers import TIERS, Tier

__all__ = [
    "TIERS",
    "BankEntry",
    "BankEntryError",
    "BankFileError",
    "BankIndex",
    "BankReading",
    "ExactIndex",
    "FileSignals",
    "Found",
    "HammingFileError",
    "HammingIndex",
    "Hits",
    "NearHashes",
    "NearTextIndex",
    "Opinion",
    "SetAside",
    "SignalIndex",
    "TermIndex",
    "Tier",
    "Way",
    "entries_of_file",
    "iter_bank",
    "join_hits",
    "make_entry",
    "read_bank",
    "read_banks",
    "signals_of_file",
    "text_meets",
]
