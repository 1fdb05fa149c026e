"""How does an identity model lie on disk? Canonical JSON, named by its digest; nothing in it is ever run.

A file is written once and never changed: a retrained model is another file, so that a stored decision finds the very
model that made it. A reader takes only known fields of known types within limits, and refuses a file whose content
does not have the digest in its name.
"""

from __future__ import annotations

import hashlib
import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import msgspec

from seawall.durable import replace_durably
from seawall.identity.errors import ModelFileError
from seawall.identity.models.model import IdentityModel

__all__ = ["SHIPPED_MODEL", "find_model", "load_model", "model_digest", "model_octets", "read_model", "save_model"]

SHIPPED_MODEL: Final = "seawall_1.json"
_FORMAT: Final = "seawall-identity-model 1"
_MOST_OCTETS: Final = 4 << 20
_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
_LABEL: Final = re.compile(r"([a-z][a-z0-9_]{0,39}) (\d{1,6}) ([0-9a-f]{12})")


def model_octets(model: IdentityModel) -> bytes:
    """Return a model as canonical JSON: keys in order, one form for one model."""
    if not _NAME.fullmatch(model.name):
        raise ModelFileError(
            f"{model.name!r} is no model name: lower-case letters, digits and _, at most 40", name=model.name
        )
    fields = {name: getattr(model, name) for name in IdentityModel.__dataclass_fields__}
    plain: dict[str, Any] = msgspec.to_builtins(fields, str_keys=True)
    text = json.dumps({"format": _FORMAT, **plain}, sort_keys=True, ensure_ascii=False, allow_nan=False, indent=1)
    return (text + "\n").encode()


def model_digest(model: IdentityModel) -> str:
    """Return the SHA-256 of a model's canonical JSON, in hexadecimal."""
    return hashlib.sha256(model_octets(model)).hexdigest()


def save_model(model: IdentityModel, folder: Path) -> Path:
    """Write a model into a folder in one step, named by name, version and digest; return its path.

    Raises:
        ModelFileError: it can't be written.
    """
    content = model_octets(model)
    path = folder / f"{model.name}_{model.version}_{model.digest[:12]}.json"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        replace_durably(path, (content,))
    except OSError as error:
        raise ModelFileError(f"The model {path} can't be written: {error.strerror}", path=path) from error
    return path


def load_model(path: Path | None = None) -> IdentityModel:
    """Read a model file; without a path, the model that Seawall ships.

    Raises:
        ModelFileError: it can't be read, is no model, or does not have the digest in its name.
    """
    if path is None:
        return read_model((files("seawall.identity.models") / SHIPPED_MODEL).read_bytes())
    try:
        with path.open("rb") as stream:
            content = stream.read(_MOST_OCTETS + 1)
    except OSError as error:
        raise ModelFileError(f"The model {path} can't be read: {error.strerror}", path=path) from error
    model = read_model(content)
    named = re.fullmatch(r".*_([0-9a-f]{12})\.json", path.name)
    if named and not model.digest.startswith(named[1]):
        raise ModelFileError(f"The model {path} was altered: its content has another digest.", path=path)
    return model


def find_model(folder: Path, label: str) -> IdentityModel:
    """Return the model that a stored link names, from a folder of saved models or from those shipped.

    Raises:
        ModelFileError: no such model is kept.
    """
    named = _LABEL.fullmatch(label)
    if not named:
        raise ModelFileError(f"{label!r} names no model: name, version, twelve digits of the digest", label=label)
    path = folder / f"{named[1]}_{named[2]}_{named[3]}.json"
    if path.is_file():
        return load_model(path)
    for shipped in sorted(files("seawall.identity.models").iterdir(), key=lambda entry: entry.name):
        if shipped.name.endswith(".json") and shipped.name.startswith(named[1]):
            model = read_model(shipped.read_bytes())
            if model.label == label:
                return model
    raise ModelFileError(f"The model {label!r} is kept neither in {folder} nor shipped.", label=label)


def read_model(content: bytes) -> IdentityModel:
    """Read the content of a model file; see `load_model`."""
    if len(content) > _MOST_OCTETS:
        raise ModelFileError("The model file is larger than any model is.")
    try:
        plain = json.loads(content)
        if not isinstance(plain, dict) or plain.pop("format", None) != _FORMAT:
            raise ModelFileError("This is not an identity model that Seawall can read.")
        unknown = plain.keys() - IdentityModel.__dataclass_fields__.keys()
        if unknown:
            raise ModelFileError(f"The model file has fields that no model has: {', '.join(sorted(unknown))}")
        return msgspec.convert(plain, IdentityModel)
    except (ValueError, TypeError, RecursionError, msgspec.ValidationError) as error:
        raise ModelFileError(f"The model file does not hang together: {error}") from error
