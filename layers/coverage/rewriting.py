"""New ground for parcels as one edit, refused where the coverage would not stay whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import shapely
from geopandas.array import GeometryArray
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from layers.arrays import written
from layers.columns import Rows
from layers.coverage.matching import TOLERANCE
from layers.coverage.rings import found_in
from layers.document import Document
from layers.edit import Delta, Edit, RowsDelta
from layers.errors import InvalidEditError
from layers.layer import Layer
from layers.message import Message

CONSERVED_M2: Final = 0.001
"""What all parcels together may gain or lose where none of their ground is given away. [m²]"""

MANY: Final = 500
"""Where more parcels lie in the box around a change, those around its parts are looked for."""

_POLYGONS: Final = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)

NOWHERE: Final = shapely.GeometryCollection()

Shapes = NDArray[np.object_]


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """A parcel that comes to be.

    Parameters
    ----------
    geometry
        Its ground.
    values
        Values by column that differ from its parent's; None for missing.
    parent
        Id of the parcel whose other values it gets; none where None.
    """

    geometry: BaseGeometry
    values: Mapping[str, object] = field(default_factory=dict[str, object])
    parent: int | None = None


def rewritten(
    document: Document,
    title: Message,
    *,
    reshaped: Mapping[int, BaseGeometry] | None = None,
    values: Mapping[int, Mapping[str, object]] | None = None,
    created: Sequence[Piece] = (),
    removed: Sequence[int] = (),
    conserve: bool = True,
    kind: str = "parcels",
) -> Edit:
    """Return the edit that gives parcels other ground.

    Parameters
    ----------
    document
        The plan.
    title
        What the step is called.
    reshaped
        New ground of parcels that stay, by id.
    values
        New values of parcels that stay and whose ground changes, by id and column.
    created
        Parcels that come to be; they get the next ids in this order.
    removed
        Parcels that are no more.
    conserve
        Whether all of them together must keep their area.
    kind
        Id of a kind whose features are a coverage.

    Raises
    ------
    InvalidEditError
        Where a shape is not sound, parcels would overlap or no longer share their vertices, or
        their area would not stay.
    """
    layer = document.layer(kind)
    after = dict(reshaped or {})
    gone = np.asarray(sorted(removed), np.int64)
    new = np.array([*after.values(), *(piece.geometry for piece in created), None], object)[:-1]
    _check_shapes(new)
    _check_ground(
        layer, new, np.union1d(np.asarray(list(after), np.int64), gone), conserve=conserve
    )
    further = values or {}
    deltas: list[Delta] = []
    if created or len(gone) or any(further.values()):
        deltas.append(_exchange(layer, after, further, created, gone))
    elif after:
        deltas.append(_reshaping(layer, after))
    return Edit(title, tuple(deltas))


# ---- rows ---------------------------------------------------------------------------------------


def _reshaping(layer: Layer, after: Mapping[int, BaseGeometry]) -> RowsDelta:
    ids = np.asarray(sorted(after), np.int64)
    before = GeometryArray(layer.shapes(layer.places(ids)), crs=layer.crs)
    made = _column(layer, [after[int(id_)] for id_ in ids])
    return RowsDelta(layer.kind, Rows(ids, {"geometry": before}), Rows(ids, {"geometry": made}))


def _exchange(
    layer: Layer,
    reshaped: Mapping[int, BaseGeometry],
    values: Mapping[int, Mapping[str, object]],
    created: Sequence[Piece],
    removed: NDArray[np.int64],
) -> RowsDelta:
    kept = np.asarray(sorted(reshaped), np.int64)
    at = layer.places(np.union1d(kept, removed))
    before = layer.attributes(at)
    parents = [*kept.tolist(), *(piece.parent for piece in created)]
    known = np.array([parent is not None for parent in parents], bool)
    of_known = np.array([one for one in parents if one is not None], np.int64)
    places = np.full(len(parents), -1, np.intp)
    # What comes of a parcel has mostly what that one had, which is at hand already.
    if set(of_known.tolist()) <= set(before.ids.tolist()):
        source = before
        places[known] = np.searchsorted(before.ids, of_known)
    else:
        source = layer
        places[known] = layer.places(of_known)
    columns = source.columns_at(places)
    ids = np.array([*kept.tolist(), *range(layer.next_id, layer.next_id + len(created))], np.int64)
    changes = [values.get(id_, {}) for id_ in kept.tolist()]
    changes += [piece.values for piece in created]
    by_column: dict[str, dict[int, object]] = {}
    for row, change in enumerate(changes):
        for name, value in change.items():
            by_column.setdefault(name, {})[row] = value
    for name in by_column.keys() & columns.keys():
        columns[name] = written(columns[name], by_column[name])
    shapes = [*(reshaped[id_] for id_ in kept.tolist()), *(piece.geometry for piece in created)]
    columns["geometry"] = _column(layer, shapes)
    old = GeometryArray(layer.shapes(at), crs=layer.crs)
    return RowsDelta(layer.kind, before.beside("geometry", old), Rows(ids, columns))


def _column(layer: Layer, shapes: list[BaseGeometry]) -> GeometryArray:
    return GeometryArray(np.array(shapes, object), crs=layer.crs)


# ---- what is refused ----------------------------------------------------------------------------


def _check_shapes(shapes: Shapes) -> None:
    # What is empty has no area.
    ground = np.isin(shapely.get_type_id(shapes), _POLYGONS) & (shapely.area(shapes) > 0)
    sound = ground & shapely.is_valid(shapes)
    if sound.all():
        return
    first = int(np.argmin(sound))
    if not ground[first]:
        raise InvalidEditError("A parcel would be left without ground. Nothing was changed.")
    raise InvalidEditError(
        "A parcel's border would cross or touch itself: {reason}. Nothing was changed.",
        reason=Message(str(shapely.is_valid_reason(shapes[first])).partition("[")[0]),
    )


def _check_ground(layer: Layer, new: Shapes, changed: NDArray[np.int64], *, conserve: bool) -> None:
    old = layer.shapes(layer.places(changed))
    if conserve:
        difference = float(shapely.area(new).sum() - shapely.area(old).sum())
        if abs(difference) > CONSERVED_M2:
            raise InvalidEditError(
                "The parcels together would change by {area} m². Nothing was changed.",
                area=f"{difference:+,.3f}",
            )
    if not len(old) and not len(new):
        return
    near = _near(layer, shapely.bounds(np.concatenate([old, new])))
    others = near[~found_in(changed, layer.ids[near])]
    around = layer.shapes(others)
    after = _unmatched(np.concatenate([around, new]))
    if after.is_empty:
        return
    # What did not match before is not this edit's fault.
    known = _unmatched(np.concatenate([around, old]))
    fresh = after.difference(known.buffer(2 * TOLERANCE))
    if fresh.length > TOLERANCE:
        place = shapely.point_on_surface(fresh)
        raise InvalidEditError(
            "Parcels would overlap, or no longer meet, near E {x}, N {y}. Nothing was changed.",
            x=f"{place.x:.2f}",
            y=f"{place.y:.2f}",
        )


def _near(layer: Layer, bounds: NDArray[np.float64]) -> NDArray[np.intp]:
    """Return the places of the parcels around some boxes, ascending."""
    wider = bounds + 2 * TOLERANCE * np.array([-1.0, -1.0, 1.0, 1.0])
    low, high = wider[:, :2].min(axis=0), wider[:, 2:].max(axis=0)
    near = layer.meeting((*low.tolist(), *high.tolist()))
    if len(near) <= MANY:
        return near
    if len(wider) > MANY:  # each with all others would take minutes
        tree = shapely.STRtree(shapely.box(*layer.bounds[near].T))
        return near[np.unique(tree.query(shapely.box(*wider.T))[1])]
    mine = layer.bounds[near]
    found = np.zeros(len(near), bool)
    for west, south, east, north in wider:
        meets = (mine[:, 0] <= east) & (mine[:, 2] >= west)
        found |= meets & (mine[:, 1] <= north) & (mine[:, 3] >= south)
    return near[found]


def _unmatched(polygons: Shapes) -> BaseGeometry:
    edges = shapely.coverage_invalid_edges(polygons, gap_width=TOLERANCE)
    found = edges[~shapely.is_empty(edges)]
    return shapely.union_all(found) if len(found) else NOWHERE
