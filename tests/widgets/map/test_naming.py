"""Which names are wanted where: by the scale and the plan, never by what part is shown."""

import math

import numpy as np
import pytest
import shapely
from PySide6.QtCore import QRectF

from tests.strategies import EAST, NORTH, document, layer, squares
from widgets.map import label, labelling, space
from widgets.map.scene import Scene
from widgets.map.viewport import Viewport

pytestmark = pytest.mark.usefixtures("qapp")

MIDDLE = (EAST + 1000, NORTH + 1000)


def names(plan, denominator=5000, size=(800, 600), centre=MIDDLE, sparing=True, **values):
    viewport = Viewport.at_scale(centre, denominator, size)
    return labelling.placed(Scene.of(plan), viewport, sparing=sparing, **values)


def road(*pieces, name="Long road", width=30.0):
    """A road of straight pieces, all of one name."""
    n = len(pieces)
    lines = [shapely.LineString(piece) for piece in pieces]
    return layer("roads", lines, name=[name] * n, width_m=[width] * n)


def across(start, end):
    """A piece of a road from west to east through the middle. [m]"""
    return [(EAST + start, NORTH + 1000), (EAST + end, NORTH + 1000)]


def test_a_number_stands_only_where_its_parcel_has_room_for_all_of_it():
    # An L whose arms are 4 m wide: its bounds have room, it has not. A square has.
    arms = shapely.box(0, 0, 300, 4).union(shapely.box(0, 0, 4, 300))
    bent = shapely.transform(arms, lambda xy: xy + np.array([EAST + 900, NORTH + 900]))
    plan = document(
        layer("parcels", [bent, *squares(1, east=EAST + 950, north=NORTH + 950)], number=["L", "S"])
    )
    found = names(plan, 4000)
    assert [label.text for label in found] == ["S"]
    assert {label.lines[0] for label in names(plan, 400)} == {"L", "S"}


def test_numbers_come_when_parcels_are_usually_large_enough():
    big = shapely.box(EAST, NORTH, EAST + 2000, NORTH + 2000)
    small = squares(9, 1, north=NORTH + 2000)
    plan = document(layer("parcels", [big, *small], number=["0", *"abcdefghi"]))
    # Of 100 m at 1:10 000, 1 cm is left: too little, though one has room.
    assert names(plan, 10_000) == []
    assert "0" in {label.text for label in names(plan, 10_000, sparing=False)}
    assert "a" in {label.text for label in names(plan, 3000, centre=(EAST + 300, NORTH + 2000))}


def test_land_for_roads_carries_the_names_of_the_roads_alone():
    plan = document(
        layer(
            "parcels",
            squares(2, east=EAST + 900, north=NORTH + 950),
            number=["A", "B"],
            land_use=["S1", "M1"],
        )
    )
    assert [label.lines[0] for label in names(plan)] == ["B"]
    # A sheet chooses for itself.
    assert {label.lines[0] for label in names(plan, sparing=False)} == {"A", "B"}


def test_a_road_in_pieces_has_one_name_and_more_when_near():
    pieces = [across(100 * n, 100 * (n + 1)) for n in range(20)]
    plan = document(road(*pieces))
    whole = names(plan, 20_000)
    assert [(label.x, label.y) for label in whole] == [(EAST + 1000, NORTH + 1000)]
    near = names(plan, 2500)
    assert len(near) > 1
    # 92 mm at 1:2500 are 230 m: the next power of two is 256 m.
    steps = np.diff(sorted(label.x for label in near))
    assert steps == pytest.approx(256)
    assert {(label.x, label.y) for label in whole} <= {(label.x, label.y) for label in near}


def test_on_paper_a_name_is_said_again_after_150_mm():
    # At 1:5000 the road is 400 mm long: two names, each in the middle of its half.
    found = names(document(road(across(0, 2000))), 5000, (2000, 600), sparing=False)
    assert sorted(label.x - EAST for label in found) == pytest.approx([500, 1500])


def test_a_line_shorter_than_its_name_or_too_thin_has_none():
    assert names(document(road(across(990, 1010))), 5000) == []
    assert len(names(document(road(across(900, 1100))), 5000)) == 1
    thin = document(road(across(0, 2000), width=10.0))
    # 10 m at 1:20 000 are 0.5 mm.
    assert names(thin, 20_000) == []
    assert len(names(thin, 20_000, sparing=False)) == 1
    assert len(names(thin, 5000, centre=MIDDLE)) >= 1


def test_points_have_names_from_near():
    plan = document(layer("facilities", [shapely.Point(MIDDLE)], name=["Gate"]))
    assert names(plan, 15_000) == []
    assert len(names(plan, 15_000, sparing=False)) == 1
    (label,) = names(plan, 10_000)
    assert label.shift > label.width / 2  # beside its marker


def test_a_phase_has_its_name_inside_below_its_northern_border():
    area = shapely.box(EAST, NORTH, EAST + 2000, NORTH + 1200)
    (label,) = names(document(layer("phases", [area], name=["First"])), 20_000)
    assert (label.x, label.y) == (EAST + 1000, NORTH + 1200)
    viewport = Viewport.at_scale(MIDDLE, 20_000, (800, 600))
    _, border = viewport.pixel(label.x, label.y)
    assert label.rectangle(viewport).top() > border + 2


def test_borders_come_before_water_roads_parcels_and_points():
    box = shapely.box(EAST, NORTH, EAST + 2000, NORTH + 2000)
    plan = document(
        layer("parcels", [box], number=["P"]),
        layer("water", [box], name=["W"]),
        road(across(0, 2000), name="R"),
        layer("phases", [box], name=["F"]),
        layer("facilities", [shapely.Point(MIDDLE)], name=["X"]),
    )
    layers = Scene.of(plan).layers
    order = sorted(
        ("facilities", "parcels", "roads", "water", "corridors", "phases"),
        key=lambda kind: space.rank(layers[kind]),
    )
    assert order[0] == "phases"
    assert set(order[1:3]) == {"water", "corridors"}
    assert order[3:] == ["roads", "parcels", "facilities"]
    # All but the phase's lie in the middle: the water's stays.
    assert [label.text for label in names(plan, 10_000)] == ["F", "W"]


def park():
    """Parcels, roads and water with names in each other's way."""
    random = np.random.default_rng(3)
    roads = [
        layer_road
        for n in range(9)
        for layer_road in ([(EAST, NORTH + 220 * n), (EAST + 2000, NORTH + 220 * n + 40)],)
    ]
    lakes = [
        shapely.Point(EAST + x, NORTH + y).buffer(90) for x, y in random.uniform(0, 2000, (12, 2))
    ]
    return document(
        layer("parcels", squares(20, 20), number=[f"A-{n:03d}" for n in range(400)]),
        layer("water", lakes, name=[f"Lake {n}" for n in range(12)]),
        layer(
            "roads",
            [shapely.LineString(line) for line in roads],
            name=[f"Road {n % 5}" for n in range(9)],
            width_m=[30.0] * 9,
        ),
    )


@pytest.mark.parametrize("denominator", [4000, 8000])
def test_names_stay_where_they_are_while_the_map_is_moved(denominator):
    plan = park()
    size = (500, 400)
    first = Viewport.at_scale(MIDDLE, denominator, size)
    shown = QRectF(0, 0, *size)

    def seen(viewport):
        found = labelling.placed(Scene.of(plan), viewport, sparing=True)
        return {
            (label.text, label.x, label.y)
            for label in found
            if shown.contains(label.rectangle(viewport))
        }

    before = seen(first)
    assert len(before) > 5
    for step in ((37.0, 0.0), (180.0, -120.0), (-211.0, 90.0)):
        moved = first.panned(*step)
        after = seen(moved)
        for text, x, y in before ^ after:
            # Only what has come in or gone out at the edge has changed.
            for viewport in (first, moved):
                label = next(
                    label
                    for label in labelling.placed(Scene.of(plan), viewport, sparing=True)
                    if (label.text, label.x, label.y) == (text, x, y)
                )
                inside = shown.contains(label.rectangle(viewport))
                assert inside == ((text, x, y) in (before if viewport is first else after))


@pytest.mark.parametrize("denominator", [2000, 6000, 20_000])
def test_names_keep_apart(denominator):
    viewport = Viewport.at_scale(MIDDLE, denominator, (800, 600))
    labels = labelling.placed(Scene.of(park()), viewport)
    gap = labelling.APART_MM * viewport.px_per_mm
    assert gap > 6
    # Turned as the names are: upright boxes around them would touch sooner.
    boxes = shapely.polygons(label.corners(labels, viewport, gap / 2 - 0.05))
    first, second = shapely.STRtree(boxes).query(boxes, predicate="intersects")
    assert (first == second).all()
    for place, one in enumerate(labels):
        for other in labels[:place]:
            if other.text == one.text:
                away = math.hypot(one.x - other.x, one.y - other.y) * viewport.px_per_m
                assert away > 300


def test_a_new_name_is_read_after_an_edit():
    from layers.edit import Change
    from layers.edits.attributes import set_values

    plan = document(road(across(0, 1000), across(1000, 2000)))
    scene = Scene.of(plan)
    viewport = Viewport.at_scale(MIDDLE, 20_000, (800, 600))
    assert [label.text for label in labelling.placed(scene, viewport)] == ["Long road"]
    edit = set_values(plan, "roads", [1, 2], {"name": "New road"})
    scene = scene.updated(plan.applied(edit), Change.of(edit))
    assert [label.text for label in labelling.placed(scene, viewport)] == ["New road"]
