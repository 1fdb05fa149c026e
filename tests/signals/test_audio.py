import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.signals import SIGNAL_TYPES, FileContent, OpenedFile, SignalValueError, Tools
from seawall.signals.chromaprint import SoundPrint, read_fingerprint
from seawall.signals.sound_samples import SAMPLES_A_SECOND, read_sound
from seawall.testing.films import drawn_frame, melody, moving_film, wav_file, write_film

FPCALC = Path(found) if (found := shutil.which("fpcalc")) else None
needs_fpcalc = pytest.mark.skipif(FPCALC is None, reason="fpcalc is not installed")

# printed by fpcalc 1.5.1 of one second of made-up notes, raw and compressed
RAW = [
    629913943, 633911623, 621324359, 621340743, 554334565, 555366757, 555366757, 561650533, 563759973, 562809717,
    562613063, 562612551, 562862407, 567064903, 554367335, 621508983,
]  # fmt: skip


def compressed(numbers):
    """Write numbers as chromaprint does: steps between the bits that change, 3 bits each, then exceptions of 5 bits."""
    steps, last = [], 0
    for number in numbers:
        bit, changed = 0, number ^ last
        for place in range(1, 33):
            if changed >> (place - 1) & 1:
                steps.append(place - bit)
                bit = place
        steps.append(0)
        last = number
    normal = [min(step, 7) for step in steps]
    exceptions = [step - 7 for step in steps if step >= 7]
    octets = bytes([1]) + len(numbers).to_bytes(3, "big") + packed(normal, 3) + packed(exceptions, 5)
    import base64

    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def packed(fields, width):
    bits = [field >> place & 1 for field in fields for place in range(width)]
    return np.packbits(np.array(bits, np.uint8), bitorder="little").tobytes()


def extracted(content, fpcalc=FPCALC):
    file = OpenedFile(content, tools=Tools(fpcalc=fpcalc))
    column = SIGNAL_TYPES["audio"].extract(FileContent([file]))
    return [column.values.value(place) for place in range(len(column))], file.asides


@pytest.mark.parametrize(
    "written",
    [
        json.dumps({"duration": 2.0, "fingerprint": RAW}),
        json.dumps({"duration": 2.0, "fingerprint": ",".join(map(str, RAW))}),
        json.dumps({"duration": 2.0, "fingerprint": compressed(RAW)}),
        f"DURATION=2\nFINGERPRINT={compressed(RAW)}\n",
        f"FILE=lamps.mp3\nDURATION=2\nFINGERPRINT={','.join(map(str, RAW))}\n",
    ],
)
def test_every_form_of_fpcalc_gives_the_same_numbers(written):
    read = read_fingerprint(written)
    assert read.seconds == 2
    assert read.numbers.tolist() == RAW


@given(st.lists(st.integers(0, 2**32 - 1), min_size=1, max_size=30))
def test_compressed_signed_and_raw_numbers_are_one(numbers):
    signed = [number - 2**32 if number >= 2**31 else number for number in numbers]
    for written in (compressed(numbers), ",".join(map(str, signed)), ",".join(map(str, numbers))):
        assert read_fingerprint(written).numbers.tolist() == numbers


@given(st.floats(0.1, 90_000), st.lists(st.integers(0, 2**32 - 1), min_size=1, max_size=30))
def test_a_fingerprint_is_its_own_canonical_form(seconds, numbers):
    text = SoundPrint(seconds=seconds, numbers=np.array(numbers, np.uint32)).to_text()
    assert SoundPrint.from_text(text).to_text() == text


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("[]", "fingerprint"),
        ('{"duration": 3}', "list of 32-bit numbers"),
        ('{"duration": 3, "fingerprint": [1.5]}', "list of 32-bit numbers"),
        ('{"duration": 3, "fingerprint": [4294967296]}', "list of 32-bit numbers"),
        ('{"duration": -3, "fingerprint": [1]}', "length of -3"),
        ('{"duration": "long", "fingerprint": [1]}', "length of 'long'"),
        ("1,2,3", "shorter than 3 seconds"),
        (",".join(["7"] * 40), "silence"),
        ("c1:3:AAA", "c1:SECONDS"),
        ("c1:AAAA", "c1:SECONDS"),
        (compressed(RAW)[:20], "cut off"),
        ("AgAAEA", "algorithm"),
    ],
)
def test_a_broken_value_says_why(written, reason):
    with pytest.raises(SignalValueError, match=reason):
        SIGNAL_TYPES["audio"].parse(written)


def test_sound_is_read_as_plain_samples():
    samples = b"".join(read_sound(wav_file(melody(4))))
    assert abs(len(samples) / 2 / SAMPLES_A_SECOND - 4) < 0.05
    assert np.abs(np.frombuffer(samples, "<i2").astype(float)).mean() > 500


def test_only_the_first_seconds_are_read():
    assert len(b"".join(read_sound(wav_file(melody(4)), seconds=1.5))) == int(1.5 * SAMPLES_A_SECOND) * 2


def test_without_the_program_there_is_no_signal_and_a_reason():
    values, asides = extracted(wav_file(melody(5)), fpcalc=None)
    assert not values
    assert asides == ["sound: not compared, fpcalc is not installed"]


@pytest.mark.parametrize("content", [moving_film(2), wav_file(np.zeros(80_000, np.int16)), b"RIFF\0\0\0\0WAVE"])
@needs_fpcalc
def test_a_file_without_sound_to_compare_says_so(content):
    values, asides = extracted(content)
    assert not values
    assert asides[0].startswith("sound: ")


def test_a_program_that_fails_is_no_error(tmp_path):
    values, asides = extracted(wav_file(melody(5)), fpcalc=tmp_path / "absent")
    assert not values
    assert "fpcalc made no fingerprint" in asides[0]


@needs_fpcalc
def test_the_sound_of_a_film_is_that_of_the_recording():
    played = melody(12)
    film = write_film([drawn_frame(step / 2) for step in range(24)], rate=2, sound=played)
    (alone,), _ = extracted(wav_file(played))
    (within,), _ = extracted(film)
    one, two = SoundPrint.from_text(alone).numbers, SoundPrint.from_text(within).numbers
    count = min(len(one), len(two))
    unlike = min(np.bitwise_count(one[shift:count] ^ two[: count - shift]).mean() / 32 for shift in range(3))
    assert unlike < 0.2
