"""Which model links now, and which made this link? Models are read from the database, and kept parsed in the process.

The model that Seawall ships comes in by itself, at first use and after an upgrade that brings another one, as long as
nobody retrained and nobody ever took a model into use. After that it is kept beside the others, and links where
somebody chooses it. Left out: training (`training.py`).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from django.db import connection, transaction

from seawall.bulk import load_query
from seawall.clock import utc_now
from seawall.desk.audit.models import LedgerRow
from seawall.desk.audit.services import SYSTEM, record
from seawall.desk.linking.errors import ModelNotKeptError
from seawall.desk.linking.locking import lock_linking
from seawall.desk.linking.models import LinkModel, ModelOrigin
from seawall.identity.errors import ModelFileError
from seawall.identity.models import IdentityModel, load_model, read_model
from seawall.identity.models.model_file import model_octets

__all__ = ["current_model", "keep_model", "read_kept"]

_KEPT: Final = 8


def current_model() -> tuple[LinkModel, IdentityModel]:
    """Return the model in use, as row and ready to weigh; the shipped one comes in where there is none."""
    shipped = _shipped()
    row, is_kept = _active(shipped.digest)
    if row is None or (row.sha256 != shipped.digest and row.origin == ModelOrigin.SHIPPED and not _was_chosen()):
        row = _adopt(shipped)
    elif not is_kept:
        _keep_beside(shipped)
    return row, read_kept(row)


def read_kept(row: LinkModel) -> IdentityModel:
    """Return the model of a row.

    Raises:
        ModelNotKeptError: its content is not what it was kept as.
    """
    return _read(row.sha256, row.label, row.pk)


def keep_model(model: IdentityModel, **facts: object) -> LinkModel:
    """Store a model as a row, in the caller's transaction; `facts` are further fields of the row."""
    return LinkModel.objects.create(
        label=model.label,
        name=model.name,
        version=model.version,
        sha256=model.digest,
        content=model_octets(model).decode(),
        made_at=utc_now(),
        **facts,
    )


def _active(shipped: str) -> tuple[LinkModel | None, bool]:
    """Return the row of the model in use, and whether the one of digest `shipped` is kept.

    Raw SQL: asked before every comparison, and rows hardly ever change.
    """
    with connection.cursor() as cursor:
        cursor.execute(load_query("seawall.desk.linking", "model_in_use"), [shipped])
        found = cursor.fetchone()
    return (_row(*found[:-1]), bool(found[-1])) if found else (None, False)


def _was_chosen() -> bool:
    """Say whether a person ever took a model into use: the ledger tells."""
    return LedgerRow.objects.filter(event="link_model_taken").exists()


@lru_cache(maxsize=_KEPT)
def _row(number: int, _sha256: str, _label: str, _origin: str) -> LinkModel:
    return LinkModel.objects.defer("content").get(pk=number)


@transaction.atomic
def _adopt(model: IdentityModel) -> LinkModel:
    lock_linking()
    LinkModel.objects.filter(is_active=True).update(is_active=False)
    row = _kept_shipped(model)
    row.is_active = True
    row.save(update_fields=["is_active"])
    payload = {"model": row.label, "sha256": row.sha256}
    record("link_model_adopted", acting=SYSTEM, subject=row.ledger_subject, payload=payload)
    return row


@transaction.atomic
def _keep_beside(model: IdentityModel) -> None:
    lock_linking()
    if not LinkModel.objects.filter(sha256=model.digest).exists():
        row = _kept_shipped(model)
        payload = {"model": row.label, "sha256": row.sha256}
        record("link_model_kept", acting=SYSTEM, subject=row.ledger_subject, payload=payload)


def _kept_shipped(model: IdentityModel) -> LinkModel:
    row = LinkModel.objects.filter(sha256=model.digest).first()
    return row or keep_model(model, origin=ModelOrigin.SHIPPED, facts={"training": "shipped"})


@lru_cache(maxsize=1)
def _shipped() -> IdentityModel:
    return load_model()


@lru_cache(maxsize=_KEPT)
def _read(sha256: str, label: str, number: int) -> IdentityModel:
    try:
        model = read_model(LinkModel.objects.values_list("content", flat=True).get(pk=number).encode())
    except ModelFileError as error:
        raise ModelNotKeptError(f"the model {label} can't be read: {error.message}", label=label) from error
    if model.digest != sha256:
        raise ModelNotKeptError(f"the model {label} is not what it was kept as", label=label)
    return model
