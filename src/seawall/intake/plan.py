"""What will be imported from this path? One file, or the files of a folder, each with how it is read.

A folder in Seawall's own layout is read table by table, as one batch; of any other folder every file that a map or
format fits is a batch of its own, in order of name, and the others are left out with the reason. A batch is resumed,
counted and withdrawn whole.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from seawall.digests import digest_bytes, digest_stream
from seawall.intake.errors import (
    AmbiguousFormatError,
    BrokenInputError,
    EmptyInputError,
    InputMissingError,
    MapColumnError,
    UnknownFormatError,
)
from seawall.intake.guess import Guess, guess_file
from seawall.intake.native import native_files

__all__ = ["ImportPlan", "LeftOut", "Part", "fingerprint_of", "plan_import"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One file of an import; `name` is its path within what was named."""

    path: Path
    name: str
    guess: Guess


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A file of a folder that is not imported, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPlan:
    """The parts of one import, in order; `is_native`: they belong together as tables of one Seawall."""

    path: Path
    parts: tuple[Part, ...]
    left_out: tuple[LeftOut, ...] = ()
    is_native: bool = False

    def by_batch(self) -> tuple[ImportPlan, ...]:
        """Split the plan into what is one batch each.

        Posts without an id are numbered within their batch, so two files that overlap must not share one.
        """
        if self.is_native or len(self.parts) == 1:
            return (self,)
        return tuple(ImportPlan(path=part.path, parts=(part,)) for part in self.parts)

    @property
    def map_name(self) -> str:
        """Return the names of the maps and formats in use."""
        return "+".join(dict.fromkeys(part.guess.name for part in self.parts))

    @property
    def source(self) -> str:
        """Return the source that the maps name, or else the name of the first map."""
        first = self.parts[0].guess
        return (first.column_map.source if first.column_map else None) or first.name


def plan_import(path: Path, map_name: str | None = None) -> ImportPlan:
    """Look at a file or folder and say what will be read how.

    Raises:
        InputMissingError: there is nothing at `path`.
        EmptyInputError, UnknownFormatError, AmbiguousFormatError, MapError: nothing of it can be read.
    """
    if not path.exists():
        raise InputMissingError(f"{path}: there is no such file or folder", path=path)
    if not path.is_dir():
        if not path.is_file():
            raise InputMissingError(f"{path} is neither a file nor a folder", path=path)
        return ImportPlan(path=path, parts=(Part(path=path, name=path.name, guess=guess_file(path, map_name)),))
    native = native_files(path)
    files = native or sorted(one for one in path.rglob("*") if one.is_file() and not _is_hidden(one.relative_to(path)))
    if not files:
        raise EmptyInputError(f"the folder {path} holds no files", path=path)
    parts, left_out = [], []
    for file in files:
        name = str(file.relative_to(path))
        try:
            parts.append(Part(path=file, name=name, guess=guess_file(file, map_name)))
        except (EmptyInputError, UnknownFormatError, AmbiguousFormatError, MapColumnError, BrokenInputError) as error:
            left_out.append(LeftOut(name=name, reason=error.message))
    if not parts:
        reasons = "; ".join(one.reason for one in left_out[:3])
        raise UnknownFormatError(f"no file of the folder {path} can be imported: {reasons}", path=path)
    return ImportPlan(path=path, parts=tuple(parts), left_out=tuple(left_out), is_native=bool(native))


def _is_hidden(path: Path) -> bool:
    return any(name.startswith(".") for name in path.parts)


def fingerprint_of(plan: ImportPlan, progress: Callable[[str], None] = lambda _: None) -> str:
    """Return the digest of the bytes of a plan: of its one file, or of all names and digests."""
    digests = []
    for part in plan.parts:
        progress(part.name)
        with part.path.open("rb") as stream:
            digests.append(f"{part.name}\0{digest_stream(stream)}")
    if len(digests) == 1:
        return digests[0].partition("\0")[2]
    return str(digest_bytes("\n".join(digests).encode()))
