import numpy as np
import pytest

from seawall.index import BankIndex, make_entry
from seawall.index.frame_alignment import align_frames
from seawall.index.frames import VPDQ_DISTANCE_BITS, VPDQ_QUERY_PERCENT, FramesIndex
from seawall.index.tiers import LOOK, NEAR, SAME
from seawall.signals import SIGNAL_TYPES, FileContent, OpenedFile, SignalColumn, Slices
from seawall.signals.frame_hashes import FrameHashes, VideoPrint
from seawall.testing.films import drawn_frame, moving_film, write_film

RATE = 10


def stretch(start, end, seed=1, pace=1.0):
    return [drawn_frame(second, seed=seed) for second in np.arange(start, end, pace / RATE)]


@pytest.fixture(scope="module")
def bank():
    films = [moving_film(16, seed=seed) for seed in (1, 2, 3)]
    entries = []
    for number, film in enumerate(films):
        column = SIGNAL_TYPES["pdq_frames"].extract(FileContent([OpenedFile(film)]))
        assert column.marks[0] is None
        entries.append(
            make_entry(signal_type="pdq_frames", value=column.values.value(0), bank="b", entry_id=str(number + 1))
        )
    return BankIndex(entries)


def found(bank, frames):
    """Return entry id → (tier, way) of a film made of frames."""
    content = FileContent([OpenedFile(write_film(frames))])
    (part,) = bank.look_up(content)
    best = {}
    for place in part.hits.first_of_each().tolist():
        entry = bank.entries[part.hits.entries[place]].entry_id
        best[entry] = (part.hits.tiers[place], part.hits.ways[place])
    return best


def mirrored(frames):
    return [np.ascontiguousarray(frame[:, ::-1]) for frame in frames]


def boxed(frames):
    return [np.pad(frame, ((40, 40), (30, 30), (0, 0))) for frame in frames]


@pytest.mark.parametrize(
    ("edit", "transform"),
    [
        (lambda frames: frames, None),
        (mirrored, "mirrored"),
        (boxed, "border trimmed"),
        (lambda frames: boxed(mirrored(frames)), "border trimmed, mirrored"),
        (lambda frames: [255 - frame for frame in frames], "negative"),
        (lambda frames: [np.rot90(frame) for frame in frames], "rotated 270°"),
    ],
)
def test_the_whole_film_is_the_same_whatever_was_done_to_its_picture(bank, edit, transform):
    hits = found(bank, edit(stretch(0, 16)))
    assert set(hits) == {"1"}
    tier, way = hits["1"]
    assert tier == SAME
    assert way.stage == "frames"
    assert way.transform == transform


@pytest.mark.parametrize(
    "frames",
    [
        stretch(0, 9, seed=8) + stretch(3, 13) + stretch(0, 5, seed=9),
        stretch(0, 12, seed=7) + stretch(4, 14, pace=1.1),
        stretch(0, 12, seed=7) + stretch(4, 14, pace=0.9),
    ],
    ids=["between others", "faster", "slower"],
)
def test_a_stretch_within_another_film_is_near_and_says_where(bank, frames):
    hits = found(bank, frames)
    assert set(hits) == {"1"}
    tier, way = hits["1"]
    assert tier == NEAR
    assert "of the banked video" in way.detail
    assert 0.5 < way.strength <= 1


def test_two_banked_films_joined_are_both_found(bank):
    hits = found(bank, stretch(2, 11) + stretch(4, 13, seed=2))
    assert set(hits) == {"1", "2"}


def test_another_film_is_not_found(bank):
    assert not found(bank, stretch(0, 12, seed=11))


def test_frames_shared_without_order_are_no_match(bank):
    """Single frames of a banked film, strewn through another one."""
    frames = stretch(0, 14, seed=12)
    for at, second in ((2, 13), (5, 9), (8, 3)):
        frames[at * RATE : at * RATE + RATE] = [drawn_frame(second)] * RATE
    assert all(tier == LOOK for tier, _ in found(bank, frames).values())


def column_of(*prints):
    return SignalColumn(rows=np.arange(len(prints)), values=Slices.of([one.to_text() for one in prints]))


def random_film(rng, count):
    return [(float(second), 100, rng.bytes(32)) for second in range(count)]


def flipped(frame, bits, rng):
    second, quality, octets = frame
    changed = np.unpackbits(np.frombuffer(octets, np.uint8))
    changed[rng.choice(256, bits, replace=False)] ^= 1
    return second, quality, np.packbits(changed).tobytes()


@pytest.mark.parametrize("shared", [0, 3, 8, 9, 12])
@pytest.mark.parametrize("bits", [0, VPDQ_DISTANCE_BITS, VPDQ_DISTANCE_BITS + 1])
def test_same_is_vpdq_s_own_rule(shared, bits):
    """Against the definition: the share of observed frames at most 31 bits from any banked one, 80 % and more."""
    rng = np.random.default_rng(5)
    held = random_film(rng, 30)
    observed = [flipped(held[number], bits, rng) for number in range(shared)] + random_film(rng, 12)[shared:]
    index = FramesIndex()
    index.add([VideoPrint(frames=FrameHashes.of(held)).to_text()], np.array([4]))
    hits = index.look_up(column_of(VideoPrint(frames=FrameHashes.of(observed))))
    share = 100 * shared / 12 if bits <= VPDQ_DISTANCE_BITS else 0
    assert (SAME in hits.tiers.tolist()) == (share >= VPDQ_QUERY_PERCENT)


def test_an_entry_withdrawn_is_not_found_and_one_added_is(bank):
    film = moving_film(8, seed=21)
    content = FileContent([OpenedFile(film)])
    column = SIGNAL_TYPES["pdq_frames"].extract(content)
    index = BankIndex([make_entry(signal_type="pdq_frames", value=column.values.value(0), bank="b", entry_id="1")])
    assert len(index.look_up(content)[0].hits)
    index.withdraw("b", "1")
    assert not sum(len(part.hits) for part in index.look_up(content))


def test_a_limit_is_the_share_of_frames_that_may_be_missing():
    rng = np.random.default_rng(3)
    held = random_film(rng, 20)
    value = VideoPrint(frames=FrameHashes.of(held)).to_text()
    observed = VideoPrint(frames=FrameHashes.of(held[:10] + [(20.0 + n, 100, rng.bytes(32)) for n in range(10)]))
    for limit, met in ((40, 0), (50, 1)):
        index = BankIndex([make_entry(signal_type="pdq_frames", value=value, bank="b", limit=limit)])
        assert len(index.look_up_column("pdq_frames", column_of(observed)).hits) == met


def test_rows_are_those_of_the_content():
    rng = np.random.default_rng(3)
    films = [random_film(rng, 9) for _ in range(3)]
    prints = [VideoPrint(frames=FrameHashes.of(film)) for film in films]
    index = FramesIndex()
    index.add([one.to_text() for one in prints], np.array([10, 11, 12]))
    column = SignalColumn(rows=np.array([5, 7]), values=Slices.of([prints[2].to_text(), prints[0].to_text()]))
    hits = index.look_up(column)
    assert list(zip(hits.rows.tolist(), hits.entries.tolist(), strict=True)) == [(5, 12), (7, 10)]
    assert hits.distances.tolist() == [0, 0]


@pytest.mark.parametrize("speed", [0.6, 0.9, 1.0, 1.1, 1.8])
def test_pace_and_offset_of_a_stretch_are_found_among_strays(speed):
    rng = np.random.default_rng(1)
    mine, theirs = np.arange(40.0), np.arange(120.0)
    observed = np.arange(8, 36)
    banked = np.clip(np.round(speed * mine[observed] + 17), 0, 119).astype(np.int64)
    strays = rng.integers(0, 40, 60), rng.integers(0, 120, 60)
    pairs = np.concatenate((observed, strays[0])), np.concatenate((banked, strays[1]))
    found_stretch = align_frames(*pairs, mine, theirs, np.zeros(len(pairs[0]), np.int16))
    assert abs(found_stretch.speed - speed) < 0.05
    assert set(range(9, 35)) <= set(found_stretch.observed.tolist())


def test_no_pairs_make_no_stretch():
    nothing = np.zeros(0, np.int64)
    assert align_frames(nothing, nothing, np.arange(3.0), np.arange(3.0), np.zeros(0, np.int16)) is None
