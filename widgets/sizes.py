"""How large features are, as a column beside those that the plan file holds."""

from __future__ import annotations

from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from layers.kind import Column, Shape
from layers.kinds import kinds
from layers.layer import Layer
from layers.units import AREA_UNITS
from resources.translations import tr
from widgets import words

SIZE: Final = "=size"
"""Id of the computed column; no field of a file is called so."""


def size_column(kind: str) -> Column | None:
    """Return the column of sizes: areas of polygons, lengths of lines, nothing for points."""
    titles = {Shape.POLYGON: "Area", Shape.LINE: "Length"}
    title = titles.get(kinds()[kind].shape)
    return None if title is None else Column(SIZE, title, "number")


def size_head(kind: str, unit: str) -> str:
    """Return the head of the column of sizes with its unit.

    Parameters
    ----------
    kind
        Kind of the layer.
    unit
        Unit in which areas are shown.
    """
    if kinds()[kind].shape is Shape.POLYGON:
        return f"{tr('Area')} [{words.area_head(unit)}]"
    return f"{tr('Length')} [m]"


def sizes(layer: Layer) -> NDArray[np.float64]:
    """Return the area or length of each feature, in the order of the rows. [m², m]."""
    areal = kinds()[layer.kind].shape is Shape.POLYGON
    found = layer.areas if areal else shapely.length(layer.geometries)
    return np.where(np.isfinite(found), found, np.nan)


def house_units(kind: str, unit: str) -> float:
    """Return how many m² or m are one of the unit that the column is shown in."""
    return AREA_UNITS[unit][1] if kinds()[kind].shape is Shape.POLYGON else 1.0


def size_text(kind: str, size: float, unit: str) -> str:
    """Return a size as its column shows it, a dash where there is none.

    Parameters
    ----------
    kind
        Kind of the layer.
    size
        Area or length. [m², m]
    unit
        Unit in which areas are shown.
    """
    if not np.isfinite(size):
        return words.MISSING
    if kinds()[kind].shape is Shape.POLYGON:
        return words.area(size, unit)
    return words.number(size, 1)
