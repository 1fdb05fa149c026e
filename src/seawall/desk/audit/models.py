"""Ledger rows and, apart from them, their payloads.

A row is never changed or deleted: database triggers refuse it (see the migrations). It names people and subjects by
stable text, never by a foreign key, so nothing can cascade into it. A payload can be erased; the chain verifies all
the same.
"""

from __future__ import annotations

import json
from typing import Any

from django.db import models

from seawall.ledger import Entry, Sealed
from seawall.ledger.entry import check_payload

__all__ = ["LedgerPayload", "LedgerRow"]


class LedgerRow(models.Model):
    """One entry of the chain, as `seawall.ledger.Entry` has it."""

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    acting = models.CharField(max_length=80, db_index=True)
    event = models.CharField(max_length=80, db_index=True)
    subject = models.CharField(max_length=200, db_index=True)
    payload_digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["number"]

    def as_entry(self) -> Entry:
        """Return the row as the pure value that is digested."""
        return Entry(
            number=self.number,
            at=self.at,
            acting=self.acting,
            event=self.event,
            subject=self.subject,
            payload_digest=self.payload_digest,
            previous=self.previous,
        )

    def __str__(self) -> str:
        """Number and event."""
        return f"{self.number} {self.event}"


class LedgerPayload(models.Model):
    """Salt and canonical payload of a row; erased when the law asks for it."""

    row = models.OneToOneField(LedgerRow, on_delete=models.DO_NOTHING, primary_key=True, related_name="sealed")
    salt = models.BinaryField(max_length=32)
    payload = models.BinaryField()

    def opened(self) -> dict[str, Any]:
        """Return the payload after checking it against its row; raises PayloadMismatchError."""
        sealed = self.as_sealed(self.row.payload_digest)
        check_payload(sealed.digest, salt=sealed.salt, payload=sealed.payload)
        payload: dict[str, Any] = json.loads(sealed.payload)
        return payload

    def as_sealed(self, digest: str) -> Sealed:
        """Return salt and payload as the pure value, whatever a stranger may have put in their place."""
        return Sealed(salt=_plain_bytes(self.salt), payload=_plain_bytes(self.payload), digest=digest)

    def __str__(self) -> str:
        """Name the row, never the content."""
        return f"payload of {self.row_id}"


def _plain_bytes(value: Any) -> bytes:
    return value.encode() if isinstance(value, str) else bytes(value)
