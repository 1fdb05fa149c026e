"""What clients may write, and what they are told where it makes no sense."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.exchange.errors import HmaRequestError
from seawall.exchange.hma import derived_name, distance_word, hma_name, is_hma_name, own_name, toss
from seawall.exchange.hma.exchange_apis import EXCHANGE_APIS
from seawall.exchange.hma.questions import disable_until_of, json_object, metadata_of, note_of, signals_of, truth_of
from seawall.signals import SIGNAL_TYPES

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@given(st.text(max_size=150), st.integers(min_value=1, max_value=10**9))
def test_every_bank_has_a_name_that_hma_takes(name, number):
    assert is_hma_name(derived_name(name, number))


@given(st.text(max_size=60), st.text(max_size=60))
def test_two_banks_of_other_names_never_share_one(left, right):
    if not is_hma_name(left) and not is_hma_name(right):
        assert derived_name(left, 3) != derived_name(right, 4)


def test_names_of_types_lead_back():
    assert [own_name(hma_name(own)) for own in SIGNAL_TYPES] == list(SIGNAL_TYPES)
    assert (own_name("video_md5"), own_name("md5"), hma_name("text")) == ("md5", "md5", "raw_text")
    with pytest.raises(HmaRequestError, match="No such SignalType 'trend'"):
        own_name("trend")


def test_the_coin_falls_the_same_way_for_a_seed():
    assert toss("content-7") == toss("content-7") != toss("content-8")
    assert toss("1") == 0.4782479962566343  # as Python's generator, and so HMA, has it for this text
    assert toss(None, bypass=True) == 0.0


@pytest.mark.parametrize(("own", "distance", "told"), [("md5", 0, "-"), ("url", 0, "-"), ("text", 3, "97%")])
def test_distances_are_told_as_tx_tells_them(own, distance, told):
    assert distance_word(own, distance) == told


@pytest.mark.parametrize("body", [b"", b"[]", b"1", b'"a"', b"{", b"\xff{}", b"null", b"[" * 100_000, b'{"a":' * 9000])
def test_a_body_that_is_no_object_is_refused(body):
    with pytest.raises(HmaRequestError):
        json_object(body)


def test_truth_is_read_in_every_form_that_clients_send():
    assert [truth_of(value, field="x") for value in ("true", "1", "TRUE", True, 1)] == [True] * 5
    assert [truth_of(value, field="x") for value in ("false", "0", False, 0)] == [False] * 4
    with pytest.raises(HmaRequestError):
        truth_of("perhaps", field="x")


@pytest.mark.parametrize(
    "written",
    [[], "x", {"colour": "red"}, {"content_id": 5}, {"json": "x"}, {"json": {"a": "b" * 70_000}}],
)
def test_metadata_of_another_form_is_refused(written):
    with pytest.raises(HmaRequestError):
        metadata_of(written)


def test_metadata_may_be_absent():
    assert metadata_of(None) is metadata_of({}) is metadata_of({"content_id": None}) is None


@pytest.mark.parametrize("written", ["a" * 256, 5, ["a"]])
def test_a_note_is_short_text(written):
    with pytest.raises(HmaRequestError):
        note_of(written)


@pytest.mark.parametrize("written", [-1, "x", 1.5, None, [], 10**12, "9" * 5000])
def test_a_moment_that_is_none_is_refused(written):
    with pytest.raises(HmaRequestError):
        disable_until_of(written, now=NOON)


def test_a_moment_within_five_years_is_taken():
    later = int((NOON + timedelta(days=1800)).timestamp())
    assert [disable_until_of(value, now=NOON) for value in (0, 1, "1", later)] == [0, 1, 1, later]


@pytest.mark.parametrize("body", [{}, {"note": "x"}, {"pdq": ""}, {"pdq": 5}, {"pdq": None}])
def test_a_body_without_signals_is_refused(body):
    with pytest.raises(HmaRequestError):
        signals_of(body)


def test_each_exchange_refuses_what_its_schema_lacks_and_repeats_no_secret():
    secret = "lighthouse-keeper"
    for api in EXCHANGE_APIS.values():
        assert set(api.schema()) == {"config_schema", "credentials_schema"}
        for payload in ({"unknown": secret}, {secret: secret}):
            with pytest.raises(HmaRequestError) as refused:
                api.checked_credentials(payload)
            assert secret not in refused.value.message
    tat = EXCHANGE_APIS["tat"]
    assert tat.checked_credentials({"username": "a", "password": secret}) == {"username": "a", "password": secret}
    for payload in ({"username": "a"}, {"username": "a", "password": [secret]}, {"username": "a", "password": ""}):
        with pytest.raises(HmaRequestError) as refused:
            tat.checked_credentials(payload)
        assert secret not in refused.value.message


def test_configurations_get_their_defaults():
    assert EXCHANGE_APIS["ncmec"].checked_config({"environment": "https://hashsharing.ncmec.org/npo"}) == {
        "environment": "https://hashsharing.ncmec.org/npo",
        "only_esp_ids": [],
    }
    assert EXCHANGE_APIS["fb_threatexchange"].checked_config({"privacy_group": 5}) == {"privacy_group": 5}
    for name, config in (("fb_threatexchange", {}), ("fb_threatexchange", {"privacy_group": "5"}), ("ncmec", {"x": 1})):
        with pytest.raises(HmaRequestError):
            EXCHANGE_APIS[name].checked_config(config)
