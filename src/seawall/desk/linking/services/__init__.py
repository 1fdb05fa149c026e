"""The only writers of links, judgements and models: each call is one transaction with its ledger row.

Asking for work in the background is `asking.py`, beside this package: the work itself needs these services.
"""

from seawall.desk.linking.services.casing import open_successor_case
from seawall.desk.linking.services.forgetting import forget_links_of
from seawall.desk.linking.services.judging import judge_link
from seawall.desk.linking.services.looking import look_at_link
from seawall.desk.linking.services.storing import store_found
from seawall.desk.linking.services.training import train_from_judgements, use_model
from seawall.desk.linking.services.withdrawing import withdraw_links

__all__ = [
    "forget_links_of",
    "judge_link",
    "look_at_link",
    "open_successor_case",
    "store_found",
    "train_from_judgements",
    "use_model",
    "withdraw_links",
]
