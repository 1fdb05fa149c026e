"""The built-in template tags write what the style sheets and the script expect."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.template import Context, Template
from django.utils import translation

from seawall.desk.look import bar, icon, moment

NOON = datetime(2026, 11, 21, 15, 0, tzinfo=timezone(timedelta(hours=3)))


def test_a_moment_is_written_in_utc_with_a_machine_readable_twin() -> None:
    with translation.override("en"):
        assert moment(NOON) == (
            '<time class="moment" datetime="2026-11-21T12:00:00Z" data-moment="minute">'
            "<bdi>21 Nov 2026, 12:00</bdi> UTC</time>"
        )


@pytest.mark.parametrize("language", ["en", "ar", "es"])
def test_a_moment_keeps_western_digits_in_every_language(language: str) -> None:
    with translation.override(language):
        assert "2026" in moment(datetime(2026, 1, 2, tzinfo=UTC), "day")


def test_no_moment_is_a_dash() -> None:
    assert moment(None) == "<span>–</span>"


@pytest.mark.parametrize(("share", "width"), [(-1, "0.0"), (0, "0.0"), (0.5, "50.0"), (1, "100.0"), (7, "100.0")])
def test_a_bar_never_leaves_its_frame(share: float, width: str) -> None:
    assert f'width="{width}"' in bar(share)


def test_an_arrow_turns_with_the_line_of_reading_and_a_lens_does_not() -> None:
    assert "icon-follows" in icon("arrow-right")
    assert "icon-follows" not in icon("search")


def test_the_tags_are_built_in_and_escape_what_they_are_given() -> None:
    written = Template("{% icon name %}").render(Context({"name": '"><script>'}))
    assert "<script>" not in written
