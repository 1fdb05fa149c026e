from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawall.index import HammingFileError, NearHashes
from seawall.index.linear_hamming import linear_pairs

RNG = np.random.PCG64


def random_hashes(rng, count):
    return rng.integers(0, 256, (count, 32), dtype=np.uint8)


def with_bits_turned(rng, hashes, most):
    """Turn 0 to `most` random bits of each hash."""
    bits = np.unpackbits(hashes, axis=1)
    for row in bits:
        row[rng.choice(256, int(rng.integers(0, most + 1)), replace=False)] ^= 1
    return np.packbits(bits, axis=1)


def pairs(near):
    """Return (query, number, distance) of all pairs, and make sure that none came twice."""
    columns = near.queries.tolist(), near.numbers.tolist(), near.distances.tolist()
    listed = list(zip(*columns, strict=True))
    assert len(listed) == len(set(listed))
    return set(listed)


def holding(hashes):
    held = NearHashes()
    held.add(hashes, np.arange(len(hashes)))
    return held


def crowded(rng, count):
    """Return hashes in heaps some 40 bits wide, so that there are pairs at every distance around the radius."""
    return with_bits_turned(
        rng, random_hashes(rng, max(1, count // 20))[rng.integers(0, max(1, count // 20), count)], 40
    )


def flat(rng, count):
    """Return hashes of flat pictures: most slots the same, so that all of them share those buckets."""
    hashes = np.zeros((count, 32), dtype=np.uint8)
    hashes[:, 9:23] = rng.integers(0, 256, (count, 14), dtype=np.uint8)
    hashes[: count // 2, :9] = 0x0F
    return hashes


@pytest.mark.parametrize("radius", [0, 1, 15, 16, 24, 31])
@pytest.mark.parametrize(("count", "asked"), [(1, 3), (300, 40), (5000, 30), (5000, 1030)])
@pytest.mark.parametrize("make", [crowded, flat])
def test_it_finds_what_comparing_every_pair_finds(make, count, asked, radius):
    rng = np.random.Generator(RNG(count + asked))
    hashes = make(rng, count)
    queries = with_bits_turned(rng, hashes[rng.integers(0, count, asked)], 36)
    assert pairs(holding(hashes).look_up(queries, radius)) == linear_pairs(hashes, queries, radius)


def test_31_bits_are_found_wherever_they_lie_and_32_are_not():
    rng = np.random.Generator(RNG(3))
    hashes = random_hashes(rng, 5000)
    bits = np.unpackbits(hashes[:2000], axis=1)
    order = np.argsort(rng.random(bits.shape), axis=1)
    order[0] = np.arange(256)  # all in the first slots
    order[1] = np.concatenate([np.arange(start, 256, 16) for start in range(16)])  # as even as can be: 2 a slot, one 1
    rows = np.arange(2000)
    for count, expected in ((31, 2000), (32, 0)):
        turned = bits.copy()
        for place in range(count):
            turned[rows, order[:, place]] ^= 1
        near = holding(hashes).look_up(np.packbits(turned, axis=1))
        assert pairs(near) == {(row, row, count) for row in range(expected)}


@settings(max_examples=40)
@given(
    st.lists(st.integers(0, 15), min_size=31, max_size=31),
    st.integers(0, 2**32 - 1),
)
def test_31_bits_are_found_however_they_are_spread_over_the_slots(slots, seed):
    rng = np.random.Generator(RNG(seed))
    hashes = random_hashes(rng, 4200)
    bits = np.unpackbits(hashes[:1], axis=1)[0]
    free = {slot: list(rng.permutation(16)) for slot in range(16)}
    for slot in slots:
        if free[slot]:
            bits[16 * slot + free[slot].pop()] ^= 1
    asked = np.packbits(bits)[None, :]
    distance = int((np.unpackbits(hashes[0] ^ asked[0])).sum())
    assert (0, 0, distance) in pairs(holding(hashes).look_up(asked))


def test_a_hash_is_found_from_the_moment_it_is_added():
    rng = np.random.Generator(RNG(4))
    hashes = random_hashes(rng, 9500)
    held = NearHashes()
    for start, end in ((0, 1), (1, 4095), (4095, 4096), (4096, 4097), (4097, 9000), (9000, 9500)):
        held.add(hashes[start:end], np.arange(start, end))
        assert len(held) == end
        last = hashes[[0, start, end - 1]]
        assert {number for _, number, distance in pairs(held.look_up(last)) if distance == 0} == {0, start, end - 1}


def test_one_by_one_finds_what_all_at_once_finds():
    rng = np.random.Generator(RNG(5))
    hashes = crowded(rng, 5000)
    queries = with_bits_turned(rng, hashes[:50], 30)
    singly = NearHashes()
    for number in range(len(hashes)):
        singly.add(hashes[number : number + 1], np.array([number]))
    assert pairs(singly.look_up(queries)) == pairs(holding(hashes).look_up(queries))


def test_equal_hashes_are_told_apart_by_their_numbers():
    one = random_hashes(np.random.Generator(RNG(6)), 1)
    held = NearHashes()
    held.add(np.repeat(one, 5000, axis=0), np.arange(5000) * 7)
    assert pairs(held.look_up(one)) == {(0, number * 7, 0) for number in range(5000)}


def test_nothing_is_found_in_nothing_and_for_nothing():
    none = np.zeros((0, 32), dtype=np.uint8)
    held = NearHashes()
    held.add(none, np.zeros(0, dtype=np.int64))
    assert len(held) == 0
    assert len(held.look_up(np.zeros((3, 32), dtype=np.uint8))) == 0
    assert len(holding(np.zeros((3, 32), dtype=np.uint8)).look_up(none)) == 0


@pytest.mark.parametrize("radius", [-1, 32])
def test_a_radius_that_could_miss_something_is_refused(radius):
    with pytest.raises(ValueError, match="0 to 31"):
        NearHashes().look_up(np.zeros((1, 32), dtype=np.uint8), radius)


@pytest.mark.parametrize("shape", [(32,), (1, 31), (2, 4)])
def test_what_is_no_hash_is_refused(shape):
    with pytest.raises(ValueError, match="uint8"):
        NearHashes().add(np.zeros(shape, dtype=np.uint8), np.zeros(1, dtype=np.int64))


def test_hashes_without_their_numbers_are_refused():
    with pytest.raises(ValueError, match="2 hashes and 1 numbers"):
        NearHashes().add(np.zeros((2, 32), dtype=np.uint8), np.zeros(1, dtype=np.int64))


def test_unaligned_and_backward_arrays_are_looked_up():
    rng = np.random.Generator(RNG(7))
    hashes = random_hashes(rng, 5000)
    odd = np.frombuffer(b"x" + hashes.tobytes(), dtype=np.uint8)[1:].reshape(-1, 32)
    assert pairs(holding(odd[::-1]).look_up(odd[:3])) == {(row, 4999 - row, 0) for row in range(3)}


class TestFile:
    @pytest.fixture
    def path(self, tmp_path) -> Path:
        return tmp_path / "pictures.hashes"

    @pytest.mark.parametrize("count", [0, 1, 300, 9000])
    def test_what_was_written_is_read(self, path, count):
        rng = np.random.Generator(RNG(count))
        hashes = random_hashes(rng, count)
        written = NearHashes()
        written.add(hashes[: count // 2], np.arange(count // 2) * 3)
        written.add(hashes[count // 2 :], np.arange(count // 2, count) * 3)
        queries = with_bits_turned(rng, hashes[:20], 31)
        before = pairs(written.look_up(queries))
        written.write(path)
        read = NearHashes.read(path)
        assert len(read) == len(written) == count
        assert pairs(read.look_up(queries)) == pairs(written.look_up(queries)) == before
        assert {number // 3 for _, number, _ in before} >= set(range(min(20, count)))

    def test_a_file_that_was_read_takes_additions_and_is_written_again(self, path):
        hashes = random_hashes(np.random.Generator(RNG(1)), 9000)
        holding(hashes[:5000]).write(path)
        read = NearHashes.read(path)
        read.add(hashes[5000:], np.arange(5000, 9000))
        read.write(path)
        again = NearHashes.read(path)
        assert pairs(again.look_up(hashes[[0, 8999]], 0)) == {(0, 0, 0), (1, 8999, 0)}

    def test_nothing_is_left_beside_it(self, path):
        holding(random_hashes(np.random.Generator(RNG(1)), 10)).write(path)
        assert [one.name for one in path.parent.iterdir()] == [path.name]

    @pytest.mark.parametrize("at", [4096, 4200, 500_000, -1])
    def test_a_damaged_file_is_refused(self, path, at):
        holding(random_hashes(np.random.Generator(RNG(1)), 5000)).write(path)
        octets = bytearray(path.read_bytes())
        octets[at] ^= 1
        path.write_bytes(octets)
        with pytest.raises(HammingFileError, match="damaged"):
            NearHashes.read(path)

    @pytest.mark.parametrize(
        ("octets", "reason"),
        [
            (b"", "no table of hashes"),
            (b"SEAWALL", "no table of hashes"),
            (b"\x80\x04\x95" + bytes(100), "no table of hashes"),
            (b"SEAWALLH" + b"\x02" + bytes(100), "version 2"),
            (b"SEAWALLH\x01\0\0\0\0\x10\0\0" + b"\xff" * 8 + bytes(5000), "cut off or overlong"),
            (b"SEAWALLH\x01\0\0\0\0\x10\0\0" + b"\x05" + bytes(5000), "cut off or overlong"),
        ],
    )
    def test_a_foreign_file_is_refused(self, path, octets, reason):
        path.write_bytes(octets)
        with pytest.raises(HammingFileError, match=reason):
            NearHashes.read(path)

    def test_a_file_that_was_cut_off_is_refused(self, path):
        holding(random_hashes(np.random.Generator(RNG(1)), 5000)).write(path)
        path.write_bytes(path.read_bytes()[:-4096])
        with pytest.raises(HammingFileError, match="cut off"):
            NearHashes.read(path)

    def test_a_missing_file_says_so(self, path):
        with pytest.raises(HammingFileError, match="can't be read"):
            NearHashes.read(path)

    @pytest.mark.parametrize("column", ["starts", "places"])
    def test_a_forged_table_that_leads_out_of_itself_is_refused(self, path, column):
        held = holding(random_hashes(np.random.Generator(RNG(1)), 5000))
        getattr(held._tables[0], column)[3, 77] = 5000 + 1
        held.write(path)
        with pytest.raises(HammingFileError, match="leads out of it"):
            NearHashes.read(path)
