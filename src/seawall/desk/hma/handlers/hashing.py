"""Hash a file: `GET /h/hash?url=…` and `POST /h/hash` with an upload."""

from __future__ import annotations

from seawall.desk.hma.call import Answered, Call
from seawall.desk.hma.file_columns import columns_of_file, types_for, values_of
from seawall.desk.hma.received import ReceivedFile, fetched_file, uploaded_file

__all__ = ["hash_address", "hash_upload"]


def hash_address(call: Call) -> Answered:
    """Hash what stands at an address."""
    with fetched_file(call, call.required("url")) as file:
        return _hashes(call, file)


def hash_upload(call: Call) -> Answered:
    """Hash an uploaded file."""
    with uploaded_file(call) as file:
        return _hashes(call, file)


def _hashes(call: Call, file: ReceivedFile) -> Answered:
    names = types_for(file.content_type, call.words("types"))
    return Answered(body=values_of(columns_of_file(file, names), names))
