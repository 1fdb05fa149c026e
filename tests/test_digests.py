"""Digests carry their algorithm; nothing is left unhashed in silence."""

import hashlib
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.digests import ALGORITHMS, Digest, DigestError, digest_bytes, digest_stream


@given(content=st.binary(max_size=300), algorithm=st.sampled_from(sorted(ALGORITHMS)))
def test_digest_agrees_with_hashlib_and_reads_back(content, algorithm):
    digest = digest_bytes(content, algorithm)
    assert digest.value == hashlib.new(algorithm, content).hexdigest()
    assert Digest.parse(str(digest)) == digest
    assert digest_stream(io.BytesIO(content), algorithm) == digest


def test_a_stream_longer_than_one_piece_is_read_whole():
    content = b"lamp" * 700_000
    assert digest_stream(io.BytesIO(content)) == digest_bytes(content)


@pytest.mark.parametrize("algorithm", ["sha3", "", "SHA256", "crc32"])
def test_an_unknown_algorithm_raises(algorithm):
    with pytest.raises(DigestError):
        digest_bytes(b"", algorithm)


@pytest.mark.parametrize("written", ["sha256:abc", "sha256:" + "g" * 64, "md5:" + "a" * 64, "a" * 64, "", "sha256:"])
def test_a_malformed_digest_raises(written):
    with pytest.raises(DigestError):
        Digest.parse(written)
