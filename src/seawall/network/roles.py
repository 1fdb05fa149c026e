"""Which part does each member play? Originator, amplifier, bridge, funnel, sleeper: each from a measure with its value.

A role says how an account acts in the data at hand, not what anybody intends. An account may have several, or none.
Targets are no members: they are what the cell answers or mentions together (`targets_of`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from seawall.network.cells import Cell
from seawall.network.joint_items import JointItems, joint_items
from seawall.network.search import CellSearch
from seawall.network.slots import Ints

__all__ = ["ROLES", "RoleClaim", "Target", "call_cell", "leads_to_closed_places", "roles_of", "targets_of"]

ROLES: Final = ("originator", "amplifier", "bridge", "funnel", "sleeper")

_CHANCE: Final = 0.01  # that a member without a habit of going first looks like an originator, in a whole cell
_LEAST_FIRST: Final = 3
_AMPLIFIES: Final = 0.5
_BRIDGES: Final = 0.1
_FUNNELS: Final = 0.2
_SLEEP_DAYS: Final = 7.0
_SLEEP_GAPS: Final = 10.0
_AWAKE: Final = 0.5
_DAY: Final = 86_400_000_000
_FUNNEL_KINDS: Final = frozenset({"private_invite", "source_to_sink"})
_FUNNEL: Final = re.compile(
    r"/\+\w|/joinchat/|chat\.whatsapp\.com/|discord\.(?:gg|com/invite)/|signal\.group/|docs\.google\.com/forms|forms\.gle/"
    r"|^(?:bitcoin|ethereum|monero|ton):|^(?:bc1|0x[0-9a-f]{40})"
)
_OTHER: Final = "of cell {};"
_TARGET_KINDS: Final = ("same_target", "same_mention")


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleClaim:
    """A role of a member, the measure that it rests on, its value, and the sentence that a reviewer reads.

    `cell` is the other cell that the sentence names, by its number in the search; who keeps cells under lasting names
    puts those in its place (`call_cell`).
    """

    role: str
    measure: str
    value: float
    sentence: str
    cell: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What a cell answered or mentioned together: the item, by how many members, and how often in all."""

    item: str
    kind: str
    members: int
    visits: int


def roles_of(search: CellSearch, cell: Cell) -> dict[int, tuple[RoleClaim, ...]]:
    """Return the roles of each member, by account number, in the order of `ROLES`."""
    joint = joint_items(search, cell)
    claims: dict[int, list[RoleClaim]] = {member: [] for member in cell.members.tolist()}
    for found in (
        _in_order(cell, joint),
        _bridges(search, cell),
        _funnels(search, joint),
        _sleepers(search, cell, joint),
    ):
        for member, claim in found:
            claims[member].append(claim)
    return {member: tuple(held) for member, held in claims.items()}


def targets_of(search: CellSearch, cell: Cell) -> tuple[Target, ...]:
    """Return what at least half of the members, and three of them, answered or mentioned; the most frequent first."""
    found = []
    least = max(3, math.ceil(len(cell.members) / 2))
    for slots in search.slots:
        if slots.kind not in _TARGET_KINDS:
            continue
        rows = np.flatnonzero(np.isin(slots.account, cell.members))
        item = np.searchsorted(slots.starts, rows, side="right") - 1
        both = np.unique(np.stack((item, slots.account[rows])), axis=1)
        members = np.bincount(both[0], minlength=len(slots.keys))
        visits = np.bincount(item, minlength=len(slots.keys))
        found += [
            Target(item=slots.item_name(at), kind=slots.kind, members=int(members[at]), visits=int(visits[at]))
            for at in np.flatnonzero(members >= least).tolist()
        ]
    return tuple(sorted(found, key=lambda one: (-one.visits, one.item)))


def call_cell(sentence: str, number: int, name: str) -> str:
    """Return a claim's sentence with the other cell called by a name instead of its number in the search.

    >>> call_cell("Is tied to 4 accounts of cell 3; 20% of its ties lead out.", 3, "G17")
    'Is tied to 4 accounts of cell G17; 20% of its ties lead out.'
    """
    return sentence.replace(_OTHER.format(number), _OTHER.format(name), 1)


def leads_to_closed_places(kind: str, name: str) -> bool:
    """Return whether a thing is an invite, a private chat, a form or a wallet."""
    return kind in _FUNNEL_KINDS or bool(_FUNNEL.search(name))


def _in_order(cell: Cell, joint: JointItems) -> list[tuple[int, RoleClaim]]:
    """Return who goes first more often than drawing lots explains, and who follows in most of what the cell does."""
    claims = []
    for member in cell.members.tolist():
        mine = joint.account == member
        took, first = int(mine.sum()), int(joint.is_first[mine].sum())
        if not took:
            continue
        lots = float((1.0 / joint.members[joint.item[mine]]).mean())
        if first >= _LEAST_FIRST and _at_least(first, took, lots) <= _CHANCE / len(cell.members):
            sentence = f"Was first at {first} of the {took} things it did with the cell; drawing lots gives {lots:.0%}."
            claims.append((member, _claim("originator", "first_share", first / took, sentence)))
        elif took / len(joint) >= _AMPLIFIES:
            sentence = (
                f"Took part in {took} of the cell's {len(joint)} things, {took - first} times after somebody else."
            )
            claims.append((member, _claim("amplifier", "part_share", took / len(joint), sentence)))
    return claims


def _bridges(search: CellSearch, cell: Cell) -> list[tuple[int, RoleClaim]]:
    told = search.pairs
    number_of = np.zeros(len(search.slots.accounts), np.int64)
    for one in search.cells:
        number_of[one.members] = one.number
    claims = []
    for member in cell.members.tolist():
        mine = (told.left == member) | (told.right == member)
        others = np.where(told.left[mine] == member, told.right[mine], told.left[mine])
        bits, cells = told.bits[mine], number_of[others]
        outside = (cells > 0) & (cells != cell.number)
        ties = np.bincount(cells[outside])
        share = float(bits[outside].sum() / bits.sum())
        if len(ties) and ties.max() >= 2 and share >= _BRIDGES:
            other = int(ties.argmax())
            sentence = f"Is tied to {int(ties.max())} accounts {_OTHER.format(other)} {share:.0%} of its ties lead out."
            claims.append((member, _claim("bridge", "outside_share", share, sentence, cell=other)))
    return claims


def _funnels(search: CellSearch, joint: JointItems) -> list[tuple[int, RoleClaim]]:
    kinds = search.slots.by_kind
    leads = np.array([
        leads_to_closed_places(kinds[kind].kind, kinds[kind].item_name(number))
        for kind, number in zip(joint.kind.tolist(), joint.number.tolist(), strict=True)
    ], dtype=bool)  # fmt: skip
    claims = []
    for member in np.unique(joint.account).tolist():
        items = joint.item[joint.account == member]
        count = int(leads[items].sum())
        if count >= _LEAST_FIRST and count / len(items) >= _FUNNELS:
            sentence = (
                f"{count} of the {len(items)} things it did with the cell lead to closed places, forms or wallets."
            )
            claims.append((member, _claim("funnel", "funnel_share", count / len(items), sentence)))
    return claims


def _sleepers(search: CellSearch, cell: Cell, joint: JointItems) -> list[tuple[int, RoleClaim]]:
    claims = []
    for member in cell.members.tolist():
        times = _times_of(search, member)
        if len(times) < 2:
            continue
        gaps = np.diff(times)
        longest = int(gaps.argmax())
        days = float(gaps[longest] / _DAY)
        after = len(times) - longest - 1
        woken = int((joint.time[joint.account == member] >= times[longest + 1]).sum())
        if days < _SLEEP_DAYS or gaps[longest] < _SLEEP_GAPS * max(1.0, float(np.median(gaps))):
            continue
        if woken >= max(_LEAST_FIRST, _AWAKE * after):
            sentence = f"Was silent for {days:.0f} days; of its {after} acts since, {woken} were with the cell."
            claims.append((member, _claim("sleeper", "silent_days", days, sentence)))
    return claims


def _times_of(search: CellSearch, member: int) -> Ints:
    """Return when an account acted at all, each instant once."""
    parts: Sequence[Ints] = [slots.time[slots.account == member] for slots in search.slots]
    return np.unique(np.concatenate(parts))


def _at_least(count: int, trials: int, chance: float) -> float:
    """Return the chance of `count` successes and more in so many trials (binomial)."""
    if chance >= 1.0:
        return 1.0
    terms = (
        math.lgamma(trials + 1) - math.lgamma(one + 1) - math.lgamma(trials - one + 1)
        + one * math.log(chance) + (trials - one) * math.log1p(-chance)
        for one in range(count, trials + 1)
    )  # fmt: skip
    return min(1.0, math.fsum(map(math.exp, terms)))


def _claim(role: str, measure: str, value: float, sentence: str, cell: int | None = None) -> RoleClaim:
    return RoleClaim(role=role, measure=measure, value=round(value, 4), sentence=sentence, cell=cell)
