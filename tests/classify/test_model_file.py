import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawall.classify import (
    ModelFileError,
    ModelSignatureError,
    load_ranker,
    make_key,
    ranker_octets,
    read_key,
    read_ranker,
    save_ranker,
)
from seawall.classify.model_file import _MAGIC
from seawall.classify.model_signing import SIGNATURE_OCTETS, sign


@pytest.fixture(scope="module")
def key(tmp_path_factory):
    return make_key(tmp_path_factory.mktemp("keys") / "key")


@pytest.fixture(scope="module")
def content(small_ranker, key):
    return ranker_octets(small_ranker, key)


def test_a_model_comes_back_as_it_was(small_ranker, key, tmp_path):
    path = tmp_path / "m.ranker"
    save_ranker(small_ranker, path, key)
    read = load_ranker(path, key)
    assert read.facts == small_ranker.facts
    assert np.array_equal(read.views.weights, small_ranker.views.weights)
    texts = ["carry the word of the keepers", "lemon cake", ""]
    assert read.score(texts).scores.tolist() == small_ranker.score(texts).scores.tolist()
    assert [one.name for one in tmp_path.iterdir()] == ["m.ranker"]


def test_a_folder_that_is_not_there_is_told(small_ranker, key, tmp_path):
    with pytest.raises(ModelFileError, match="can't be written"):
        save_ranker(small_ranker, tmp_path / "absent" / "m", key)


def test_the_public_half_of_the_key_reads_but_does_not_sign(small_ranker, content, tmp_path):
    private = make_key(tmp_path / "k")
    public = read_key(tmp_path / "k.pub")
    assert read_ranker(ranker_octets(small_ranker, private), public).mode is small_ranker.mode
    with pytest.raises(ModelSignatureError, match="private"):
        ranker_octets(small_ranker, public)
    assert (tmp_path / "k").stat().st_mode & 0o077 == 0
    with pytest.raises(ModelSignatureError, match="can't be written"):
        make_key(tmp_path / "k")


def test_another_key_is_refused(content, tmp_path):
    with pytest.raises(ModelSignatureError, match="altered"):
        read_ranker(content, make_key(tmp_path / "other"))


@settings(max_examples=60)
@given(data=st.data())
def test_any_changed_octet_is_refused(content, key, data):
    place = data.draw(st.integers(0, len(content) - 1))
    changed = bytearray(content)
    changed[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(ModelFileError):
        read_ranker(bytes(changed), key)


@settings(max_examples=40)
@given(data=st.data())
def test_any_cut_is_refused(content, key, data):
    with pytest.raises(ModelFileError):
        read_ranker(content[: data.draw(st.integers(0, len(content) - 1))], key)


def resigned(content, key, change):
    start = len(_MAGIC) + 8
    size = int.from_bytes(content[len(_MAGIC) : start], "big")
    header = json.loads(content[start : start + size])
    change(header)
    told = json.dumps(header).encode()
    body = content[start + size : -SIGNATURE_OCTETS]
    changed = _MAGIC + len(told).to_bytes(8, "big") + told + body
    return changed + sign(key, changed)


@pytest.mark.parametrize(
    "change",
    [
        lambda header: header["arrays"][0].__setitem__(1, 1 << 60),
        lambda header: header["arrays"][0].__setitem__(1, -1),
        lambda header: header["arrays"].pop(),
        lambda header: header["arrays"].append(["code", 1]),
        lambda header: header.pop("numbers"),
        lambda header: header["numbers"].update(slope="Infinity"),
        lambda header: header.update(mode="deciding"),
        lambda header: header.update(feature_version="0"),
        lambda header: header["arrays"][0].__setitem__(1, 1),
    ],
)
def test_a_signed_file_that_does_not_hang_together_is_refused(content, key, change):
    with pytest.raises(ModelFileError):
        read_ranker(resigned(content, key, change), key)


def test_a_header_longer_than_the_file_is_refused(key):
    content = _MAGIC + (1 << 40).to_bytes(8, "big") + b"{}"
    with pytest.raises(ModelFileError, match="longer"):
        read_ranker(content + sign(key, content), key)


@pytest.mark.parametrize(
    "written", [b"", b"not a model", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"]
)
def test_what_is_no_key_is_refused(tmp_path, written):
    (tmp_path / "k").write_bytes(written)
    with pytest.raises(ModelSignatureError):
        read_key(tmp_path / "k")
    with pytest.raises(ModelSignatureError, match="can't be read"):
        read_key(tmp_path / "absent")


def test_a_missing_or_foreign_file_is_refused(tmp_path, key):
    with pytest.raises(ModelFileError, match="can't be read"):
        load_ranker(tmp_path / "absent", key)
    (tmp_path / "m").write_bytes(b"\x80\x04pickle")
    with pytest.raises(ModelFileError):
        load_ranker(tmp_path / "m", key)
