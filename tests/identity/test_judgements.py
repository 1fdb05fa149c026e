"""Judgements: the latest of a pair holds; contradictions are refused with their chain."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.identity import ContradictoryJudgementsError
from seawall.identity.judgements import (
    Judgement,
    Verdict,
    check_judgements,
    digest_of_judgements,
    judge,
    standing,
)

NOON = datetime(2026, 3, 8, 12, tzinfo=UTC)


def said(left: str, right: str, verdict: str, minute: int = 0, by: str = "amal") -> Judgement:
    return Judgement(left=left, right=right, verdict=Verdict(verdict), by=by, at=NOON + timedelta(minutes=minute))


JUDGEMENTS = st.lists(
    st.builds(
        said,
        st.sampled_from("abcde"),
        st.sampled_from("fghij"),
        st.sampled_from([verdict.value for verdict in Verdict]),
        st.integers(0, 3),
        st.sampled_from(["amal", "bruno"]),
    ),
    max_size=12,
)


def test_a_contradiction_is_refused_with_its_chain() -> None:
    held = (said("a", "b", "same"), said("c", "b", "same", 1))
    with pytest.raises(ContradictoryJudgementsError) as caught:
        judge(said("c", "a", "different", 2, by="bruno"), held)
    error = caught.value
    assert error.chain == ("a", "b", "c")
    assert (error.left, error.right) == ("a", "c")
    assert [one.verdict for one in error.judgements] == [Verdict.SAME, Verdict.SAME, Verdict.DIFFERENT]
    assert "a is the same as b and b is the same as c, yet a is judged different from c" in str(error)


def test_the_third_same_is_refused_as_well_when_it_closes_the_ring() -> None:
    with pytest.raises(ContradictoryJudgementsError):
        judge(said("b", "c", "same", 2), (said("a", "b", "same"), said("a", "c", "different", 1)))


def test_the_shortest_chain_is_told() -> None:
    ring = [said("a", "b", "same"), said("b", "c", "same"), said("c", "d", "same"), said("a", "x", "same")]
    with pytest.raises(ContradictoryJudgementsError) as caught:
        check_judgements([*ring, said("x", "d", "same"), said("a", "d", "different")])
    assert caught.value.chain == ("a", "x", "d")


def test_a_later_judgement_revises_the_former_by_whomever() -> None:
    first, second = said("a", "b", "same"), said("b", "a", "different", 5, by="bruno")
    assert standing([second, first]) == {("a", "b"): second}
    assert judge(second, (first,)) == (first, second)  # nothing is lost


def test_a_revision_can_undo_a_contradiction() -> None:
    held = (said("a", "b", "same"), said("b", "c", "same"), said("b", "c", "unsure", 3))
    assert judge(said("a", "c", "different", 4), held)


def test_at_the_same_instant_the_more_careful_judgement_holds() -> None:
    told = [said("a", "b", "same"), said("a", "b", "different", by="bruno"), said("a", "b", "unsure")]
    assert standing(told)["a", "b"].verdict is Verdict.DIFFERENT


def test_unsure_holds_nothing_together() -> None:
    check_judgements([said("a", "b", "same"), said("b", "c", "unsure"), said("a", "c", "different")])


def test_an_account_is_not_judged_with_itself_and_times_have_zones() -> None:
    with pytest.raises(ContradictoryJudgementsError, match="itself"):
        said("a", "a", "different")
    with pytest.raises(ValueError, match="zone"):
        Judgement(left="a", right="b", verdict=Verdict.SAME, by="amal", at=datetime(2026, 3, 8))


@given(JUDGEMENTS, st.randoms(use_true_random=False))
def test_what_holds_does_not_hang_on_order(judgements: list[Judgement], random) -> None:
    shuffled = list(judgements)
    random.shuffle(shuffled)
    assert {pair: one.verdict for pair, one in standing(judgements).items()} == {
        pair: one.verdict for pair, one in standing(shuffled).items()
    }
    assert digest_of_judgements(judgements) == digest_of_judgements(shuffled)


@given(JUDGEMENTS)
def test_what_is_refused_is_what_components_say(judgements: list[Judgement]) -> None:
    held = standing(judgements)
    graph = nx.Graph(pair for pair, one in held.items() if one.verdict is Verdict.SAME)
    graph.add_nodes_from(account for pair in held for account in pair)
    contradicts = any(one.verdict is Verdict.DIFFERENT and nx.has_path(graph, *pair) for pair, one in held.items())
    if not contradicts:
        check_judgements(judgements)
        return
    with pytest.raises(ContradictoryJudgementsError) as caught:
        check_judgements(judgements)
    chain = caught.value.chain
    assert len(chain) - 1 == nx.shortest_path_length(graph, caught.value.left, caught.value.right)
    assert all(graph.has_edge(one, two) for one, two in pairwise(chain))


def test_the_digest_tells_judgements_apart() -> None:
    assert digest_of_judgements([said("a", "b", "same")]) != digest_of_judgements([said("a", "b", "different")])
    assert digest_of_judgements([]) == digest_of_judgements(())
