"""Banks as the database keeps them: entries, pieces of banked content, what holds them back, what partners say of them.

An entry is never changed in what it matches and never deleted: who wants another value withdraws it and adds a new one,
so that every finding can still name the entry that it rests on. Absent text is "" here, as Django has it; the engines
see `None` (`selectors.entries_for_scan`).
"""

from seawall.desk.banks.models.bank import Bank, Opinion
from seawall.desk.banks.models.content import BankContent
from seawall.desk.banks.models.entry import BankEntry
from seawall.desk.banks.models.hold import Hold
from seawall.desk.banks.models.list_import import ListImport
from seawall.desk.banks.models.partner_opinion import PartnerOpinion, StatedOpinion

__all__ = ["Bank", "BankContent", "BankEntry", "Hold", "ListImport", "Opinion", "PartnerOpinion", "StatedOpinion"]
