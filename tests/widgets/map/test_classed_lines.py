"""Classes of lines and of hatched areas, on the screen's painter and on paper alike."""

import pytest
import shapely

from layers.edits.styles import set_style
from layers.style import Style
from tests.strategies import EAST, NORTH, document, layer, squares
from tests.widgets.map.pictures import picture
from widgets.map.viewport import MapX, MapY, Viewport

RED, BLUE = (200, 30, 30), (30, 30, 200)


def drawn(plan, *, vector):
    viewport = Viewport(MapX(EAST + 100), MapY(NORTH + 50), 1.0, 200, 100)
    return picture(plan, viewport, vector=vector)


def near(picture, colour):
    return (abs(picture[..., :3].astype(int) - colour).max(axis=-1) < 40).any()


@pytest.mark.parametrize("vector", [False, True])
def test_lines_without_a_width_have_the_colour_of_their_class(vector):
    lines = [shapely.LineString([(EAST, NORTH + y), (EAST + 200, NORTH + y)]) for y in (25.0, 75.0)]
    plan = document(layer("paths", lines, width_m=[2.0, 8.0]))
    style = Style(
        by="width_m", breaks=(4.0, 9.0), ramp=("#c81e1e", "#1e1ec8"), stroke="#00ff00", width=2.0
    )
    plan = plan.applied(set_style(plan, "paths", style))
    found = drawn(plan, vector=vector)
    assert near(found[60:], RED)
    assert near(found[:40], BLUE)
    assert not near(found, (0, 255, 0))


@pytest.mark.parametrize("vector", [False, True])
@pytest.mark.parametrize("hatch", ["", "diagonal", "cross", "dots"])
def test_classes_of_areas_are_hatched_in_their_colour(vector, hatch):
    plan = document(layer("parcels", squares(2), far=[1.0, 3.0]))
    style = Style(by="far", breaks=(2.0, 4.0), ramp=("#c81e1e", "#1e1ec8"), hatch=hatch)
    plan = plan.applied(set_style(plan, "parcels", style))
    found = drawn(plan, vector=vector)
    assert near(found[:, 5:95], RED)
    assert near(found[:, 105:195], BLUE)
    assert not near(found[:, 5:95], BLUE)
