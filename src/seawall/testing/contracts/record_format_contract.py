"""Does this structured format keep its contract? Subclass it, return the format, and run pytest.

    class TestMine(RecordFormatContract):
        @pytest.fixture
        def record_format(self):
            return Mine()

Checked are the permanent name, that the examples are recognised and give posts, that reading resumes anywhere, and that
records of any shape are rejects and never a crash.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from seawall.corpus.schemas import INTERACTION_KINDS, POST_KINDS
from seawall.intake.byte_source import ByteSource
from seawall.intake.record_files import RecordFormat, read_record_chunks
from seawall.intake.rows import Chunk
from seawall.intake.sample import Sample, take_sample

__all__ = ["RecordFormatContract"]

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
STRANGE = [
    {},
    [],
    1,
    None,
    {"type": 7},
    {"id": [], "uri": {}, "text": 3.5},
    {"object": {"type": "Note", "content": {}}},
]


def _read(path: Path, record_format: RecordFormat, sample: Sample, after_row: int = 0) -> list[Chunk]:
    with ByteSource(path) as source:
        chunks = read_record_chunks(source, record_format, NOW, layout=sample.layout, after_row=after_row)
        return list(chunks)


class RecordFormatContract:
    """What every structured format promises; the fixture `record_format` hands in the one to check."""

    @pytest.fixture
    def record_format(self) -> RecordFormat:
        """Return the format to check."""
        pytest.fail("return your format from the fixture `record_format`")

    @pytest.fixture
    def files(self, record_format: RecordFormat, tmp_path: Path) -> list[Path]:
        """Write the examples to files."""
        paths = []
        for number, example in enumerate(record_format.examples()):
            path = tmp_path / f"example-{number}"
            path.write_bytes(example)
            paths.append(path)
        return paths

    def test_its_name_is_permanent_and_it_has_examples(self, record_format: RecordFormat) -> None:
        """Names are stored in data, as the map of a batch."""
        assert re.fullmatch(r"[a-z][a-z0-9_]*", record_format.NAME)
        assert record_format.TITLE
        assert record_format.examples()
        assert set(record_format.TEXT_KINDS) <= set(INTERACTION_KINDS)

    def test_its_examples_are_recognised(self, record_format: RecordFormat, files: list[Path]) -> None:
        """The reason is words for people."""
        for path in files:
            sample = take_sample(path, record_format.PLACES)
            assert record_format.recognise(frozenset(sample.columns), sample.record)

    def test_it_recognises_nothing_in_a_stranger(self, record_format: RecordFormat) -> None:
        """A format that takes everything would make every guess ambiguous."""
        assert record_format.recognise(frozenset({"lamp"}), {"lamp": 1}) is None

    def test_its_examples_give_posts(self, record_format: RecordFormat, files: list[Path]) -> None:
        """Each example has at least one post with text, of a known kind, on a named platform."""
        for path in files:
            chunks = _read(path, record_format, take_sample(path, record_format.PLACES))
            posts = [post for chunk in chunks if chunk.primary == "posts" for post in chunk.tables["posts"].to_pylist()]
            assert any(post["text"] for post in posts)
            assert all(post["platform"] and post["kind"] in POST_KINDS for post in posts)

    def test_reading_again_after_the_last_row_gives_nothing(
        self, record_format: RecordFormat, files: list[Path]
    ) -> None:
        """So a finished part is never read twice."""
        for path in files:
            sample = take_sample(path, record_format.PLACES)
            last = _read(path, record_format, sample)[-1].resume_at["row"]
            assert _read(path, record_format, sample, after_row=last) == []

    def test_records_of_any_shape_are_rejects(self, record_format: RecordFormat, tmp_path: Path) -> None:
        """A source may send anything; the import goes on."""
        places = {place for place in record_format.PLACES if place and "." not in place}
        path = tmp_path / "strange"
        for document in (STRANGE, dict.fromkeys(sorted(places), STRANGE)):
            path.write_text(json.dumps(document), encoding="utf-8")
            sample = Sample(path=path, layout="json", compression=None, columns=())
            chunks = _read(path, record_format, sample)
            assert sum(chunk.row_count - len(chunk.rejects) for chunk in chunks) == 0
