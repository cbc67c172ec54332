import pytest

from tests.strategies import EAST, NORTH
from tests.widgets.map.tools.test_move import clicked
from tests.widgets.map.tools.test_split import areas, whole


def test_three_places_rotate_the_selection(canvas):
    canvas.bridge.select({"corridors": [1]})
    canvas.use("rotate")
    clicked(canvas, (0, 100), (100, 100), (0, 200))
    bounds = canvas.bridge.document.layer("corridors").bounds[0]
    assert bounds == pytest.approx([EAST, NORTH + 100, EAST, NORTH + 400], abs=3)
    canvas.bridge.undo()
    assert canvas.bridge.document.layer("corridors").bounds[0, 2] == EAST + 300


def test_the_coverage_turns_as_a_whole(canvas):
    canvas.bridge.select({"parcels": [1, 2, 3, 4, 5, 6]})
    canvas.use("rotate")
    clicked(canvas, (150, 100), (250, 100), (230, 150))
    assert areas(canvas) == [10_000.0] * 6
    assert whole(canvas)


def test_the_angle_is_told(canvas):
    canvas.use("rotate")
    gesture = canvas.gesture("rotate")
    assert gesture.angle([(0, 0), (1, 0), (0, 1)]) == pytest.approx(90)
    assert gesture.angle([(0, 0), (-1, 0.0), (-1, 1)]) == pytest.approx(-45)


def test_without_a_selection_it_says_what_to_do(canvas):
    said = []
    canvas.said.connect(said.append)
    canvas.use("rotate")
    clicked(canvas, (250, 50))
    assert said[-1] == "Select what is to be rotated first."
