"""A comparison shows both sides: texts with what they share, pictures moved onto each other."""

import io

import av
import numpy as np
import pytest
from PIL import Image, ImageDraw

from seawall.corpus.media_files import keep_media_file
from seawall.desk.banks.drafts import BankFacts, ContentDraft
from seawall.desk.banks.services import add_content, create_bank
from seawall.desk.cases.models import Finding
from seawall.desk.comparing.how_words import distance_words, stage_words, transform_words
from seawall.desk.comparing.moments import shared_moment
from seawall.desk.comparing.shared_words import shared_words
from seawall.desk.observations.models import Consultation, Exposure
from seawall.desk.people.roles import Role
from seawall.evidence import Evidence

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


def film(path, seeds):
    """Write a video of drawn posters, each shown for two seconds."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=4)
        stream.width, stream.height, stream.pix_fmt = 320, 240, "yuv420p"
        for seed in seeds:
            for _ in range(8):
                frame = av.VideoFrame.from_image(poster(seed).resize((320, 240)))
                container.mux(stream.encode(frame))
        container.mux(stream.encode())


@pytest.fixture
def compared_films(desk_home, tmp_path, staff_with, case_of, finding_of):
    """Return the finding that a film made which shows from its second 2 on what the banked one begins with."""
    film(tmp_path / "known.mp4", [31, 32, 33])
    film(tmp_path / "copy.mp4", [30, 31, 32])
    staff = staff_with(Role.LEGAL)
    facts = BankFacts(name="films", owner="Harbour desk", policy="promotion", opinion="positive", licence="CC0")
    content = add_content(create_bank(facts, acting=staff), ContentDraft(file=tmp_path / "known.mp4"), acting=staff)
    entry = content.entries.get(signal_type="pdq_frames")
    media = f"sha256:{keep_media_file(desk_home / 'evidence', tmp_path / 'copy.mp4').value}"
    told = "0:02–0:05 of it is 0:00–0:03 of the banked video (4 frames)"
    case_of(
        finding_of(
            text=None, spans=(), signal_type="pdq_frames", bank="films", entry_id=entry.entry_id, part="media",
            stage="frames", tier="near", distance=33, media_id=media,
            evidence=(Evidence(feature="frames", weight=0.0, detail=told, left=None, right=None),),
        )
    )  # fmt: skip
    return Finding.objects.get()


def test_of_videos_the_frames_of_the_moment_that_they_share_are_shown(compared_films, client_of):
    client = client_of(Role.ANALYST)
    sides = [jpeg(client.get(f"/compare/{compared_films.pk}/{side}.jpg")) for side in ("observed", "banked")]
    assert np.abs(sides[0] - sides[1]).mean() < 16  # compression; other frames lie above 40
    page = client.get(f"/compare/{compared_films.pk}/").content.decode()
    assert "the frame at the moment where they meet first" in page
    assert "0:02–0:05 of it is 0:00–0:03 of the banked video (4 frames)" in page


def test_the_shared_moment_is_the_one_that_the_evidence_names(compared_films):
    assert shared_moment(compared_films) == (2, 0)
    detail = "4 pictures of the banked video seen in it: at 1:12 that of 0:07, 38 matching points"
    compared_films.evidence = [{"detail": detail}]
    assert shared_moment(compared_films) == (72, 7)
    compared_films.evidence = [{"detail": None}]
    assert shared_moment(compared_films) == (0, 0)


def test_sound_has_no_picture_to_compare(compared_films, desk_home, client_of):
    (path,) = (desk_home / "evidence").rglob(compared_films.media_id.removeprefix("sha256:"))
    path.chmod(0o600)
    path.write_bytes(b"ID3\x04" + bytes(200))
    assert "observed.jpg" not in client_of(Role.ANALYST).get(f"/compare/{compared_films.pk}/").content.decode()


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
