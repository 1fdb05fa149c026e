"""Does an account keep meeting a group, though no single member often enough? Large and loose cells are found so.

In a cell of forty that shares a dozen things, two members meet a few times only, and a few meetings can't be
significant among all pairs of accounts. But a member meets *the group* each time. Time is cut into blocks, drawn into
two halves. Pairs that are surprising in the one half, far below what all pairs would ask, make candidate groups; the
other half, which had no say in that, tests each account: its posts that meet others of the group, against the sum of
what chance brings with each of them, or against what taste would bring: given all that the group uses, how much of
the life of each thing lies within the window of a member's visit? The larger expectation counts (Poisson tail; among
all candidates Benjamini and Hochberg). Then the halves change places. The ties of a confirmed account to confirmed
fellows count where each is surprising by itself (p at most the rate); their q is the account's.

An account counts where it meets two others of the group at least, at two different times. Left out: groups of more
than `_MOST_MEMBERS` candidates (they consist of pairs that are significant by themselves); searches of fewer than
eight blocks of time.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from seawall.network.co_action import CoSlots, Pairs, Visits, count_co_slots, find_co_slots
from seawall.network.communities import find_communities
from seawall.network.null_model import HOURS, Floats, expect_in_strata
from seawall.network.pair_test import PairTest, items_met, log_tails
from seawall.network.pooled import PooledTest
from seawall.network.significance import SignificantPairs, WeighedPairs, adjust, weigh_again
from seawall.network.slots import Ints

__all__ = ["with_group_ties"]

_CHANCE_TIES: Final = 0.1  # an account: so few by chance that they make no groups by themselves
_LEAST_ACCOUNTS: Final = 3
_MOST_MEMBERS: Final = 2_000
_LEAST_BLOCKS: Final = 8
_TELLING: Final = 0.2  # of a thing's life: where visits of the group cover more, meeting there tells nothing
_DAY: Final = 86_400_000_000
_BLOCKS: Final = 32
_FULL_BITS: Final = 64.0
_NOBODY: Final = np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0)
_KEEPS: Final = 0.7  # of its bits: what a tie of a group must keep when cells are looked for again

_Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layer:
    """The tests of one window, one a kind; and the number of the test of all kinds together."""

    parts: tuple[PairTest, ...]
    test: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Halves:
    """Which half of the time an instant is in: 0 or 1, drawn by blocks."""

    begin: int
    block: int
    drawn: NDArray[np.int8]

    def of(self, time: Ints) -> NDArray[np.int8]:
        return self.drawn[np.clip((time - self.begin) // self.block, 0, len(self.drawn) - 1)]


def with_group_ties(weighed: WeighedPairs) -> SignificantPairs:
    """Return the significant pairs, and those that count in a group that one half of the time showed to the other."""
    layers = _layers(weighed)
    halves = _halves(layers)
    group, account, log_q = _sure(weighed, layers, halves) if halves is not None else _NOBODY
    if len(group):
        weighed = weigh_again(weighed, _company_of(weighed, _pairs_within(group, account))[1])
    told, which = weighed.pairs, weighed.is_significant
    own, q = _ties(told, weighed.rate, group, account, log_q)
    added = own & ~which
    told = replace(
        told,
        log_q=np.where(added, q, told.log_q),
        line=np.where(added, told.log_p * _KEEPS, weighed.line),
        by_group=added,
    )
    return replace(weighed, pairs=told).taken(which | added)


def _sure(weighed: WeighedPairs, layers: Sequence[_Layer], halves: _Halves) -> tuple[Ints, Ints, Floats]:
    """Return group, account and ln q of the accounts that a group's other half confirms."""
    found = [_confirmed(weighed, layers, halves, half) for half in (0, 1)]
    account, tails = (np.concatenate([one[column] for one in found]) for column in (1, 2))
    group = np.concatenate((found[0][0], found[1][0] + found[0][0].max(initial=-1) + 1))
    order = np.argsort(tails, kind="stable")
    log_q = np.empty(len(tails))
    log_q[order] = adjust(tails[order], max(1, len(tails)))
    sure = log_q <= math.log(weighed.rate)
    return group[sure], account[sure], log_q[sure]


def _layers(weighed: WeighedPairs) -> list[_Layer]:
    """Return the tests window by window."""
    tests = weighed.pairs.tests
    windows: dict[float, int] = {}
    for number, test in enumerate(tests):
        if test.window_seconds not in windows or isinstance(test, PooledTest):
            windows[test.window_seconds] = number
    return [_Layer(parts=tests[number].sources, test=number) for number in windows.values()]


def _halves(layers: Sequence[_Layer]) -> _Halves | None:
    """Return the halves of the time, None where it is too short to be cut."""
    times = [part.visits.time for layer in layers for part in layer.parts if len(part.visits)]
    if not times:
        return None
    begin, end = min(int(one.min()) for one in times), max(int(one.max()) for one in times)
    block = max(1, min(_DAY, (end - begin) // _BLOCKS))
    count = (end - begin) // block + 1
    widest = max(part.visits.window for layer in layers for part in layer.parts)
    if count < _LEAST_BLOCKS or block < widest:
        return None
    drawn = np.arange(count) % 2
    np.random.default_rng(count).shuffle(drawn)
    return _Halves(begin=begin, block=block, drawn=drawn.astype(np.int8))


def _confirmed(
    weighed: WeighedPairs, layers: Sequence[_Layer], halves: _Halves, half: int
) -> tuple[Ints, Ints, Floats]:
    """Return group, account and ln p of the accounts of groups made in one half and tested in the other."""
    label, members = _candidates(weighed, layers, halves, half)
    if not len(members):
        return members, members, np.zeros(0)
    pairs = _pairs_within(label, members)
    held, ratios = _company_of(weighed, pairs)
    ratio_of = dict(zip(map(id, weighed.pairs.sources), ratios, strict=True))
    tails = []
    for layer in layers:
        parts = [(part, held[id(part.visits)], ratio_of[id(part)]) for part in layer.parts]
        tails.append(_tails(parts, pairs, (label, members), halves, 1 - half))
    best = np.minimum(np.min(tails, axis=0) + math.log(len(layers)), 0.0)
    return label, members, best


def _candidates(weighed: WeighedPairs, layers: Sequence[_Layer], halves: _Halves, half: int) -> tuple[Ints, Ints]:
    """Return group and account, ascending in account, of those whose pairs are surprising in this half."""
    told, accounts = weighed.pairs, weighed.account_count
    log_p = np.zeros(len(told))
    for layer in layers:
        here = told.by_test[layer.test]
        mine = np.flatnonzero(here >= 0)
        test = told.tests[layer.test]
        seen, share = _seen_in(test, halves, half)
        expected = test.expect([np.ones(accounts)] * len(layer.parts)) * share
        own = np.where(seen >= 2, log_tails(seen.astype(np.float64), expected), 0.0)
        log_p[mine] = np.minimum(log_p[mine], own[here[mine]])
    line = math.log(2 * _CHANCE_TIES / (max(2, accounts) * len(layers)))
    weak = np.flatnonzero(log_p <= line)
    left, right = told.left[weak], told.right[weak]
    members, ends = np.unique(np.concatenate((left, right)), return_inverse=True)
    weight = np.minimum(-log_p[weak] / math.log(2), _FULL_BITS) / _FULL_BITS
    label = find_communities(ends[: len(weak)], ends[len(weak) :], weight, len(members), seed=1)
    sizes = np.bincount(label, minlength=1)[label] if len(label) else label
    kept = (sizes >= _LEAST_ACCOUNTS) & (sizes <= _MOST_MEMBERS)
    return label[kept], members[kept]


def _seen_in(test: PairTest | PooledTest, halves: _Halves, half: int) -> tuple[Ints, float]:
    """Return by pair the meetings in a half, and the share of all co-slots that this half has."""
    rows = []
    whole, here = 0, 0
    for part in test.sources:
        visits, found = part.visits, part.found
        inside = halves.of(visits.time[found.early]) == half
        early, late = found.early[inside], found.late[inside]
        in_order = visits.account[early] < visits.account[late]
        times = visits.time[early], visits.time[late]
        rows.append(np.stack([found.pair[inside], np.where(in_order, *times), np.where(in_order, *times[::-1])]))
        by_half = _co_slots_by_half(part, halves)
        whole, here = whole + int(by_half.sum()), here + int(by_half[:, half].sum())
    met = np.concatenate(rows, axis=1)
    if len(rows) > 1:
        met = np.unique(met, axis=1)
    return np.bincount(met[0], minlength=len(test.pairs)), here / max(1, whole)


def _co_slots_by_half(part: PairTest, halves: _Halves) -> Ints:
    """Return the co-slots of each stratum in either half."""
    visits = part.visits
    stretches = part.null.weight.shape[0]
    stratum = part.null.stratum * 2 + halves.of(visits.time)
    return count_co_slots(visits, stratum.astype(np.int32), stretches * HOURS * 2).by_stratum.reshape(-1, 2)


def _pairs_within(label: Ints, members: Ints) -> Pairs:
    """Return all pairs of accounts of one group, ascending."""
    parts = []
    for one in np.unique(label):
        mine = members[label == one]
        left, right = np.triu_indices(len(mine), 1)
        parts.append((mine[left].astype(np.uint64) << np.uint64(32)) | mine[right].astype(np.uint64))
    return np.sort(np.concatenate(parts))


def _tails(
    parts: Sequence[tuple[PairTest, CoSlots, Floats]],
    pairs: Pairs,
    groups: tuple[Ints, Ints],
    halves: _Halves,
    half: int,
) -> Floats:
    """Return ln p of each member: its posts that meet others of its group in this half, under one window.

    Args:
        parts: by trace the test, the co-slots of the pairs, and how much more company than expected accounts have.
        pairs: all pairs of accounts of one group.
        groups: the group of each account, and the accounts, ascending.
        halves: of the time.
        half: which of them.
    """
    members = groups[1]
    ends = np.stack([(pairs >> np.uint64(32)), pairs & np.uint64(0xFFFFFFFF)]).astype(np.int64)
    expected, by_taste = np.zeros(len(members)), np.zeros(len(members))
    at = np.searchsorted(members, ends)
    met: list[Ints] = []
    for part, whole, ratio in parts:
        visits = part.visits
        inside = halves.of(visits.time[whole.early]) == half
        found = CoSlots(pair=whole.pair[inside], early=whole.early[inside], late=whole.late[inside])
        _, again = items_met(visits, part.null, found, len(pairs))
        chance = (_chance(part, pairs, found, halves, half) + again) * ratio[ends[0]] * ratio[ends[1]]
        for end in (0, 1):
            expected += np.bincount(at[end], weights=chance, minlength=len(members))
        more, tells = _by_taste(visits, groups, halves, half)
        by_taste += more
        told = tells[found.early] & tells[found.late]
        met += _sides(visits, CoSlots(pair=found.pair[told], early=found.early[told], late=found.late[told]))
    rows = np.concatenate(met, axis=1)
    own, others, theirs = (_distinct(rows[[0, column]], members) for column in (1, 2, 3))
    counts = np.where((others >= 2) & (theirs >= 2), np.minimum(own, theirs), 0)
    return np.where(counts >= 2, log_tails(counts.astype(np.float64), np.maximum(expected, by_taste)), 0.0)


def _company_of(weighed: WeighedPairs, pairs: Pairs) -> tuple[dict[int, CoSlots], list[Floats]]:
    """Return the co-slots of these pairs by trace and window, and by source how much more company than expected.

    The company of these pairs and of significant ones is left out: a cell whose ties are not yet significant would
    excuse itself with the company that its members are to each other.
    """
    kept = np.union1d(weighed.pairs.pairs[weighed.is_significant], pairs)
    place = np.searchsorted(pairs, kept)
    place = np.where(np.isin(kept, pairs, assume_unique=True), place, -1)
    held: dict[int, CoSlots] = {}
    among: dict[int, Ints] = {}
    for source in weighed.pairs.sources:
        visits = source.visits
        if id(visits) in held:  # a trace stands alone and among all traces
            continue
        found = find_co_slots(visits, kept)
        ends = np.concatenate((visits.account[found.early], visits.account[found.late]))
        among[id(visits)] = np.bincount(ends, minlength=weighed.account_count).astype(np.int64)
        mine = place[found.pair] >= 0
        held[id(visits)] = CoSlots(pair=place[found.pair[mine]], early=found.early[mine], late=found.late[mine])
    ratios = [
        np.minimum(ratio, source.null.company_ratio(among[id(source.visits)]))
        for source, ratio in zip(weighed.pairs.sources, weighed.ratios, strict=True)
    ]
    return held, ratios


def _chance(part: PairTest, pairs: Pairs, found: CoSlots, halves: _Halves, half: int) -> Floats:
    """Return what pairs expect in one half: each stratum has as many co-slots as lie there."""
    by_half = _co_slots_by_half(part, halves)
    share = by_half[:, half] / np.maximum(1, by_half.sum(axis=1))
    null = replace(part.null, weight=part.null.weight * share.reshape(part.null.weight.shape))
    exact = expect_in_strata(part.visits, part.null, pairs, found, by_half[:, half])
    return np.maximum(null.expect(pairs), exact)


def _by_taste(
    visits: Visits, groups: tuple[Ints, Ints], halves: _Halves, half: int
) -> tuple[Floats, NDArray[np.bool_]]:
    """Return by member how often taste alone would make it meet its group, and which visits tell anything at all.

    If members used what the group uses at any time of its life, a visit would meet others of the group with the share
    of that life (a day at least) that lies within the window of a visit of theirs. Where that share is large, meeting
    tells nothing, and the visits don't count.
    """
    label, members = groups
    place = np.full(visits.slots.account_count, -1, np.int64)
    place[members] = np.arange(len(members))
    rows = np.flatnonzero(place[visits.account] >= 0)
    if not len(rows):
        return np.zeros(len(members)), np.zeros(len(visits), np.bool_)
    who, item, time = place[visits.account[rows]], visits.items_of(rows), visits.time[rows]
    order = np.lexsort((time, item, label[who]))
    rows, who, item, time = rows[order], who[order], item[order], time[order]
    begins = np.ones(len(rows), np.bool_)
    begins[1:] = (item[1:] != item[:-1]) | (label[who][1:] != label[who][:-1])
    run = np.cumsum(begins) - 1
    gaps = np.minimum(np.diff(time, append=0), 2 * visits.window)
    gaps[np.append(begins[1:], True)] = 2 * visits.window  # after the last visit of each run
    first, last = visits.time[visits.starts[item[begins]]], visits.time[visits.starts[item[begins] + 1] - 1]
    life = np.maximum(_DAY, last - first + 2 * visits.window)
    share = np.minimum(1.0, np.bincount(run, weights=gaps) / life)
    accounts = np.bincount(np.unique(run * len(members) + who) // len(members), minlength=len(share))
    telling = (accounts[run] >= 2) & (share[run] <= _TELLING)
    tells = np.zeros(len(visits), np.bool_)
    tells[rows] = telling
    counts = telling & (halves.of(time) == half)
    expected: Floats = np.bincount(who[counts], weights=share[run[counts]], minlength=len(members)).astype(np.float64)
    return expected, tells


def _sides(visits: Visits, found: CoSlots) -> list[Ints]:
    """Return account, time, other account, its time of each co-slot, from either side."""
    early, late = ((visits.account[at].astype(np.int64), visits.time[at]) for at in (found.early, found.late))
    return [np.stack([*early, *late]), np.stack([*late, *early])]


def _distinct(rows: Ints, members: Ints) -> Ints:
    """Return by member how many different values stand beside it."""
    order = np.lexsort((rows[1], rows[0]))
    account, value = rows[0][order], rows[1][order]
    is_new = np.ones(len(order), np.bool_)
    is_new[1:] = (account[1:] != account[:-1]) | (value[1:] != value[:-1])
    return np.bincount(np.searchsorted(members, account[is_new]), minlength=len(members))


def _ties(told: SignificantPairs, rate: float, group: Ints, account: Ints, log_q: Floats) -> tuple[_Flags, Floats]:
    """Return which pairs are ties of a confirmed group, and ln q of each: that of its less certain account."""
    own, q = np.zeros(len(told), np.bool_), np.zeros(len(told))
    surprising = told.log_p <= math.log(rate)
    for one in np.unique(group):
        mine = group == one
        members = account[mine]
        if len(members) < _LEAST_ACCOUNTS:
            continue
        places = np.flatnonzero(surprising & np.isin(told.left, members) & np.isin(told.right, members))
        ends = (log_q[mine][np.searchsorted(members, side[places])] for side in (told.left, told.right))
        here = np.maximum(*ends)
        q[places] = np.where(own[places], np.minimum(q[places], here), here)
        own[places] = True
    return own, q
