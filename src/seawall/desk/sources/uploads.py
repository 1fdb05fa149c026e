"""How does a file come in without filling the memory or the disk? Streamed into the data folder, up to a limit.

`@limited_upload(max_bytes)` puts the handler in place before anything reads the request (Django's CSRF check would
read it, so the check runs inside). A declared length beyond the limit is refused before a byte is read; one that lies
is cut off at the limit. Left out: what the file holds.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from seawall.desk.sources.errors import UploadTooLargeError
from seawall.desk.sources.folders import spool_folder

__all__ = ["MAX_UPLOAD_BYTES", "SpooledFile", "limited_upload", "place_upload"]

MAX_UPLOAD_BYTES: Final = 2 << 30
_FORM_BYTES: Final = 1 << 20
"""What the other fields and the multipart frame may take besides the file."""


class SpooledFile(UploadedFile):  # type: ignore[type-arg]
    """An upload that lies in the data folder until it is closed; `place_upload` keeps it."""

    def __init__(self, name: str, content_type: str) -> None:
        """Open a nameless place for it."""
        # the file is closed, and with that removed, by Django at the end of the request
        file = tempfile.NamedTemporaryFile(dir=spool_folder(), suffix=".upload")  # noqa: SIM115
        super().__init__(file, name, content_type, 0)


class _LimitedHandler(FileUploadHandler):
    """Writes each file into the data folder and stops beyond `max_bytes` in all."""

    def __init__(self, request: HttpRequest, max_bytes: int) -> None:
        super().__init__(request)
        self._max_bytes = max_bytes
        self._received = 0
        self._spooled: SpooledFile | None = None
        self.is_too_large = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        super().new_file(*args, **kwargs)
        self._spooled = SpooledFile(self.file_name or "upload", self.content_type or "")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write a piece; beyond the limit the upload ends."""
        self._received += len(raw_data)
        if self._received > self._max_bytes:
            self.is_too_large = True
            raise StopUpload(connection_reset=True)
        assert self._spooled is not None
        self._spooled.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile[bytes] | None:
        """Hand over the whole file."""
        if self._spooled is not None:
            self._spooled.seek(0)
            self._spooled.size = file_size
        return self._spooled

    def upload_interrupted(self) -> None:
        """Drop what came in of a file that breaks off."""
        if self._spooled is not None:
            self._spooled.close()


def limited_upload(max_bytes: int) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Let a view take files of up to `max_bytes` in all; more raises UploadTooLargeError."""

    def decorate(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        protected = csrf_protect(view)

        @csrf_exempt
        @wraps(view)
        def limited(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method == "POST":
                _receive(request, max_bytes)
            return protected(request, *args, **kwargs)

        return limited

    return decorate


def _receive(request: HttpRequest, max_bytes: int) -> None:
    declared = request.META.get("CONTENT_LENGTH") or "0"
    if declared.isdigit() and int(declared) > max_bytes + _FORM_BYTES:
        raise _too_large(max_bytes)
    handler = _LimitedHandler(request, max_bytes)
    request.upload_handlers = [handler]
    request.POST.get("")  # reading any field receives the whole request
    if handler.is_too_large:
        raise _too_large(max_bytes)


def _too_large(max_bytes: int) -> UploadTooLargeError:
    message = f"an upload has at most {max_bytes >> 20:,} MiB; bring a larger file in with `seawall import`"
    return UploadTooLargeError(message, limit_bytes=max_bytes)


def place_upload(upload: UploadedFile[bytes], target: Path) -> None:
    """Keep an upload at `target`, whose folder is made."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    written = upload.file
    if isinstance(upload, SpooledFile) and written is not None:
        written.flush()
        try:
            os.link(written.name, target)
        except OSError:  # a file system without hard links
            shutil.copyfile(written.name, target)
        return
    with target.open("wb") as file:
        for piece in upload.chunks():
            file.write(piece)
