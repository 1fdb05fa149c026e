"""The only writers of closed accounts: each call is one transaction with its ledger row.

Whatever changes what is compared raises the bank's version in the same transaction.
"""

from seawall.desk.closings.services.expiring import expire_closings
from seawall.desk.closings.services.importing import import_closings
from seawall.desk.closings.services.looking import look_at_sample
from seawall.desk.closings.services.proposing import propose_from_case
from seawall.desk.closings.services.refusing import refuse_account, refuse_list
from seawall.desk.closings.services.signing import sign_list
from seawall.desk.closings.services.withdrawing import withdraw_closing

__all__ = [
    "expire_closings",
    "import_closings",
    "look_at_sample",
    "propose_from_case",
    "refuse_account",
    "refuse_list",
    "sign_list",
    "withdraw_closing",
]
