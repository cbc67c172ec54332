from PySide6.QtCore import Qt

from tests.strategies import EAST, NORTH
from tests.widgets.map.tools.test_split import areas, draw, pixel, whole
from widgets.map.viewport import MapX, MapY


def places(*given):
    return [(MapX(EAST + x), MapY(NORTH + y)) for x, y in given]


def options(canvas, width, fillet):
    canvas.use("road")
    bar = canvas.gesture("road").options
    bar.set_number("width", width)
    bar.set_number("fillet", fillet)
    return bar


def test_a_drawn_centre_line_carves_a_road_in_one_step(canvas):
    bar = options(canvas, 20.0, 0.0)
    assert not bar.isHidden()
    draw(canvas, "road", (-20, 50), (320, 50))
    # Three squares of 1 ha are cut into two each, and 300 m of road lie between them.
    assert areas(canvas) == [10_000.0] * 3 + [4_000.0] * 6 + [6_000.0]
    assert whole(canvas)
    assert canvas.bridge.document.layer("roads").values("width_m").tolist() == [20.0]
    canvas.bridge.undo()
    assert areas(canvas) == [10_000.0] * 6
    assert len(canvas.bridge.document.layer("roads")) == 0


def test_the_preview_follows_the_width_and_says_what_is_taken(canvas):
    options(canvas, 30.0, 0.0)
    gesture = canvas.gesture("road")
    shown = gesture.preview(places((0, 50), (300, 50)))
    assert shown.told[0].startswith("Road of 30 m: 9\u2009000 m² out of 3 parcels")
    gesture.options.set_number("width", 12.0)
    assert "3\u2009600 m²" in gesture.preview(places((0, 50), (300, 50))).told[0]


def test_a_line_that_crosses_itself_is_refused_in_words(canvas):
    options(canvas, 20.0, 0.0)
    crossing = places((0, 0), (90, 90), (90, 0), (0, 90))
    assert "crosses itself" in canvas.gesture("road").preview(crossing).refused


def test_the_bar_goes_with_the_tool_and_remembers(canvas):
    bar = options(canvas, 33.0, 7.0)
    canvas.use("select")
    assert bar.isHidden()
    canvas.use("road")
    assert (bar.number("width"), bar.number("fillet")) == (33.0, 7.0)
    assert canvas.cursor().shape() is Qt.CursorShape.CrossCursor
    assert pixel(canvas, 0, 0) is not None
