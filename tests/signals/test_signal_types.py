import pyarrow as pa
import pytest

from seawall.registry import Registry
from seawall.signals import BUILT_IN, SIGNAL_TYPES, MediaContent, SignalType, SignalValueError, TextContent
from seawall.testing.contracts import SignalTypeContract

GOLDEN_NAMES = (
    "sha256", "md5", "sha1", "url", "wallet", "text", "term", "handle", "pdq", "picture", "pdq_frames", "audio",
)  # fmt: skip


def test_names_are_permanent():
    assert tuple(kind.NAME for kind in BUILT_IN) == GOLDEN_NAMES
    assert set(GOLDEN_NAMES) <= set(SIGNAL_TYPES)


def test_the_registry_is_that_of_plugins():
    assert isinstance(SIGNAL_TYPES, Registry)


@pytest.fixture(params=BUILT_IN, ids=lambda kind: kind.NAME)
def signal_type(request):
    return request.param


class TestBuiltIns(SignalTypeContract):
    @pytest.fixture(params=BUILT_IN, ids=lambda kind: kind.NAME)
    def signal_type(self, request) -> SignalType:
        return request.param


def test_a_signal_type_refuses_content_of_another_kind(signal_type):
    text, media = TextContent(["x"]), MediaContent.of_bytes([b"x"])
    with pytest.raises(TypeError, match="is taken from"):
        signal_type.extract(media if signal_type.APPLIES_TO == "text" else text)


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("sha256", "ab", "64 hexadecimal digits"),
        ("sha256", "md5:" + "a" * 32, "names 'md5'"),
        ("md5", "g" * 32, "hexadecimal"),
        ("url", "mailto:someone@lamps.example", "not a web address"),
        ("url", "lamps", "not a web address"),
        ("text", "lamps!", "at least 8"),
        ("term", "a", "at least 2"),
        ("term", "lamps " * 50, "at most 200"),
        ("handle", "harbour_wire", "platform:@handle"),
    ],
)
def test_a_value_that_is_none_says_why(name, value, reason):
    with pytest.raises(SignalValueError, match=reason):
        SIGNAL_TYPES[name].parse(value)


def test_keys_that_are_no_digests_are_passed_over():
    digest = "ab" * 32
    column = pa.array([None, "platform-key", digest.upper(), f"sha256:{digest}", "ab"])
    found = SIGNAL_TYPES["sha256"].extract(MediaContent(sha256=column, md5=pa.nulls(5, pa.string())))
    assert found.rows.tolist() == [2, 3]
    assert [found.values.value(place) for place in range(2)] == [digest, digest]
