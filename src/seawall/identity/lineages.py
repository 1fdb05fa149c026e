"""Which accounts does one actor hold, in which generations, and where would the set fall apart first?

An actor is a set of accounts held together by judgements *same* and by likely links. Ties are taken from the strongest
to the weakest (Kruskal 1956), judgements first; a tie that would put two accounts judged *different* into one actor is
cut, and told. So the sets are a pure function of links and judgements, whatever their order, and the last tie taken
into a set is its weakest bridge: the bottleneck of its maximum spanning tree.

A generation counts closings before an opening: accounts opened before any of the actor's was closed are the first; an
account opened after one of the n-th was closed belongs to the next.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from seawall.identity.judgements import Judgement, Pair, Verdict, check_judgements, pair_of, standing
from seawall.identity.link import Link, LinkClass

__all__ = ["Actor", "Life", "Tie", "find_actors", "generations_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """When an account was opened and closed; None: not known, or not closed."""

    opened_at: datetime | None = None
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """What holds two accounts together: a link's probability, or a judgement (None)."""

    left: str
    right: str
    probability: float | None

    @property
    def pair(self) -> Pair:
        """Return both accounts in order."""
        return self.left, self.right


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """One actor's accounts in order of name.

    `ties` is the maximum spanning tree, strongest first; `weakest_bridge` its weakest tie, and `beyond` the accounts
    that the actor loses without it (the smaller side). `cut` are links that judgements *different* keep from joining.
    """

    accounts: tuple[str, ...]
    ties: tuple[Tie, ...]
    weakest_bridge: Tie
    beyond: tuple[str, ...]
    cut: tuple[Tie, ...]


def find_actors(links: Iterable[Link], judgements: Iterable[Judgement]) -> tuple[Actor, ...]:
    """Return the actors of two accounts and more, in order of their first account.

    Only likely links hold accounts together: those over their model's operating point with two independent families.

    Raises:
        ContradictoryJudgementsError: the judgements contradict each other.
    """
    judged = tuple(judgements)
    check_judgements(judged)
    held = standing(judged)
    sets = _Sets(pair for pair, judgement in held.items() if judgement.verdict is Verdict.DIFFERENT)
    taken: list[Tie] = []
    cut: list[Tie] = []
    for tie in _ties(links, held):
        left, right = sets.find(tie.left), sets.find(tie.right)
        if left == right:
            continue
        if sets.kept_apart(left, right):
            cut.append(tie)
            continue
        sets.join(left, right)
        taken.append(tie)
    trees: dict[str, list[Tie]] = {}
    for tie in taken:
        trees.setdefault(sets.find(tie.left), []).append(tie)
    actors = (_actor(tree, sets, cut) for tree in trees.values())
    return tuple(sorted(actors, key=lambda actor: actor.accounts))


def generations_of(accounts: Iterable[str], lives: Mapping[str, Life]) -> dict[str, int]:
    """Return the generation of each account of one actor, 1 for the first.

    Accounts whose opening is not known, or of which nothing is known, count as opened first.
    """
    born = sorted(accounts, key=lambda account: (_opened(lives, account), account))
    closings: list[tuple[float, int]] = []
    last_closed = 0
    generations: dict[str, int] = {}
    for account in born:
        opened = _opened(lives, account)
        while closings and closings[0][0] <= opened:
            last_closed = max(last_closed, heapq.heappop(closings)[1])
        generations[account] = last_closed + 1
        life = lives.get(account)
        if life is not None and life.closed_at is not None:
            heapq.heappush(closings, (life.closed_at.timestamp(), generations[account]))
    return dict(sorted(generations.items()))


def _opened(lives: Mapping[str, Life], account: str) -> float:
    life = lives.get(account)
    return float("-inf") if life is None or life.opened_at is None else life.opened_at.timestamp()


def _ties(links: Iterable[Link], held: Mapping[Pair, Judgement]) -> list[Tie]:
    """Return what may hold accounts together, strongest first; of two links of one pair the stronger."""
    strength: dict[Pair, float | None] = {}
    for link in links:
        pair = pair_of(link.new, link.closed)
        if link.link_class is not LinkClass.LIKELY or link.new == link.closed:
            continue
        if pair in held and held[pair].verdict is Verdict.DIFFERENT:
            continue
        strength[pair] = max(link.probability, strength.get(pair) or 0.0)
    strength |= {pair: None for pair, judgement in held.items() if judgement.verdict is Verdict.SAME}
    ties = [Tie(left=left, right=right, probability=weight) for (left, right), weight in strength.items()]
    return sorted(ties, key=_strongest_first)


def _strongest_first(tie: Tie) -> tuple[float, Pair]:
    return -2.0 if tie.probability is None else -tie.probability, tie.pair


class _Sets:
    """Union–find whose sets know which others they must not join."""

    def __init__(self, apart: Iterable[Pair]) -> None:
        self._parent: dict[str, str] = {}
        self.members: dict[str, set[str]] = {}
        self._apart: dict[str, set[str]] = {}
        for left, right in apart:
            self._apart.setdefault(left, set()).add(right)
            self._apart.setdefault(right, set()).add(left)

    def find(self, account: str) -> str:
        root = account
        while (parent := self._parent.get(root, root)) != root:
            root = parent
        while account != root:
            self._parent[account], account = root, self._parent.get(account, account)
        self.members.setdefault(root, {root})
        return root

    def kept_apart(self, left: str, right: str) -> bool:
        """Say whether a judgement keeps two sets apart."""
        small, large = sorted((left, right), key=lambda root: len(self.members[root]))
        return any(
            not self._apart.get(account, set()).isdisjoint(self.members[large]) for account in self.members[small]
        )

    def join(self, left: str, right: str) -> None:
        small, large = sorted((left, right), key=lambda root: (len(self.members[root]), root))
        self._parent[small] = large
        self.members[large] |= self.members.pop(small)


def _actor(tree: list[Tie], sets: _Sets, cut: list[Tie]) -> Actor:
    accounts = sets.members[sets.find(tree[0].left)]
    weakest = tree[-1]  # ties were taken from the strongest to the weakest
    return Actor(
        accounts=tuple(sorted(accounts)),
        ties=tuple(tree),
        weakest_bridge=weakest,
        beyond=_beyond(accounts, tree[:-1], weakest),
        cut=tuple(tie for tie in cut if tie.left in accounts or tie.right in accounts),
    )


def _beyond(accounts: set[str], rest: list[Tie], bridge: Tie) -> tuple[str, ...]:
    """Return the smaller side of a bridge; of two equal sides, that of its right account."""
    sides = _Sets(())
    for tie in rest:
        left, right = sides.find(tie.left), sides.find(tie.right)
        sides.join(left, right)
    side = sides.members[sides.find(bridge.right)]
    return tuple(sorted(side if 2 * len(side) <= len(accounts) else accounts - side))
