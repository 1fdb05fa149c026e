"""Which accounts and channels are protected? Those whose handle or id stands in a negative bank, by platform and id.

Posts carry identifiers, banks mostly handles; the accounts and channels of the corpus join the two. A source may use
the handle itself as id: such ids are compared as handles are, in any letter case (`handle_key`). A handle that an
account gave up stays protected for the time being: better one finding too few in the queue than a newsroom in it.
"""

from __future__ import annotations

import pyarrow as pa

from seawall.corpus import Snapshot
from seawall.index import BankEntry
from seawall.pipeline.holding_back import NegativeBanks, of_account
from seawall.signals import AccountContent
from seawall.signals.handle import Handle

__all__ = ["handle_key", "protected_accounts"]


def protected_accounts(corpus: Snapshot, negatives: NegativeBanks) -> dict[tuple[str, str], str]:
    """Return (platform, id of account or channel, or `handle_key`) → the reason why nothing of it is raised."""
    held = negatives.accounts
    reasons: dict[tuple[str, str], str] = {}
    if not held:
        return reasons
    for value, entry in held.items():
        platform, _, name = value.partition(":")
        reasons[platform, name.removeprefix("@")] = reasons[platform, handle_key(name)] = of_account(entry)
    for table, id_column in (("accounts", "account_id"), ("channels", "channel_id")):
        for batch in corpus.scan(table, ["platform", id_column, "handle"]):
            reasons.update(_met(batch, id_column, held))
    return reasons


def handle_key(name: str) -> str:
    """Return the key under which a handle, or an id that is one, is looked up.

    >>> handle_key("@BBCNews") == handle_key("bbcnews")
    True
    """
    return "@" + name.removeprefix("@").casefold()


def _met(owners: pa.RecordBatch, id_column: str, held: dict[str, BankEntry]) -> dict[tuple[str, str], str]:
    content = AccountContent(
        platform=owners.column("platform"),
        account_id=owners.column(id_column),
        handle=owners.column("handle"),
    )
    column = Handle().extract(content)
    met = {}
    for place, row in enumerate(column.rows.tolist()):
        entry = held.get(column.values.value(place))
        if entry is not None:
            platform, account_id = content.platform[row].as_py(), content.account_id[row].as_py()
            met[platform.lower(), account_id] = of_account(entry)
    return met
