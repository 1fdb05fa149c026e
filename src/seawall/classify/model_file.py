r"""How does a ranker lie on disk? A JSON header and plain arrays in one file, signed; no code, no pickle.

    SEAWALL-RANKER 1\n | length of the header, 8 octets, big-endian | header | arrays | signature, 64 octets

The header names each array with its type and length, in the order in which they stand, little-endian, and holds what
the training wrote down. Everything before the signature is signed. A reader believes nothing before the signature
holds, and even then takes only known arrays of known types within limits. Files are written beside and moved into
place.
"""

from __future__ import annotations

import hashlib
import json
import math
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from seawall.classify.calibration import Calibration
from seawall.classify.errors import ModelFileError, ModelSignatureError
from seawall.classify.labels import Mode
from seawall.classify.linear_views import LinearViews
from seawall.classify.model_signing import SIGNATURE_OCTETS, Key, check_signature, key_name, sign
from seawall.classify.ranker import Ranker
from seawall.classify.text_features import BUCKETS, FEATURE_VERSION
from seawall.durable import replace_durably

__all__ = ["load_ranker", "ranker_octets", "read_ranker", "save_ranker"]

_MAGIC: Final = b"SEAWALL-RANKER 1\n"
_MOST_OCTETS: Final = 256 << 20
_MOST_HEADER: Final = 64 << 20
_LENGTH: Final = 8
_ARRAYS: Final = {"buckets": "<i4", "idf": "<f4", "weights": "<f4", "margins": "<f8", "scores": "<f8"}
_NUMBERS: Final = ("unseen_idf", "intercept", "slope", "offset", "operating_margin")


def save_ranker(ranker: Ranker, path: Path, key: Key) -> str:
    """Write a signed model file in one step; return its digest.

    Raises:
        ModelFileError: the file can't be written.
        ModelSignatureError: `key` is the public half only.
    """
    content = ranker_octets(ranker, key)
    try:
        replace_durably(path, [content])
    except OSError as error:
        raise ModelFileError(f"The model {path} can't be written: {error.strerror}", path=path) from error
    return hashlib.sha256(content).hexdigest()


def ranker_octets(ranker: Ranker, key: Key) -> bytes:
    """Return the signed content of a model file."""
    arrays = _arrays_of(ranker)
    header = {
        "arrays": [[name, len(arrays[name])] for name in _ARRAYS],
        "facts": dict(ranker.facts),
        "feature_version": FEATURE_VERSION,
        "mode": ranker.mode.value,
        "numbers": {
            "unseen_idf": ranker.views.unseen_idf,
            "intercept": ranker.views.intercept,
            "slope": ranker.calibration.slope,
            "offset": ranker.calibration.offset,
            "operating_margin": ranker.operating_margin,
        },
        "signed_with": key_name(key),
    }
    told = json.dumps(header, sort_keys=True, ensure_ascii=False, allow_nan=False).encode()
    body = b"".join(arrays[name].astype(kind).tobytes() for name, kind in _ARRAYS.items())
    content = _MAGIC + len(told).to_bytes(_LENGTH, "big") + told + body
    return content + sign(key, content)


def load_ranker(path: Path, key: Key) -> Ranker:
    """Read a model file that was signed with `key`.

    Raises:
        ModelFileError: it can't be read, or isn't a model of this version.
        ModelSignatureError: it is unsigned, altered or signed with another key.
    """
    try:
        with path.open("rb") as stream:
            content = stream.read(_MOST_OCTETS + 1)
    except OSError as error:
        raise ModelFileError(f"The model {path} can't be read: {error.strerror}", path=path) from error
    return read_ranker(content, key)


def read_ranker(content: bytes, key: Key) -> Ranker:
    """Read the content of a model file; see `load_ranker`."""
    if len(content) > _MOST_OCTETS or not content.startswith(_MAGIC):
        raise ModelFileError("This is not a ranker's model file that Seawall can read.")
    if len(content) < len(_MAGIC) + _LENGTH + SIGNATURE_OCTETS:
        raise ModelSignatureError("The model file is cut off; it is not used.")
    check_signature(key, content[:-SIGNATURE_OCTETS], content[-SIGNATURE_OCTETS:])
    start = len(_MAGIC) + _LENGTH
    size = int.from_bytes(content[len(_MAGIC) : start], "big")
    if size > min(_MOST_HEADER, len(content) - start):
        raise ModelFileError("The header of the model file is longer than the file.")
    try:
        header = json.loads(content[start : start + size])
        return _ranker_of(header, content[start + size : -SIGNATURE_OCTETS])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ModelFileError(f"The model file does not hang together: {error}") from error


def _arrays_of(ranker: Ranker) -> dict[str, NDArray[Any]]:
    views, curve = ranker.views, ranker.calibration
    return {
        "buckets": views.buckets,
        "idf": views.idf,
        "weights": views.weights,
        "margins": curve.margins,
        "scores": curve.scores,
    }


def _ranker_of(header: dict[str, Any], body: bytes) -> Ranker:
    if header["feature_version"] != FEATURE_VERSION:
        raise ModelFileError(
            f"The model was trained on features of version {header['feature_version']}, this Seawall counts those of "
            f"version {FEATURE_VERSION}: train it anew.",
        )
    numbers = {name: float(header["numbers"][name]) for name in _NUMBERS}
    if not all(math.isfinite(number) for number in numbers.values()):
        raise ModelFileError("A number of the model file is no number.")
    arrays = _read_arrays(header["arrays"], body)
    views = LinearViews(
        buckets=arrays["buckets"], idf=arrays["idf"], weights=arrays["weights"],
        unseen_idf=numbers["unseen_idf"], intercept=numbers["intercept"],
    )  # fmt: skip
    curve = Calibration(
        slope=numbers["slope"], offset=numbers["offset"], margins=arrays["margins"], scores=arrays["scores"]
    )
    return Ranker(
        views=views, calibration=curve, operating_margin=numbers["operating_margin"], mode=Mode(header["mode"]),
        facts=dict(header["facts"]),
    )  # fmt: skip


def _read_arrays(listed: list[list[Any]], body: bytes) -> dict[str, NDArray[Any]]:
    if [name for name, _ in listed] != list(_ARRAYS):
        raise ModelFileError("The model file lists other arrays than a ranker has.")
    arrays: dict[str, NDArray[Any]] = {}
    at = 0
    for (name, kind), (_, count) in zip(_ARRAYS.items(), listed, strict=True):
        size = int(count) * np.dtype(kind).itemsize
        if not 0 <= int(count) <= BUCKETS or at + size > len(body):
            raise ModelFileError(f"The array {name} of the model file is longer than the file.")
        arrays[name] = np.frombuffer(body, kind, int(count), at).astype(np.dtype(kind).newbyteorder("="))
        at += size
    buckets = arrays["buckets"]
    in_order = bool(np.all(np.diff(buckets) > 0)) and (not len(buckets) or 0 <= buckets[0] <= buckets[-1] < BUCKETS)
    same_length = len(buckets) == len(arrays["idf"]) == len(arrays["weights"])
    finite = all(bool(np.all(np.isfinite(array))) for array in arrays.values())
    if at != len(body) or not in_order or not same_length or not finite:
        raise ModelFileError("The arrays of the model file do not fit each other.")
    return arrays
