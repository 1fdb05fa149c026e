"""Pieces of content over the API: by file, by address, shown, disabled, changed, deleted; and files that are none."""

import hashlib
import io
import json
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from PIL import Image

from seawall.clock import utc_now
from seawall.desk.banks.models import BankContent, BankEntry
from seawall.desk.hma.limits import HmaLimits

pytestmark = pytest.mark.django_db


def good(answer):
    assert answer.status_code == 200, answer.content
    return json.loads(answer.content)


def test_an_uploaded_picture_is_hashed_and_found_again(harbour, draw):
    hashed = good(harbour.upload("h/hash", draw(1)))
    assert list(hashed) == ["pdq"]
    assert len(hashed["pdq"]) == 64
    banked = good(harbour.upload("c/bank/HARBOUR/content", draw(1)))
    assert banked["signals"] == hashed
    match = [{"bank_content_id": banked["id"], "distance": "0"}]
    assert good(harbour.upload("m/lookup", draw(1, "JPEG")))["pdq"]["HARBOUR"][0]["bank_content_id"] == banked["id"]
    assert good(harbour.upload("m/lookup", draw(1))) == {"pdq": {"HARBOUR": match}}
    assert good(harbour.upload("m/lookup", draw(2))) == {"pdq": {}}


def test_a_mirrored_picture_is_found_by_its_file(harbour, draw):
    banked = good(harbour.upload("c/bank/HARBOUR/content", draw(1)))["id"]
    mirrored = io.BytesIO()
    Image.open(io.BytesIO(draw(1))).transpose(Image.Transpose.FLIP_LEFT_RIGHT).save(mirrored, "PNG")
    found = good(harbour.upload("m/lookup", mirrored.getvalue()))
    assert found["pdq"]["HARBOUR"][0]["bank_content_id"] == banked


def test_other_types_are_told_when_asked_for(harbour, draw):
    picture = draw(1)
    hashed = good(harbour.upload("h/hash?types=pdq,md5,video_sha256", picture))
    assert list(hashed) == ["pdq", "video_md5", "video_sha256"]
    assert hashed["video_md5"] == hashlib.md5(picture, usedforsecurity=False).hexdigest()
    harbour.upload("c/bank/HARBOUR/content", picture)
    found = good(harbour.upload("m/lookup?types=video_md5", picture))
    assert found["video_md5"]["HARBOUR"][0]["distance"] == "-"
    for wrong in ("types=vpdq", "types=none", "types=,"):
        assert harbour.upload(f"h/hash?{wrong}", picture).status_code == 400


def test_a_video_is_known_by_its_md5(harbour):
    content = b"\x00\x00\x00\x18ftypmp42 the lamps return"
    banked = good(harbour.upload("c/bank/HARBOUR/content", content, field="video"))
    assert banked["signals"] == {"video_md5": hashlib.md5(content, usedforsecurity=False).hexdigest()}
    found = good(harbour.upload("m/lookup", content, field="video"))
    assert found == {"video_md5": {"HARBOUR": [{"bank_content_id": banked["id"], "distance": "-"}]}}


def test_a_plain_picture_has_an_empty_hash(harbour):
    plain = io.BytesIO()
    Image.new("RGB", (300, 300), (200, 200, 200)).save(plain, "PNG")
    assert good(harbour.upload("h/hash", plain.getvalue())) == {"pdq": ""}


@pytest.mark.parametrize(
    "content", [b"no picture", b"%PDF-1.7", b"\x89PNG\r\n\x1a\n cut off", b"\xff\xd8\xff\xe0", b"GIF89a"]
)
def test_a_photo_that_can_not_be_read_is_told_with_a_reason(harbour, content):
    for path in ("h/hash", "m/lookup", "c/bank/HARBOUR/content"):
        answer = harbour.upload(path, content)
        assert answer.status_code == 400, path
        assert len(json.loads(answer.content)["message"]) > 10
    assert not BankContent.objects.exists()


def test_a_form_with_another_field_several_files_or_none_is_refused(harbour, draw):
    assert harbour.upload("h/hash", draw(1), field="file").status_code == 400
    header = {"HTTP_AUTHORIZATION": f"Bearer {harbour.secret}"}
    two = {"photo": io.BytesIO(draw(1)), "video": io.BytesIO(b"x")}
    assert harbour.client.post("/hma/h/hash", two, **header).status_code == 400
    assert harbour.client.post("/hma/h/hash", {"photo": "text"}, **header).status_code == 400
    broken = harbour.client.generic(
        "POST", "/hma/h/hash", b"--x\r\nbroken", content_type="multipart/form-data; boundary=", **header
    )
    assert broken.status_code == 400
    assert list(json.loads(broken.content)) == ["message"]


def test_a_body_that_is_too_large_is_refused_before_it_is_read(harbour, draw, settings):
    settings.HMA = HmaLimits(max_bytes=1000)
    assert harbour.upload("h/hash", draw(1)).status_code == 413
    settings.HMA = HmaLimits()
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    answer = harbour.ask("POST", "c/banks", {"name": "A" * 300})
    assert answer.status_code == 413
    assert list(json.loads(answer.content)) == ["message"]


def test_the_file_is_kept_as_evidence_and_the_same_file_is_the_same_content(harbour, draw):
    first = good(harbour.upload("c/bank/HARBOUR/content", draw(1)))
    assert good(harbour.upload("c/bank/HARBOUR/content", draw(1)))["id"] == first["id"]
    content = BankContent.objects.get()
    assert content.file_sha256 == hashlib.sha256(draw(1)).hexdigest()
    assert {"pdq", "md5", "sha256"} <= set(content.entries.values_list("signal_type", flat=True))


def test_metadata_and_note_come_with_a_form_as_coop_sends_them(harbour, draw):
    fields = {"content_id": "17", "content_uri": "https://harbour.example/17", "metadata": '{"rule": 5}', "note": "ok"}
    number = good(harbour.upload("c/bank/HARBOUR/content", draw(1), **fields))["id"]
    shown = harbour.get(f"c/bank/HARBOUR/content/{number}")
    assert shown["metadata"] == {"content_id": "17", "content_uri": "https://harbour.example/17", "json": {"rule": 5}}
    assert shown["note"] == "ok"
    assert "metadata" not in harbour.get(f"c/bank/HARBOUR/content/{number}?include_metadata=false")
    for wrong in ({"metadata": "{"}, {"metadata": "[]"}, {"note": "a" * 256}):
        assert harbour.upload("c/bank/HARBOUR/content", draw(2), **wrong).status_code == 400


def test_content_is_shown_as_hma_shows_it(harbour, draw):
    number = good(harbour.upload("c/bank/HARBOUR/content", draw(1)))["id"]
    assert harbour.get(f"c/bank/HARBOUR/content/{number}") == {
        "id": number,
        "disable_until_ts": 1,
        "collab_metadata": {},
        "original_media_uri": None,
        "bank": {"name": "HARBOUR", "matching_enabled_ratio": 1.0},
    }
    signals = harbour.get(f"c/bank/HARBOUR/content/{number}?include_signals=true")["signals"]
    assert {"pdq", "video_md5", "video_sha256"} <= set(signals)
    harbour.post("c/banks", {"name": "OTHER"})
    for path in (f"c/bank/OTHER/content/{number}", "c/bank/HARBOUR/content/99999", "c/bank/NONE/content/1"):
        assert harbour.ask("GET", path).status_code == 404


def test_content_is_disabled_for_a_time_and_comes_back_by_itself(harbour, draw):
    number = harbour.post("c/bank/HARBOUR/signal", {"pdq": "0f" * 32})["id"]
    query = "m/raw_lookup?signal_type=pdq&signal=" + "0f" * 32
    path = f"c/bank/HARBOUR/content/{number}"
    assert harbour.get(query) == {"matches": [number]}
    later = int((utc_now() + timedelta(days=30)).timestamp())
    for told in (later, 0):
        assert good(harbour.ask("PUT", path, {"disable_until_ts": told}))["disable_until_ts"] == told
        assert harbour.get(query) == {"matches": []}
    assert good(harbour.ask("PUT", path, {"disable_until_ts": 1, "note": "looked at"}))["note"] == "looked at"
    assert harbour.get(query) == {"matches": [number]}
    for wrong in ({"disable_until_ts": 9_999_999_999}, {"disable_until_ts": -1}, {"note": 5}):
        assert harbour.ask("PUT", path, wrong).status_code == 400


def test_a_file_at_an_address_is_hashed_looked_up_and_banked(harbour, draw, shore):
    shore.files["/a.png"] = ("image/png", draw(1))
    shore.files["/b.mp4"] = ("video/mp4", b"\x00\x00\x00\x18ftypmp42 lamps")
    shore.files["/c.bin"] = ("application/octet-stream", draw(1))
    hashed = harbour.get(f"h/hash?url={shore.address}/a.png")
    assert list(hashed) == ["pdq"]
    assert list(harbour.get(f"h/hash?url={shore.address}/b.mp4")) == ["video_md5"]
    assert harbour.get(f"h/hash?url={shore.address}/c.bin&content_type=photo") == hashed
    body = {"metadata": {"content_id": "x"}, "note": "by address"}
    banked = harbour.post(f"c/bank/HARBOUR/content?url={shore.address}/a.png", body)
    assert banked["signals"] == hashed
    match = [{"bank_content_id": banked["id"], "distance": "0"}]
    assert harbour.get(f"m/lookup?url={shore.address}/a.png") == {"pdq": {"HARBOUR": match}}
    assert harbour.get(f"m/lookup?url={shore.address}/a.png&signal_type=pdq") == {"HARBOUR": match}
    assert BankContent.objects.get().file_name == "a.png"


@pytest.mark.parametrize("query", ["url={}/c.bin", "url={}/none.png", "url={}/c.bin&content_type=text", ""])
def test_an_address_without_a_photo_or_video_is_told(harbour, shore, query):
    shore.files["/c.bin"] = ("application/octet-stream", b"x")
    answer = harbour.ask("GET", "h/hash?" + query.format(shore.address))
    assert answer.status_code == 400
    assert list(json.loads(answer.content)) == ["message"]


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://localhost:8000/",
        "http://[::1]/",
        "http://169.254.169.254/latest",
        "file:///etc/hosts",
    ],
)
def test_nothing_inside_is_fetched_for_anybody(harbour, address):
    assert django_settings.HMA.networks == ()
    for path in (f"h/hash?url={address}", f"m/lookup?url={address}&content_type=photo"):
        assert harbour.ask("GET", path).status_code == 400
    assert harbour.ask("POST", f"c/bank/HARBOUR/content?url={address}").status_code == 400


def test_neither_file_nor_address_is_told_as_hma_tells_it(harbour):
    answer = harbour.ask("POST", "c/bank/HARBOUR/content", {})
    assert answer.status_code == 400
    assert json.loads(answer.content) == {"message": "Neither `url` nor multipart file upload was received"}


def test_a_note_of_a_lone_entry_changes_and_it_can_not_be_disabled(harbour):
    lines = json.dumps({"signal_type": "pdq", "value": "0f" * 32}).encode()
    harbour.client.generic(
        "POST", "/hma/bulk/signals?bank=HARBOUR", lines, HTTP_AUTHORIZATION=f"Bearer {harbour.secret}"
    )
    [number] = harbour.get("m/raw_lookup?signal_type=pdq&signal=" + "0f" * 32)["matches"]
    path = f"c/bank/HARBOUR/content/{number}"
    assert good(harbour.ask("PUT", path, {"note": "looked at"}))["note"] == "looked at"
    assert harbour.ask("PUT", path, {"disable_until_ts": 0}).status_code == 400
    assert good(harbour.ask("DELETE", path)) == {"deleted": 1}
    assert BankEntry.objects.get().withdrawn_reason == f"Deleted over the HMA API by {harbour.token.name}"
