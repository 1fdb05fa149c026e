"""Findings of the made-up movement as an engine would hand them in, and cases opened from them."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime

import pytest

from seawall.desk.audit.services import SYSTEM
from seawall.desk.cases.models import Case
from seawall.desk.cases.records import FindingRecord, MediaRecord, ObservationRecord
from seawall.desk.cases.services import open_cases, receive_findings
from seawall.evidence import Evidence

FOUND_AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
SLOGAN = "the lamps return"

_numbers = itertools.count(1)


@pytest.fixture
def finding_of():
    """Return a function that makes a finding about one post; every part can be named, the rest is made up."""

    def make(
        *,
        key: str | None = None,
        account: str | None = "lampkeeper",
        platform: str = "harbourfeed",
        channel: str | None = None,
        post: str | None = None,
        text: str | None = f"Tonight {SLOGAN}. Follow the grey lighthouse.",
        spans: tuple[tuple[int, int], ...] = ((8, 24),),
        media: tuple[MediaRecord, ...] = (),
        **parts,
    ) -> FindingRecord:
        number = next(_numbers)
        post = post or f"post-{number}"
        observation = ObservationRecord(
            key=parts.pop("observation_key", f"{platform}-{post}"[:64]),
            platform=platform,
            account_id=account,
            channel_id=channel,
            post_id=post,
            posted_at=FOUND_AT,
            handle=parts.pop("handle", f"@{account}" if account else None),
            parts={"text": text} if text else {},
            language=parts.pop("language", "en"),
            url=f"https://{platform}.example/{post}",
            media=media,
        )
        values = {
            "engine": "scan",
            "engine_version": "1",
            "signal_type": "text",
            "bank": "grey-lighthouse",
            "entry_id": "slogan-1",
            "opinion": "positive",
            "policy": "promotion",
            "entry_value": SLOGAN,
            "entry_note": "the slogan as first posted",
            "tier": "same",
            "score": 0.9,
            "raised": True,
            "because": "The text is the same as one that the bank “grey-lighthouse” lists.",
            "found_at": FOUND_AT,
            "evidence": (
                Evidence(feature="text", weight=0.9, detail="The same words stand in both.", left=SLOGAN, right=SLOGAN),
            ),
            **parts,
        }
        return FindingRecord(key=key or f"finding-{number}", observation=observation, spans=spans, **values)

    return make


@pytest.fixture
def case_of(db, finding_of):
    """Return a function that hands in findings (one by default) and gives the case opened for them."""

    def make(*findings: FindingRecord, **parts) -> Case:
        receive_findings(findings or [finding_of(account=f"account-{next(_numbers)}", **parts)], acting=SYSTEM)
        (case,) = open_cases(acting=SYSTEM, now=FOUND_AT)
        return case

    return make
