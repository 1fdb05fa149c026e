"""Does this signal type keep its contract? Subclass it, return the signal type, and run pytest.

    class TestMine(SignalTypeContract):
        @pytest.fixture
        def signal_type(self):
            return Mine()

Checked are the permanent name, the canonical form of values, and that the examples are found where they should be and
nowhere else, one row at a time and all rows at once.
"""

from __future__ import annotations

import re

import pyarrow as pa
import pytest

from seawall.index import BankIndex, make_entry
from seawall.signals import (
    SIGNAL_TYPES,
    AccountContent,
    Content,
    ContentKind,
    FileContent,
    Matching,
    MediaContent,
    OpenedFile,
    SignalType,
    SignalValueError,
    TextContent,
)

__all__ = ["SignalTypeContract", "content_of"]


def content_of(kind: ContentKind, carriers: tuple[str | bytes, ...]) -> Content:
    """Return content made of an example's carriers: texts, bytes of files, or accounts `platform:@handle`."""
    if kind is ContentKind.MEDIA:
        return MediaContent.of_bytes(one for one in carriers if isinstance(one, bytes))
    if kind is ContentKind.FILE:
        return FileContent([OpenedFile(one) for one in carriers if isinstance(one, bytes)])
    texts = [one for one in carriers if isinstance(one, str)]
    if kind is ContentKind.TEXT:
        return TextContent(texts)
    platforms, names = zip(*(text.partition(":")[::2] for text in texts), strict=True)
    return AccountContent(
        platform=pa.array(platforms, pa.string()),
        account_id=pa.nulls(len(texts), pa.string()),
        handle=pa.array(names, pa.string()),
    )


class SignalTypeContract:
    """What every signal type promises; the fixture `signal_type` hands in the one to check."""

    @pytest.fixture
    def signal_type(self) -> SignalType:
        """Return the signal type to check."""
        pytest.fail("return your signal type from the fixture `signal_type`")

    def test_it_has_what_the_protocol_asks(self, signal_type: SignalType) -> None:
        """Name, title, kind of content, kind of matching and a weight from 0 to 1."""
        assert isinstance(signal_type, SignalType)
        assert re.fullmatch(r"[a-z][a-z0-9_]*", signal_type.NAME)
        assert signal_type.TITLE.strip()
        assert signal_type.APPLIES_TO in ContentKind
        assert signal_type.MATCHING in Matching
        assert 0.0 <= signal_type.WEIGHT <= 1.0
        assert signal_type.examples()

    def test_examples_have_the_canonical_form_they_say(self, signal_type: SignalType) -> None:
        """What is written becomes what is stored."""
        for example in signal_type.examples():
            assert signal_type.parse(example.written) == example.canonical

    def test_a_canonical_value_is_its_own_canonical_form(self, signal_type: SignalType) -> None:
        """A bank that is exported and read again holds the same values."""
        for example in signal_type.examples():
            assert signal_type.parse(example.canonical) == example.canonical

    @pytest.mark.parametrize("nonsense", ["", " ", "\u200b", "!!!"])
    def test_nonsense_is_refused_with_a_reason(self, signal_type: SignalType, nonsense: str) -> None:
        """A value without content is refused, and the message shows what was wrong."""
        with pytest.raises(SignalValueError) as refused:
            signal_type.parse(nonsense)
        assert len(refused.value.message) > len("no")

    def test_examples_are_found_where_they_stand_and_nowhere_else(self, signal_type: SignalType) -> None:
        """Each carrier has the signal, and what must not match does not."""
        for example in signal_type.examples():
            carriers = (*example.carried_by, *example.not_carried_by)
            met = self._rows_met(signal_type, example.written, carriers)
            assert met == set(range(len(example.carried_by)))

    def test_rows_do_not_depend_on_their_neighbours(self, signal_type: SignalType) -> None:
        """One row at a time gives what all rows at once give."""
        for example in signal_type.examples():
            for carrier in example.carried_by:
                assert self._rows_met(signal_type, example.written, (carrier,)) == {0}
            for carrier in example.not_carried_by:
                assert self._rows_met(signal_type, example.written, (carrier,)) == set()

    def test_spans_lie_within_their_text(self, signal_type: SignalType) -> None:
        """Where spans are given, they name characters of the text."""
        for example in signal_type.examples():
            content = content_of(signal_type.APPLIES_TO, example.carried_by)
            column = signal_type.extract(content)
            assert len(column.rows) == len(column.values)
            assert all(0 <= row < len(content) for row in column.rows.tolist())
            if column.starts is not None and column.ends is not None and isinstance(content, TextContent):
                spans = zip(column.rows.tolist(), column.starts.tolist(), column.ends.tolist(), strict=True)
                assert all(0 <= start < end <= len(content.text(row)) for row, start, end in spans)

    def test_nothing_is_taken_from_no_rows(self, signal_type: SignalType) -> None:
        """An empty chunk is no error."""
        empty = pa.array([], pa.string())
        contents: dict[ContentKind, Content] = {
            ContentKind.TEXT: TextContent(empty),
            ContentKind.MEDIA: MediaContent(sha256=empty, md5=empty),
            ContentKind.ACCOUNT: AccountContent(platform=empty, account_id=empty, handle=empty),
            ContentKind.FILE: FileContent(()),
        }
        assert len(signal_type.extract(contents[signal_type.APPLIES_TO])) == 0

    def _rows_met(self, signal_type: SignalType, written: str, carriers: tuple[str | bytes, ...]) -> set[int]:
        opinion = "negative" if signal_type.APPLIES_TO is ContentKind.ACCOUNT else "positive"
        assert SIGNAL_TYPES[signal_type.NAME].NAME == signal_type.NAME
        index = BankIndex([make_entry(signal_type=signal_type.NAME, value=written, bank="contract", opinion=opinion)])
        found = index.look_up(content_of(signal_type.APPLIES_TO, carriers))
        return {int(row) for part in found for row in part.hits.rows}
