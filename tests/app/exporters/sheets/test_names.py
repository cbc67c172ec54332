"""What is written on the map of a sheet: names once, codes unless the plan writes otherwise."""

from dataclasses import replace

import pytest
import shapely

from app.exporters.sheets.names import draw_names, is_coded
from layers.looks import style_of
from layers.style import Labels
from tests.app.exporters.plans import EAST, NORTH, empty_plan, park, with_rows
from tests.widgets.map import svg
from tests.widgets.map.lettering import blocks
from widgets.map.scene import Scene
from widgets.map.viewport import Viewport

pytestmark = pytest.mark.usefixtures("qapp")

PAGE = Viewport.at_scale((EAST + 500, NORTH + 300), 4000, (2700, 1700), dpi=254)
"""All of the park, at ten units a millimetre."""


def scene_of(plan, **labels):
    styles = {
        kind: replace(style_of(plan, kind), labels=declared) for kind, declared in labels.items()
    }
    return Scene.of(plan, styles)


def written(*given, **more):
    """Return the texts on the map."""
    return [text for text, _, _ in placed(*given, **more)]


def placed(scene, lettered, viewport=PAGE, weight=1.0, shown=()):
    """Return the texts on the map and where each begins, in units."""
    size = viewport.width, viewport.height
    return svg.texts(
        svg.written(
            lambda to: draw_names(to, scene, viewport, lettered, blocks(), weight, shown), *size
        )
    )


def test_parcels_have_number_over_code_and_kinds_that_are_not_lettered_nothing():
    found = written(scene_of(park()), ["parcels"])
    assert found.count("M1") == 3
    assert {"A-01", "A-02", "B1", "G1"} <= set(found)
    assert "创新大道" not in found
    assert written(scene_of(park()), []) == []


def test_a_label_of_the_plans_own_stands_in_place_of_the_code():
    scene = scene_of(park(), parcels=Labels("Lot {number}"))
    assert not is_coded(scene)
    assert is_coded(scene_of(park()))
    found = written(scene, ["parcels"])
    assert "Lot A-01" in found
    assert "M1" not in found


def test_a_code_gives_way_to_a_name():
    plan = with_rows(empty_plan(), "parcels", [
        shapely.box(EAST + 300, NORTH + 200, EAST + 700, NORTH + 400)
    ], land_use=["M1"])  # fmt: skip
    assert written(scene_of(plan), ["parcels", "water"]) == ["M1"]
    water = shapely.box(EAST + 490, NORTH + 250, EAST + 510, NORTH + 350).buffer(40)
    plan = with_rows(plan, "water", [water], name=["Mere"])
    # Both would stand in the middle of the same ground: the code is moved.
    (mere, _, name), (code, _, below) = placed(scene_of(plan), ["parcels", "water"])
    assert (mere, code) == ("Mere", "M1")
    assert abs(name - below) >= 23  # a line of 2.3 mm


def test_a_name_is_not_said_again_close_by_but_a_value_is():
    ponds = [shapely.box(x, NORTH, x + 180, NORTH + 100) for x in (EAST, EAST + 200, EAST + 400)]
    plan = with_rows(empty_plan(), "water", ponds, name=["Mere"] * 3)
    assert written(scene_of(plan), ["water"]) == ["Mere"]
    assert written(scene_of(plan, water=Labels("{area_ha:.2f}")), ["water"]) == ["1.80"] * 3


def test_what_has_no_room_inside_the_frame_is_left_out():
    pond = shapely.box(EAST + 500, NORTH + 250, EAST + 700, NORTH + 350)
    plan = with_rows(empty_plan(), "water", [pond], name=["Mere"])
    scene = scene_of(plan)
    assert written(scene, ["water"]) == ["Mere"]
    # The frame ends 2 mm to the right of the pond's middle.
    west = replace(PAGE, x=EAST + 600 - 540 + 8)
    assert written(scene, ["water"], west) == []


def test_a_code_keeps_clear_of_a_marker_that_is_drawn():
    small = shapely.box(EAST + 500, NORTH + 250, EAST + 516, NORTH + 264)
    plan = with_rows(empty_plan(), "parcels", [small], land_use=["M1"])
    plan = with_rows(plan, "facilities", [shapely.centroid(small)], type=["substation"])
    scene = scene_of(plan)
    assert written(scene, ["parcels"]) == ["M1"]
    assert written(scene, ["parcels"], shown=["facilities"]) == []


def test_halos_on_sheets_are_not_seen_through():
    size = PAGE.width, PAGE.height
    scene = scene_of(park(), water=Labels("{area_ha:.2f}"))
    shapes = svg.shapes(
        svg.written(lambda to: draw_names(to, scene, PAGE, ["parcels", "water"], blocks()), *size)
    )
    assert len(shapes) > 6
    assert {(one.stroke, one.stroke_opacity) for one in shapes} == {("#ffffff", 1.0)}
