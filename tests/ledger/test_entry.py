"""The payload's one written form, and its seal."""

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.ledger import LedgerError, PayloadMismatchError, seal_payload
from seawall.ledger.entry import canonical_bytes, check_payload

TEXT = st.text(st.characters(exclude_categories=("Cs",)))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)
SALT = bytes(range(32))


@given(VALUES)
def test_canonical_form_reads_back_as_the_same_value(value):
    assert json.loads(canonical_bytes(value)) == value


@given(st.dictionaries(TEXT, st.integers(0, 9), min_size=2))
def test_canonical_form_does_not_depend_on_the_order_of_keys(payload):
    assert canonical_bytes(dict(reversed(payload.items()))) == canonical_bytes(payload)


def test_seal_is_the_digest_of_salt_and_payload():
    sealed = seal_payload({"why": "الفنار"}, salt=SALT)
    assert sealed.digest == hashlib.sha256(SALT + '{"why":"الفنار"}'.encode()).hexdigest()
    check_payload(sealed.digest, salt=SALT, payload=sealed.payload)


@pytest.mark.parametrize("changed", [b'{"why":1}', b'{"why":2} ', b""])
def test_a_changed_payload_is_noticed(changed):
    sealed = seal_payload({"why": 2}, salt=SALT)
    with pytest.raises(PayloadMismatchError):
        check_payload(sealed.digest, salt=SALT, payload=changed)


@pytest.mark.parametrize(
    "unsafe", [{"a": 0.5}, {"a": 2**53}, {1: "a"}, {"a": "\ud800"}, {"a": b""}, {"a": [{"b": object()}]}]
)
def test_a_value_without_a_safe_written_form_is_refused(unsafe):
    with pytest.raises(LedgerError):
        seal_payload(unsafe, salt=SALT)


def test_a_short_salt_is_refused():
    with pytest.raises(LedgerError):
        seal_payload({}, salt=b"short")
