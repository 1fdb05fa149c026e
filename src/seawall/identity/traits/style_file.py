"""How does a style space lie on disk? Plain arrays in one .npz; nothing in it is ever run.

A reader takes only the arrays it knows, of the types and shapes it knows, within limits, and the digest must be that of
the arrays. Written beside and moved into place.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from seawall.durable import replace_durably
from seawall.identity.errors import ModelFileError
from seawall.identity.traits.style_counts import BUCKETS, FEATURE_VERSION, VERSIONS
from seawall.identity.traits.style_rarity import DEPTHS, HALF_BITS, StyleRarity

if TYPE_CHECKING:
    from seawall.identity.traits.style import StyleSpace

__all__ = ["fields_of", "read_space", "write_space"]

_TYPES: Final = {
    "rare": "<i4", "weights": "<f4", "common": "<i4", "scales": "<f4", "steps": "|i1", "offset": "<f4", "cohort": "|i1",
    "cosines": "<f4",
}  # fmt: skip
_MOST_OCTETS: Final = 64 << 20
_MOST_SIZE: Final = 256


def _digest_of(arrays: dict[str, NDArray[Any]], features: str) -> str:
    """Return the digest that names a space."""
    digest = hashlib.sha256(f"style {features}".encode())
    for name, kind in _TYPES.items():
        digest.update(name.encode() + repr(arrays[name].shape).encode())
        digest.update(np.ascontiguousarray(arrays[name], kind).tobytes())
    return digest.hexdigest()


def write_space(space: StyleSpace, path: Path) -> None:
    """Write a space; see `StyleSpace.save`."""
    arrays: dict[str, Any] = {name: getattr(space, name) for name in _TYPES if name != "cosines"}
    arrays["cosines"] = space.rarity.cosines
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, kind in _TYPES.items():
            member = io.BytesIO()
            np.save(member, np.ascontiguousarray(arrays[name], kind), allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), member.getvalue(), zipfile.ZIP_DEFLATED, 9)
        archive.writestr(zipfile.ZipInfo("version"), space.features)
    replace_durably(path, [stream.getvalue()])


def read_space(content: bytes, name: str) -> dict[str, Any]:
    """Return the fields of a space.

    Raises:
        ModelFileError: it is no space of this version, or does not hang together.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            features = _features_of(archive)
            arrays = {one: _array(archive.read(f"{one}.npy"), kind) for one, kind in _TYPES.items()}
        _check(arrays)
    except (ValueError, KeyError, zipfile.BadZipFile, EOFError, OSError) as error:
        raise ModelFileError(f"{name} is no style space that can be read: {error}", path=name) from error
    return fields_of(arrays, features)


def fields_of(arrays: dict[str, Any], features: str = FEATURE_VERSION) -> dict[str, Any]:
    """Return the fields of a `StyleSpace` that has these arrays and measures counts of this version."""
    digest = _digest_of(arrays, features)
    plain = {name: array for name, array in arrays.items() if name != "cosines"}
    return {**plain, "rarity": StyleRarity(cosines=arrays["cosines"]), "digest": digest, "features": features}


def _features_of(archive: zipfile.ZipFile) -> str:
    if sum(member.file_size for member in archive.infolist()) > _MOST_OCTETS:
        raise ValueError("it is larger than any space")
    version = archive.read("version").decode()
    if version not in VERSIONS:
        raise ValueError(f"it counts features of version {version}, this Seawall those of {' and '.join(VERSIONS)}")
    return version


def _array(octets: bytes, kind: str) -> NDArray[Any]:
    array: NDArray[Any] = np.load(io.BytesIO(octets), allow_pickle=False)
    if array.dtype.str != kind:
        raise ValueError(f"an array is {array.dtype.str}, not {kind}")
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        raise ValueError("a number is no number")
    return np.ascontiguousarray(array)


def _check(arrays: dict[str, NDArray[Any]]) -> None:
    rows, size = len(arrays["scales"]), len(arrays["offset"])
    shapes = {
        "rare": (rows - len(arrays["common"]),), "weights": arrays["rare"].shape, "scales": (rows,),
        "common": (len(arrays["common"]),), "steps": (rows, size), "offset": (size,),
        "cohort": (len(arrays["cohort"]), size), "cosines": (len(DEPTHS), HALF_BITS),
    }  # fmt: skip
    for name, shape in shapes.items():
        if arrays[name].shape != shape:
            raise ValueError(f"{name} is {arrays[name].shape}, not {shape}")
    if not 0 < size <= _MOST_SIZE or np.any(np.diff(arrays["cosines"], axis=1) < 0):
        raise ValueError("its arrays do not fit each other")
    for name in ("rare", "common"):
        buckets = arrays[name]
        if not len(buckets) or np.any(np.diff(buckets) <= 0) or buckets[0] < 0 or buckets[-1] >= BUCKETS:
            raise ValueError(f"{name} does not ascend within the buckets")
