"""How far features reach beyond their bounds."""

from dataclasses import replace

import numpy as np
import pytest
import shapely
from PySide6.QtGui import QColor, QImage, QPainter

from tests.strategies import EAST, NORTH, document, layer
from tests.widgets.map.pictures import pixels
from widgets.map import reach
from widgets.map.painter import paint
from widgets.map.scene import Scene
from widgets.map.viewport import MapX, MapY, Viewport

pytestmark = pytest.mark.usefixtures("qapp")

VIEW = Viewport(MapX(EAST + 50), MapY(NORTH + 50), 2.0, 400, 400)


def styled(plan, kind, **values):
    scene = Scene.of(plan)
    style = replace(scene.layers[kind].style, **values)
    return Scene.of(plan, {kind: style})


@pytest.mark.parametrize(
    ("kind", "shape", "values"),
    [
        ("parcels", shapely.box(EAST, NORTH, EAST + 100, NORTH + 100), {}),
        ("parcels", shapely.box(EAST, NORTH, EAST + 100, NORTH + 100), {"width": 6.0}),
        (
            "parcels",
            shapely.box(EAST, NORTH, EAST + 100, NORTH + 100),
            {"width": 30.0, "unit": "m"},
        ),
        (
            "roads",
            shapely.LineString([(EAST, NORTH), (EAST + 50, NORTH + 100), (EAST + 100, NORTH)]),
            {"width": 40.0, "unit": "px", "width_column": ""},
        ),
        ("facilities", shapely.Point(EAST + 50, NORTH + 50), {"size": 12.0, "width": 2.0}),
    ],
)
@pytest.mark.parametrize("selected", [False, True])
def test_nothing_is_drawn_beyond_the_reach(kind, shape, values, selected):
    scene = styled(document(layer(kind, [shape])), kind, **values)
    image = QImage(400, 400, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    paint(painter, scene, VIEW, selection={kind: np.array([1])} if selected else {})
    painter.end()
    rows, columns = np.nonzero((pixels(image) != 255).any(axis=2))
    assert len(rows)
    found = reach.of_scene(scene, VIEW, [kind])
    west, south, east, north = shape.bounds
    left, top = VIEW.pixel(MapX(west), MapY(north))
    right, bottom = VIEW.pixel(MapX(east), MapY(south))
    assert columns.min() >= left - found
    assert columns.max() + 1 <= right + found
    assert rows.min() >= top - found
    assert rows.max() + 1 <= bottom + found
    assert reach.of_scene(scene, VIEW) >= found
