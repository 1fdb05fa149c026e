"""Avatars that lie among the evidence files are compared by how they look; whenever they were read."""

from __future__ import annotations

import hashlib
import io
from datetime import UTC, datetime

import numpy as np
import pyarrow as pa
import pytest
from django.conf import settings
from PIL import Image

from seawall.corpus import open_corpus
from seawall.corpus.media_files import keep_media_file
from seawall.desk.linking.live_bank import live_bank
from seawall.desk.linking.models import Link, LinkState
from seawall.desk.linking.passing import run_pass
from seawall.desk.linking.seen_pictures import pictures_of, seen_pictures
from seawall.pipeline.media_reading import read_media
from seawall.pipeline.media_signals import forget_media_signals, named_media, open_media_signals
from seawall.signals.pdq_hash import pdq_of

from .conftest import closed_row, new_profile, stranger_profile, stranger_rows

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 21, tzinfo=UTC)


@pytest.fixture
def keep(desk_home, tmp_path):
    """Return a function that draws rings, keeps the picture among the evidence files, and gives its name."""

    def kept(turn: float = 0.11, form: str = "PNG") -> str:
        y, x = np.mgrid[0:200, 0:240]
        rings = (127 + 120 * np.sin(turn * np.hypot(x - 90, y - 150))).astype(np.uint8)
        octets = io.BytesIO()
        Image.fromarray(rings).save(octets, form)
        path = tmp_path / f"face-{turn}.{form}"
        path.write_bytes(octets.getvalue())
        return f"sha256:{keep_media_file(settings.SEAWALL.evidence_path, path).value}"

    return kept


def read_files() -> int:
    store = open_media_signals(settings.SEAWALL.media_signals_path)
    return read_media(
        open_corpus(settings.SEAWALL.corpus_path), settings.SEAWALL.evidence_path, store, now=NOW
    ).file_count


def table(*avatars: str | None) -> pa.Table:
    names = pa.array(avatars, pa.string())
    return pa.table({"avatar": names, "banner": pa.nulls(len(names), pa.string())})


def test_pictures_of_accounts_are_read_and_found_by_their_digests(keep, put_in):
    face, plain = keep(), keep(0.0)
    absent = "sha256:" + hashlib.sha256(b"nowhere").hexdigest()
    names = [face, plain, absent, "sha256:../../etc/passwd", "https://lamps.example/face.png", None, face]
    put_in(accounts=[{"account_id": str(n), "avatar": name} for n, name in enumerate(names)])
    assert pictures_of(table(face)) == {}
    assert read_files() == 2
    found = pictures_of(table(*names))
    assert set(found) == {face}
    path = settings.SEAWALL.evidence_path / "sha256" / face[7:9] / face[7:]
    bits = pdq_of(np.asarray(Image.open(path).convert("RGB"))).bits
    np.testing.assert_array_equal(found[face], np.frombuffer(bits, np.uint64))
    assert pictures_of(table("face.png", None)) == {}
    with open_corpus(settings.SEAWALL.corpus_path).snapshot() as corpus:
        assert named_media(corpus) == {name[7:] for name in (face, plain, absent)}
        assert forget_media_signals(corpus, open_media_signals(settings.SEAWALL.media_signals_path)) == 0


def sentence_of(link: Link) -> str:
    return next((row["sentence"] for row in link.evidence if row["feature"] == "avatar"), "")


def test_a_return_with_the_picture_saved_anew_is_seen(keep, sign, put_in, analyst):
    old, anew = keep(), keep(form="JPEG")
    sign(closed_row(avatar=old), *stranger_rows())
    put_in(accounts=[new_profile(avatar=anew), stranger_profile(), new_profile("lampkeeper_of_old", avatar=old)])
    assert read_files() == 2
    run_pass(acting=analyst)
    said = {link.handle: sentence_of(link) for link in Link.objects.filter(state=LinkState.STANDS)}
    assert said["real_lampkeeper2"].startswith("The avatars are nearly the same picture: ")
    assert said["lampkeeper_of_old"].startswith("Both accounts have the same avatar, octet for octet.")


def test_closed_accounts_whose_pictures_are_read_later_are_made_anew(keep, sign, put_in):
    face = keep()
    keeper, *others = sign(closed_row(avatar=face), *stranger_rows())
    put_in(accounts=[new_profile(avatar=face)])
    bank = live_bank()

    def bits_of(closed):
        with bank.current(wait=True) as held:
            return held.portrait(held.ordinal_of(closed.key)).avatar_bits

    assert bits_of(keeper) is None
    assert not bank.renew()
    read_files()
    assert bank.renew()
    np.testing.assert_array_equal(bits_of(keeper), pictures_of(table(face))[face])
    assert bits_of(others[0]) is None
    assert not bank.renew()
    with bank.current(wait=True) as held:
        assert held.account_count() == 1 + len(others)


def test_what_was_read_is_read_once_for_each_version_of_the_store(keep, put_in):
    put_in(accounts=[{"account_id": "1", "avatar": keep()}])
    before = seen_pictures()
    assert seen_pictures() is before
    read_files()
    after = seen_pictures()
    assert (len(before.digests), len(after.digests)) == (0, 1)
    assert seen_pictures() is after
