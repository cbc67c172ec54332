"""What is done with the map before a picture of it is taken: styles, labels, what lies below."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import numpy as np
import shapely
from PySide6.QtWidgets import QWidget

from app.gui import Desk
from layers.analysis.per_feature import numbers
from layers.classing import graduated, ramps
from layers.document import Document
from layers.edits.rasters import add_raster, set_raster
from layers.edits.styles import set_style
from layers.files.raster_roles import raster_of
from layers.looks import style_of
from layers.style import Style
from tests.screenshots.scenes import Rest, Scene, Settle, dialog, opened
from widgets.bridge import Bridge
from widgets.docks.layers import LayersPanel
from widgets.map.canvas import MapCanvas
from widgets.map.viewport import MapX, MapY

SMALL = (1280, 800)
CELL_M = 4.0
ROOF = "measure:solar.roof_yield"


def parts(desk: Desk) -> tuple[Bridge, MapCanvas]:
    """Return the open plan and its map."""
    bridge, canvas = desk.documents.bridge, desk.window.canvas
    assert bridge is not None
    assert canvas is not None
    return bridge, canvas


def look_at(canvas: MapCanvas, place: shapely.Point, scale: float) -> None:
    """Show a place in the middle of the map."""
    canvas.show_viewport(canvas.viewport.centred(MapX(place.x), MapY(place.y)).scaled_to(scale))


def among(document: Document, kind: str, distance: float) -> shapely.Point:
    """Return the middle of a feature that has most of its sort within a distance. [m]."""
    points = shapely.centroid(document.layer(kind).geometries)
    near = shapely.STRtree(points).query(points, predicate="dwithin", distance=distance)[0]
    return points[int(np.bincount(near).argmax())]


def restyled(bridge: Bridge, kind: str, change: Callable[[Style], Style]) -> None:
    """Give a layer another style, as one step."""
    document = bridge.document
    bridge.perform(set_style(document, kind, change(style_of(document, kind))))
    bridge.seal()


def by_yield(bridge: Bridge) -> None:
    """Colour the roofs by what a square metre of them yields."""
    values = numbers(bridge.document, "rooftops", ROOF, bridge.results)
    restyled(
        bridge,
        "rooftops",
        lambda style: graduated(style, ROOF, values, "natural", 5, ramps()["sun"], backwards=False),
    )
    bridge.activate("rooftops")


def identified(desk: Desk, plan: Path, settle: Settle, rest: Rest) -> QWidget:
    """Show the overview, and the panel of a parcel that was clicked with the tool Identify."""
    desk.window.resize(*SMALL)
    opened(desk, plan, settle, rest)
    bridge, canvas = parts(desk)
    if not desk.window.maps.shows("overview"):
        desk.window.run("view.show_overview")
    layer = bridge.document.layer("parcels")
    place = among(bridge.document, "rooftops", 400.0)
    look_at(canvas, place, 10_000)
    rest(1.0)
    canvas.use("identify")
    found = shapely.STRtree(layer.geometries).query(place, predicate="within")
    bridge.select({"parcels": layer.ids[found[:1]]})
    bridge.identify([("parcels", int(layer.ids[found[0]]))])
    rest(1.5)
    return desk.window


def roofs_by_yield(desk: Desk, plan: Path, settle: Settle, rest: Rest) -> QWidget:
    """Show roofs in classes of their yield over pale parcels, with the legend open."""
    desk.window.resize(*SMALL)
    opened(desk, plan, settle, rest)
    bridge, canvas = parts(desk)
    by_yield(bridge)
    restyled(bridge, "parcels", lambda style: replace(style, opacity=0.25))
    panel = desk.window.docks["layers"].widget()
    assert isinstance(panel, LayersPanel)
    tree = panel.tree
    for row in range(panel.model.rowCount()):
        index = panel.model.index(row, 0)
        tree.setExpanded(index, panel.model.kind_at(index) == "rooftops")
    look_at(canvas, among(bridge.document, "rooftops", 400.0), 8_000)
    rest(2.0)
    return desk.window


def labelled(desk: Desk, plan: Path, settle: Settle, rest: Rest) -> QWidget:
    """Show what is written on parcels at 1:2,500."""
    opened(desk, plan, settle, rest)
    bridge, canvas = parts(desk)
    bridge.show_kind("rooftops", visible=False)
    look_at(canvas, among(bridge.document, "parcels", 170.0), 2_500)
    rest(2.0)
    return canvas


def surface(
    document: Document,
    path: Path,
    bounds: Sequence[float],
    cell: float = CELL_M,
    hills: float = 1.0,
) -> None:
    """Write a surface model of invented hills, or level ground, with the plan's roofs. [m]."""
    import rasterio
    from rasterio.features import rasterize
    from rasterio.transform import from_origin

    west, south, east, north = bounds
    wide, high = (int((b - a) / cell) for a, b in ((west, east), (south, north)))
    x, y = np.meshgrid(np.linspace(0, 1, wide), np.linspace(1, 0, high))
    heights = 400 + 55 * np.sin(5.1 * x + 2 * y) * np.cos(4.3 * y - 1.7 * x)
    heights += 9 * np.sin(31 * x + 7 * np.sin(9 * y)) * np.sin(27 * y)
    heights *= hills
    roofs = document.layer("rooftops")
    tall = roofs.values("height_m").to_numpy(np.float64, na_value=8.0)
    place = from_origin(west, north, cell, cell)
    pairs = zip(roofs.geometries, tall, strict=True)
    heights += rasterize(pairs, (high, wide), transform=place, dtype="float32")
    with rasterio.open(
        path, "w", driver="GTiff", width=wide, height=high, count=1, dtype="float32",
        crs=document.crs, transform=place, tiled=True, compress="deflate",
    ) as file:  # fmt: skip
        file.write(heights.astype("float32"), 1)


def shaded(desk: Desk, plan: Path, settle: Settle, rest: Rest) -> QWidget:
    """Lay a shaded surface model below the park and let it be seen through the parcels."""
    opened(desk, plan, settle, rest)
    bridge, canvas = parts(desk)
    path = plan.parent / "dsm.tif"
    around = shapely.total_bounds(bridge.document.layer("boundary").geometries).tolist()
    surface(bridge.document, path, around)
    bridge.attempt(lambda document: add_raster(document, raster_of(path)))
    (key,) = bridge.document.rasters
    changes = {
        "exaggeration": 2.0,
        "ramp": "grey",
        "stretch": "manual",
        "lowest": -200.0,
        "highest": 480.0,
    }
    bridge.attempt(lambda document: set_raster(document, key, changes))
    restyled(bridge, "parcels", lambda style: replace(style, opacity=0.4))
    for kind in ("rooftops", "greens"):
        bridge.show_kind(kind, visible=False)
    look_at(
        canvas,
        shapely.centroid(shapely.union_all(bridge.document.layer("boundary").geometries)),
        12_000,
    )
    rest(5.0)
    return canvas


SCENES: Mapping[str, Scene] = MappingProxyType(
    {
        "map": identified,
        "style": dialog("layer.style", by_yield),
        "graduated": roofs_by_yield,
        "labels": labelled,
        "hillshade": shaded,
        "base_map": dialog("layer.base_map"),
    }
)
