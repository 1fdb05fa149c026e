import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawall.identity.key_index import BaseKeys, KeyIndex
from seawall.identity.portrait import KeyKind

KINDS = (KeyKind.URL, KeyKind.POST)
KEYS = st.integers(0, 9) | st.sampled_from([2**63, 2**64 - 1])
ACCOUNTS = st.lists(st.dictionaries(st.sampled_from(KINDS), st.sets(KEYS, max_size=5)), max_size=8)


def arrays(account):
    return {kind: np.array(sorted(keys), dtype=np.uint64) for kind, keys in account.items()}


def index_of(base, added):
    """Return an index with some accounts in its base and the others added."""
    kinds = {}
    for kind in KINDS:
        pairs = [(key, owner) for owner, account in enumerate(base) for key in account.get(kind, ())]
        if pairs:
            keys, owners = zip(*pairs, strict=True)
            kinds[kind] = BaseKeys.of(np.array(keys, np.uint64), np.array(owners, np.uint32))
    index = KeyIndex(kinds, account_count=len(base))
    for account in added:
        index.add(arrays(account))
    return index


@settings(max_examples=150)
@given(ACCOUNTS, ACCOUNTS, st.sets(st.integers(0, 15)))
def test_it_answers_as_a_dictionary_of_sets_does(base, added, withdrawn):
    index = index_of(base, added)
    accounts = dict(enumerate([*base, *added]))
    for ordinal in withdrawn & accounts.keys():
        index.withdraw(ordinal)
        index.withdraw(ordinal)
        del accounts[ordinal]
    assert index.account_count() == len(accounts)
    for kind in KINDS:
        for key in [*range(10), 2**63, 2**64 - 1, 77]:
            holding = sorted(ordinal for ordinal, account in accounts.items() if key in account.get(kind, ()))
            assert index.holding(kind, key).tolist() == holding
            assert index.holders(kind, key) == len(holding)


@given(ACCOUNTS, ACCOUNTS, st.sets(st.integers(0, 15)), st.sets(KEYS, max_size=6))
def test_many_keys_counted_at_once_are_counted_as_one_by_one(base, added, withdrawn, asked):
    index = index_of(base, added)
    for ordinal in withdrawn & set(range(len(index))):
        index.withdraw(ordinal)
    keys = np.array(sorted(asked), dtype=np.uint64)
    for kind in (*KINDS, KeyKind.NAME):
        assert index.holders_of(kind, keys) == [index.holders(kind, int(key)) for key in keys]


@settings(max_examples=80)
@given(ACCOUNTS, ACCOUNTS, st.sets(KEYS, max_size=6))
def test_spans_name_the_same_accounts_as_single_look_ups(base, added, asked):
    index = index_of(base, added)
    keys = np.array(sorted(asked), dtype=np.uint64)
    for kind in KINDS:
        begins, ends, ordinals = index.spans(kind, keys)
        for key, begin, end in zip(keys.tolist(), begins, ends, strict=True):
            assert ordinals[begin:end].tolist() == index.holding(kind, key).tolist()


def test_an_account_that_is_not_there_cannot_be_withdrawn():
    with pytest.raises(IndexError, match="no account 0 among 0"):
        KeyIndex().withdraw(0)
