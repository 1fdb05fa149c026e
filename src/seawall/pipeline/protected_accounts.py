"""Which accounts are protected? Those whose handle or identifier stands in a negative bank, by platform and id.

Posts carry identifiers, banks mostly handles; the accounts table of the corpus joins the two. A handle that an account
gave up stays protected for the time being: better one finding too few in the queue than a newsroom in it.
"""

from __future__ import annotations

import pyarrow as pa

from seawall.corpus import Snapshot
from seawall.index import BankEntry
from seawall.pipeline.holding_back import NegativeBanks, of_account
from seawall.signals import AccountContent
from seawall.signals.handle import Handle

__all__ = ["protected_accounts"]


def protected_accounts(corpus: Snapshot, negatives: NegativeBanks) -> dict[tuple[str, str], str]:
    """Return (platform, account id) → the reason why nothing of that account is raised."""
    held = negatives.accounts
    reasons: dict[tuple[str, str], str] = {}
    if not held:
        return reasons
    for value, entry in held.items():
        platform, _, name = value.partition(":")
        reasons[platform, name.removeprefix("@")] = of_account(entry)
    for batch in corpus.scan("accounts", ["platform", "account_id", "handle"]):
        reasons.update(_met(batch, held))
    return reasons


def _met(accounts: pa.RecordBatch, held: dict[str, BankEntry]) -> dict[tuple[str, str], str]:
    content = AccountContent(
        platform=accounts.column("platform"),
        account_id=accounts.column("account_id"),
        handle=accounts.column("handle"),
    )
    column = Handle().extract(content)
    met = {}
    for place, row in enumerate(column.rows.tolist()):
        entry = held.get(column.values.value(place))
        if entry is not None:
            platform, account_id = content.platform[row].as_py(), content.account_id[row].as_py()
            met[platform.lower(), account_id] = of_account(entry)
    return met
