"""Does this reader of texts keep its contract? Subclass it, return the reader, and run pytest.

    class TestMine(TextReaderContract):
        @pytest.fixture
        def text_reader(self):
            return Mine()

Checked are the permanent name, that the examples' texts are read, and that files of other kinds give nothing and no
error.
"""

from __future__ import annotations

import re

import pytest

from seawall.signals import OpenedFile
from seawall.signals.errors import FileSignalError
from seawall.signals.readers import MAX_READ_CHARACTERS, ReadText, TextReader

__all__ = ["TextReaderContract"]

_STRANGERS = (
    b"",
    b"the lamps return",
    b"\x89PNG\r\n\x1a\n",
    b"%PDF-1.7\n",
    b"%PDF-1.7\n" + bytes(2000),
    b"\xff\xd8\xff",
)


class TextReaderContract:
    """What every reader of texts promises; the fixture `text_reader` hands in the one to check."""

    @pytest.fixture
    def text_reader(self) -> TextReader:
        """Return the reader to check."""
        pytest.fail("return your reader from the fixture `text_reader`")

    def test_it_has_what_the_protocol_asks(self, text_reader: TextReader) -> None:
        """Name and title."""
        assert isinstance(text_reader, TextReader)
        assert re.fullmatch(r"[a-z][a-z0-9_]*", text_reader.NAME)
        assert text_reader.TITLE.strip()

    def test_the_texts_of_its_examples_are_read(self, text_reader: TextReader) -> None:
        """Each text is read, under the reader's own name."""
        for example in text_reader.examples():
            read = text_reader.read(OpenedFile(example.file))
            assert tuple(" ".join(one.text.split()) for one in read) == example.texts
            assert {one.reader for one in read} <= {text_reader.NAME}
            assert all(len(one.text) <= MAX_READ_CHARACTERS for one in read)

    @pytest.mark.parametrize("stranger", _STRANGERS)
    def test_a_stranger_gives_nothing_or_a_reason(self, text_reader: TextReader, stranger: bytes) -> None:
        """A file of another kind, or a broken one, gives no text; an error is one that says why."""
        read: tuple[ReadText, ...] = ()
        reason = "none"
        try:
            read = text_reader.read(OpenedFile(stranger))
        except FileSignalError as error:
            reason = error.message
        assert read == ()
        assert reason
