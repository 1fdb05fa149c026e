"""Known pictures are found in whole and in part, turned, bent and among others; other pictures are not."""

import cv2
import numpy as np
import pytest

from seawall.index import BankIndex, make_entry
from seawall.index.picture import LOOK_DISTANCE, PictureIndex
from seawall.index.picture_alignment import FLAVOURS, align, points_of
from seawall.index.picture_table import LEAST_AGREEMENT, PointTable
from seawall.index.tiers import LOOK, NEAR, SAME
from seawall.signals import SignalColumn, Slices
from seawall.signals.picture import picture_print
from seawall.signals.picture_decoding import Picture
from seawall.signals.picture_features import features_of
from seawall.testing.drawn_pictures import drawn_picture

BANK = {seed: drawn_picture(seed) for seed in range(30, 42)}


def print_of(pixels):
    return picture_print(Picture(pixels=np.ascontiguousarray(pixels)))


def column(*pictures):
    values = [print_of(pixels) for pixels in pictures]
    return SignalColumn(rows=np.arange(len(values), dtype=np.int64), values=Slices.of(values))


@pytest.fixture(scope="module")
def index():
    made = PictureIndex()
    made.add([print_of(pixels) for pixels in BANK.values()], np.array(list(BANK), dtype=np.int64))
    return made


def met(index, pixels):
    hits = index.look_up(column(pixels))
    return {int(entry): hits.ways[place] for place, entry in enumerate(hits.entries)}


def corners(way):
    """Return where the corners of the observed picture lie in the known one, in fractions."""
    matrix = np.array(way.alignment).reshape(3, 3)
    raised = np.array([[0, 0, 1], [1, 0, 1], [1, 1, 1], [0, 1, 1]]) @ matrix.T
    return raised[:, :2] / raised[:, 2:]


def rotated(pixels, degrees):
    height, width = pixels.shape[:2]
    return cv2.warpAffine(pixels, cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1), (width, height))


def bent(pixels):
    height, width = pixels.shape[:2]
    source = np.float32([[0, 0], [width, 0], [width, height], [0, height]])
    target = np.float32([[30, 25], [width - 10, 0], [width, height - 20], [45, height - 30]])
    return cv2.warpPerspective(pixels, cv2.getPerspectiveTransform(source, target), (width, height))


def test_the_picture_itself_is_the_same(index):
    hits = index.look_up(column(BANK[33]))
    assert hits.entries.tolist() == [33]
    assert hits.distances.tolist() == [0]
    assert hits.tiers.tolist() == [SAME]
    assert np.allclose(corners(hits.ways[0]), [[0, 0], [1, 0], [1, 1], [0, 1]])


@pytest.mark.parametrize(
    ("edit", "transform"),
    [
        (lambda pixels: pixels[:, ::-1], "mirrored"),
        (lambda pixels: 255 - pixels, "negative"),
        (np.rot90, "rotated 270°"),
        (lambda pixels: 255 - pixels[40:, ::-1], "mirrored, negative"),
        (lambda pixels: rotated(pixels, 12), None),
        (bent, None),
        (lambda pixels: pixels[90:300, 120:400], None),
        (lambda pixels: pixels[90:300, 120:400][:, ::-1], "mirrored"),
        (lambda pixels: cv2.resize(pixels, None, fx=0.4, fy=0.55), None),
        (lambda pixels: cv2.copyMakeBorder(pixels, 90, 90, 0, 0, cv2.BORDER_CONSTANT), "border trimmed"),
    ],
)
def test_an_edited_picture_is_found_and_says_what_was_done(index, edit, transform):
    found = met(index, edit(BANK[35]))
    assert set(found) == {35}
    assert found[35].transform == transform
    assert found[35].detail


@pytest.mark.parametrize("seed", [31, 36, 40])
def test_the_alignment_of_a_part_is_where_the_part_was_cut(index, seed):
    way = met(index, BANK[seed][80:280, 100:400])[seed]
    expected = np.array([[100 / 420, 80 / 320], [400 / 420, 80 / 320], [400 / 420, 280 / 320], [100 / 420, 280 / 320]])
    assert np.abs(corners(way) - expected).max() < 0.03


def test_the_alignment_of_a_mirrored_part_takes_it_back(index):
    way = met(index, BANK[34][80:280, 100:400][:, ::-1])[34]
    expected = np.array([[400 / 420, 80 / 320], [100 / 420, 80 / 320], [100 / 420, 280 / 320], [400 / 420, 280 / 320]])
    assert np.abs(corners(way) - expected).max() < 0.03


def test_a_collage_holds_several(index):
    sheet = np.full((700, 900, 3), 240, np.uint8)
    for number, seed in enumerate((30, 37, 41)):
        top, left = 10 + number // 2 * 345, 10 + number % 2 * 440
        sheet[top : top + 320, left : left + 420] = BANK[seed]
    assert set(met(index, sheet)) == {30, 37, 41}


@pytest.mark.parametrize("seed", [32, 38])
def test_a_quarter_of_a_collage_is_found_beside_busy_pictures(index, seed):
    rng = np.random.default_rng(seed)
    sheet = np.full((606, 806, 3), 240, np.uint8)
    for number in range(4):
        top, left = number // 2 * 303, number % 2 * 403
        busy = cv2.resize(rng.integers(0, 256, (100, 130, 3), dtype=np.uint8), (400, 300))
        shown = cv2.resize(BANK[seed], (400, 300), interpolation=cv2.INTER_AREA) if number == 2 else busy
        sheet[top : top + 300, left : left + 400] = shown
    found = met(index, sheet)
    assert set(found) == {seed}
    expected = np.array([[0, -303 / 300], [806 / 400, -303 / 300], [806 / 400, 303 / 300], [0, 303 / 300]])
    assert np.abs(corners(found[seed]) - expected).max() < 0.06


def test_what_is_scrolled_half_out_of_view_is_found(index):
    page = np.full((600, 420, 3), 250, np.uint8)
    page[:190] = BANK[33][130:]
    for line in range(12):
        cv2.putText(
            page, "every lamp counts, every hand", (10, 230 + 30 * line), cv2.FONT_HERSHEY_SIMPLEX, 0.7, (20,) * 3
        )
    assert set(met(index, page)) == {33}


def shore(seed):
    """Draw a picture of its own under a headline and a line that others have too."""
    pixels = np.ascontiguousarray(drawn_picture(seed))
    for text, place, size in (("THE LAMPS RETURN", 130, 0.9), ("Meet at the harbour gate", 160, 0.5)):
        for width, shade in ((4, 0), (1, 255)):
            cv2.putText(pixels, text, (40, place), cv2.FONT_HERSHEY_DUPLEX, size, (shade,) * 3, width)
    return pixels


@pytest.mark.parametrize("seed", range(80, 84))
def test_pictures_with_the_same_headline_are_at_most_one_to_look_at(seed):
    index = PictureIndex()
    index.add([print_of(shore(known)) for known in (70, 71)], np.array([70, 71]))
    for pixels in (shore(seed), bent(shore(seed))):
        assert set(index.look_up(column(pixels)).tiers.tolist()) <= {LOOK}


def test_a_picture_with_the_same_headline_as_it_stands_meets_nothing():
    index = PictureIndex()
    index.add([print_of(shore(known)) for known in (70, 71)], np.array([70, 71]))
    assert met(index, shore(80)) == {}


def test_a_picture_with_a_headline_that_another_has_too_is_found_itself():
    index = PictureIndex()
    index.add([print_of(shore(known)) for known in (70, 71)], np.array([70, 71]))
    hits = index.look_up(column(bent(shore(71))))
    assert hits.entries[hits.tiers != LOOK].tolist() == [71]


@pytest.mark.parametrize("seed", range(60, 72))
def test_other_pictures_meet_nothing(index, seed):
    assert met(index, drawn_picture(seed)) == {}
    assert met(index, bent(drawn_picture(seed))) == {}


def test_a_shared_emblem_is_no_match():
    def with_emblem(seed):
        pixels = drawn_picture(seed).copy()
        pixels[230:310, 320:410] = cv2.resize(BANK[30], (90, 80), interpolation=cv2.INTER_AREA)
        return pixels

    index = PictureIndex()
    index.add([print_of(with_emblem(50))], np.array([50]))
    assert met(index, with_emblem(51)) == {}


def test_one_entry_is_enough_and_an_empty_index_answers():
    index = PictureIndex()
    assert len(index.look_up(column(BANK[30]))) == 0
    index.add([print_of(BANK[30])], np.array([7]))
    assert len(index) == 1
    assert set(met(index, BANK[30][60:300, 50:400])) == {7}


def test_duplicates_are_all_found():
    index = PictureIndex()
    index.add([print_of(BANK[30])] * 3, np.array([5, 6, 5]))
    assert set(met(index, bent(BANK[30]))) == {5, 6}


@pytest.mark.slow
def test_what_is_added_one_by_one_is_found_like_what_is_added_at_once(index):
    by_one = PictureIndex()
    for seed, pixels in BANK.items():
        by_one.add([print_of(pixels)], np.array([seed]))
        assert seed in met(by_one, bent(pixels))
    asked = column(*(rotated(pixels, -8) for pixels in list(BANK.values())[:4]))
    one, other = by_one.look_up(asked), index.look_up(asked)
    assert one.entries.tolist() == other.entries.tolist()


def test_rows_and_places_are_those_of_the_column(index):
    values = [print_of(BANK[38]), print_of(drawn_picture(99)), print_of(BANK[32])]
    asked = SignalColumn(rows=np.array([4, 4, 9]), values=Slices.of(values))
    hits = index.look_up(asked)
    assert hits.rows.tolist() == [4, 9]
    assert hits.places.tolist() == [0, 2]
    assert hits.entries.tolist() == [38, 32]


def test_a_limit_of_the_bank_keeps_out_what_only_features_tell():
    value = print_of(BANK[30])
    observed = bent(BANK[30])
    import io

    from PIL import Image

    from seawall.signals import FileContent, OpenedFile

    out = io.BytesIO()
    Image.fromarray(observed).save(out, "PNG")
    content = FileContent([OpenedFile(out.getvalue())])
    for limit, count in ((None, 1), (31, 1), (10, 0)):
        entry = make_entry(signal_type="picture", value=value, bank="lamps", limit=limit)
        assert sum(len(found.hits) for found in BankIndex([entry]).look_up(content)) == count


@pytest.mark.slow
def test_the_tiers_follow_the_distance(index):
    hits = index.look_up(column(*(edit for pixels in BANK.values() for edit in (pixels, bent(pixels)))))
    assert set(hits.tiers[hits.distances <= 31].tolist()) <= {SAME, NEAR}
    assert set(hits.distances.tolist()) <= {*range(32), LOOK_DISTANCE}


@pytest.mark.parametrize("flavour", range(len(FLAVOURS)))
def test_points_of_a_mirrored_or_negative_picture_are_its_points_in_another_order(flavour):
    pixels = BANK[39]
    observed = pixels[:, ::-1] if flavour % 2 else pixels
    observed = np.ascontiguousarray(255 - observed if flavour >= 2 else observed)
    known = points_of(features_of(pixels))
    found = {
        tried: align(points_of(features_of(observed), tried), known, mirrored=tried % 2 == 1)
        for tried in range(len(FLAVOURS))
    }
    inliers = {tried: made.inliers if made else 0 for tried, made in found.items()}
    assert inliers[flavour] > 0.5 * len(known)
    assert all(count < 0.1 * len(known) for tried, count in inliers.items() if tried != flavour)


def test_the_right_picture_has_the_largest_agreement():
    table = PointTable()
    table.add([features_of(pixels) for pixels in BANK.values()])
    numbers, cells = table.candidates(points_of(features_of(rotated(BANK[36], 20))))
    assert list(BANK)[int(numbers[0])] == 36
    assert cells[0] > 2 * cells[1:].max(initial=LEAST_AGREEMENT)
    assert (np.diff(cells) <= 0).all()


def test_pictures_without_points_are_counted_and_found_by_none():
    table = PointTable()
    plain = features_of(np.full((200, 200, 3), 80, np.uint8))
    table.add([plain, features_of(BANK[30]), plain])
    assert len(table) == 3
    assert table.candidates(points_of(plain))[0].tolist() == []
    assert table.candidates(points_of(features_of(BANK[30])))[0].tolist() == [1]
