"""The machine and the data folder: Python, room on the disk, who may read what, leftovers."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from collections.abc import Iterator
from typing import Final

from seawall.desk.backup.contents import DATABASE, KEY_FILE
from seawall.desk.doctor.diagnosis import Diagnosis, advice, fine, problem
from seawall.settings import Settings

__all__ = ["check_disk", "check_home", "check_private_files", "check_python"]

_OLDEST_PYTHON: Final = (3, 11)
_LITTLE_BYTES: Final = 1 << 30
_TOO_LITTLE_BYTES: Final = 200 << 20
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


def check_python(_settings: Settings) -> Iterator[Diagnosis]:
    """Is this Python new enough?"""
    written = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] < _OLDEST_PYTHON:
        yield problem("python", f"This is Python {written}.", "Install Python 3.11 or newer.")
    else:
        yield fine("python", f"Python {written}")


def check_disk(settings: Settings) -> Iterator[Diagnosis]:
    """Is there room?"""
    free = shutil.disk_usage(settings.home).free
    said = f"{free / 1e9:,.1f} GB are free on the disk of {settings.home}."
    more = "Make room, shorten SEAWALL_RETENTION, or move SEAWALL_HOME to a larger disk."
    if free < _TOO_LITTLE_BYTES:
        yield problem("disk", f"Only {said}", more)
    elif free < _LITTLE_BYTES:
        yield advice("disk", f"Only {said}", more)
    else:
        yield fine("disk", said)


def check_home(settings: Settings) -> Iterator[Diagnosis]:
    """May the owner alone look into the data folder, and may this process write there?"""
    mode = stat.S_IMODE(settings.home.stat().st_mode)
    if not os.access(settings.home, os.W_OK | os.X_OK):
        yield problem("home", f"{settings.home} can't be written by this account.", f"chown or chmod {settings.home}.")
    elif mode & _OTHERS:
        yield problem("home", f"Others may look into {settings.home} (mode {mode:04o}).", f"chmod 700 {settings.home}")
    else:
        yield fine("home", f"{settings.home} is its owner's alone")


def check_private_files(settings: Settings) -> Iterator[Diagnosis]:
    """Are the secret key and the database readable by their owner alone?"""
    for name, needed in ((KEY_FILE, stat.S_IRWXG | stat.S_IRWXO), (DATABASE, stat.S_IRWXO)):
        path = settings.home / name
        if not path.exists():
            continue
        mode = stat.S_IMODE(path.stat().st_mode)
        sheltered = not stat.S_IMODE(settings.home.stat().st_mode) & stat.S_IRWXO
        if mode & needed and (name == KEY_FILE or not sheltered):
            yield problem(name, f"Others may read {path} (mode {mode:04o}).", f"chmod 600 {path}")
        else:
            yield fine(name, f"{path.name} is its owner's alone")
