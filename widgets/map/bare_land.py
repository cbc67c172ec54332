"""Land inside the red line that belongs to no parcel, hatched on the screen below all layers.

Nothing is computed for it: the whole site is hatched, and parcels cover their own ground. So it
is left out where parcels are hidden or let through what lies below them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from PySide6.QtCore import QObject, QPointF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QTransform

from layers.document import Document
from layers.edit import Change
from layers.kind import Shape
from widgets.map.paths import path_of
from widgets.map.ragged import Ragged
from widgets.map.stage import Stage
from widgets.map.viewport import Bounds, MapX, MapY, Viewport

ID: Final = "unassigned"
INK: Final = "#a0c8583f"
DPI: Final = 96.0


@dataclass(frozen=True, slots=True, eq=False)
class BareLand:
    """The site as an underlay.

    Parameters
    ----------
    site
        Its polygons. [m]
    bounds
        What they cover. [m]
    """

    site: Ragged
    bounds: Bounds

    @property
    def id(self) -> str:
        """Its name among all that can be hidden."""
        return ID

    def draw(self, painter: QPainter, viewport: Viewport, cancelled: Callable[[], bool]) -> None:
        """Draw the hatch, whose lines stay where they are on the ground when the map is moved."""
        del cancelled
        brush = QBrush(QColor(INK), Qt.BrushStyle.FDiagPattern)
        scale = viewport.dpi / DPI
        brush.setTransform(QTransform.fromScale(scale, scale))
        west, _, _, north = self.bounds
        painter.setBrushOrigin(QPointF(*map(round, viewport.pixel(MapX(west), MapY(north)))))
        painter.fillPath(path_of(viewport.pixels(self.site.xy), self.site.rings), brush)


def bare_land(document: Document) -> BareLand | None:
    """Return what is to be hatched of a plan, None where nothing is.

    Parameters
    ----------
    document
        The plan.
    """
    shapes = document.layer("boundary").geometries
    there = shapes[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))]
    if not len(there) or not len(document.layer("parcels")):
        return None
    west, south, east, north = shapely.total_bounds(there).tolist()
    return BareLand(Ragged.of(np.asarray(there, object), Shape.POLYGON), (west, south, east, north))


class BareLandKeeper(QObject):
    """Keeps the hatch below the maps of a plan as the plan has it.

    Parameters
    ----------
    stage
        What the maps show.
    """

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._stage = stage
        self._shown: object = None
        stage.bridge.document_changed.connect(self._follow)
        stage.bridge.visibility_changed.connect(self._renew)
        self._renew()

    def _follow(self, change: Change) -> None:
        if {"boundary", "parcels"} & set(change.rows) or ("styles", "parcels") in change.values:
            self._renew()

    def _renew(self) -> None:
        """Put the hatch there, or take it away, where something about it is another."""
        bridge = self._stage.bridge
        parcels = self._stage.scene.layers["parcels"]
        seen = "parcels" not in bridge.hidden and parcels.style.opacity >= 1.0
        wanted = (
            bridge.document.layer("boundary").version("geometry"),
            len(bridge.document.layer("parcels")) > 0,
        )
        key = wanted if seen else None
        if key == self._shown:
            return
        self._shown = key
        found = bare_land(bridge.document) if seen else None
        if found is None:
            self._stage.remove_underlay(ID)
        else:
            self._stage.put_underlay(found, below=False)
