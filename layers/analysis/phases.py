"""A plan up to one of its phases, as a plan of its own."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final, NoReturn, cast

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from layers.analysis.overlay import SLIVER_M2, Shapes, lie_inside, sound, touching
from layers.document import Document
from layers.errors import PlanError
from layers.kinds import kinds
from layers.layer import PANDAS_DTYPES, Layer
from layers.shading.keeping import NAME, KeptShading

NESTED_SHARE: Final = 0.5
"""A phase that covers more than this of an earlier one contains it. [-]"""

WHOLE: Final = ("parcels", "rooftops", "facilities")
"""Kinds whose features belong to a phase as a whole, by where their inner point lies."""


def phase_names(document: Document) -> tuple[str, ...]:
    """Return the names of the phases in their order."""
    names = _rows(document)["name"]
    return tuple(str(name) for name in names.dropna().unique())


def restricted(document: Document, phase: str) -> Document:
    """Return the plan as it is once a phase is built.

    Nested phases count as the whole area up to that phase, phases apart as themselves. Parcels,
    roofs and facilities are taken as a whole by where their inner point lies. The red line becomes
    the area of the phase inside the plan's own red line; where it would cut a parcel, it goes
    around it, so that parcels and unassigned land add up to it.

    Parameters
    ----------
    document
        The plan.
    phase
        Name of the phase, or its order.

    Raises
    ------
    PlanError
        Where the plan has no phase of this name.
    """
    rows = _rows(document)
    chosen = _chosen(document, rows, phase)
    area = _around_parcels(_area(rows, chosen), sound(document.layer("parcels").geometries))
    red_line = sound(document.layer("boundary").geometries)
    if len(red_line) and shapely.area(red_line).sum() > 0:
        area = shapely.intersection(area, shapely.union_all(red_line))
    document = document.with_layer(_boundary(document, area, phase))
    for kind in WHOLE:
        layer = document.layer(kind)
        inside = lie_inside(area, sound(layer.geometries))
        if not inside.all():
            frame = cast("gpd.GeoDataFrame", layer.frame[inside])
            document = document.with_layer(Layer(kind, frame, layer.next_id))
    return _shaded(document)


def _shaded(document: Document) -> Document:
    """Return the plan with what is known of the shading of its roofs.

    Roofs that a later phase brings are no longer there, but shade as in the whole plan: what was
    computed with them holds for those that remain.
    """
    kept = KeptShading.of(document.enclosed.get(NAME))
    if kept is None:
        return document
    there = np.isin(kept.ids, document.layer("rooftops").ids)
    if there.all():
        return document
    held = {**document.enclosed, NAME: kept.picked(np.flatnonzero(there)).enclosure()}
    return replace(document, enclosed=MappingProxyType(held))


def phase_before(document: Document, phase: str) -> str | None:
    """Return the name of the last phase that a phase contains, None where it contains none.

    Raises
    ------
    PlanError
        Where the plan has no phase of this name.
    """
    rows = _rows(document)
    nested, places = _nested(rows, _chosen(document, rows, phase))
    names = rows["name"].to_numpy()[places[nested]]
    return str(names[-1]) if len(names) and not pd.isna(names[-1]) else None


def _chosen(document: Document, rows: gpd.GeoDataFrame, phase: str) -> NDArray[np.bool_]:
    for column in ("name", "order"):
        same = rows[column].astype("str") == phase
        chosen = cast("NDArray[np.bool_]", same.to_numpy(dtype=bool, na_value=False))
        if chosen.any():
            return chosen
    return _refuse(document, phase)


def _nested(
    rows: gpd.GeoDataFrame, chosen: NDArray[np.bool_]
) -> tuple[NDArray[np.bool_], NDArray[np.intp]]:
    """Return which of the earlier phases the chosen one contains, and where those stand."""
    shapes = sound(np.asarray(rows.geometry.array))
    own = shapely.union_all(shapes[chosen])
    first = int(np.flatnonzero(chosen)[0])
    places = np.flatnonzero(~chosen[:first])
    shared = shapely.area(shapely.intersection(shapes[places], own))
    return shared > NESTED_SHARE * shapely.area(shapes[places]), places


def _rows(document: Document) -> gpd.GeoDataFrame:
    """Return the phases by order, those without an order last."""
    frame = document.layer("phases").frame
    return cast("gpd.GeoDataFrame", frame.sort_values("order", kind="stable"))


def _area(rows: gpd.GeoDataFrame, chosen: NDArray[np.bool_]) -> Any:  # noqa: ANN401
    """Return the area of a phase, with those before it where it contains them."""
    shapes = sound(np.asarray(rows.geometry.array))
    own = shapely.union_all(shapes[chosen])
    nested, places = _nested(rows, chosen)
    return shapely.union_all([*shapes[places], own]) if nested.any() else own


def _around_parcels(area: Any, parcels: Shapes) -> Any:  # noqa: ANN401
    """Return an area whose border cuts no parcel: it takes or leaves each as a whole."""
    meeting = parcels[touching(shapely.boundary(area), parcels)]
    inside = shapely.area(shapely.intersection(meeting, area))
    cut = meeting[(inside > SLIVER_M2) & (inside < shapely.area(meeting) - SLIVER_M2)]
    if not len(cut):
        return area
    taken = lie_inside(area, cut)
    left = shapely.difference(area, shapely.union_all(cut[~taken]))
    return shapely.union_all([left, *cut[taken]])


def _boundary(document: Document, area: Any, phase: str) -> Layer:  # noqa: ANN401
    layer = document.layer("boundary")
    statuses = layer.values("status").dropna().unique() if len(layer) else []
    values = {"name": phase, "status": statuses[0] if len(statuses) == 1 else None}
    columns = {
        column.id: pd.Series([values.get(column.id)], dtype=PANDAS_DTYPES[column.dtype])
        for column in kinds()["boundary"].columns
    }
    frame = gpd.GeoDataFrame(columns, geometry=[area], crs=layer.frame.crs)
    frame.index = pd.Index([layer.next_id], dtype=np.int64, name="fid")
    return Layer("boundary", frame)


def _refuse(document: Document, phase: str) -> NoReturn:
    names = phase_names(document)
    if not names:
        raise PlanError("The plan has no phases, so there is no phase {phase}.", phase=phase)
    raise PlanError(
        "No phase is called {phase}. The plan has: {names}.", phase=phase, names=", ".join(names)
    )
