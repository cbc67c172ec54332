"""Rows of a plan's layer as chunks: their shapes as arrays, lines with a real width as areas."""

from __future__ import annotations

from typing import Final

import numpy as np
import shapely

from layers.kind import Shape
from layers.layer import Layer
from layers.looks import widths_of
from widgets.map.chunk import Chunk, Classes
from widgets.map.ragged import Indices, Ragged

BUFFER_SEGMENTS: Final = 4
"""Pieces of a quarter of a circle, where lines with a width end or bend."""


def chunks_of(
    source: Layer, shape: Shape, width_column: str, places: Indices, classes: Classes
) -> tuple[Chunk, ...]:
    """Return rows of a layer as chunks.

    Parameters
    ----------
    source
        The layer.
    shape
        What its features are.
    width_column
        Column with the real width of lines, which are areas then; empty for none. [m]
    places
        Which rows.
    classes
        The look of each of them.
    """
    ids, found = source.ids[places], source.coordinates
    if found is not None and shape is Shape.POLYGON and len(places) == len(found):
        return (_chunk(ids, Ragged.of_coordinates(found), classes),)
    geometries = source.shapes(places)
    known = widths_of(source, width_column) if shape is Shape.LINE else None
    if known is None:
        return (_chunk(ids, Ragged.of(geometries, shape), classes),)
    widths = known[places]
    wide = widths > 0
    areas = shapely.buffer(
        geometries[wide], widths[wide] / 2, quad_segs=BUFFER_SEGMENTS, cap_style="flat"
    )
    return (
        _chunk(ids[wide], Ragged.of(areas, Shape.POLYGON), classes[wide]),
        _chunk(ids[~wide], Ragged.of(geometries[~wide], shape), classes[~wide]),
    )


def _chunk(ids: Indices, ragged: Ragged, classes: Classes) -> Chunk:
    return Chunk(ids, ragged, classes, np.ones(len(ids), bool))
