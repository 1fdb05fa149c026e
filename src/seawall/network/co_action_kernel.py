"""The loops of `co_action.py`: visits, co-slots under the cap, pairs, evidence."""

from __future__ import annotations

from typing import Any

import numpy as np

from seawall.signals.compiled import compiled

__all__ = [
    "count_co_slots",
    "count_common_days",
    "count_runs",
    "count_visits",
    "find_co_slots",
    "mark_visits",
    "write_pairs",
]


@compiled("void(int64[::1], int64[::1], int32[::1], int64, int64, boolean[::1])")
def mark_visits(starts: Any, time: Any, account: Any, account_count: int, window: int, is_visit: Any) -> None:
    """Mark the rows that begin a visit: the account's first on the item, or later than `window` after a begun one."""
    last_item = np.full(account_count, -1, np.int64)
    last_time = np.zeros(account_count, np.int64)
    for item in range(len(starts) - 1):
        for place in range(starts[item], starts[item + 1]):
            who = account[place]
            if last_item[who] == item and time[place] - last_time[who] <= window:
                continue
            is_visit[place] = True
            last_item[who] = item
            last_time[who] = time[place]


@compiled("void(int64[::1], boolean[::1], int64[::1])")
def count_visits(starts: Any, is_visit: Any, visits: Any) -> None:
    """Write how many visits there are before each item, and in all."""
    for item in range(len(starts) - 1):
        count = 0
        for place in range(starts[item], starts[item + 1]):
            count += is_visit[place]
        visits[item + 1] = visits[item] + count


@compiled("void(int64[::1], int64[::1], int32[::1], int64, int64, int32[::1], int64[::1], int64[::1], int64[:, ::1])")
def count_co_slots(
    starts: Any, time: Any, account: Any, window: int, cap: int, stratum: Any,
    by_stratum: Any, company: Any, by_item: Any,
) -> None:  # fmt: skip
    """Count co-slots: in each stratum (the earlier visit's), by account, and by item those kept and those left out."""
    for item in range(len(starts) - 1):
        end = starts[item]
        for place in range(starts[item], starts[item + 1]):
            while end < starts[item + 1] and time[end] - time[place] <= window:
                end += 1
            reach = end - place - 1
            taken = min(reach, cap)
            by_stratum[stratum[place]] += taken
            company[account[place]] += taken
            by_item[0, item] += taken
            by_item[1, item] += reach - taken
            for other in range(place + 1, place + 1 + taken):
                company[account[other]] += 1


@compiled("int64(int64[::1], int64[::1], int32[::1], int64, int64, int64, int64, uint64[::1])")
def write_pairs(
    starts: Any, time: Any, account: Any, window: int, cap: int, first: int, beyond: int, pairs: Any
) -> int:
    """Write the pair of each co-slot whose smaller account is in [first, beyond); return how many were written."""
    written = 0
    for item in range(len(starts) - 1):
        end = starts[item + 1]
        for place in range(starts[item], end):
            who = account[place]
            for other in range(place + 1, min(place + 1 + cap, end)):
                if time[other] - time[place] > window:
                    break
                small, large = min(who, account[other]), max(who, account[other])
                if first <= small < beyond:
                    pairs[written] = (np.uint64(small) << np.uint64(32)) | np.uint64(large)
                    written += 1
    return written


@compiled("int64(uint64[::1], int64, uint64[::1], int32[::1])")
def count_runs(pairs: Any, least: int, found: Any, counts: Any) -> int:
    """Write each pair that stands `least` times and more in the sorted `pairs`, with its count; return how many."""
    written = 0
    begin = 0
    while begin < len(pairs):
        end = begin + 1
        while end < len(pairs) and pairs[end] == pairs[begin]:
            end += 1
        if end - begin >= least:
            found[written] = pairs[begin]
            counts[written] = end - begin
            written += 1
        begin = end
    return written


@compiled()
def _place_of(pairs: Any, low: int, high: int, pair: Any) -> int:
    """Return where the pair stands in the sorted stretch [low, high), −1 where it does not."""
    while low < high:
        middle = (low + high) >> 1
        if pairs[middle] < pair:
            low = middle + 1
        else:
            high = middle
    return low


@compiled(
    "int64(int64[::1], int64[::1], int32[::1], int64, int64, uint64[::1], int64[::1], boolean[::1],"
    " int64[::1], int64[::1], int64[::1])"
)
def find_co_slots(
    starts: Any, time: Any, account: Any, window: int, cap: int, pairs: Any, offsets: Any, wanted: Any,
    pair: Any, early: Any, late: Any,
) -> int:  # fmt: skip
    """Write the co-slots of the sorted `pairs`: which pair, the earlier visit, the later one; return their number.

    Those for which there is no room are counted only.
    `offsets[a]:offsets[a + 1]` are the pairs whose smaller account is a; `wanted` are the accounts in any pair.
    """
    written = 0
    for item in range(len(starts) - 1):
        end = starts[item + 1]
        for place in range(starts[item], end):
            who = account[place]
            if not wanted[who]:
                continue
            for other in range(place + 1, min(place + 1 + cap, end)):
                if time[other] - time[place] > window:
                    break
                whom = account[other]
                if not wanted[whom]:
                    continue
                small, large = min(who, whom), max(who, whom)
                key = (np.uint64(small) << np.uint64(32)) | np.uint64(large)
                at = _place_of(pairs, offsets[small], offsets[small + 1], key)
                if at < offsets[small + 1] and pairs[at] == key:
                    if written < len(pair):
                        pair[written], early[written], late[written] = at, place, other
                    written += 1
    return written


@compiled(
    "void(int64[::1], int64[::1], int64[::1], int32[::1], int64[::1], float64[::1], int64[::1], int64[::1], int64[::1],"
    " float64[::1])"
)
def count_common_days(
    item: Any, left: Any, right: Any, run_account: Any, run_day: Any, run_visits: Any,
    first: Any, beyond: Any, held: Any, common: Any,
) -> None:  # fmt: skip
    """Write, for each item and pair of accounts, the sum over days of the one's visits there times the other's.

    Runs are an account's visits to an item on a day, sorted by item, account and day; `held` are the items that have
    runs, ascending, `first` and `beyond` where theirs begin and end.
    """
    for place in range(len(item)):
        at = np.searchsorted(held, item[place])
        low, high = first[at], beyond[at]
        one = low + np.searchsorted(run_account[low:high], left[place])
        other = low + np.searchsorted(run_account[low:high], right[place])
        while one < high and other < high and run_account[one] == left[place] and run_account[other] == right[place]:
            if run_day[one] == run_day[other]:
                common[place] += run_visits[one] * run_visits[other]
            ahead = run_day[one] - run_day[other]
            one += ahead <= 0
            other += ahead >= 0
