"""How much of one video or recording is decoded, and which containers and codecs at all?

Work is bounded in counts, never in seconds of a clock: so the same file gives the same frames on every machine.
Playlists (HLS, DASH, concat) and formats that name other files are left out on purpose: a container may never make
the reader fetch or open anything else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

__all__ = ["CODECS", "FORMATS", "VideoLimits"]

FORMATS: Final = (
    "mov", "mp4", "m4a", "3gp", "3g2", "mj2", "matroska", "webm", "avi", "mpegts", "mpeg", "mpegvideo", "flv", "asf",
    "ogg", "ivf", "h264", "hevc", "m4v", "h263", "h261", "av1", "obu", "mxf", "dv", "gif", "yuv4mpegpipe",
    "mp3", "wav", "aac", "flac", "amr", "aiff", "caf",
)  # fmt: skip
"""Containers that are opened; the last row holds sound, and is there so that "no picture in it" can be said."""

CODECS: Final = (
    "h264", "hevc", "vp8", "vp9", "libvpx", "libvpx-vp9", "av1", "libdav1d", "libaom-av1", "mpeg4", "mpeg2video",
    "mpeg1video", "h263", "h261", "flv", "vp6", "vp6f", "vp6a", "wmv1", "wmv2", "wmv3", "vc1", "msmpeg4", "msmpeg4v1",
    "msmpeg4v2", "mjpeg", "theora", "prores", "dnxhd", "dvvideo", "gif", "png", "rawvideo", "ffv1", "huffyuv", "svq3",
    "cinepak", "vvc",
    "aac", "aac_latm", "mp3", "mp3float", "mp2", "mp2float", "opus", "libopus", "vorbis", "libvorbis", "flac", "alac",
    "ac3", "eac3", "amrnb", "amrwb", "libopencore_amrnb", "libopencore_amrwb", "wmav1", "wmav2", "wmapro", "gsm",
    "speex", "libspeex", "adpcm_ms", "adpcm_ima_wav", "adpcm_ima_qt", "adpcm_swf", "nellymoser", "pcm_s16le",
    "pcm_s16be", "pcm_s24le", "pcm_s24be", "pcm_s32le", "pcm_f32le", "pcm_u8", "pcm_s8", "pcm_alaw", "pcm_mulaw",
)  # fmt: skip
"""Decoders that are used, of pictures and of sound: those in which people publish, not every one that exists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoLimits:
    """What one video may cost.

    `longest_side` is that of the frames handed out, in pixels; the rest bounds what is read: pixels of one frame as
    decoded, frames and pixels decoded altogether, packets read, seconds of film, frames handed out, octets of the file.
    """

    longest_side: int = 640
    frame_pixels: int = 8192 * 4352
    decoded_frames: int = 1_000_000
    decoded_pixels: int = 600_000_000_000  # six hours of 1280 × 720 at 25 frames a second, with some room
    packets: int = 5_000_000
    seconds: float = 6 * 3600.0
    frames: int = 21_600
    octets: int = 8 << 30
