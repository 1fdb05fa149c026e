"""Which file is meant: the one uploaded, or the one at an address? Either lies in a temporary file while it is asked.

An upload's field is named `photo` or `video`; an address is fetched under the guard of `seawall.exchange.fetching`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from seawall.desk.hma.call import Call
from seawall.exchange import fetch
from seawall.exchange.errors import HmaRequestError
from seawall.exchange.hma import CONTENT_TYPES
from seawall.signals.opened_file import OpenedFile
from seawall.signals.tools import Tools

__all__ = ["ReceivedFile", "fetched_file", "uploaded_file"]

_OF_MEDIA_TYPE: Final = {"image": "photo", "video": "video"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedFile:
    """A file that lies at `path` for now, as `photo` or `video`, with the name that its sender gave it."""

    path: Path
    content_type: str
    name: str

    def opened(self) -> OpenedFile:
        """Return it opened, without the reading of texts in pictures: no type that is asked here needs it."""
        return OpenedFile(self.path, tools=Tools(fpcalc=settings.SEAWALL.fpcalc))


@contextmanager
def uploaded_file(call: Call) -> Iterator[ReceivedFile]:
    """Give the one file of a form; HmaRequestError where there is none, several, or one in another field."""
    files = [(field, file) for field, files in call.request.FILES.lists() for file in files]
    if not files:
        raise HmaRequestError("Missing multipart/form-data file upload")
    if len(files) > 1:
        raise HmaRequestError("Only one file allowed per request")
    [(field, file)] = files
    with _temporary() as path:
        _write(file, path)
        yield ReceivedFile(path=path, content_type=content_type_of(field), name=file.name or "")


@contextmanager
def fetched_file(call: Call, url: str) -> Iterator[ReceivedFile]:
    """Give the file at an address; raises what `fetch` raises, and HmaRequestError for what is no photo or video."""
    with _temporary() as path:
        with path.open("wb") as stream:
            fetched = fetch(url, stream, limits=settings.HMA.fetch)
        named = call.asked("content_type") or _OF_MEDIA_TYPE.get(fetched.media_type.partition("/")[0])
        if named is None:
            raise HmaRequestError(
                f"unsupported url ContentType: '{fetched.media_type[:80]}', "
                "if you know the expected type, provide it with the content_type query param",
                field="content_type",
            )
        name = PurePosixPath(urlsplit(fetched.url).path).name
        yield ReceivedFile(path=path, content_type=content_type_of(named), name=name)


def content_type_of(named: str) -> str:
    """Return a content type that is one; HmaRequestError where it isn't."""
    if named not in CONTENT_TYPES:
        raise HmaRequestError(f"no such content_type: '{named[:80]}'", field="content_type")
    return named


@contextmanager
def _temporary() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="seawall-hma-") as folder:
        yield Path(folder) / "received"


def _write(file: UploadedFile[Any], path: Path) -> None:
    with path.open("wb") as stream:
        for chunk in file.chunks():
            stream.write(chunk)
