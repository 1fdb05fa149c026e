import numpy as np
import pytest

from seawall.identity import IdentityError, KeyKind
from seawall.identity.blocking import find_candidates
from seawall.identity.closed_bank import ClosedBank
from seawall.identity.portraits import Portraits
from seawall.identity.traits.key_hash import key_of


def names_of(found, bank):
    return bank.names_of(found.ordinals)


def test_a_bank_finds_its_accounts_by_name(bank):
    assert len(bank) == bank.account_count() == 24
    assert [bank.ordinal_of(f"harbourfeed:c{n:03}") for n in (0, 7, 23)] == [0, 7, 23]
    assert bank.ordinal_of("harbourfeed:c024") is None
    assert bank.portrait(7).account == "harbourfeed:c007"
    assert bank.names_of(np.array([3, 1])) == ["harbourfeed:c003", "harbourfeed:c001"]


def test_the_likeliest_candidate_of_a_return_is_the_account_it_continues(bank, new_portraits):
    found = find_candidates(new_portraits[0], bank)
    assert names_of(found, bank)[0] == "harbourfeed:c000"
    assert {"handle", "name", "own_link"} <= set(found.reasons_of(0))


def test_what_is_added_is_found_at_once_and_what_is_withdrawn_no_more(closed_portraits, new_portraits):
    bank = ClosedBank()
    assert len(find_candidates(new_portraits[0], bank).ordinals) == 0
    bank.add(closed_portraits)
    assert names_of(find_candidates(new_portraits[0], bank), bank)[0] == "harbourfeed:c000"
    assert bank.withdraw("harbourfeed:c000")
    assert not bank.withdraw("harbourfeed:c000")
    assert "harbourfeed:c000" not in names_of(find_candidates(new_portraits[0], bank), bank)
    assert bank.holders(KeyKind.OWN, key_of("@lampkeeper")) == 0
    assert bank.account_count() == 23
    bank.add(closed_portraits.take(np.array([0])))
    assert names_of(find_candidates(new_portraits[0], bank), bank)[0] == "harbourfeed:c000"


def test_an_account_that_is_added_again_takes_the_place_of_the_old_one(bank, closed_portraits):
    bank.add(closed_portraits.take(np.array([5])))
    assert bank.account_count() == 24
    assert bank.ordinal_of("harbourfeed:c005") == 24
    with pytest.raises(IdentityError, match="harbourfeed:c005 stands in the bank twice"):
        ClosedBank(Portraits.joined([closed_portraits, closed_portraits.take(np.array([5]))]))


def test_who_stands_at_a_moment_is_gathered_later_without_a_word_of_others(bank, closed_portraits):
    bank.add(closed_portraits.take(np.array([5])))
    bank.withdraw("harbourfeed:c000")
    standing = bank.standing()
    bank.withdraw("harbourfeed:c001")
    bank.add(closed_portraits.take(np.array([0])))
    gathered = standing.gathered()
    names = [f"harbourfeed:c{number:03}" for number in (*range(1, 5), *range(6, 24), 5)]
    assert gathered.accounts.to_pylist() == standing.names() == names
    shown = set(gathered.shown)
    assert shown == set(closed_portraits.shown) & {int(key) for rows in gathered.keys.values() for key in rows.values}
    assert shown < set(closed_portraits.shown)
    assert all(gathered.shown[key] == closed_portraits.shown[key] for key in shown)
    assert ClosedBank().standing().gathered() is None
    assert ClosedBank().standing().names() == []


def test_a_bank_with_nothing_beside_its_base_is_compact_already(bank):
    assert bank.compacted() is bank
    bank.withdraw("harbourfeed:c000")
    assert len(bank.compacted()) == 23


def test_a_bank_made_at_once_one_by_one_or_in_another_order_finds_the_same(closed_portraits, new_portraits):
    orders = [np.arange(24), np.random.default_rng(3).permutation(24)]
    banks = [ClosedBank(closed_portraits.take(order)) for order in orders]
    grown, mixed = ClosedBank(), ClosedBank(closed_portraits.take(orders[1][:10]))
    for row in orders[1].tolist():
        grown.add(closed_portraits.take(np.array([row])))
    mixed.add(closed_portraits.take(orders[1][10:]))
    for portrait in new_portraits:
        told = [
            (names_of(found, one), found.bits.tolist(), found.reasons.tolist())
            for one in (*banks, grown, mixed, grown.compacted())
            for found in [find_candidates(portrait, one, limit=7)]
        ]
        assert all(one == told[0] for one in told)


def test_a_bank_from_which_accounts_were_withdrawn_is_the_bank_without_them(closed_portraits, new_portraits):
    less = ClosedBank(closed_portraits.take(np.arange(1, 20)))
    withdrawn = ClosedBank(closed_portraits)
    for row in (0, 20, 21, 22, 23):
        withdrawn.withdraw(f"harbourfeed:c{row:03}")
    for portrait in new_portraits:
        one, other = find_candidates(portrait, less), find_candidates(portrait, withdrawn)
        assert names_of(one, less) == names_of(other, withdrawn)
        assert one.bits.tolist() == other.bits.tolist()


def test_many_single_additions_are_kept_in_few_parts(closed_portraits):
    bank = ClosedBank()
    for row in range(24):
        bank.add(closed_portraits.take(np.array([row])))
    assert bank.part_count <= 6
    assert [bank.portrait(row).account for row in range(24)] == closed_portraits.accounts.to_pylist()


def test_expired_closings_are_taken_out(bank, now):
    from datetime import timedelta

    assert bank.withdraw_expired(now) == 0
    assert bank.withdraw_expired(now + timedelta(days=301)) == 24
    assert bank.account_count() == 0


def test_an_avatar_that_looks_alike_brings_a_candidate(closed_portraits, tables):
    import pyarrow as pa

    from seawall.identity.portrait_making import make_portraits

    words = np.array([1, 2, 3, 4], dtype=np.uint64) * np.uint64(0x123456789ABCDEF)
    near = words ^ np.array([0b1011, 0, 0, 1 << 40], dtype=np.uint64)
    closed = make_portraits(pa.table({"account": ["old", "other"], "avatar": ["a", "b"]}), pictures={"a": words})
    new = make_portraits(pa.table({"account": ["new"], "avatar": ["c"]}), pictures={"c": near})[0]
    bank = ClosedBank(closed_portraits)
    assert names_of(find_candidates(new, bank), bank) == []
    bank.add(closed)
    found = find_candidates(new, bank)
    assert names_of(found, bank) == ["old"]
    assert found.reasons_of(0) == ("avatar",)
    bank.withdraw("old")
    assert names_of(find_candidates(new, bank), bank) == []


def test_whom_posts_answer_is_a_contact_where_it_is_written_as_a_handle(tables, now):
    from seawall.identity.portrait_making import make_portraits

    _, _, account_table, post_table = tables
    posts = [
        {"account": "a", "time": now, "text": "yes", "reply_to": "@Tide_Warden"},
        {"account": "a", "time": now, "text": "no", "reply_to": "1234"},
    ]
    made = make_portraits(account_table([{"account": "a"}]), post_table(posts))[0]
    assert made.of_kind(KeyKind.CONTACT).tolist() == [key_of("@tide_warden")]
