"""One frozen settings object, read from the environment at the edge and handed inward.

Every variable starts with `SEAWALL_`; `docs/settings.md` lists them all (a test checks that it does). Nothing below the
CLI and the desk reads the environment.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from seawall.errors import SettingsError

__all__ = ["Settings", "default_home", "positive_integer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where Seawall keeps its data and how much of the machine it may use.

    `home` is the data folder; `database_url` names the desk's database (SQLite in `home` unless set); `memory_bytes`
    bounds what the query engine may hold before it spills to disk; `threads` bounds its threads. `tesseract` and
    `fpcalc` are optional programs: without them no text is read in pictures, and no sound is compared.
    """

    home: Path
    database_url: str | None = None
    memory_bytes: int = 1 << 30
    threads: int = 2
    tesseract: Path | None = None
    fpcalc: Path | None = None

    @property
    def corpus_path(self) -> Path:
        """Return the folder of the Parquet corpus."""
        return self.home / "corpus"

    @property
    def findings_path(self) -> Path:
        """Return the folder of the findings store."""
        return self.home / "findings"

    @property
    def media_signals_path(self) -> Path:
        """Return the folder of what was taken from the files of the corpus."""
        return self.home / "media_signals"

    @property
    def evidence_path(self) -> Path:
        """Return the folder of files named by their digest."""
        return self.home / "evidence"

    @property
    def desk_database_path(self) -> Path:
        """Return the SQLite file of the desk."""
        return self.home / "desk.sqlite3"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None, *, home: Path | None = None) -> Settings:
        """Read `SEAWALL_HOME`, `SEAWALL_DATABASE_URL`, `SEAWALL_MEMORY_BYTES`, `SEAWALL_THREADS` and the programs."""
        values = os.environ if environment is None else environment
        return cls(
            home=(home or Path(values.get("SEAWALL_HOME") or default_home(values))).expanduser().absolute(),
            database_url=values.get("SEAWALL_DATABASE_URL") or None,
            memory_bytes=positive_integer(values, "SEAWALL_MEMORY_BYTES", 1 << 30),
            threads=positive_integer(values, "SEAWALL_THREADS", os.cpu_count() or 2),
            tesseract=_program(values, "SEAWALL_TESSERACT", "tesseract"),
            fpcalc=_program(values, "SEAWALL_FPCALC", "fpcalc"),
        )


def default_home(environment: Mapping[str, str]) -> Path:
    """Return the data folder that the XDG base directory specification asks for."""
    return Path(environment.get("XDG_DATA_HOME") or "~/.local/share") / "seawall"


def positive_integer(values: Mapping[str, str], name: str, default: int) -> int:
    """Return a setting that is a whole number above 0, `default` where it is unset; SettingsError where it is none."""
    written = values.get(name)
    if not written:
        return default
    if not written.isascii() or not written.isdigit() or int(written) == 0:
        raise SettingsError(f"{name} must be a whole number above 0, not {written!r}", name=name, value=written)
    return int(written)


def _program(values: Mapping[str, str], name: str, usual: str) -> Path | None:
    """Return where a program is: as the variable says, else on the path; "none" does without it."""
    written = values.get(name)
    if written == "none":
        return None
    if written:
        if not Path(written).is_absolute() or not os.access(written, os.X_OK):
            raise SettingsError(
                f"{name} must be the absolute path of a program, or none, not {written!r}", name=name, value=written
            )
        return Path(written)
    found = shutil.which(usual, path=values.get("PATH"))
    return Path(found).absolute() if found else None
