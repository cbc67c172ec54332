"""Names along lines: turned with them, level beside bends, read from the bottom or the right."""

import numpy as np
import pytest
import shapely

from layers.style import Labels, Style
from tests.strategies import EAST, NORTH, document, layer
from widgets.map import labelling, routes
from widgets.map.scene import Scene
from widgets.map.viewport import Viewport

pytestmark = pytest.mark.usefixtures("qapp")

MIDDLE = (EAST + 1000, NORTH + 1000)


def scene(*lines, **values):
    shapes = [shapely.LineString(np.array(line) + np.array([EAST, NORTH])) for line in lines]
    values = {"name": ["Long road"] * len(lines), "width_m": [30.0] * len(lines), **values}
    return Scene.of(document(layer("roads", shapes, **values)))


def labels(found, denominator=5000, **values):
    viewport = Viewport.at_scale(MIDDLE, denominator, (800, 600))
    return labelling.placed(found, viewport, sparing=True, **values)


@pytest.mark.parametrize(
    ("start", "end", "angle"),
    [
        ((0, 1000), (2000, 1000), 0),
        ((2000, 1000), (0, 1000), 0),
        ((0, 0), (2000, 2000), 45),
        ((0, 2000), (2000, 0), -45),
        ((1000, 0), (1000, 2000), 90),
        ((1000, 2000), (1000, 0), 90),
    ],
)
def test_a_name_runs_along_its_line_and_is_read_upright(start, end, angle):
    found = labels(scene([start, end]))
    assert found
    for label in found:
        assert label.angle == pytest.approx(angle)
        line = shapely.LineString(np.array([start, end]) + np.array([EAST, NORTH]))
        assert line.distance(shapely.Point(label.x, label.y)) < 1e-6


def test_beside_a_bend_the_name_moves_to_a_straight_piece():
    # At the middle of its length the road turns by a right angle.
    bent = scene([(0, 1000), (1000, 1000), (1000, 2000)])
    near = [one for one in labels(bent) if abs(one.x - MIDDLE[0]) + abs(one.y - MIDDLE[1]) < 80]
    assert near
    for label in near:
        half = label.width / Viewport.at_scale(MIDDLE, 5000, (800, 600)).px_per_m / 2
        away = max(abs(label.x - MIDDLE[0]), abs(label.y - MIDDLE[1]))
        assert away >= half * 0.95
        assert round(label.angle, 6) in {0.0, 90.0}


def test_on_a_line_that_is_nowhere_straight_the_name_lies_level():
    turns = [(n * 5.0, 1000 + 30 * (n % 2)) for n in range(401)]
    found = labels(scene(turns))
    assert found
    assert {label.angle for label in found} == {0.0}


def test_pieces_of_one_text_are_one_line_and_a_template_may_part_them():
    pieces = [[(0, 1000), (1000, 1000)], [(1000, 1000), (2000, 1000)]]
    whole = scene(*pieces)
    assert [label.x for label in labels(whole, 20_000)] == [EAST + 1000]
    from dataclasses import replace

    shown = whole.layers["roads"]
    style = replace(shown.style, labels=Labels(r"{name}\n{width_m} m"))
    parted = scene(*pieces, width_m=[30.0, 40.0])
    parted = replace(
        parted, layers={**parted.layers, "roads": replace(parted.layers["roads"], style=style)}
    )
    # On a line all that is written stands in one row.
    texts = {label.text for label in labels(parted, 10_000)}
    assert texts == {"Long road 30 m", "Long road 40 m"}


def test_lines_are_merged_once_and_anew_after_an_edit(monkeypatch):
    asked = []
    real = routes._merged
    monkeypatch.setattr(routes, "_merged", lambda *one: asked.append(1) or real(*one))
    found = scene([(0, 1000), (2000, 1000)])
    first = labels(found)
    assert labels(found) == first
    assert len(asked) == 1
    assert len(found.layers["roads"].routes) == 1


def test_only_what_is_near_is_named():
    far = scene([(0, 1000), (200_000, 1000)])
    found = labels(far, 1000)
    viewport = Viewport.at_scale(MIDDLE, 1000, (800, 600))
    margin = labelling.AROUND_PX / viewport.px_per_m
    west, _, east, _ = viewport.bounds
    assert found
    assert all(west - margin <= label.x <= east + margin for label in found)


@pytest.mark.parametrize("column", ["name", "gone", "geometry"])
def test_a_width_that_is_no_number_is_the_usual_one(column):
    roads = layer(
        "roads", [shapely.LineString([(EAST, NORTH), (EAST + 99, NORTH)])], name=["广场路"]
    )
    plan = document(roads)
    style = Style(stroke="#000000", width_column=column)
    found = Scene.of(plan, {"roads": style}).layers["roads"]
    assert routes._usual_width(found.kind, found, np.arange(1)) == routes.USUAL_WIDTH_M
