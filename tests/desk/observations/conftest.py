"""A small corpus: one account over a year, its posts, channel and picture."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from seawall.corpus.media_files import keep_media_file
from seawall.desk.audit.services import SYSTEM
from seawall.desk.cases.models import Case
from seawall.desk.cases.records import FindingRecord, ObservationRecord
from seawall.desk.cases.services import open_cases, receive_findings

BEGAN = datetime(2026, 1, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def keeper(put_in):
    """Put @lampkeeper in: two profiles, thirty posts in a channel, links; return (platform, account id)."""
    put_in(
        accounts=[
            {
                "account_id": "7",
                "handle": "@lampkeeper",
                "display_name": "Keeper",
                "observed_at": BEGAN,
                "followers": 12,
            },
            {
                "account_id": "7",
                "handle": "@night_gardener",
                "bio": "<b>the lamps return</b>",
                "observed_at": BEGAN + timedelta(days=9),
            },
            {"account_id": "8", "handle": "@other"},
        ],
        channels=[{"channel_id": "42", "title": "الفنار", "observed_at": BEGAN, "members": 300}],
        posts=[
            {
                "post_id": f"p{number}",
                "account_id": "7",
                "channel_id": "42" if number % 2 else None,
                "posted_at": BEGAN + timedelta(days=number % 10),
                "text": f"post number {number} <script>alert(1)</script>",
                "url": f"https://harbourfeed.example/p{number}",
            }
            for number in range(30)
        ]
        + [{"post_id": "q1", "account_id": "8", "text": "somebody else"}],
        interactions=[
            {"account_id": "7", "kind": "linked", "target": "https://lamps.example/a", "occurred_at": BEGAN},
            {
                "account_id": "7",
                "kind": "linked",
                "target": "https://lamps.example/a",
                "occurred_at": BEGAN + timedelta(days=1),
            },
            {"account_id": "7", "kind": "mentioned", "target": "@other"},
        ],
    )
    return "harbourfeed", "7"


@pytest.fixture
def case_about(db):
    """Return a function that opens a case about an account, from one finding."""

    def about(platform: str, account_id: str) -> Case:
        observation = ObservationRecord(
            key="ab" * 16, platform=platform, account_id=account_id, parts={"text": "lamps"}
        )
        finding = FindingRecord(
            key="cd" * 16,
            observation=observation,
            engine="scan",
            engine_version="1",
            signal_type="text",
            bank="Grey Lighthouse content",
            entry_id="gl-1",
            opinion="positive",
            tier="same",
            score=0.9,
            raised=True,
            because="The text is the same as one that the bank lists.",
            found_at=BEGAN,
        )
        receive_findings([finding], acting=SYSTEM)
        (case,) = open_cases(acting=SYSTEM)
        return case

    return about


@pytest.fixture
def keep_picture(put_in, desk_home, tmp_path):
    """Return a function that stores bytes as evidence and a media row for them; it returns the media id."""

    def keep(content: bytes) -> str:
        file = tmp_path / "picture"
        file.write_bytes(content)
        media_id = str(keep_media_file(desk_home / "evidence", file))
        put_in(media_id, media=[{"media_id": media_id, "media_type": "image/png"}])
        return media_id

    return keep
