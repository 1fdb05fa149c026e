from types import SimpleNamespace

from seawall.identity.link import LinkClass
from seawall.identity.link_measures import TruthCount


def ranking(*compared):
    """Return a ranking of (closed, bits, class), the likeliest first."""
    return SimpleNamespace(
        compared=tuple(
            SimpleNamespace(closed=closed, link_class=link_class, weighed=SimpleNamespace(bits=bits))
            for closed, bits, link_class in compared
        )
    )


LIKELY, POSSIBLE = LinkClass.LIKELY, LinkClass.POSSIBLE


def test_ranks_precision_and_absence_are_counted():
    counted = TruthCount()
    counted.count(ranking(("a", 9.0, LIKELY), ("b", 1.0, None)), frozenset({"a"}), in_bank=True)
    counted.count(ranking(("a", 5.0, LIKELY), ("b", 4.0, POSSIBLE)), frozenset({"b"}), in_bank=True)
    counted.count(ranking(("a", 3.0, None)), frozenset({"c"}), in_bank=True)
    counted.count(ranking(), frozenset({"gone"}), in_bank=False)
    counted.count(ranking(("a", 2.0, None)), frozenset(), in_bank=False)
    told = counted.measures()
    assert (told.return_count, told.other_count, told.absent_count) == (3, 1, 1)
    assert (told.candidate_recall, told.recall_at_1, told.recall_at_10) == (0.6667, 0.3333, 0.6667)
    assert (told.likely_count, told.precision, told.likely_recall) == (2, 0.5, 0.3333)
    assert told.precision_low < 0.5 < told.precision_high
    assert told.honest_recall == 0.3333  # no false first is allowed among five queries


def test_the_honest_line_allows_a_false_first_in_a_hundred_and_ties_stand_together():
    counted = TruthCount()
    for number in range(198):
        counted.count(ranking(("a", 10.0 if number < 100 else 3.0, LIKELY)), frozenset({"a"}), in_bank=True)
    counted.count(ranking(("x", 10.0, LIKELY)), frozenset(), in_bank=False)
    counted.count(ranking(("x", 5.0, LIKELY)), frozenset(), in_bank=False)
    assert counted.measures().honest_recall == 1.0
    counted.count(ranking(("x", 3.0, LIKELY)), frozenset(), in_bank=False)
    assert counted.measures().honest_recall == round(100 / 198, 4)


def test_of_nothing_there_are_no_shares():
    told = TruthCount().measures()
    assert told.precision is told.recall_at_1 is told.honest_recall is told.precision_low is None
