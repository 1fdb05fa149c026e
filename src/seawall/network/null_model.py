"""How many co-slots would two accounts share by chance? From their activity, their hours, and the bustle of the time.

The slot null: items and instants stay as they are, and each visit is filled by an account drawn by how active it is at
that time. With P co-slots in a stratum (a stretch of days × an hour of the day) and q the accounts' shares of it, a
pair expects 2·P·q_a·q_b / (1 − Σq²) of them, summed over the strata; the divisor is there because a co-slot has two
different accounts. P is counted under the cap that the pairs are counted under, so popular items weigh as they do
there. An account's share of a stratum is its visits in the stretch times its habit of the hour, which is its own to
four fifths and everybody's to one fifth, so that nobody is impossible at any hour.

Habits are those of a whole life; who was active in one hour of one week, and never again, meets others of that hour
more often. For pairs that may be significant `expect_in_strata` reckons with their own visits in each stratum, and the
larger of the two expectations counts.

Items that are visited again and again (a channel, a target) need more: that two accounts keep coming there is taste,
and says little of their timing. Where a pair meets again on an item, `expect_again` adds what chance brings given how
often each came there on which day: visits of a day meet as they would if spread over it by the accounts' own habits.

Left out: taste. People who read the same feeds act together honestly; `company_ratio` takes up how often an account
has company at all, but the null knows nothing of who likes what. A significant pair is co-ordinated, never "fake".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from seawall.network.co_action import CoSlotCounts, CoSlots, Pairs, Visits, count_co_slots
from seawall.network.slots import Ints, Slots

__all__ = ["NullModel", "TimeStrata", "expect_again", "expect_in_strata", "fit_null", "make_strata"]

HOURS: Final = 24
_OWN_HABIT: Final = 0.8
_HOUR: Final = 3_600_000_000
_DAY: Final = HOURS * _HOUR
_MOST_STRETCHES: Final = 96
_LEAST_ROWS: Final = 2_000  # of a stretch: in a thin one a cell would be all the bustle there is, and explain itself
_MOST_CELLS: Final = 1 << 25
_BLOCK: Final = 1 << 22

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeStrata:
    """Stretches of time of about equally many slots, each a day long at least, times the hours of the day (UTC)."""

    edges: Ints  # where each stretch but the first begins

    @property
    def stretch_count(self) -> int:
        """Return how many stretches there are."""
        return len(self.edges) + 1

    def stretch_of(self, time: Ints) -> Ints:
        """Return the stretch of each instant."""
        return np.searchsorted(self.edges, time, side="right").astype(np.int64)

    def of(self, time: Ints) -> NDArray[np.int32]:
        """Return the stratum of each instant."""
        stratum = np.empty(len(time), np.int32)
        for begin in range(0, len(time), _BLOCK):  # so that what lies in files is not copied at once
            hours = time[begin : begin + _BLOCK] // _HOUR
            stretch = np.searchsorted(self.edges // _HOUR, hours, side="right")
            stratum[begin : begin + _BLOCK] = stretch * HOURS + hours % HOURS
        return stratum


@dataclass(frozen=True, slots=True, kw_only=True)
class NullModel:
    """What chance brings: each account's visits by stretch, its habit of hours, and the weight of each stratum.

    A pair expects Σ over stretches s and hours h of weight[s, h] · visits_a[s] · visits_b[s] · habit_a[h] · habit_b[h].
    """

    visits: NDArray[np.float32]  # accounts × stretches
    habit: NDArray[np.float32]  # accounts × hours
    weight: Floats  # stretches × hours
    company: Floats  # co-slots that each account expects in all
    stratum: NDArray[np.int32]  # of each visit
    counts: CoSlotCounts

    def expect(self, pairs: Pairs) -> Floats:
        """Return the expected co-slots of each pair."""
        from seawall.network.null_kernel import expect_pairs  # compiles: only when needed

        expected = np.zeros(len(pairs))
        expect_pairs(pairs, self.visits, self.habit, self.weight, expected)
        return expected

    def company_ratio(self, among_partners: Ints) -> Floats:
        """Return how many times more company than expected each account has; 1 where it has less.

        Args:
            among_partners: by account, the co-slots with accounts whose tie is held for significant: they don't count,
                or a cell would excuse itself.
        """
        ratio: Floats = np.maximum(1.0, (self.counts.by_account - among_partners + 1.0) / (self.company + 1.0))
        return ratio


def make_strata(slots: Slots) -> TimeStrata:
    """Return the strata for the slots of one kind."""
    if not len(slots):
        return TimeStrata(edges=np.zeros(0, np.int64))
    room = _MOST_CELLS // max(1, slots.account_count)
    wanted = max(1, min(_MOST_STRETCHES, len(slots) // _LEAST_ROWS, room))
    ranks = (np.arange(1, wanted) * len(slots)) // wanted
    days = np.partition(slots.time, ranks)[ranks] // _DAY if len(ranks) else ranks
    first = int(slots.time.min()) // _DAY
    return TimeStrata(edges=np.unique(days[days > first]) * _DAY)


def fit_null(visits: Visits, strata: TimeStrata) -> NullModel:
    """Return the null model of these visits."""
    accounts, stretches = visits.slots.account_count, strata.stretch_count
    stratum = strata.of(visits.time)
    by_stretch = _table(visits.account, stratum // HOURS, accounts, stretches)
    by_hour = _table(visits.account, stratum % HOURS, accounts, HOURS)
    habit = _habits(by_hour)
    counts = count_co_slots(visits, stratum, stretches * HOURS)
    co_slots = counts.by_stratum.reshape(stretches, HOURS)
    mass = (by_stretch.T @ habit).astype(np.float64)
    alone = ((by_stretch**2).T @ habit**2) / np.maximum(mass, 1e-12) ** 2
    others = np.maximum(1.0 - alone, 1.0 / max(2, accounts))
    weight = np.where(mass > 0, 2.0 * co_slots / (np.maximum(mass, 1e-12) ** 2 * others), 0.0)
    company = ((by_stretch @ (weight * mass).astype(np.float32)) * habit).sum(axis=1, dtype=np.float64)
    return NullModel(visits=by_stretch, habit=habit, weight=weight, company=company, stratum=stratum, counts=counts)


def expect_again(visits: Visits, habit: NDArray[np.float32], item: Ints, ends: tuple[Ints, Ints]) -> Floats:
    """Return the co-slots that pairs expect on items, given on which days each of the two came there, how often.

    Args:
        visits: of the kind and window.
        habit: of all accounts, by hour of the day.
        item: an item for each pair.
        ends: the numbers of the one account of each pair and of the other.
    """
    from seawall.network.co_action_kernel import count_common_days  # compiles: only when needed

    held = np.unique(item)
    rows = (
        np.concatenate([np.arange(visits.starts[one], visits.starts[one + 1]) for one in held]) if len(held) else held
    )
    of, account, day = visits.items_of(rows), visits.account[rows], visits.time[rows] // _DAY
    order = np.lexsort((day, account, of))
    of, account, day = of[order], account[order], day[order]
    begins = np.ones(len(of), np.bool_)
    begins[1:] = (of[1:] != of[:-1]) | (account[1:] != account[:-1]) | (day[1:] != day[:-1])
    at = np.flatnonzero(begins)
    counts = np.diff(np.append(at, len(of))).astype(np.float64)
    of, account, day = of[at], account[at], day[at]
    common = np.zeros(len(item))
    count_common_days(
        item, ends[0], ends[1], account, day, counts, np.searchsorted(of, held), np.searchsorted(of, held, "right"),
        held, common,
    )  # fmt: skip
    alike = HOURS * (habit[ends[0]].astype(np.float64) * habit[ends[1]]).sum(axis=1)
    expected: Floats = common * np.minimum(1.0, alike * min(1.0, 2.0 * visits.window / _DAY))
    return expected


def expect_in_strata(
    visits: Visits, null: NullModel, pairs: Pairs, found: CoSlots, co_slots: NDArray[np.int64]
) -> Floats:
    """Return the co-slots that pairs expect, given how many visits each of the two has in each stratum.

    The visits at which the two met don't count: they are what is to be explained, and a pair that came for nothing else
    would excuse itself.

    Args:
        visits: of the kind and window.
        null: of the same visits.
        pairs: which, ascending.
        found: their co-slots.
        co_slots: by stratum, how many there are of all accounts.
    """
    from seawall.network.null_kernel import expect_in_strata as expect  # compiles: only when needed

    stratum, count = null.stratum, len(co_slots)
    total = np.bincount(stratum, minlength=count).astype(np.float64)
    weight = 2.0 * co_slots / np.maximum(total * (total - 1.0), 1.0)
    ends = np.stack([pairs >> np.uint64(32), pairs & np.uint64(0xFFFFFFFF)]).astype(np.int64)
    accounts = np.unique(ends)
    place_of = np.full(visits.slots.account_count, -1, np.int64)
    place_of[accounts] = np.arange(len(accounts))
    mine = place_of[visits.account] >= 0
    runs, times = np.unique(place_of[visits.account[mine]] * count + stratum[mine], return_counts=True)
    met, joint = np.unique(found.pair * count + stratum[found.early], return_counts=True)
    expected = np.zeros(len(pairs))
    expect(
        place_of[ends], np.searchsorted(runs, np.arange(len(accounts) + 1) * count), runs % count, times,
        np.searchsorted(met, np.arange(len(pairs) + 1) * count), met % count, joint, weight, expected,
    )  # fmt: skip
    return expected


def _table(account: NDArray[np.int32], column: NDArray[np.int32], rows: int, columns: int) -> NDArray[np.float32]:
    made = np.zeros(rows * columns, np.int64)
    for begin in range(0, len(account), _BLOCK):
        some = slice(begin, begin + _BLOCK)
        made += np.bincount(account[some].astype(np.int64) * columns + column[some], minlength=rows * columns)
    return made.astype(np.float32).reshape(rows, columns)


def _habits(by_hour: NDArray[np.float32]) -> NDArray[np.float32]:
    own = by_hour / np.maximum(by_hour.sum(axis=1, keepdims=True), 1.0)
    overall = by_hour.sum(axis=0) / max(1.0, float(by_hour.sum()))
    habits: NDArray[np.float32] = (_OWN_HABIT * own + (1.0 - _OWN_HABIT) * overall).astype(np.float32)
    return habits
