import dataclasses

import numpy as np
import pyarrow as pa
import pytest

from seawall.identity import IdentityError, KeyKind
from seawall.identity.blocking import find_candidates
from seawall.identity.closed_bank import ClosedBank
from seawall.identity.portrait import Portrait
from seawall.identity.portrait_making import make_portraits
from seawall.identity.portraits import Portraits
from seawall.identity.ragged import Ragged
from seawall.identity.style_rows import StyleRows
from seawall.identity.traits.key_hash import key_of
from seawall.identity.traits.post_words import AGAIN


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

    _, _, account_table, post_table = tables
    posts = [
        {"account": "a", "time": now, "text": "yes", "reply_to": "@Tide_Warden"},
        {"account": "a", "time": now, "text": "no", "reply_to": "1234"},
    ]
    made = make_portraits(account_table([{"account": "a"}]), post_table(posts))[0]
    assert made.of_kind(KeyKind.CONTACT).tolist() == [key_of("@tide_warden")]


@pytest.fixture
def crowd(closed_portraits):
    """Return 300 accounts that write in their own way, with some of 500 words each."""
    rng = np.random.default_rng(8)
    many = closed_portraits.take(np.arange(300) % 24)
    names = pa.array([f"harbourfeed:m{number:03}" for number in range(300)])
    words = [np.sort(rng.choice(500, 60, replace=False)).astype(np.uint32) * 6_000_000 & ~AGAIN for _ in range(300)]
    starts = np.arange(0, 301 * 60, 60, dtype=np.int64)
    return dataclasses.replace(
        many,
        texts=many.texts | {"account": names},
        words=Ragged(starts=starts, values=np.concatenate(words)),
        style=StyleRows.of(rng.normal(size=(300, 16)).astype(np.float32)),
    )


def test_the_strangers_of_a_choice_of_words_are_the_same_however_a_bank_was_made(crowd):
    grown = ClosedBank(crowd.take(np.arange(299, 150, -1)))
    grown.add(crowd.take(np.arange(90)))
    grown.add(crowd.take(np.arange(90, 151)))
    portrait = crowd[3]
    one, other = ClosedBank(crowd).word_tail(portrait), grown.word_tail(portrait)
    assert one is not None
    assert other is not None
    assert one.weights.tolist() == other.weights.tolist()
    assert (one.edge_bits, one.edge, one.slope) == (other.edge_bits, other.edge, other.slope)
    assert one.bits(one.beside(crowd[3].words).near) > 20
    assert one.bits(one.beside(crowd[4].words).near) < 12


def test_a_bank_of_few_styles_tells_nothing_of_words(bank, new_portraits):
    assert bank.word_tail(new_portraits[0]) is None
    assert ClosedBank().word_tail(new_portraits[0]) is None


def test_accounts_without_a_style_are_nobodys_strangers_in_it():
    rng = np.random.default_rng(8)
    vectors = rng.normal(size=(600, 16))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    asked = Portrait(account="new", own_post_count=20, style=vectors[0].astype(np.float32))
    tails = []
    for silent in (0, 900):
        styles = np.concatenate([vectors, np.zeros((silent, 16))]).astype(np.float32)
        accounts = make_portraits(pa.table({"account": [f"a{number}" for number in range(len(styles))]}))
        bank = ClosedBank(dataclasses.replace(accounts, style=StyleRows.of(styles)))
        tails.append(bank.style_tail(asked))
        bank.withdraw("a599")
        assert bank.style_tail(asked) != tails[-1]
    assert tails[0] is not None
    assert tails[0] == tails[1]
