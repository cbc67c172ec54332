"""What a check has found: something wrong in a plan, with its place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from numpy.typing import NDArray

from layers.message import Message
from resources import translations

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from layers.layer import Layer


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a plan.

    Parameters
    ----------
    code
        Which check found it; the same in all languages.
    kind
        Id of the kind.
    ids
        Features that it is about.
    x, y
        A place to look at, in the plan's CRS; None where there is none. [m]
    area_m2
        Ground concerned; None where the problem is not one of ground. [m²]
    text
        What is wrong.
    shape
        The ground or the line concerned, for showing and mending it; None where the problem is
        one of values. [m]
    """

    code: str
    kind: str
    ids: tuple[int, ...]
    x: float | None
    y: float | None
    area_m2: float | None
    text: Message
    shape: BaseGeometry | None = field(default=None, compare=False, repr=False)


def problem_at(
    code: str,
    layer: Layer,
    places: tuple[int, ...],
    shape: Any,  # noqa: ANN401
    text: Message,
    *,
    area_m2: float | None = None,
) -> Problem:
    """Return a problem of the features at some places of a layer, placed within a shape."""
    x = y = None
    there = shape is not None and not shape.is_empty and np.isfinite(shape.bounds).all()
    if there:
        (x, y), *_ = shapely.get_coordinates(shapely.point_on_surface(shape)).tolist()
    ids = tuple(int(layer.ids[place]) for place in places)
    return Problem(code, layer.kind, ids, x, y, area_m2, text, shape if there else None)


def grouped(code: str, layer: Layer, places: NDArray[np.bool_], text: Message) -> Problem:
    """Return one problem of several features, placed at the first of them."""
    at = np.flatnonzero(places)
    shapes = layer.shapes(at)
    total = float(np.nansum(shapely.area(shapes)))
    area = total if total > 0 and np.isfinite(total) else None
    return problem_at(code, layer, tuple(int(place) for place in at), shapes[0], text, area_m2=area)


def area_of(shape: Any) -> float | None:  # noqa: ANN401
    """Return the area of a shape, None where it has none. [m²]."""
    area = float(shapely.area(shape))
    return area if area > 0 and np.isfinite(area) else None


def written(area_m2: float) -> str:
    """Return an area as a sentence has it. [m²]."""
    return translations.grouped(area_m2, 2)
