"""Is a recording recognised after what people do to it, and is another one never taken for it?

Recordings are played by seeded code: chords, a melody, drums, in one of a few keys and paces, so many resemble each
other as songs do. Edits: low bit rates, noise, another volume, excerpts, other pitch. Needs `fpcalc`; nothing is
kept. There is no split: the thresholds are those of the literature, rounded, and none was moved after these figures
were seen.
"""

from __future__ import annotations

import argparse
import io
import shutil
import time
from pathlib import Path

import av
import numpy as np

from seawall.index.sound import SoundIndex
from seawall.index.tiers import TIERS
from seawall.signals import SIGNAL_TYPES, FileContent, OpenedFile, Tools
from seawall_bench.measure import hand_out, machine, offer_outputs, versions

RATE = 22_050
SCALES = ((0, 2, 4, 5, 7, 9, 11), (0, 2, 3, 5, 7, 8, 10), (0, 1, 4, 5, 7, 8, 10))


def recording(seed: int, seconds: float) -> np.ndarray:
    """Return samples of a made-up piece of music, −1 to 1."""
    rng = np.random.default_rng([3, seed])
    scale, root, beat = SCALES[seed % 3], 110 * 2 ** (int(rng.integers(12)) / 12), rng.uniform(0.22, 0.4)
    out = np.zeros(round(seconds * RATE))
    voice = rng.uniform(0.2, 1, 6) / np.arange(1, 7)
    at = 0.0
    while at < seconds:
        chord = int(rng.integers(7))
        for step in range(4):
            notes = [root * 2 ** (scale[(chord + third) % 7] / 12) for third in (0, 2, 4)]
            notes.append(root * 2 ** (2 + scale[int(rng.integers(7))] / 12))
            add(out, at + step * beat, beat * 1.3, notes, voice, rng)
        at += 4 * beat
    return out / np.abs(out).max()


def add(out, at, long, notes, voice, rng):
    start = round(at * RATE)
    count = min(round(long * RATE), len(out) - start)
    if count <= 0:
        return
    t = np.arange(count) / RATE
    for note in notes:
        for number, loud in enumerate(voice, 1):
            out[start : start + count] += loud * np.sin(2 * np.pi * note * number * t) * np.exp(-3 * t / long)
    hit = min(count, 900)
    out[start : start + hit] += rng.normal(0, 1.2, hit) * np.exp(-np.arange(hit) / 200)


def coded(samples: np.ndarray, *, codec: str = "aac", container: str = "mp4", bit_rate: int = 96_000) -> bytes:
    """Return samples as a compressed file."""
    out = io.BytesIO()
    with av.open(out, "w", format=container) as file:
        track = file.add_stream(codec, rate=RATE, layout="mono")
        track.bit_rate = bit_rate
        resampler = av.AudioResampler(format=track.codec_context.format.name, layout="mono", rate=RATE)
        whole = (np.clip(samples, -1, 1) * 32767).astype(np.int16)
        for start in range(0, len(whole), 1152):
            piece = av.AudioFrame.from_ndarray(whole[None, start : start + 1152], format="s16", layout="mono")
            piece.sample_rate, piece.pts = RATE, start
            for plain in resampler.resample(piece):
                file.mux(track.encode(plain))
        file.mux(track.encode())
    return out.getvalue()


def at_pace(samples, pace):
    places = np.arange(0, len(samples) - 1, pace)
    return np.interp(places, np.arange(len(samples)), samples)


def edits(samples, other, rng):
    """Return name → file of every edit of a recording; `other` is one that is not in the bank."""
    second = RATE
    start = round(rng.uniform(5, 20) * second)
    within = np.concatenate((other[: 17 * second], samples[start : start + 15 * second], other[17 * second :]))
    speech = rng.normal(0, 1, len(samples)) * np.abs(np.sin(np.arange(len(samples)) / RATE * 9))
    return {
        "mp3_32k": coded(samples, codec="mp3", container="mp3", bit_rate=32_000),
        "aac_24k": coded(samples, bit_rate=24_000),
        "quiet": coded(samples * 0.05),
        "clipped": coded(np.clip(samples * 6, -1, 1)),
        "noise_15_db": coded(samples * 0.7 + rng.normal(0, samples.std() * 0.7 * 0.178, len(samples))),
        "voice_over_6_db": coded(samples * 0.6 + speech * samples.std() * 0.3),
        "excerpt_12_s": coded(samples[start : start + 12 * second]),
        "15_s_within_another": coded(within),
        "faster_1_percent": coded(at_pace(samples, 1.01)),
        "faster_5_percent": coded(at_pace(samples, 1.05)),
    }


def run(count: int, seed: int) -> dict:
    """Return the figures."""
    tools = Tools(fpcalc=Path(shutil.which("fpcalc") or "fpcalc"))
    signal, index, clock = SIGNAL_TYPES["audio"], SoundIndex(), {"extract": 0.0, "look_up": 0.0, "files": 0}
    banked = [recording(number, 40) for number in range(count)]
    for number, samples in enumerate(banked):
        column = signal.extract(FileContent([OpenedFile(coded(samples), tools=tools)]))
        index.add([column.values.value(0)], np.array([number]))
    figures: dict[str, dict] = {}
    for number, samples in enumerate(banked):
        rng = np.random.default_rng([seed, number])
        for name, file in edits(samples, recording(10_000 + number, 40), rng).items():
            told = figures.setdefault(name, {"same": 0, "near": 0, "look": 0, "missed": 0, "false": 0})
            began = time.process_time()
            column = signal.extract(FileContent([OpenedFile(file, tools=tools)]))
            clock["extract"] += time.process_time() - began
            began = time.process_time()
            hits = index.look_up(column)
            clock["look_up"] += time.process_time() - began
            clock["files"] += 1
            mine = hits.tiers[hits.entries == number]
            told[str(TIERS[mine.min()]) if len(mine) else "missed"] += 1
            told["false"] += len(set(hits.entries.tolist()) - {number})
    for told in figures.values():
        told["caught"] = round((told["same"] + told["near"]) / count, 3)
    return {
        "bench": "sound",
        "seed": seed,
        "recordings": count,
        "edits": figures,
        "mean_caught": round(float(np.mean([told["caught"] for told in figures.values()])), 3),
        "false_matches": sum(told["false"] for told in figures.values()),
        "pairs_of_different_recordings": count * (count - 1) * len(figures),
        "extract_cpu_seconds_per_file_without_fpcalc": round(clock["extract"] / clock["files"], 3),
        "look_up_cpu_seconds_per_file": round(clock["look_up"] / clock["files"], 4),
        "machine": machine(),
        "versions": versions("seawall", "numpy", "av"),
    }


def main(arguments: list[str] | None = None) -> None:
    """Run the bench; with --json the last line is one JSON object."""
    parser = argparse.ArgumentParser(prog="seawall_bench sound", description=__doc__)
    parser.add_argument("--recordings", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    offer_outputs(parser)
    chosen = parser.parse_args(arguments)
    if not shutil.which("fpcalc"):
        parser.error("fpcalc is not installed")
    figures = run(chosen.recordings, chosen.seed)
    for name, told in figures["edits"].items():
        print(f"{name:<22}{told}")
    print({name: figure for name, figure in figures.items() if isinstance(figure, int | float)})
    hand_out(figures, chosen)


if __name__ == "__main__":
    main()
