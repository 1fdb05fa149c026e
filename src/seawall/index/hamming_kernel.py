"""The loops of the Hamming index, compiled: filling a table, probing it for one query or for many, and scanning.

A hash is 256 bits: 4 words of 64 bits, or 16 slots of 16. What is looked for and why nothing is missed stands in
`hamming_table.py`. Measured on 1,000,000 random hashes (November 2026, 2-core AMD EPYC of 2.4 GHz, both cores busy):
probing one query at a time 37,000 queries a second, 8,192 together 81,000. Left out: memory and files.
"""

from __future__ import annotations

from typing import Any

import numba as nb
import numpy as np
from numba.extending import intrinsic

from seawall.signals.compiled import compiled

__all__ = ["BUCKETS", "PAD", "SLOTS", "fill_table", "fullest", "probe_each", "probe_together", "scan"]

SLOTS = 16
BUCKETS = 1 << 16
PROBES = 17  # a slot's own bucket, and those one bit away
CROWD = 4  # candidates, as often as this, outnumber the hashes: scanning is faster
PAD = 8  # prints after a slot's last one, which may be read and mean nothing

_words = nb.types.Array(nb.uint64, 2, "C", readonly=True)
_slots = nb.types.Array(nb.uint16, 2, "C", readonly=True)
_parts = nb.types.Array(nb.uint32, 2, "C", readonly=True)
_found = nb.int64[:, ::1]
_table: Any = nb.types.Tuple((_parts, _parts, _parts, _slots))  # type: ignore[no-untyped-call]


@intrinsic
def _intrinsic_ones(_context: Any, number: Any) -> Any:
    def generate(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.ctpop(arguments[0])

    return number(number), generate


_ones: Any = _intrinsic_ones
"""Counts the ones of an unsigned number: one machine instruction, which numba has no name for."""


@compiled(nb.void(_slots, nb.uint32[:, ::1], nb.uint32[:, ::1], nb.uint32[:, ::1]))
def fill_table(slots: Any, starts: Any, places: Any, prints: Any) -> None:
    """Put every hash into its bucket of each slot; `starts` must hold zeros."""
    count = slots.shape[0]
    for slot in range(SLOTS):
        one, two = (slot + 1) % SLOTS, (slot + 2) % SLOTS
        ends = starts[slot]
        for place in range(count):
            ends[np.int64(slots[place, slot]) + 1] += np.uint32(1)
        for bucket in range(BUCKETS):
            ends[bucket + 1] += ends[bucket]
        for place in range(count - 1, -1, -1):  # from the back, so that what counted the ends comes to be the starts
            bucket_end = np.int64(slots[place, slot]) + 1
            ends[bucket_end] -= np.uint32(1)
            at = ends[bucket_end]
            places[slot, at] = place
            prints[slot, at] = np.uint32(slots[place, one]) | (np.uint32(slots[place, two]) << np.uint32(16))
        for bucket in range(BUCKETS):
            ends[bucket] = ends[bucket + 1]
        ends[BUCKETS] = np.uint32(count)


@compiled()
def _apart(held: Any, asked: Any, slot: Any) -> Any:
    """Return the bits in which one slot of two hashes differs; slots are a ring."""
    return np.int64(_ones(np.uint32(held[slot % SLOTS] ^ asked[slot % SLOTS])))


@compiled()
def _distance_if_first(held: Any, asked: Any, slot: Any, radius: Any) -> Any:
    """Return the bits that differ, or −1 where they are too many or an earlier slot brings the same pair to light."""
    total = np.int64(0)
    for each in range(SLOTS):
        total += _apart(held, asked, each)
    if total > radius:
        return np.int64(-1)
    for each in range(slot):
        here = _apart(held, asked, each)
        in_three = here + _apart(held, asked, each + 1) + _apart(held, asked, each + 2)
        if here <= radius // SLOTS and in_three <= 3 * radius // SLOTS:
            return np.int64(-1)
    return total


@compiled()
def _put(found: Any, count: Any, query: Any, place: Any, distance: Any) -> Any:
    """Write one row, in memory twice as large where it is full, and return the memory."""
    if count == found.shape[0]:
        larger = np.empty((2 * count, 3), np.int64)
        larger[:count] = found
        found = larger
    found[count, 0], found[count, 1], found[count, 2] = query, place, distance
    return found


@compiled()
def _nearest(prints: Any, start: Any, end: Any, wanted: Any) -> Any:
    """Return how near the nearest print of a bucket is: without a branch, so that several are compared at a time."""
    nearest = np.uint32(32)
    for at in range(start, end):
        nearest = min(nearest, _ones(prints[at] ^ wanted))
    return nearest


@compiled()
def _put_near(
    found: Any, count: Any, table: Any, slot: Any, bounds: Any, wanted: Any, most: Any, asked: Any, query: Any,
    radius: Any,
) -> Any:  # fmt: skip
    """Write the pairs of one query and one bucket; return the memory and how many rows are in it."""
    _, places, prints, held = table
    for at in range(bounds[0], bounds[1]):
        if _ones(prints[slot, at] ^ wanted) <= most:
            place = places[slot, at]
            distance = _distance_if_first(held[place], asked[query], slot, radius)
            if distance >= 0:
                found = _put(found, count, query, place, distance)
                count += 1
    return found, count


@compiled()
def _put_scanned(found: Any, count: Any, held: Any, asked: Any, query: Any, radius: Any) -> Any:
    """Write the pairs of one query by comparing it with everything; return the memory and how many rows are in it."""
    for place in range(held.shape[0]):
        total = np.int64(0)
        for slot in range(SLOTS):
            total += np.int64(_ones(np.uint32(held[place, slot] ^ asked[query, slot])))
        if total <= radius:
            found = _put(found, count, query, place, total)
            count += 1
    return found, count


@compiled(nb.int64(_parts))
def fullest(starts: Any) -> Any:
    """Return how many hashes the fullest bucket holds."""
    most = np.int64(0)
    for slot in range(SLOTS):
        for bucket in range(BUCKETS):
            most = max(most, np.int64(starts[slot, bucket + 1]) - np.int64(starts[slot, bucket]))
    return most


@compiled()
def _following(asked: Any, query: Any, slot: Any) -> Any:
    """Return the two slots after one, as prints have them."""
    one, two = asked[query, (slot + 1) % SLOTS], asked[query, (slot + 2) % SLOTS]
    return np.uint32(one) | (np.uint32(two) << np.uint32(16))


@compiled()
def _read_bounds(table: Any, asked: Any, query: Any, probes: Any, bounds: Any) -> Any:
    """Write where the buckets of all probes of a query begin and end; return what was read in passing of each.

    All bounds are read first, then a first and a last print of each bucket: so the processor waits for many pieces of
    memory at once. The sum means nothing: it keeps the reading from being left out as useless.
    """
    starts, _, prints, _ = table
    for slot in range(SLOTS):
        for probe in range(probes):
            bucket = np.int64(asked[query, slot]) ^ (1 << probe >> 1)  # its own, then those one bit away
            bounds[slot, probe, 0], bounds[slot, probe, 1] = starts[slot, bucket], starts[slot, bucket + 1]
    read = np.uint32(0)
    for slot in range(SLOTS):
        for probe in range(probes):
            read += prints[slot, bounds[slot, probe, 0]] + prints[slot, bounds[slot, probe, 1]]
    return read


@compiled(nb.types.Tuple((_found, nb.uint32))(_table, _slots, nb.int64))  # type: ignore[no-untyped-call]
def probe_each(table: Any, asked: Any, radius: Any) -> Any:
    """Return rows (query, place, distance) of the pairs at most `radius` (0–31) bits apart, one query after the other.

    A query whose buckets hold more than a fourth of all hashes, as those of flat pictures do, is compared with
    everything: that costs less. The second value means nothing, see `_read_bounds`.
    """
    probes = PROBES if radius >= SLOTS else 1
    bounds = np.empty((SLOTS, probes, 2), np.int64)
    found, count = np.empty((64, 3), np.int64), 0
    read = np.uint32(0)
    prints = table[2]
    for query in range(asked.shape[0]):
        read += _read_bounds(table, asked, query, probes, bounds)
        if CROWD * (bounds[:, :, 1] - bounds[:, :, 0]).sum() > table[3].shape[0]:
            found, count = _put_scanned(found, count, table[3], asked, query, radius)
            continue
        for slot in range(SLOTS):
            wanted = _following(asked, query, slot)
            for probe in range(probes):
                most = np.uint32(3 * radius // SLOTS - (probe > 0))
                bound = bounds[slot, probe]
                if _nearest(prints[slot], bound[0], bound[1], wanted) <= most:
                    found, count = _put_near(
                        found, count, table, slot, (bound[0], bound[1]), wanted, most, asked, query, radius
                    )
    return found[:count], read


@compiled()
def _sort_probes(asked: Any, slot: Any, probes: Any, ends: Any, carried: Any) -> None:
    """Write the probes of all queries into one slot, in the order of their buckets, and where those of each bucket end.

    A probe carries the two slots that follow in its query (bits 32–63), the number of the query (1–31), and whether its
    bucket is one bit away from the query's own (0).
    """
    ends[:] = 0
    for query in range(asked.shape[0]):
        for probe in range(probes):
            ends[(np.int64(asked[query, slot]) ^ (1 << probe >> 1)) + 1] += 1
    for bucket in range(BUCKETS):
        ends[bucket + 1] += ends[bucket]
    for query in range(asked.shape[0]):
        carry = (np.uint64(_following(asked, query, slot)) << np.uint64(32)) | (np.uint64(query) << np.uint64(1))
        for probe in range(probes):
            own_or_beside = np.int64(asked[query, slot]) ^ (1 << probe >> 1)
            carried[ends[own_or_beside]] = carry | np.uint64(probe > 0)
            ends[own_or_beside] += 1


@compiled(_found(_table, _slots, nb.int64))
def probe_together(table: Any, asked: Any, radius: Any) -> Any:
    """Return what `probe_each` returns, in another order: bucket by bucket of each slot, for all queries.

    So a table is read once from front to back, whatever the queries.
    """
    probes = PROBES if radius >= SLOTS else 1
    carried = np.empty(asked.shape[0] * probes, np.uint64)
    ends = np.empty(BUCKETS + 1, np.int64)
    found, count = np.empty((1024, 3), np.int64), 0
    starts, _, prints, _ = table
    for slot in range(SLOTS):
        _sort_probes(asked, slot, probes, ends, carried)
        begin = 0
        for bucket in range(BUCKETS):
            bound = np.int64(starts[slot, bucket]), np.int64(starts[slot, bucket + 1])
            if bound[0] < bound[1]:
                for carry in carried[begin : ends[bucket]]:
                    wanted = np.uint32(carry >> np.uint64(32))
                    most = np.uint32(3 * radius // SLOTS) - np.uint32(carry & np.uint64(1))
                    if _nearest(prints[slot], bound[0], bound[1], wanted) <= most:
                        query = np.int64((carry & np.uint64(0xFFFFFFFF)) >> np.uint64(1))
                        found, count = _put_near(found, count, table, slot, bound, wanted, most, asked, query, radius)
            begin = ends[bucket]
    return found[:count]


@compiled(_found(_words, _words, nb.int64))
def scan(held: Any, asked: Any, radius: Any) -> Any:
    """Return rows (query, place, distance) of all pairs at most `radius` bits apart, by comparing every pair."""
    found, count = np.empty((64, 3), np.int64), 0
    for query in range(asked.shape[0]):
        first, second, third, fourth = asked[query, 0], asked[query, 1], asked[query, 2], asked[query, 3]
        for place in range(held.shape[0]):
            apart = _ones(held[place, 0] ^ first) + _ones(held[place, 1] ^ second)
            apart += _ones(held[place, 2] ^ third) + _ones(held[place, 3] ^ fourth)
            if apart <= np.uint64(radius):
                found = _put(found, count, query, place, np.int64(apart))
                count += 1
    return found[:count]
