"""The reader `qr`: which texts and addresses stand in the codes of a picture?

QR, Aztec, Data Matrix and PDF417 codes in any direction, light on dark too, by ZXing. Flyers carry the invitation to a
chat room as a code so that no address stands in the text. Left out: bar codes of goods, codes in the frames of videos.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from seawall.signals.readers.text_reader import MAX_READ_CHARACTERS, ReadText, TextReaderExample

if TYPE_CHECKING:
    from seawall.signals.opened_file import OpenedFile

__all__ = ["Qr"]


class Qr:
    """Texts in square codes."""

    NAME: Final = "qr"
    TITLE: Final = "Code in a picture"

    def read(self, file: OpenedFile) -> tuple[ReadText, ...]:
        """Return the text of each code, each once a picture."""
        read: dict[tuple[str | None, str], ReadText] = {}
        for picture in file.pictures:
            for code in _codes(picture.pixels):
                text = code.text[:MAX_READ_CHARACTERS]
                if text:
                    read.setdefault((picture.place, text), ReadText(reader=self.NAME, text=text, place=picture.place))
        return tuple(read.values())

    def examples(self) -> tuple[TextReaderExample, ...]:
        """Return a drawn code with an invitation."""
        return (TextReaderExample(file=_drawn("https://t.me/lamp_room"), texts=("https://t.me/lamp_room",)),)


@cache
def _formats() -> Any:
    import zxingcpp

    kinds = zxingcpp.BarcodeFormat
    return zxingcpp.BarcodeFormats([kinds.QRCode, kinds.MicroQRCode, kinds.Aztec, kinds.DataMatrix, kinds.PDF417])


def _codes(pixels: Any) -> list[Any]:
    import zxingcpp

    return list(zxingcpp.read_barcodes(pixels[:, :, ::-1].copy(), formats=_formats()))


def _drawn(text: str) -> bytes:
    from io import BytesIO

    import zxingcpp
    from PIL import Image

    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode)
    stream = BytesIO()
    Image.fromarray(code.to_image(scale=8)).convert("RGB").save(stream, "PNG")
    return stream.getvalue()
