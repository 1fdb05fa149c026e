import shutil
from pathlib import Path

import numpy as np
import pytest

from seawall.index.sound import SoundIndex
from seawall.index.tiers import LOOK, NEAR, SAME
from seawall.signals import SIGNAL_TYPES, FileContent, OpenedFile, SignalColumn, Slices, Tools
from seawall.signals.chromaprint import SECONDS_A_NUMBER, SoundPrint
from seawall.testing.films import melody, wav_file

SECOND = round(1 / SECONDS_A_NUMBER)  # numbers


def numbers(rng, seconds):
    return rng.integers(0, 2**32, round(seconds / SECONDS_A_NUMBER), dtype=np.uint32)


def noisy(rng, held, share):
    """Flip this share of all bits."""
    bits = np.unpackbits(held.view(np.uint8))
    bits[rng.random(len(bits)) < share] ^= 1
    return np.packbits(bits).view(np.uint32)


def column(*prints):
    texts = [SoundPrint(seconds=len(one) * SECONDS_A_NUMBER, numbers=one).to_text() for one in prints]
    return SignalColumn(rows=np.arange(len(texts)), values=Slices.of(texts))


@pytest.fixture
def rng():
    return np.random.default_rng(4)


@pytest.fixture
def held(rng):
    return [numbers(rng, 60) for _ in range(5)]


@pytest.fixture
def index(held):
    made = SoundIndex()
    values = column(*held).values
    made.add([values.value(place) for place in range(5)], np.arange(5) + 100)
    return made


def met(hits):
    return list(zip(hits.entries.tolist(), hits.tiers.tolist(), strict=True))


def test_a_recording_is_found_through_bit_errors(index, held, rng):
    for share in (0.0, 0.1, 0.2):
        hits = index.look_up(column(noisy(rng, held[2], share)))
        assert met(hits) == [(102, SAME)]
        assert abs(hits.distances[0] - 100 * share) <= 2


def test_an_excerpt_within_another_recording_says_where(index, held, rng):
    within = np.concatenate((numbers(rng, 40), noisy(rng, held[1][10 * SECOND : 30 * SECOND], 0.1), numbers(rng, 40)))
    hits = index.look_up(column(within))
    assert met(hits) == [(101, NEAR)]
    assert "0:39–1:00 of it" in hits.ways[0].detail
    assert "0:09–0:30 of the banked" in hits.ways[0].detail


@pytest.mark.parametrize(("seconds", "tier"), [(3, None), (7, LOOK), (15, NEAR)])
def test_the_tier_is_a_matter_of_length(index, held, rng, seconds, tier):
    within = np.concatenate((numbers(rng, 20), held[3][: seconds * SECOND], numbers(rng, 20)))
    assert met(index.look_up(column(within))) == ([] if tier is None else [(103, tier)])


def test_every_banked_recording_within_one_is_found(index, held):
    both = np.concatenate((held[0][: 20 * SECOND], held[4][: 20 * SECOND]))
    assert sorted(met(index.look_up(column(both)))) == [(100, NEAR), (104, NEAR)]


def test_unlike_sound_is_not_found(index, rng):
    assert not len(index.look_up(column(*(numbers(rng, 120) for _ in range(20)))))


def test_silence_and_steady_tones_are_not_found(rng):
    made = SoundIndex()
    tone = np.concatenate((np.full(600, 627_964_279, np.uint32), numbers(rng, 5)))
    made.add([column(tone).values.value(0)], np.array([1]))
    again = np.concatenate((np.full(600, 627_964_279, np.uint32), numbers(rng, 5)))
    assert not len(made.look_up(column(again)))


def test_additions_are_found_at_once(index, rng):
    fresh = numbers(rng, 30)
    assert not len(index.look_up(column(fresh)))
    index.add([column(fresh).values.value(0)], np.array([7]))
    assert met(index.look_up(column(fresh))) == [(7, SAME)]
    assert len(index) == 6


def test_rows_are_those_of_the_content(index, held):
    asked = column(held[4], held[0])
    hits = index.look_up(SignalColumn(rows=np.array([3, 9]), values=asked.values))
    assert list(zip(hits.rows.tolist(), hits.entries.tolist(), strict=True)) == [(3, 104), (9, 100)]


@pytest.mark.skipif(shutil.which("fpcalc") is None, reason="fpcalc is not installed")
def test_real_fingerprints_of_an_excerpt_are_found():
    tools = Tools(fpcalc=Path(shutil.which("fpcalc")))
    pieces = [melody(40, seed=seed) for seed in range(3)]
    signal, made = SIGNAL_TYPES["audio"], SoundIndex()
    for number, piece in enumerate(pieces):
        made.add(
            [signal.extract(FileContent([OpenedFile(wav_file(piece), tools=tools)])).values.value(0)],
            np.array([number]),
        )
    excerpt = wav_file((pieces[1][8_123 * 10 : 8_000 * 30] * 0.3).astype(np.int16))
    hits = made.look_up(signal.extract(FileContent([OpenedFile(excerpt, tools=tools)])))
    assert hits.entries.tolist() == [1]
