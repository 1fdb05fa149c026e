import dataclasses
from datetime import timedelta

import numpy as np

from seawall.identity import LinkClass
from seawall.identity.closed_bank import ClosedBank
from seawall.identity.linking import link_account, link_accounts, rank_account


def test_a_return_is_linked_to_the_account_it_continues_with_evidence_in_words(bank, new_portraits, model, now):
    links = link_account(new_portraits[0], bank, model, now)
    first = links[0]
    assert (first.new, first.closed) == ("harbourfeed:n001", "harbourfeed:c000")
    assert first.link_class is LinkClass.LIKELY
    assert first.low <= first.probability <= first.high
    assert first.model == model.label
    assert first.rivals == 0
    weights = [abs(one.weight) for one in first.evidence]
    assert weights == sorted(weights, reverse=True)
    assert {"handle", "own_links"} <= {one.feature for one in first.evidence}
    assert all(one.detail.endswith((".", "”")) for one in first.evidence)


def test_a_stranger_is_linked_to_nobody_as_likely(bank, new_portraits, model, now):
    assert not [one for one in link_account(new_portraits[1], bank, model, now) if one.link_class is LinkClass.LIKELY]


def test_rankings_do_not_hang_on_the_order_of_arrival(closed_portraits, new_portraits, model, now):
    shuffled = closed_portraits.take(np.random.default_rng(5).permutation(24))
    grown = ClosedBank(shuffled.take(np.arange(9)))
    for row in range(9, 24):
        grown.add(shuffled.take(np.array([row])))
    for portrait in new_portraits:
        told = [
            rank_account(portrait, one, model, now, every=True)
            for one in (ClosedBank(closed_portraits), ClosedBank(shuffled), grown)
        ]
        assert told[0] == told[1] == told[2]
        assert told[0].compared or portrait.account == "harbourfeed:n002"


def test_accounts_that_fit_equally_stand_in_the_order_of_their_names(closed_portraits, new_portraits, model, now):
    twins = [closed_portraits.take(np.array([0])) for _ in range(3)]
    bank = ClosedBank()
    for name, twin in zip("cab", twins, strict=True):
        import pyarrow as pa

        bank.add(dataclasses.replace(twin, texts=twin.texts | {"account": pa.array([f"harbourfeed:{name}"])}))
    ranking = rank_account(new_portraits[0], bank, model, now, every=True)
    assert [one.closed for one in ranking.compared] == ["harbourfeed:a", "harbourfeed:b", "harbourfeed:c"]
    assert [one.rivals for one in ranking.compared] == [2, 2, 2]


def test_an_account_is_not_linked_to_itself_nor_to_an_expired_closing(
    bank, closed_portraits, new_portraits, model, now
):
    compared = rank_account(closed_portraits[0], bank, model, now).compared
    assert "harbourfeed:c000" not in [one.closed for one in compared]
    later = now + timedelta(days=300)
    assert rank_account(new_portraits[0], bank, model, later).compared == ()


def test_an_empty_bank_links_nobody(new_portraits, model, now):
    assert link_account(new_portraits[0], ClosedBank(), model, now) == ()


def test_many_are_ranked_one_after_the_other_and_told_and_stopped(bank, new_portraits, model, now):
    told = []
    rankings = list(link_accounts(new_portraits, bank, model, now, progress=told.append))
    assert [one.new for one in rankings] == ["harbourfeed:n001", "harbourfeed:n002"]
    assert rankings[0].links == link_account(new_portraits[0], bank, model, now)
    assert told == [2]
    many = (new_portraits[1] for _ in range(100))
    assert len(list(link_accounts(many, bank, model, now, cancelled=lambda: True))) == 16


def test_a_replay_gives_the_same_links(bank, new_portraits, model, now):
    assert rank_account(new_portraits[0], bank, model, now) == rank_account(new_portraits[0], bank, model, now)


def test_passing_strangers_over_changes_no_link_no_rank_and_no_rival(closed_portraits, new_portraits, model, now):
    bank = ClosedBank(closed_portraits.take(np.arange(0, 24, 2)))
    bank.add(closed_portraits.take(np.arange(1, 24, 2)))
    passed_over = 0
    for operating_point, shown_from in ((0.9, 0.02), (0.5, 0.3), (0.99, 0.9)):
        judged = dataclasses.replace(model, operating_point=operating_point, shown_from=shown_from)
        for portrait in (*new_portraits, *closed_portraits):
            quick = rank_account(portrait, bank, judged, now)
            whole = rank_account(portrait, bank, judged, now, every=True)
            assert quick.links == whole.links
            assert _ranks(quick) == _ranks(whole)
            assert quick.candidate_count == whole.candidate_count
            assert whole.passed_over == 0
            passed_over += quick.passed_over
    assert passed_over > 100


def _ranks(ranking):
    return [(rank, one) for rank, one in enumerate(ranking.compared) if one.link_class is not None]
