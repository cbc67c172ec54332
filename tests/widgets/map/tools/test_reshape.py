from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.strategies import EAST, NORTH
from tests.widgets.map.pointing import click, move
from tests.widgets.map.tools.test_split import areas, draw, pixel, whole
from widgets.map.viewport import MapX, MapY


def test_a_border_is_drawn_anew(canvas):
    canvas.bridge.select({"parcels": [5]})
    draw(canvas, "reshape", (100, 130), (80, 130), (80, 170), (100, 170))
    # The ends lie within a pixel of the border: a little more or less of it changes hands.
    assert abs(areas(canvas)[4] - 10_800) < 60
    assert sum(areas(canvas)) == 60_000.0
    assert whole(canvas)


def test_both_new_areas_are_shown_before(canvas):
    canvas.use("reshape")
    places = [(90, 30), (120, 30), (120, 70), (90, 70)]
    shown = canvas.gesture("reshape").preview(
        [(MapX(EAST + x), MapY(NORTH + y)) for x, y in places]
    )
    assert sorted(round(one.area) for one in shown.shapes) == [9_200, 10_800]
    assert [text.split()[0] for text in sorted(shown.texts)] == ["0.92", "1.08"]


def test_enter_makes_what_the_preview_shows_with_the_place_under_the_pointer(canvas):
    canvas.snapping = type(canvas.snapping)(on=False)
    canvas.use("reshape")
    canvas.setFocus()
    for x, y in ((90, 30), (120, 30), (120, 70)):
        click(canvas, pixel(canvas, x, y))
    move(canvas, pixel(canvas, 90, 70), Qt.MouseButton.NoButton)
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert abs(areas(canvas)[0] - 10_800) < 60
    assert whole(canvas)


def test_enter_leaves_the_pointer_out_where_the_border_is_whole_without_it(canvas):
    canvas.snapping = type(canvas.snapping)(on=False)
    canvas.use("reshape")
    canvas.setFocus()
    for x, y in ((90, 30), (120, 30), (120, 70), (90, 70)):
        click(canvas, pixel(canvas, x, y))
    move(canvas, pixel(canvas, 150, 90), Qt.MouseButton.NoButton)
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert abs(areas(canvas)[0] - 10_800) < 60
