"""The reader `document`: which texts, addresses and pictures stand in a PDF? Manuals and "training courses" are PDFs.

Each page's text, the addresses behind its links, and the pictures laid on it; a page without text is drawn as a
picture, since scans have none. Read by PDFium, which runs no script here and opens no other file. Pages, pictures and
letters are bounded, so a document with a million pages is read in part. Left out: other document formats, attachments,
forms.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import create_string_buffer
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from seawall.signals.errors import DocumentError
from seawall.signals.file_kind import FileKind
from seawall.signals.readers.text_reader import MAX_READ_CHARACTERS, ReadText, TextReaderExample

if TYPE_CHECKING:
    from seawall.signals.opened_file import OpenedFile
    from seawall.signals.picture_decoding import Picture

__all__ = ["Document", "document_pictures"]

_MAX_PAGES: Final = 300
_MAX_OBJECTS: Final = 2_000  # that one page is searched for pictures
_MAX_PICTURES: Final = 40
_MIN_SIDE, _MAX_SIDE = 48, 1024  # pixels
_MAX_SOURCE_PIXELS: Final = 40_000_000
_MAX_OCTETS: Final = 200 << 20
_MAX_ADDRESS: Final = 4096
_ONE_AT_A_TIME: Final = threading.Lock()  # PDFium must not be entered twice


class Document:
    """Texts and addresses in a PDF."""

    NAME: Final = "document"
    TITLE: Final = "Text in a document"

    def read(self, file: OpenedFile) -> tuple[ReadText, ...]:
        """Return each page's text, with the addresses behind its links on lines of their own."""
        if file.kind is not FileKind.DOCUMENT:
            return ()
        read = []
        left = MAX_READ_CHARACTERS
        with _opened(file) as document:
            for number in range(min(len(document), _MAX_PAGES)):
                text = _page_text(document, number)[:left]
                left -= len(text)
                if text.strip():
                    read.append(ReadText(reader=self.NAME, text=text, place=f"page {number + 1}"))
                if left <= 0:
                    break
        return tuple(read)

    def examples(self) -> tuple[TextReaderExample, ...]:
        """Return a page of one line, written by hand."""
        return (TextReaderExample(file=_one_page("the lamps return"), texts=("the lamps return",)),)


def document_pictures(file: OpenedFile) -> tuple[Picture, ...]:
    """Return the pictures on the pages of a document, and pages without text as pictures.

    Raises:
        DocumentError: it is none that PDFium can open.
    """
    pictures: list[Picture] = []
    with _opened(file) as document:
        for number in range(min(len(document), _MAX_PAGES)):
            for picture in _page_pictures(document, number):
                if len(pictures) == _MAX_PICTURES:
                    return tuple(pictures)
                pictures.append(picture)
    return tuple(pictures)


@contextmanager
def _opened(file: OpenedFile) -> Iterator[Any]:
    import pypdfium2

    with _ONE_AT_A_TIME:
        octets = file.octets()
        if len(octets) > _MAX_OCTETS:
            raise DocumentError(f"it has more than {_MAX_OCTETS >> 20} MiB", byte_count=len(octets))
        try:
            document = pypdfium2.PdfDocument(octets)
        except pypdfium2.PdfiumError as error:
            raise DocumentError(f"PDFium can't open it: {error}") from error
        try:
            yield document
        except pypdfium2.PdfiumError as error:
            raise DocumentError(f"PDFium can't read it: {error}") from error
        finally:
            document.close()


def _page_text(document: Any, number: int) -> str:
    page = document[number]
    try:
        text_page = page.get_textpage()
        try:
            text = str(text_page.get_text_bounded())
        finally:
            text_page.close()
        return "\n".join([text, *_addresses(document, page)])
    finally:
        page.close()


def _addresses(document: Any, page: Any) -> list[str]:
    """Return the addresses behind the links of a page, as PDFium's own interface names them."""
    from ctypes import byref, c_int

    import pypdfium2.raw as pdfium

    found: list[str] = []
    position, link = c_int(0), pdfium.FPDF_LINK()
    while len(found) < _MAX_OBJECTS and pdfium.FPDFLink_Enumerate(page.raw, byref(position), byref(link)):
        goal = pdfium.FPDFLink_GetAction(link)
        length = pdfium.FPDFAction_GetURIPath(document.raw, goal, None, 0) if goal else 0
        if 1 < length <= _MAX_ADDRESS:
            buffer = create_string_buffer(length)
            pdfium.FPDFAction_GetURIPath(document.raw, goal, buffer, length)
            found.append(buffer.value.decode("utf-8", "replace"))
    return list(dict.fromkeys(found))


def _page_pictures(document: Any, number: int) -> Iterator[Picture]:
    import pypdfium2.raw as pdfium

    page = document[number]
    try:
        count = 0
        for thing in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3):
            width, height = thing.get_px_size()
            if min(width, height) >= _MIN_SIDE and width * height <= _MAX_SOURCE_PIXELS:
                count += 1
                yield _picture(thing.get_bitmap(), f"page {number + 1}, picture {count}")
            if count == _MAX_PICTURES:
                return
        if not count and not _page_has_text(page):
            width, height = page.get_size()
            scale = min(_MAX_SIDE / max(width, height, 1.0), 4.0)
            if min(width, height) * scale >= 1:
                yield _picture(page.render(scale=scale), f"page {number + 1}")
    finally:
        page.close()


def _page_has_text(page: Any) -> bool:
    text_page = page.get_textpage()
    try:
        return bool(text_page.count_chars())
    finally:
        text_page.close()


def _picture(bitmap: Any, place: str) -> Picture:
    from PIL import Image

    from seawall.signals.picture_decoding import Picture

    image: Image.Image = bitmap.to_pil().convert("RGB")
    image.thumbnail((_MAX_SIDE, _MAX_SIDE))
    return Picture(pixels=np.asarray(image).copy(), place=place)


def _one_page(line: str) -> bytes:
    """Return a PDF of one page with one line of ASCII text."""
    content = f"BT /F1 24 Tf 40 100 Td ({line}) Tj ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, table)
    return bytes(out)
