"""A comparison shows both sides: texts with what they share, pictures moved onto each other."""

import io

import numpy as np
import pytest
from PIL import Image, ImageDraw

from seawall.corpus.media_files import keep_media_file
from seawall.desk.banks.drafts import BankFacts, ContentDraft
from seawall.desk.banks.services import add_content, create_bank
from seawall.desk.cases.models import Finding
from seawall.desk.comparing.how_words import distance_words, stage_words, transform_words
from seawall.desk.comparing.shared_words import shared_words
from seawall.desk.observations.models import Consultation, Exposure
from seawall.desk.people.roles import Role

pytestmark = pytest.mark.django_db


def poster(seed=1):
    rng = np.random.default_rng(seed)
    image = Image.fromarray(rng.integers(0, 255, (12, 16, 3), dtype=np.uint8)).resize((480, 360))
    draw = ImageDraw.Draw(image)
    for _ in range(25):
        x, y, r = rng.integers(0, 480), rng.integers(0, 360), rng.integers(8, 60)
        draw.ellipse((x, y, x + r, y + r), fill=tuple(rng.integers(0, 255, 3).tolist()))
    return image


@pytest.fixture
def compared(desk_home, tmp_path, staff_with, case_of, finding_of):
    """Return the finding that a mirrored copy of a banked poster made."""
    known, copy = tmp_path / "known.png", tmp_path / "copy.jpg"
    poster().save(known)
    poster().transpose(Image.Transpose.FLIP_LEFT_RIGHT).save(copy, quality=85)
    staff = staff_with(Role.LEGAL)
    facts = BankFacts(name="posters", owner="Harbour desk", policy="promotion", opinion="positive", licence="CC0")
    content = add_content(create_bank(facts, acting=staff), ContentDraft(file=known), acting=staff)
    entry = content.entries.get(signal_type="pdq")
    media = f"sha256:{keep_media_file(desk_home / 'evidence', copy).value}"
    case_of(
        finding_of(
            text=None, spans=(), signal_type="pdq", bank="posters", entry_id=entry.entry_id, part="media", stage="pdq",
            tier="near", distance=12, transform="mirrored", media_id=media,
        )
    )  # fmt: skip
    return Finding.objects.get()


def jpeg(response):
    return np.asarray(Image.open(io.BytesIO(response.content)).convert("RGB")).astype(int)


def test_the_observed_picture_is_moved_onto_the_banked_one(compared, client_of):
    client = client_of(Role.ANALYST)
    sides = [jpeg(client.get(f"/compare/{compared.pk}/{side}.jpg")) for side in ("observed", "banked")]
    assert sides[0].shape == sides[1].shape
    assert np.abs(sides[0] - sides[1]).mean() < 8  # of 255: the mirror is undone, what is left is compression
    assert np.abs(sides[0][:, ::-1] - sides[1]).mean() > 20


def test_that_a_picture_was_handed_out_and_unveiled_is_recorded(compared, client_of):
    client = client_of(Role.ANALYST)
    client.get(f"/compare/{compared.pk}/observed.jpg")
    assert Consultation.objects.filter(name=compared.media_id, staff=client.staff).count() == 1
    assert client.post(f"/compare/{compared.pk}/reveal/").status_code == 204
    assert Exposure.objects.get(staff=client.staff).reveals == 1


def test_the_page_says_how_they_met(compared, client_of):
    page = client_of(Role.ANALYST).get(f"/compare/{compared.pk}/").content.decode()
    for words in ("Is this the same thing?", "12 of 256 bits differ", "mirrored", "posters"):
        assert words in page


def test_texts_show_what_they_share(case_of, finding_of, client_of):
    case_of(finding_of(text="Tonight THE LAMPS, they return!", spans=(), stage="near_text"))
    page = client_of(Role.ANALYST).get(f"/compare/{Finding.objects.get().pk}/").content.decode()
    assert "<mark>THE</mark>" in page or "<mark>THE LAMPS,</mark>" in page


@pytest.mark.parametrize("side", ["left", "..", "observed.png"])
def test_there_are_two_sides_and_no_other(compared, client_of, side):
    assert client_of(Role.ANALYST).get(f"/compare/{compared.pk}/{side}.jpg").status_code == 404


def test_a_file_that_is_gone_shows_no_picture(compared, client_of, desk_home):
    for file in (desk_home / "evidence").rglob("*"):
        if file.is_file():
            file.unlink()
    client = client_of(Role.ANALYST)
    assert client.get(f"/compare/{compared.pk}/observed.jpg").status_code == 404
    assert "observed.jpg" not in client.get(f"/compare/{compared.pk}/").content.decode()


def test_shared_words_are_found_whatever_their_spelling():
    observed, banked = shared_words("so المَصابيح تعود الليلة", "المصابيح تعود")
    assert [piece.text for piece in observed if piece.is_match] == ["المَصابيح تعود"]
    assert [piece.text for piece in banked if piece.is_match] == ["المصابيح تعود"]
    assert shared_words("", "the lamps")[0] == ()


def test_unknown_ways_are_shown_as_they_stand():
    assert stage_words("plugin_stage") == "plugin_stage"
    assert transform_words("melted") == "melted"
    assert transform_words(None) == ""
    assert distance_words("no_such_type", 4, "exact") == ""
    assert distance_words("pdq", 0, "pdq") == ""
    assert distance_words("picture", 40, "features") == ""
