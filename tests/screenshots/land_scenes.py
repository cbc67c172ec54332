"""What is done with land before a picture of it is taken: by mouse, up to the last click."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import numpy as np
import shapely
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.gui import Desk
from tests.screenshots.map_scenes import SMALL, look_at, parts
from tests.screenshots.scenes import Rest, Scene, Settle, dialog, opened
from widgets.bridge import Bridge
from widgets.map.canvas import MapCanvas
from widgets.map.viewport import MapX, MapY

Place = tuple[float, float]


def numbered(bridge: Bridge, *numbers: str) -> NDArray[np.int64]:
    """Return the ids of parcels by their numbers."""
    layer = bridge.document.layer("parcels")
    known = layer.values("number").tolist()
    return np.array([layer.ids[known.index(number)] for number in numbers])


def pixel(canvas: MapCanvas, place: Place) -> QPoint:
    """Return where a place of the plan is on the map."""
    across, down = canvas.viewport.pixel(MapX(place[0]), MapY(place[1]))
    return QPoint(round(across), round(down))


def before(desk: Desk, plan: Path, settle: Settle, rest: Rest, middle: Place) -> MapCanvas:
    """Open the sample at a place, without its roofs and green, and without snapping."""
    desk.window.resize(*SMALL)
    opened(desk, plan, settle, rest)
    bridge, canvas = parts(desk)
    for kind in ("rooftops", "greens", "corridors"):
        bridge.show_kind(kind, visible=False)
    canvas.snapping = type(canvas.snapping)(on=False)
    look_at(canvas, shapely.Point(middle), 4_000)
    rest(1.5)
    return canvas


def sketched(canvas: MapCanvas, tool: str, places: Sequence[Place], rest: Rest) -> None:
    """Click at places with a tool, and leave the pointer at the last one."""
    canvas.use(tool)
    *clicked, last = places
    for place in clicked:
        QTest.mouseMove(canvas, pixel(canvas, place))
        QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=pixel(canvas, place))
        rest(0.6)
    QTest.mouseMove(canvas, pixel(canvas, last))
    rest(1.0)
    QTest.mouseMove(canvas, pixel(canvas, last) + QPoint(1, 0))
    rest(1.5)


def split(desk: Desk, plan: Path, settle: Settle, rest: Rest) -> MapCanvas:
    """Draw a line across three selected parcels."""
    canvas = before(desk, plan, settle, rest, (537_760.0, 3_849_225.0))
    bridge = canvas.bridge
    bridge.select({"parcels": numbered(bridge, "B-16-02", "B-16-03", "B-16-04")})
    sketched(canvas, "split", [(537_790.0, 3_849_480.0), (537_730.0, 3_848_962.0)], rest)
    return canvas


def reshape(desk: Desk, plan: Path, settle: Settle, rest: Rest) -> MapCanvas:
    """Draw a new border from one parcel into its neighbour and back."""
    canvas = before(desk, plan, settle, rest, (537_480.0, 3_849_240.0))
    way = [(537_420.0, 3_849_200.0), (537_430.0, 3_849_310.0), (537_530.0, 3_849_300.0)]
    sketched(canvas, "reshape", [*way, (537_540.0, 3_849_190.0)], rest)
    return canvas


def corners(desk: Desk, plan: Path, settle: Settle, rest: Rest) -> MapCanvas:
    """Drag a corner that two parcels and a road share."""
    canvas = before(desk, plan, settle, rest, (537_480.0, 3_849_240.0))
    parcel = canvas.bridge.document.layer("parcels")
    (place,) = parcel.places(numbered(canvas.bridge, "B-15-03"))
    shape = parcel.geometries[place]
    xy = shapely.get_coordinates(shape)
    # The one that lies farthest to the north-east.
    x, y = xy[int((xy[:, 0] + xy[:, 1]).argmax())].tolist()
    canvas.use("vertices")
    start, end = pixel(canvas, (x, y)), pixel(canvas, (x - 60.0, y - 45.0))
    QTest.mouseMove(canvas, start)
    rest(0.3)
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=start)
    for step in range(1, 9):
        QTest.mouseMove(canvas, start + (end - start) * step / 8)
        rest(0.1)
    rest(1.5)
    return canvas


def two_neighbours(bridge: Bridge) -> None:
    """Select two parcels that lie side by side."""
    bridge.select({"parcels": numbered(bridge, "B-16-02", "B-16-03")})


SCENES: Mapping[str, Scene] = MappingProxyType(
    {
        "split": split,
        "reshape": reshape,
        "corners": corners,
        "merge": dialog("land.merge", two_neighbours),
    }
)
