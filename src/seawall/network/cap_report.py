"""What did the cap on neighbours leave out, and how much could it have told? Item by item, bounded in nats.

An item that n of U accounts use tells 2·ln(U/n) nats about a pair that shares it, at most: the chance that two
accounts use it at all. What is left out is told beside it, so that nobody has to trust the cap.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from seawall.network.pair_test import PairTest

__all__ = ["cap_report"]

_SHOWN: Final = 10


def cap_report(test: PairTest, shown: int = _SHOWN) -> dict[str, Any]:
    """Return the co-slots kept and left out, the number of capped items, and the most capped ones."""
    counts, visits = test.null.counts, test.visits
    capped = np.flatnonzero(counts.left_out)
    most = capped[np.lexsort((capped, -counts.left_out[capped]))][:shown]
    return {
        "kept": int(counts.kept.sum()),
        "left_out": int(counts.left_out.sum()),
        "capped_items": len(capped),
        "most_capped": [_item(test, item) for item in most.tolist()],
        "neighbours": visits.neighbours,
    }


def _item(test: PairTest, item: int) -> dict[str, Any]:
    visits, counts = test.visits, test.null.counts
    accounts = len(np.unique(visits.account[visits.starts[item] : visits.starts[item + 1]]))
    return {
        "item": visits.slots.item_name(item)[:200],
        "accounts": accounts,
        "visits": int(visits.starts[item + 1] - visits.starts[item]),
        "kept": int(counts.kept[item]),
        "left_out": int(counts.left_out[item]),
        "nats_per_pair": round(2.0 * float(np.log(visits.slots.account_count / accounts)), 2),
    }
