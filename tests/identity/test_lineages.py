"""Actors: connected sets, cut by judgements, with their weakest bridge; generations by closing and opening."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.identity import ContradictoryJudgementsError, Family, Link, LinkClass
from seawall.identity.judgements import Judgement, Verdict
from seawall.identity.lineages import Actor, Life, find_actors, generations_of

NOON = datetime(2026, 3, 8, 12, tzinfo=UTC)


def link(new: str, closed: str, probability: float, link_class: LinkClass = LinkClass.LIKELY) -> Link:
    return Link(
        new=new, closed=closed, probability=probability, low=0.0, high=1.0, imitator_probability=0.0,
        link_class=link_class, families=(Family.NAME, Family.VOICE), evidence=(), rivals=0, model="seawall 1",
    )  # fmt: skip


def said(left: str, right: str, verdict: str) -> Judgement:
    return Judgement(left=left, right=right, verdict=Verdict(verdict), by="amal", at=NOON)


NAMES = st.sampled_from("abcdefgh")
LINKS = st.lists(st.tuples(NAMES, NAMES, st.integers(900, 999)).filter(lambda one: one[0] != one[1]), max_size=14).map(
    lambda rows: [link(one, two, share / 1000) for one, two, share in rows]
)
APART = st.lists(st.tuples(NAMES, NAMES).filter(lambda one: one[0] != one[1]), max_size=4).map(
    lambda rows: [said(*sorted(row), "different") for row in rows]
)


def sets_of(actors: tuple[Actor, ...]) -> set[frozenset[str]]:
    return {frozenset(actor.accounts) for actor in actors}


def graph_of(links: list[Link]) -> nx.Graph:
    graph = nx.Graph()
    for one in links:
        pair = tuple(sorted((one.new, one.closed)))
        strongest = max(one.probability, graph.get_edge_data(*pair, {}).get("weight", 0.0))
        graph.add_edge(*pair, weight=strongest)
    return graph


@given(LINKS)
def test_without_judgements_actors_are_connected_components(links: list[Link]) -> None:
    graph = graph_of(links)
    actors = find_actors(links, [])
    assert sets_of(actors) == {frozenset(part) for part in nx.connected_components(graph)}
    for actor in actors:
        part = graph.subgraph(actor.accounts)
        bottleneck = min(weight for *_, weight in nx.maximum_spanning_tree(part).edges(data="weight"))
        assert actor.weakest_bridge.probability == bottleneck
        left = nx.Graph([tie.pair for tie in actor.ties if tie is not actor.weakest_bridge])
        left.add_nodes_from(actor.accounts)
        assert min(len(side) for side in nx.connected_components(left)) == len(actor.beyond)
        assert not actor.cut


@given(LINKS, APART, st.randoms(use_true_random=False))
def test_actors_do_not_hang_on_order_and_keep_apart_what_was_judged_different(links, apart, random) -> None:
    actors = find_actors(links, apart)
    shuffled, judged = list(links), list(apart)
    random.shuffle(shuffled)
    random.shuffle(judged)
    assert find_actors(shuffled, judged) == actors
    for actor in actors:
        assert not any(one.left in actor.accounts and one.right in actor.accounts for one in apart)
        assert len(actor.ties) == len(actor.accounts) - 1
    coarse = sets_of(find_actors(links, []))
    assert all(any(fine <= whole for whole in coarse) for fine in sets_of(actors))


def test_a_judgement_cuts_the_weaker_of_two_links_and_tells_it() -> None:
    links = [link("new", "old", 0.99), link("new", "other", 0.95)]
    (actor,) = find_actors(links, [said("old", "other", "different")])
    assert actor.accounts == ("new", "old")
    assert [(tie.pair, tie.probability) for tie in actor.cut] == [(("new", "other"), 0.95)]


def test_a_judgement_of_the_pair_itself_cuts_its_link() -> None:
    assert find_actors([link("a", "b", 0.99)], [said("a", "b", "different")]) == ()


def test_judged_same_holds_more_than_any_link() -> None:
    (actor,) = find_actors([link("a", "b", 0.999)], [said("b", "c", "same")])
    assert actor.accounts == ("a", "b", "c")
    assert actor.weakest_bridge.pair == ("a", "b")
    assert (actor.beyond, actor.ties[0].probability) == (("a",), None)


def test_possible_links_and_links_to_oneself_hold_nothing() -> None:
    assert find_actors([link("a", "b", 0.99, LinkClass.POSSIBLE), link("a", "a", 0.99)], []) == ()


def test_unsure_neither_holds_nor_cuts() -> None:
    assert sets_of(find_actors([link("a", "b", 0.99)], [said("a", "b", "unsure")])) == {frozenset("ab")}


def test_contradictory_judgements_make_no_actors() -> None:
    with pytest.raises(ContradictoryJudgementsError):
        find_actors([], [said("a", "b", "same"), said("b", "c", "same"), said("a", "c", "different")])


def test_generations_count_closings_before_an_opening() -> None:
    def hours(opened: int | None, closed: int | None) -> Life:
        return Life(
            opened_at=None if opened is None else NOON + timedelta(hours=opened),
            closed_at=None if closed is None else NOON + timedelta(hours=closed),
        )

    lives = {
        "keeper": hours(-900, 0), "gardener": hours(1, None), "second": hours(2, 21), "third": hours(3, 22),
        "sleeper": hours(-500, None), "wave_1": hours(33, None), "unknown": hours(None, None), "skewed": hours(50, 40),
    }  # fmt: skip
    assert generations_of([*lives, "nowhere"], lives) == {
        "gardener": 2, "keeper": 1, "nowhere": 1, "second": 2, "skewed": 3, "sleeper": 1, "third": 2, "unknown": 1,
        "wave_1": 3,
    }  # fmt: skip
