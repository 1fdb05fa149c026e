"""What comes from elsewhere is what it says it is: version, licence, digest, size."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path

import seawall.desk

STATIC = Path(seawall.desk.__file__).parent / "static/desk"
PACKAGES = tomllib.loads((STATIC / "VENDORED.toml").read_text())["package"]
FILES = {name: digest for package in PACKAGES for name, digest in package["sha256"].items()}


def test_each_vendored_file_has_the_digest_on_record() -> None:
    assert {name: hashlib.sha256((STATIC / name).read_bytes()).hexdigest() for name in FILES} == FILES


def test_every_font_and_library_in_the_folder_is_on_record() -> None:
    there = [path for folder in ("vendor", "fonts") for path in (STATIC / folder).iterdir() if path.suffix != ".txt"]
    assert {path.relative_to(STATIC).as_posix() for path in there} <= set(FILES)


def test_every_licence_lies_beside_its_files() -> None:
    assert all((STATIC / package["licence_file"]).stat().st_size > 300 for package in PACKAGES)


def test_the_fonts_together_stay_below_400_kilobytes() -> None:
    assert sum(path.stat().st_size for path in (STATIC / "fonts").glob("*.woff2")) < 400_000
