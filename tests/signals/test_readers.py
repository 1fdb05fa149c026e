import io
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from seawall.signals import FileKind, OpenedFile, Tools
from seawall.signals.readers import BUILT_IN, TEXT_READERS
from seawall.testing.contracts.text_reader_contract import TextReaderContract


def test_names_of_readers_are_permanent():
    assert sorted(reader.NAME for reader in BUILT_IN) == ["document", "picture_text", "qr"]


@pytest.fixture(params=[reader.NAME for reader in BUILT_IN])
def text_reader(request):
    return TEXT_READERS[request.param]


class TestBuiltIn(TextReaderContract):
    @pytest.fixture
    def text_reader(self, text_reader):
        return text_reader


def png(image):
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


def code(text, scale=6):
    import zxingcpp

    made = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode)
    return Image.fromarray(np.array(made.to_image(scale=scale))).convert("RGB")


def test_codes_are_read_turned_inverted_and_beside_each_other():
    sheet = Image.new("RGB", (900, 500), "white")
    sheet.paste(code("t.me/lamp_room").rotate(90), (20, 40))
    sheet.paste(code("https://lamps.example/harbour"), (450, 60))
    read = {one.text for one in TEXT_READERS["qr"].read(OpenedFile(png(sheet)))}
    assert read == {"t.me/lamp_room", "https://lamps.example/harbour"}
    dark = Image.fromarray(255 - np.asarray(code("t.me/lamp_room")))
    assert [one.text for one in TEXT_READERS["qr"].read(OpenedFile(png(dark)))] == ["t.me/lamp_room"]


def test_a_document_gives_texts_and_pictures_with_their_pages(tmp_path):
    drawing = Image.effect_noise((200, 160), 90).convert("RGB")
    first = TEXT_READERS["document"].examples()[0].file
    path = tmp_path / "course.pdf"
    drawing.save(path, "PDF")  # a page that is one picture
    scanned = OpenedFile(path)
    assert scanned.kind is FileKind.DOCUMENT
    assert scanned.texts == ()
    assert [picture.place for picture in scanned.pictures] == ["page 1, picture 1"]
    written = OpenedFile(first)
    assert [(one.place, one.text.strip()) for one in written.texts] == [("page 1", "the lamps return")]
    assert written.pictures == ()


def test_addresses_behind_links_are_read():
    page = TEXT_READERS["document"].examples()[0].file
    link = (
        b"/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 99 99]/A<</S/URI/URI(https://lamps.example/course)>>>>]/Contents"
    )
    # the table of places no longer fits and PDFium mends it, as it does for most real files
    read = OpenedFile(page.replace(b"/Contents", link, 1)).texts
    assert "https://lamps.example/course" in read[0].text.split()


def test_a_broken_document_is_told_and_harms_nothing():
    file = OpenedFile(b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>")
    assert file.texts == ()
    assert file.pictures == ()
    assert any("PDFium" in reason for reason in file.asides)


@pytest.mark.slow
def test_words_in_a_picture_are_read_where_the_program_is(skip_or_fail):
    program = shutil.which("tesseract")
    if program is None:
        skip_or_fail("tesseract is not installed")
    picture = Image.new("RGB", (700, 120), "white")
    ImageDraw.Draw(picture).text((30, 30), "THE LAMPS RETURN", fill="black", font=ImageFont.load_default(48))
    file = OpenedFile(png(picture), tools=Tools(tesseract=Path(program)))
    assert [one.text.replace(" ", "") for one in file.texts] == ["THELAMPSRETURN"]  # it may lose a space


def test_a_program_that_fails_is_told(tmp_path):
    program = tmp_path / "tesseract"
    program.write_text("#!/bin/sh\nexit 3\n")
    program.chmod(0o755)
    file = OpenedFile(png(Image.effect_noise((100, 100), 90).convert("RGB")), tools=Tools(tesseract=program))
    assert file.texts == ()
    assert file.asides == ["Text in a picture: tesseract ended with 3"]
