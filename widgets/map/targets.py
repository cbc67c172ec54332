"""What lies under the pointer: what a click takes, and all that it could take."""

from __future__ import annotations

from typing import Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from layers.prepared import prepared
from widgets.map.ragged import Indices
from widgets.map.scene import SceneLayer
from widgets.map.tool import MapView, Pointer

NEAR_PX: Final = 5
"""How far from a line a click may be."""
OUTLINED: Final = frozenset({"boundary", "phases"})
"""Kinds that lie around others: they are taken by their outline, as they are drawn."""


def seen(view: MapView) -> list[str]:
    """Return the kinds that are shown at this scale, from above to below."""
    hidden, denominator = view.bridge.hidden, view.viewport.denominator
    layers = view.scene.layers
    return [
        kind
        for kind in reversed(tuple(layers))
        if kind not in hidden and layers[kind].style.seen_at(denominator)
    ]


def taken(view: MapView, pointer: Pointer) -> tuple[str, Indices] | None:
    """Return the kind and the id that a click takes: the active kind's, else the uppermost.

    Of features over one another the newest lies above.
    """
    active = view.bridge.active
    for kind in sorted(seen(view), key=lambda kind: kind != active):
        ids = _under(view, kind, pointer, whole=kind == active)
        if len(ids):
            return kind, ids[-1:]
    return None


def all_under(view: MapView, pointer: Pointer) -> list[tuple[str, int]]:
    """Return kinds and ids of all that is shown under the pointer, from above to below."""
    active = view.bridge.active
    return [
        (kind, int(id_))
        for kind in seen(view)
        for id_ in _under(view, kind, pointer, whole=kind == active)[::-1]
    ]


def _under(view: MapView, kind: str, pointer: Pointer, *, whole: bool) -> Indices:
    tolerance = NEAR_PX / view.viewport.px_per_m
    layer = view.scene.layers[kind]
    if kind in OUTLINED and not whole:
        return layer.outlined(pointer.x, pointer.y, tolerance)
    return layer.under(pointer.x, pointer.y, tolerance)


def within(layer: SceneLayer, area: BaseGeometry, *, inside: bool) -> Indices:
    """Return the ids of features that lie in an area, or that it touches, ascending.

    Parameters
    ----------
    layer
        The kind as it is drawn.
    area
        A polygon in the plan's CRS.
    inside
        Whether features must lie in it entirely.
    """
    area = prepared(area)
    west, south, east, north = area.bounds
    found: list[Indices] = []
    for chunk in layer.chunks:
        rows = chunk.meeting((west, south, east, north))
        mine = chunk.ragged.bounds[:, rows]
        if inside:
            fits = (mine[0] >= west) & (mine[1] >= south) & (mine[2] <= east) & (mine[3] <= north)
            rows = rows[fits]
        shapes = chunk.ragged.taken(rows).geometries()
        hit = shapely.covers(area, shapes) if inside else shapely.intersects(area, shapes)
        found.append(chunk.ids[rows[hit]])
    return np.unique(np.concatenate(found)) if found else np.empty(0, np.int64)
