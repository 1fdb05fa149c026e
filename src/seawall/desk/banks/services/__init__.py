"""The only writers of banks: each call is one transaction with its ledger row, and bumps the bank's version.

Withdrawing anything withdraws the findings that rest on it, in the same transaction.
"""

from seawall.desk.banks.services.content import add_content, disable_content, edit_content, withdraw_content
from seawall.desk.banks.services.entries import add_entries, add_entry, edit_entry, withdraw_entry
from seawall.desk.banks.services.facts import create_bank, edit_bank
from seawall.desk.banks.services.holds import dispute, hold_back, quarantine, release_hold, settle_dispute
from seawall.desk.banks.services.looking import set_aside, trust
from seawall.desk.banks.services.opinions import record_partner_opinion

__all__ = [
    "add_content",
    "add_entries",
    "add_entry",
    "create_bank",
    "disable_content",
    "dispute",
    "edit_bank",
    "edit_content",
    "edit_entry",
    "hold_back",
    "quarantine",
    "record_partner_opinion",
    "release_hold",
    "set_aside",
    "settle_dispute",
    "trust",
    "withdraw_content",
    "withdraw_entry",
]
