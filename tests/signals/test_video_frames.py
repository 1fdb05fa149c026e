import struct

import numpy as np
import pytest

from seawall.signals.errors import VideoError
from seawall.signals.video_frames import VideoLimits, read_frames
from seawall.testing.films import drawn_frame, melody, moving_film, wav_file, write_film


def read(source, **options):
    """Return the frames and, where there was one, the message of the error at the end."""
    frames = []
    try:
        for frame in read_frames(source, **options):
            frames += [frame]
    except VideoError as error:
        return frames, error.message
    return frames, None


def seconds(frames):
    return [frame.at_seconds for frame in frames]


@pytest.mark.parametrize("container", ["mp4", "matroska", "avi", "mov", "mpegts"])
def test_a_frame_a_second_is_read_from_every_container(container):
    frames, wrong = read(moving_film(3.5, container=container))
    assert wrong is None
    assert np.allclose(seconds(frames), [0, 1, 2, 3], atol=0.11)
    for frame in frames:
        assert frame.pixels.shape == (108, 192, 3)
        assert np.abs(frame.pixels.astype(int) - drawn_frame(frame.at_seconds)).mean() < 12


def test_frames_are_read_as_often_as_asked():
    assert seconds(read(moving_film(2), every_seconds=0.5)[0]) == [0, 0.5, 1.0, 1.5]


def test_a_path_gives_what_its_octets_give(tmp_path):
    content = moving_film(2)
    (tmp_path / "film").write_bytes(content)
    assert seconds(read(tmp_path / "film")[0]) == seconds(read(content)[0])


def test_a_variable_rate_is_read_by_its_time_stamps():
    at = [0, 0.1, 0.2, 1.7, 3.05, 3.1, 4.0]
    film = write_film([drawn_frame(second) for second in at], at_seconds=at, container="matroska")
    assert seconds(read(film)[0]) == [0, 1.7, 3.05, 4.0]


def test_a_still_stretch_gives_one_frame():
    film = write_film([drawn_frame(0), drawn_frame(9)], at_seconds=[0, 9], container="matroska")
    assert seconds(read(film)[0]) == [0, 9]


def test_a_broken_clock_is_mended():
    at = [0, 1, 2, 5000, 5001]
    film = write_film([drawn_frame(number) for number in range(5)], at_seconds=at, container="matroska")
    frames, wrong = read(film)
    assert wrong is None
    assert len(frames) >= 4
    assert frames[-1].at_seconds < 10


def test_what_was_decoded_before_the_damage_is_kept():
    whole = moving_film(6, container="matroska")
    frames, _ = read(whole[: len(whole) // 2])
    assert 2 <= len(frames) < 6


def test_octets_that_were_changed_are_told_and_passed_over():
    film = bytearray(moving_film(6, container="avi"))
    middle = len(film) // 2
    film[middle : middle + 3000] = bytes(3000)
    frames, _ = read(bytes(film))
    assert len(frames) >= 4


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"the lamps return " * 500, "broken at its beginning"),
        (moving_film(2)[:2000], "broken at its beginning"),
        (wav_file(melody(1)), "no picture in it"),
    ],
)
def test_what_is_no_video_says_so(content, reason):
    frames, wrong = read(content)
    assert not frames
    assert reason in wrong


@pytest.mark.parametrize(
    ("limits", "reason", "kept"),
    [
        ({"frame_pixels": 1000}, "more than the 1,000 pixels", 0),
        ({"decoded_frames": 15}, "more than 15 frames", 2),
        ({"decoded_pixels": 192 * 108 * 15}, "pixels altogether", 2),
        ({"seconds": 2.5}, "more than 2 seconds", 3),
        ({"frames": 2}, "more than 2 frames to look at", 2),
        ({"packets": 15}, "more than 15 packets", 2),
        ({"octets": 100}, "larger than", 0),
    ],
)
def test_work_is_bounded_and_what_was_read_is_kept(limits, reason, kept):
    frames, wrong = read(moving_film(5), limits=VideoLimits(**limits))
    assert reason in wrong
    assert len(frames) == kept


def test_a_film_that_a_phone_turned_is_read_upright():
    film = moving_film(1)
    plain = struct.pack(">9i", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
    clockwise = struct.pack(">9i", 0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000)
    track = film.index(b"tkhd")
    turned = film[:track] + film[track:].replace(plain, clockwise, 1)
    frames, _ = read(turned)
    assert frames[0].pixels.shape == (192, 108, 3)
    assert np.abs(frames[0].pixels.astype(int) - np.rot90(drawn_frame(0), -1)).mean() < 12


def test_large_frames_are_reduced():
    frames, _ = read(moving_film(1), limits=VideoLimits(longest_side=96))
    assert frames[0].pixels.shape == (54, 96, 3)


@pytest.mark.parametrize(
    "playlist",
    [
        "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n{target}\n#EXT-X-ENDLIST\n",
        "ffconcat version 1.0\nfile {target}\n",
        (
            "<?xml version='1.0'?><MPD xmlns='urn:mpeg:dash:schema:mpd:2011'><Period><AdaptationSet><Representation>"
            "<BaseURL>{target}</BaseURL></Representation></AdaptationSet></Period></MPD>"
        ),
    ],
    ids=["hls", "concat", "dash"],
)
def test_a_playlist_never_opens_another_file(tmp_path, playlist):
    target = tmp_path / "secret.mp4"
    target.write_bytes(moving_film(1))
    playing = tmp_path / "list.m3u8"
    playing.write_text(playlist.format(target=target))
    for source in (playing, playing.read_bytes()):
        frames, wrong = read(source)
        assert not frames
        assert "not" in wrong or "no file of a kind" in wrong


def test_a_pace_of_nothing_is_refused():
    with pytest.raises(VideoError, match="every 0"):
        next(read_frames(moving_film(1), every_seconds=0))
