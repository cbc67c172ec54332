from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.strategies import EAST
from tests.widgets.map.pointing import click
from tests.widgets.map.tools.test_split import areas, pixel, whole

ALT = Qt.KeyboardModifier.AltModifier


def clicked(canvas, *places):
    for x, y in places:
        click(canvas, pixel(canvas, x, y), keys=ALT)


def west(canvas, place):
    return round(float(canvas.bridge.document.layer("parcels").bounds[place, 0]) - EAST, 1)


def test_two_places_move_the_selection_in_one_step(canvas):
    canvas.bridge.select({"parcels": [3], "rooftops": [1]})
    canvas.use("move")
    clicked(canvas, (250, 50), (270, 50))
    moved = west(canvas, 2)
    assert abs(moved - 220) < 2
    assert areas(canvas) == [10_000.0] * 6
    assert whole(canvas)
    canvas.bridge.undo()
    assert west(canvas, 2) == 200.0


def test_how_far_can_be_typed(canvas):
    canvas.bridge.select({"parcels": [3]})
    canvas.use("move")
    clicked(canvas, (250, 50))
    QTest.keyClicks(canvas, "@")
    QTest.keyClicks(canvas.gesture("move").typing.entry, "25,0")
    QTest.keyClick(canvas.gesture("move").typing.entry, Qt.Key.Key_Return)
    assert west(canvas, 2) == 225.0


def test_a_copy_leaves_the_selection_where_it_is(canvas):
    canvas.bridge.select({"parcels": [3]})
    canvas.use("move")
    canvas.gesture("move").options.set_choice("what", "copy")
    clicked(canvas, (250, 50), (250, -70))
    canvas.gesture("move").options.set_choice("what", "move")
    assert len(areas(canvas)) == 7
    assert whole(canvas)


def test_without_a_selection_it_says_what_to_do(canvas):
    said = []
    canvas.said.connect(said.append)
    canvas.use("move")
    clicked(canvas, (250, 50))
    assert said[-1] == "Select what is to be moved first."
    assert not canvas.gesture("move").under_way


def test_the_preview_refuses_ground_of_others(canvas):
    canvas.bridge.select({"parcels": [3]})
    canvas.use("move")
    shown = canvas.gesture("move").preview([(0.0, 0.0), (-100.0, 0.0)])
    assert "no ground is free" in shown.refused
    assert len(canvas.gesture("move").preview([(0.0, 0.0), (40.0, 0.0)]).shapes) >= 1
