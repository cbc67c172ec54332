"""Access to parks over the plan: the ground within reach, and parcels that are served or not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

import numpy as np
import shapely

from layers.analysis.access import HOUSING, WORKPLACES
from layers.kind import Shape
from layers.measure import Results
from resources.translations import tr
from widgets.map.marks import Dots, Lines, Marks
from widgets.map.overlays import Overlay
from widgets.map.ragged import Ragged

if TYPE_CHECKING:
    import pandas as pd

    from layers.analysis.by_code import Coded

SERVED: Final = "#1b7f5c"
UNSERVED: Final = "#c62828"
HALF: Final = 0.5
"""A parcel is served where so much of it lies within reach of a park. [-]"""


def make(results: Results) -> Marks:
    """Return the borders of the ground within reach, and a sign in each parcel with people."""
    border = shapely.boundary(results.value("access.reached"))
    parts = shapely.get_parts(np.asarray([border], object))
    parts = parts[shapely.get_type_id(parts) != shapely.GeometryType.GEOMETRYCOLLECTION]
    reach = Lines(
        Ragged.of(np.asarray(parts, object), Shape.LINE),
        SERVED,
        0.4,
        (3.0, 2.0),
        tr("Within reach of a park"),
    )
    shares = cast("pd.Series", results.value("access.shares"))
    peopled = _peopled(results)
    dots = tuple(
        Dots(spots, np.full(len(spots), 1.6), colour, crossed, title)
        for some, colour, crossed, title in (
            (shares.to_numpy() >= HALF, SERVED, False, tr("Parcel served by a park")),
            (shares.to_numpy() < HALF, UNSERVED, True, tr("Parcel out of reach of a park")),
        )
        for spots in (_spots(results, shares.index.to_numpy()[some & peopled]),)
    )
    return Marks(OVERLAY.id, (reach,) if len(parts) else (), dots)


def _peopled(results: Results) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Return which parcels are housing or land where people work."""
    coded, codes = cast("Coded", results.value("land.coded")), results.document.codes
    wanted = [codes.lies_in(code, HOUSING | WORKPLACES) for code in coded.codes]
    return np.array(wanted, bool)[coded.places]


def _spots(
    results: Results, ids: np.ndarray[tuple[int], np.dtype[np.int64]]
) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Return a place inside each parcel that is still there. [m]."""
    layer = results.document.layer("parcels")
    places = layer.positions(ids)
    shapes = layer.held.taken(places[places >= 0])
    return shapely.get_coordinates(shapely.point_on_surface(shapes))


OVERLAY: Final = Overlay(
    "parks",
    lambda: tr("Access to &parks"),
    lambda: tr("Ground within reach of parks; parcels with people that are served, or not (red)"),
    14,
    ("access.reached", "access.shares", "land.coded"),
    make,
)
