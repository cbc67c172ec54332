import pytest

from tests.widgets.map.tools.test_split import draw
from widgets.map.tools.corridor import choices


def test_a_corridor_is_drawn_with_what_stands_in_the_bar(canvas):
    canvas.use("corridor")
    bar = canvas.gesture("corridor").options
    bar.set_number("width", 18.0)
    bar.set_choice("cover", "shrub")
    bar.set_choice("type", "")
    draw(canvas, "corridor", (50, 10), (50, 98))
    drawn = canvas.bridge.document.layer("corridors").rows([2]).iloc[0]
    assert (drawn["width_m"], drawn["cover"]) == (18.0, "shrub")
    assert not isinstance(drawn["type"], str)
    # Its end lies on the corridor along y = 100.
    assert drawn.geometry.distance(canvas.bridge.document.layer("corridors").geometries[0]) == 0


def test_covers_and_types_are_offered_with_their_titles(canvas):
    assert dict(choices("corridors", "type"))["greenway"] == "Greenway"
    canvas.use("corridor")
    shown = canvas.gesture("corridor").preview([(500_050.0, 3_890_010.0), (500_050.0, 3_890_050.0)])
    assert shown.told[0].startswith("Corridor of")
    width = canvas.gesture("corridor").options.number("width")
    assert shown.shapes[1].area == pytest.approx(40 * width)
