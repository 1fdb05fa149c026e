"""The drawing of a cell follows the pointer: by pictures where the machine draws slowly, by sigma itself elsewhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

_WITH_A_PROCESSOR = """for (const kind of [WebGLRenderingContext, WebGL2RenderingContext]) {
  const told = kind.prototype.getParameter;
  kind.prototype.getParameter = function (name) {
    return name === 0x9246 || name === this.RENDERER ? "A graphics processor" : told.call(this, name);
  };
}"""  # 0x9246: UNMASKED_RENDERER_WEBGL
_ON_PAGE = """() => {
  const { sigma } = document.querySelector("[data-network]");
  const { x, y } = sigma.getCanvases().mouse.getBoundingClientRect();
  const at = sigma.graphToViewport(sigma.getGraph().getNodeAttributes(sigma.getGraph().nodes()[0]),
    { cameraState: sigma.getCamera().getState() });
  return [x + at.x, y + at.y];
}"""
_SEEN = """() => {
  const { sigma } = document.querySelector("[data-network]");
  const seen = (found) => [...sigma.getContainer().querySelectorAll(found)]
    .filter((layer) => layer.checkVisibility({ visibilityProperty: true })).map((layer) => layer.classList[0]);
  return { pictures: seen(".network-still").length, sharp: seen(".sigma-nodes, .sigma-edges") };
}"""
_MOVED_PICTURE = """([x, y]) => {
  const { sigma } = document.querySelector("[data-network]");
  const box = sigma.getCanvases().mouse.getBoundingClientRect();
  const { transform } = sigma.still.near.canvas.style;
  const to = new DOMMatrix(transform).transformPoint({ x: x - box.x, y: y - box.y });
  return [to.x + box.x, to.y + box.y];
}"""
AT_REST = {"pictures": 0, "sharp": ["sigma-edges", "sigma-nodes"]}


@pytest.fixture
def drawn(reader, made_home):
    def open_drawing(*, before: str = "", width: int = 1280) -> Page:
        cell = next(
            path for path in json.loads(Path(made_home, "to-see.json").read_text()) if path.startswith("/cells/")
        )
        window = reader("heron-en", width=width)
        window.page.add_init_script(before)
        page = window.open(cell)
        expect(page.locator("[data-network][data-drawn]")).to_be_visible()
        page.locator("[data-network-plate]").scroll_into_view_if_needed()
        return page

    return open_drawing


def wait_until_sharp(page: Page) -> None:
    page.wait_for_function(
        f"() => JSON.stringify(({_SEEN})()) === {json.dumps(json.dumps(AT_REST, separators=(',', ':')))}"
    )


def press_and_drag(page: Page, right: float, down: float) -> tuple[float, float]:
    """Drag the first member so far, without letting go; gives where it should be."""
    x, y = map(round, page.evaluate(_ON_PAGE))  # events count whole pixels
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + right, y + down, steps=4)
    return x + right, y + down


@pytest.mark.parametrize("width", [375, 1280])
def test_a_dragged_member_follows_the_pointer_above_a_picture(drawn, width):
    page = drawn(width=width)
    wait_until_sharp(page)
    place = press_and_drag(page, 40, -25)
    assert page.evaluate(_ON_PAGE) == pytest.approx(place, abs=1)
    assert page.evaluate(_SEEN) == {"pictures": 3, "sharp": []}  # the others, its ties, its name
    ties = page.evaluate("document.querySelector('[data-network]').sigma.still.ties.lines.length")
    assert ties == page.locator("svg.network-still line").count() > 0
    page.mouse.up()
    wait_until_sharp(page)
    assert page.evaluate(_ON_PAGE) == pytest.approx(place, abs=1)
    assert page.locator("[data-network-chosen]").inner_text() == ""


def test_what_is_drawn_at_rest_has_every_pixel_of_the_screen(drawn):
    page = drawn()
    press_and_drag(page, 40, -25)
    page.mouse.up()
    wait_until_sharp(page)
    of_layers = "layers => layers.map(one => one.width - Math.floor(one.offsetWidth * devicePixelRatio))"
    assert page.locator(".sigma-nodes, .sigma-edges").evaluate_all(of_layers) == [0, 0]


def test_a_moved_picture_shows_each_member_where_it_will_be(drawn):
    page = drawn()
    wait_until_sharp(page)
    before = page.evaluate(_ON_PAGE)
    box = page.locator("[data-network-plate]").bounding_box()
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    page.mouse.down()
    page.mouse.move(box["x"] + 65, box["y"] + 35, steps=4)
    page.wait_for_function("document.querySelector('.network-plate.is-still')")
    during = page.evaluate(f"(before) => [({_MOVED_PICTURE})(before), ({_ON_PAGE})()].flat()", before)
    assert during[:2] == pytest.approx(during[2:], abs=1)
    page.mouse.up()
    wait_until_sharp(page)
    x, y = page.evaluate(_ON_PAGE)
    assert x >= before[0] + 59
    assert y >= before[1] + 29


def test_a_machine_with_a_graphics_processor_needs_no_pictures(drawn):
    page = drawn(before=_WITH_A_PROCESSOR)
    place = press_and_drag(page, 40, -25)
    assert page.evaluate(_ON_PAGE) == pytest.approx(place, abs=1)
    assert page.evaluate(_SEEN) == AT_REST
    page.mouse.up()


def test_pictures_begin_where_frames_turn_out_slow(drawn):
    page = drawn(before=_WITH_A_PROCESSOR)
    page.evaluate("""() => {
      const { sigma } = document.querySelector("[data-network]");
      for (let frame = 0; frame <= 8; frame++) { sigma.isWatched = true; sigma.judge(1_000 + 40 * frame); }
    }""")
    press_and_drag(page, 40, -25)
    assert page.evaluate(_SEEN)["sharp"] == []
    page.mouse.up()
    wait_until_sharp(page)


def test_choosing_a_member_names_it_in_words(drawn):
    page = drawn()
    x, y = page.evaluate(_ON_PAGE)
    page.mouse.click(x, y)
    expect(page.locator("[data-network-chosen]")).to_contain_text("acct-")
