"""What pages and files of cells show: pseudonyms, lawful alternatives, tables beside drawings; names by the rule."""

from __future__ import annotations

import csv
import io
import json
from xml.etree import ElementTree as ET

import networkx as nx
import pytest
from PIL import Image

from seawall.desk.cases.models import Case
from seawall.desk.cells.models import CellMember, CellReveal
from seawall.desk.cells.services import store_search
from seawall.desk.people.roles import Role

from .conftest import cell_record, member_record, sample_record, search_record
from .test_services import LAWFUL

pytestmark = pytest.mark.django_db
FORMS = ("graphml", "gexf", "members", "ties", "svg", "png")


def placed(number: int, **changes):
    return member_record(number, place=(number / 10 - 0.3, 0.5 - number / 10), **changes)


@pytest.fixture
def worker(client_of):
    return client_of(Role.ANALYST)


@pytest.fixture
def drawn(stored):
    return stored(members=tuple(placed(number) for number in range(1, 6)))


def test_without_a_search_the_list_says_what_to_do(worker, desk_home):
    assert "Nobody has looked for cells yet" in worker.get("/cells/").content.decode()


def test_the_list_stands_with_the_shuffled_control(worker, stored):
    cell = stored()
    page = worker.get("/cells/").content.decode()
    assert f"<code>{cell}</code>" in page
    assert "cells among shuffled accounts" in page


def test_lists_are_filtered_by_lawful_alternative_and_odd_values_passed_over(worker, desk_home, analyst):
    store_search(search_record(cell_record(1, lawful=LAWFUL), cell_record(2, first=10)), acting=analyst)
    counts = [
        worker.get(f"/cells/?lawful={value}").context["page"].paginator.count for value in ("named", "none", "", "odd")
    ]
    assert counts == [1, 1, 2, 2]


def test_a_cell_page_calls_nobody_by_name_and_nobody_inauthentic(worker, drawn):
    page = worker.get(f"/cells/{drawn.pk}/").content.decode()
    assert "lamp-" not in page
    assert "inauthentic" not in page.lower()
    assert drawn.members.get(number=1).pseudonym in page
    assert "That says nothing of why they do" in page
    assert "data-network=" in page


def test_a_cell_without_places_stands_by_its_tables(worker, stored):
    cell = stored()
    page = worker.get(f"/cells/{cell.pk}/").content.decode()
    assert "data-network=" not in page
    assert "did not lay the network out" in page


def test_a_lawful_alternative_stands_first_and_a_case_asks_whether_it_was_weighed(worker, put_in, stored):
    put_in(accounts=[{"account_id": "lamp-2", "handle": "lampkeeper"}])
    cell = stored(lawful=LAWFUL, lawful_checked=True)
    form = f"/cells/{cell.pk}/members/2/case/"
    for address in (f"/cells/{cell.pk}/", form):
        page = worker.get(address).content.decode()
        assert "40% of the texts and hashtags say that they are advertising or a campaign" in page
        assert "Against it: 10% of the moments lead to closed places" in page
    assert worker.post(form, {"reason": "its posts name the quay"}).status_code == 422
    assert not Case.objects.exists()
    worker.post(form, {"reason": "its posts name the quay", "weighed": "on"})
    assert Case.objects.get().account_id == "lamp-2"


def test_a_case_on_a_member_of_an_unexplained_cell_asks_for_a_reason_alone(worker, stored):
    form = f"/cells/{stored(lawful_checked=True).pk}/members/2/case/"
    assert 'name="weighed"' not in worker.get(form).content.decode()
    assert worker.post(form, {"reason": " "}).status_code == 422
    assert "lamp-2" not in worker.get(form).content.decode()
    assert worker.post(form, {"reason": "its posts"}).status_code == 409  # the corpus holds nothing of it
    assert not Case.objects.exists()


def test_the_drawing_gets_pseudonyms_places_and_ties(worker, drawn):
    told = json.loads(worker.get(f"/cells/{drawn.pk}/network/").content)
    assert [node[:3] for node in told["nodes"]] == [
        [n, round(n / 10 - 0.3, 5), round(0.5 - n / 10, 5)] for n in range(1, 6)
    ]
    assert {node[5] for node in told["nodes"]} == {*drawn.members.values_list("pseudonym", flat=True)}
    assert len(told["edges"]) == 10


def test_the_table_of_ties_says_what_the_drawing_says(worker, drawn):
    answer = worker.get(f"/cells/{drawn.pk}/ties/?member=2")
    assert answer.context["page"].paginator.count == 4
    assert worker.get(f"/cells/{drawn.pk}/ties/?member=99").context["page"].paginator.count == 0
    assert worker.get(f"/cells/{drawn.pk}/ties/?weakest_first=on").context["rows"][0]["tie"].bits == 40.0


def test_members_are_found_by_the_beginning_of_a_pseudonym(worker, drawn):
    wanted = drawn.members.get(number=3).pseudonym
    rows = worker.get(f"/cells/{drawn.pk}/members/", {"words": wanted[:12]}).context["rows"]
    assert [row["member"].number for row in rows] == [3]


def test_a_spread_is_drawn_in_order_with_its_table(worker, stored):
    cell = stored(samples=(sample_record(5), sample_record(4, item="https://quay.example/")))
    answer = worker.get(f"/cells/{cell.pk}/?sample=2")
    chart = answer.context["page"].chart
    assert [one.step for one in chart.arrivals] == [1, 2, 3, 4]
    assert [one.x for one in chart.arrivals] == sorted(one.x for one in chart.arrivals)
    assert answer.content.decode().count("data-spread-arrival=") == 8  # the drawing and the table
    for odd in ("0", "x", "99999999999"):
        assert worker.get(f"/cells/{cell.pk}/?sample={odd}").context["page"].sample.number == 1


def test_what_names_a_member_is_withheld(worker, stored):
    cell = stored(samples=(sample_record(5, item="https://harbourfeed.example/lamp-2/1"),))
    page = worker.get(f"/cells/{cell.pk}/").content.decode()
    assert "harbourfeed.example" not in page
    assert "withheld" in page


def test_a_case_opens_on_one_member_and_the_page_stays_with_pseudonyms(worker, put_in, drawn):
    put_in(accounts=[{"account_id": "lamp-2", "handle": "lampkeeper"}])
    answer = worker.post(f"/cells/{drawn.pk}/members/2/case/", {"reason": "its posts"}, follow=True)
    assert answer.redirect_chain == [(f"/cells/{drawn.pk}/", 302)]
    assert "lampkeeper" not in answer.content.decode()
    assert Case.objects.get().account_id == "lamp-2"


def test_names_are_refused_below_three_and_shown_to_the_one_who_asked_from_three_on(client_of, drawn, in_breach):
    one, other = client_of(Role.LEGAL), client_of(Role.LEGAL)
    in_breach(1, 2)
    refused = one.post(f"/cells/{drawn.pk}/reveal/", {"reason": "to write to the platform"})
    assert refused.status_code == 403
    assert "Names stay withheld: 2 of the members" in refused.content.decode()
    in_breach(3)
    assert one.post(f"/cells/{drawn.pk}/reveal/", {"reason": ""}).status_code == 422
    one.post(f"/cells/{drawn.pk}/reveal/", {"reason": "to write to the platform"})
    assert CellReveal.objects.get().staff == one.staff
    for address in ("", "members/", "ties/", "network/"):
        assert "harbourfeed:lamp-1" in one.get(f"/cells/{drawn.pk}/{address}").content.decode()
        assert "harbourfeed:lamp-1" not in other.get(f"/cells/{drawn.pk}/{address}").content.decode()


@pytest.mark.parametrize("form", FORMS)
def test_no_file_names_anybody_unless_names_were_revealed(worker, drawn, form):
    answer = worker.get(f"/cells/{drawn.pk}/export/{form}/")
    assert answer["Content-Disposition"].startswith(f'attachment; filename="seawall-cell-{drawn.line_id}')
    assert b"lamp-" not in answer.content
    assert worker.get(f"/cells/{drawn.pk}/export/{form}/?named=1").status_code == 403


def test_names_stand_in_a_file_after_a_reveal(client_of, drawn, in_breach):
    officer = client_of(Role.LEGAL)
    in_breach(1, 2, 3)
    officer.post(f"/cells/{drawn.pk}/reveal/", {"reason": "to write to the platform"})
    assert b"harbourfeed:lamp-1" in officer.get(f"/cells/{drawn.pk}/export/graphml/?named=1").content
    assert b"lamp-1" not in officer.get(f"/cells/{drawn.pk}/export/graphml/").content


def test_graphml_and_gexf_are_read_by_others_as_the_same_network(worker, drawn, tmp_path):
    paths = {form: tmp_path / form for form in ("graphml", "gexf")}
    for form, path in paths.items():
        path.write_bytes(worker.get(f"/cells/{drawn.pk}/export/{form}/").content)
    read = [nx.read_graphml(paths["graphml"]), nx.read_gexf(paths["gexf"], version="1.3")]
    assert {*read[0].nodes} == {*read[1].nodes} == {*drawn.members.values_list("pseudonym", flat=True)}
    assert [one.number_of_edges() for one in read] == [10, 10]
    first = drawn.members.get(number=1)
    assert read[1].nodes[first.pseudonym]["viz"]["position"]["x"] == pytest.approx(first.x * 1000)


def test_csv_files_have_a_row_for_each_member_and_tie(worker, drawn):
    rows = {}
    for form in ("members", "ties"):
        content = worker.get(f"/cells/{drawn.pk}/export/{form}/").content.decode()
        rows[form] = list(csv.DictReader(io.StringIO(content, newline="")))
    assert (len(rows["members"]), len(rows["ties"])) == (5, 10)
    assert rows["ties"][0]["kind"] == "linked"


def test_pictures_are_pictures(worker, drawn):
    svg = ET.fromstring(worker.get(f"/cells/{drawn.pk}/export/svg/").content)
    assert len(svg.findall("{http://www.w3.org/2000/svg}circle")) == 5
    picture = Image.open(io.BytesIO(worker.get(f"/cells/{drawn.pk}/export/png/").content))
    assert (picture.format, picture.size) == ("PNG", (1200, 1200))


def test_a_cell_without_places_has_no_picture_and_an_unknown_form_no_file(worker, stored):
    cell = stored()
    for form in ("svg", "png", "docx"):
        assert worker.get(f"/cells/{cell.pk}/export/{form}/").status_code == 404


def test_an_auditor_reads_cells_and_takes_nothing_out(client_of, drawn):
    auditor = client_of(Role.AUDITOR)
    assert "Open a case" not in auditor.get(f"/cells/{drawn.pk}/").content.decode()
    assert auditor.get(f"/cells/{drawn.pk}/export/gexf/").status_code == 403
    assert auditor.post("/cells/start/").status_code == 403


def test_a_started_search_is_shown_as_such(worker, desk_home):
    assert worker.post("/cells/start/").status_code == 302
    page = worker.get("/cells/").content.decode()
    assert "Cells are being looked for." in page
    assert worker.post("/cells/start/").status_code == 409


def test_members_whose_decision_stands_are_shown_without_the_reference_of_their_case(worker, drawn, in_breach):
    (case,) = in_breach(2)
    page = worker.get(f"/cells/{drawn.pk}/").content.decode()
    assert "In breach" in page
    assert case.reference not in page
    assert CellMember.objects.filter(cell=drawn).count() == 5
