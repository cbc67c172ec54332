"""How long the verbs of editing take: the preview that follows the pointer, and the whole step."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tests.bench.shown import Shown

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from layers.document import Document
    from layers.edit import Edit

TURNS = 15


def worked(path: Path, width: int, height: int) -> Iterator[tuple[str, str, float, int]]:
    """Measure each verb: its edit alone, and until totals and map are those of the new plan.

    Parameters
    ----------
    path
        A plan of generated parcels.
    width, height
        Size of the map. [px]
    """

    from widgets.map.viewport import MapX, MapY

    shown = Shown(path, width, height)
    bridge, canvas, until, rest = shown.bridge, shown.canvas, shown.until, shown.rest
    for name, verb in verbs().items():
        previews: list[float] = []
        steps: list[float] = []
        for turn in range(TURNS + 1):
            layer = bridge.document.layer("parcels")
            place = (7 + turn * 37) % len(layer)
            shape, id_ = layer.shapes(np.array([place]))[0], int(layer.ids[place])
            middle = shape.point_on_surface()
            canvas.show_viewport(
                canvas.viewport.centred(MapX(middle.x), MapY(middle.y)).scaled_to(5_000)
            )
            rest()
            begun = time.perf_counter()
            edit = verb(bridge.document, id_, shape)
            previews.append((time.perf_counter() - begun) * 1000)
            results = bridge.results
            begun = time.perf_counter()
            bridge.perform(edit)
            until(lambda results=results: canvas.complete and bridge.results is not results)
            steps.append((time.perf_counter() - begun) * 1000 + previews[-1])
        yield f"{name}_preview", "ms", statistics.median(previews[1:]), TURNS
        yield f"{name}_step", "ms", statistics.median(steps[1:]), TURNS
    shown.close()


def verbs() -> dict[str, Callable[[Document, int, BaseGeometry], Edit]]:
    """Return verbs by name, each with a sketch that suits a parcel."""
    import shapely

    from layers.edits.divide import divide
    from layers.edits.ground import draw_hole
    from layers.edits.merge import merge
    from layers.edits.reshape import reshape
    from layers.edits.road import road
    from layers.edits.split import split
    from layers.edits.vertices import move_vertices

    def across(shape: BaseGeometry, length: float) -> BaseGeometry:
        middle = shape.point_on_surface()
        return shapely.LineString(
            [(middle.x - length, middle.y - 7.0), (middle.x + length, middle.y + 9.0)]
        )

    def moved(document: Document, _: int, shape: BaseGeometry) -> Edit:
        x, y = shapely.get_coordinates(shape)[1].tolist()
        return move_vertices(document, {(x, y): (x + 0.3, y + 0.2)})

    def merged(document: Document, id_: int, shape: BaseGeometry) -> Edit:
        return merge(document, [id_, beside(document, id_, shape)])

    def bent(document: Document, id_: int, shape: BaseGeometry) -> Edit:
        ring = shapely.get_exterior_ring(shapely.get_geometry(shape, 0))
        one, two = (shapely.get_coordinates(ring.interpolate(share))[0] for share in (3.0, 33.0))
        inside = shapely.get_coordinates(shape.point_on_surface())[0]
        return reshape(document, shapely.LineString([one, (one + two + inside) / 3, two]), id_)

    return {
        "split": lambda plan, id_, shape: split(plan, across(shape, 150.0), [id_], every=False),
        "merge": merged,
        "move_vertex": moved,
        "reshape": bent,
        "hole": lambda plan, id_, shape: draw_hole(
            plan, id_, shape.point_on_surface().buffer(2.0, quad_segs=3)
        ),
        "divide": lambda plan, id_, _: divide(plan, id_, parts=4),
        "road": lambda plan, _, shape: road(plan, across(shape, 250.0), 12.0, fillet=6.0),
    }


def beside(document: Document, id_: int, shape: BaseGeometry) -> int:
    """Return the id of a parcel that has a border with one."""
    import shapely

    layer = document.layer("parcels")
    west, south, east, north = shape.bounds
    near: np.ndarray = layer.meeting((west, south, east, north))
    shared = shapely.length(shapely.intersection(layer.shapes(near), shapely.boundary(shape)))
    shared[layer.ids[near] == id_] = 0.0
    return int(layer.ids[near[int(shared.argmax())]])
