import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.identity import AccountKind, Depth, KeyKind
from seawall.identity.portrait_making import make_portraits
from seawall.identity.portraits import Portraits, Shown
from seawall.identity.traits.key_hash import key_of


def same(left, right):
    """Say whether two portraits hold the same."""
    for name in left.__dataclass_fields__:
        one, other = getattr(left, name), getattr(right, name)
        if name == "keys":
            assert {kind: keys.tolist() for kind, keys in one.items()} == {
                kind: keys.tolist() for kind, keys in other.items()
            }
        elif name == "shown":
            assert all(one.get(key) == other.get(key) for keys in left.keys.values() for key in keys.tolist())
        elif isinstance(one, np.ndarray):
            np.testing.assert_array_equal(one, other, err_msg=name)
        else:
            assert one == other, name
    return True


def test_a_row_becomes_a_portrait_with_all_that_was_given(closed_portraits, tables, now):
    row = tables[0]()[0]
    portrait = closed_portraits[0]
    assert (portrait.account, portrait.handle, portrait.name) == ("harbourfeed:c000", "lampkeeper", "Lamp Keeper")
    assert portrait.closed_at == int(row["closed_at"].timestamp())
    assert portrait.created_at == int(row["created"].timestamp())
    assert portrait.post_count == 6
    assert portrait.depth is Depth.FEW
    assert portrait.kind is AccountKind.ACCOUNT
    assert portrait.banner is None
    assert portrait.avatar_bits is None
    assert portrait.hours.sum() == 6
    assert len(portrait.minutes) == 6
    assert portrait.last_post_at - portrait.first_post_at == 25 * 3600
    assert key_of("@lampkeeper") in portrait.of_kind(KeyKind.OWN)
    assert key_of("sha256:aa") in portrait.of_kind(KeyKind.AVATAR)
    assert portrait.style.any()
    assert len(portrait.words) >= 6
    with pytest.raises(IndexError, match="no account 24 among 24"):
        closed_portraits[24]


def test_accounts_without_posts_or_without_any_field_are_portraits_too():
    made = make_portraits(
        pa.table({"account": ["a", "b"], "handle": [None, "🌙🌙"], "name": [None, "\u202eabc\u202c"]})
    )
    nobody, emoji = made
    assert nobody.post_count == 0
    assert nobody.hours is nobody.minutes is nobody.style is nobody.created_at is None
    assert dict(nobody.keys) == {}
    assert emoji.handle == "🌙🌙"
    assert len(emoji.of_kind(KeyKind.HANDLE_GRAM)) == 0


def test_neither_the_order_of_posts_nor_the_company_changes_a_portrait(tables, closed_portraits):
    closed_rows, posts_of, account_table, post_table = tables
    rows = closed_rows(5)
    posts = posts_of([row["account"] for row in closed_rows()])
    alone = make_portraits(account_table(rows[::-1]), post_table(posts[::-1]))
    for number in range(5):
        assert same(alone[4 - number], closed_portraits[number])


def test_an_account_by_itself_has_the_portrait_that_it_has_in_company(tables, now):
    _, _, account_table, post_table = tables
    rows = [
        {"account": "x:1"},
        {"account": "x:2", "handle": "@Night_Gardener2", "name": "خالد زرقون", "avatar": "sha256:aa"},
        {"account": "x:3", "bio": "mine: https://lamps.example/a, a@b.example, old account @lamp_one was closed"},
        {"account": "x:4", "url": "https://t.me/lamp_room", "created": now.replace(year=1969, microsecond=1)},
        {"account": "x:5", "bio": "see @oil_jar and https://lamps.example/a", "url": "https://lamps.example/a"},
    ]
    said = ["the lamps return to the grey coast #Lamps https://news.example/1", None, "", "حسابي الجديد @lamp_two"]
    posts = [
        {"account": row["account"], "text": text, "time": now if nth else None, "reply_to": "@Oil_Jar"}
        for row in rows[1:4]
        for nth, text in enumerate(said * 2)
    ]
    table = account_table(rows)
    together = make_portraits(table, post_table(posts))
    for number, row in enumerate(rows):
        own = post_table([one for one in posts if one["account"] == row["account"]])
        owned = own.append_column("owner", pa.array([0] * len(own), pa.int32()))
        for seen in (own, owned):
            alone = make_portraits(table.slice(number, 1), seen)
            assert same(alone[0], together[number])
            for keys in alone[0].keys.values():
                assert all(alone.shown.get(key) == together.shown.get(key) for key in keys.tolist())


def test_posts_of_other_accounts_are_passed_over(tables):
    closed_rows, posts_of, account_table, post_table = tables
    rows = closed_rows(1)
    with_others = make_portraits(account_table(rows), post_table(posts_of(["harbourfeed:c000", "x"])))
    assert with_others[0].post_count == 6


def test_the_newest_posts_of_a_loud_account_are_looked_at(tables, now):
    _, _, account_table, post_table = tables
    from datetime import timedelta

    posts = [{"account": "a", "time": now - timedelta(minutes=n), "text": f"lamp {n}"} for n in range(1_200)]
    portrait = make_portraits(account_table([{"account": "a"}]), post_table(posts))[0]
    assert portrait.post_count == 1_000
    assert portrait.first_post_at == int((now - timedelta(minutes=999)).timestamp())


def test_joined_and_taken_portraits_are_the_same_portraits(closed_portraits, new_portraits):
    joined = Portraits.joined([closed_portraits, new_portraits])
    assert len(joined) == 26
    assert all(same(joined[row], closed_portraits[row]) for row in range(0, 24, 5))
    assert same(joined[25], new_portraits[1])
    taken = joined.take(np.array([25, 3]))
    assert same(taken[0], new_portraits[1])
    assert same(taken[1], closed_portraits[3])


def test_of_two_texts_of_one_key_the_same_one_is_shown_whatever_comes_first():
    one, other = (
        Shown.of(np.array([5, 5, 2], np.uint64), pa.array(texts)) for texts in (["b", "a", "c"], ["a", "b", "c"])
    )
    assert dict(one) == dict(other) == {2: "c", 5: "a"}
    assert one.get(3) is None


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from("abcd")), max_size=12))
def test_what_is_shown_is_the_least_text_of_each_key(pairs):
    keys, texts = ([pair[side] for pair in pairs] for side in (0, 1))
    shown = Shown.of(np.array(keys, np.uint64), pa.array(texts, pa.string()))
    assert dict(shown) == {key: min(text for other, text in pairs if other == key) for key in keys}
