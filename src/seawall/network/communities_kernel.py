"""The loop of `communities.py`: which accounts are connected at all."""

from __future__ import annotations

from typing import Any

from seawall.signals.compiled import compiled

__all__ = ["join_ends"]


@compiled()
def _root(parent: Any, account: int) -> int:
    while parent[account] != account:
        parent[account] = parent[parent[account]]
        account = parent[account]
    return account


@compiled("void(int64[::1], int64[::1], int64[::1])")
def join_ends(left: Any, right: Any, parent: Any) -> None:
    """Join the ends of all ties (union–find, halving paths); `parent` then names each account's smallest fellow."""
    for tie in range(len(left)):
        one, other = _root(parent, left[tie]), _root(parent, right[tie])
        parent[max(one, other)] = min(one, other)
    for account in range(len(parent)):
        parent[account] = _root(parent, account)
