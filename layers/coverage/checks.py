"""What is wrong in a plan: problems with their place, collected and never raised."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from layers.document import Document, Layer
from layers.kind import Column, Inside, KnownCode, LayerKind, NoOverlap, Shape
from layers.kinds import kinds
from layers.message import Message
from layers.progress import Progress

SLIVER_M2: Final = 0.01
"""Shared or protruding ground up to this is a matter of decimals, not of the plan. [m²]"""

SHAPES: Final[Mapping[Shape, tuple[int, ...]]] = {
    Shape.POLYGON: (3, 6),
    Shape.LINE: (1, 5),
    Shape.POINT: (0,),
}
"""Type numbers of GEOS that a kind takes."""

BOUND: Final[Mapping[str, tuple[str | None, str | None]]] = {
    "far": ("far_min", "far_max"),
    "density_pct": (None, "density_max_pct"),
    "green_pct": ("green_min_pct", "green_max_pct"),
}
"""Planned figures of a parcel, and the columns of their lower and upper limit."""

Shapes = NDArray[np.object_]
Places = NDArray[np.intp]


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
    """

    code: str
    kind: str
    ids: tuple[int, ...]
    x: float | None
    y: float | None
    area_m2: float | None
    text: Message


def check(document: Document, progress: Progress | None = None) -> list[Problem]:
    """Return what is wrong in a plan: shapes first, then what the kinds' rules ask, then values.

    Parameters
    ----------
    document
        The plan.
    progress
        Looked at before each layer.
    """
    found: list[Problem] = []
    for place, (id_, kind) in enumerate(kinds().items()):
        if progress is not None:
            progress.at(place / len(kinds()))
        layer = document.layer(id_)
        if len(layer):
            found.extend(_of_layer(document, kind, layer))
    return found


def _of_layer(document: Document, kind: LayerKind, layer: Layer) -> Iterator[Problem]:
    sound = yield from _of_shapes(kind, layer)
    yield from _duplicates(layer)
    for rule in kind.rules:
        match rule:
            case NoOverlap():
                yield from _overlaps(layer, sound)
            case Inside(kind=other):
                yield from _outside(layer, sound, document.layer(other))
            case KnownCode(column=column):
                yield from _unknown_codes(document, kind, layer, column)
    yield from _of_values(document, kind, layer)


# ---- shapes -------------------------------------------------------------------------------------


def _of_shapes(kind: LayerKind, layer: Layer) -> Iterator[Problem]:
    """Yield shapes that are none; return all shapes, those that are not valid made so."""
    shapes = np.array(layer.geometries)
    absent = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    if absent.any():
        yield _grouped(
            "no_shape", layer, absent, Message.of("{n} features have no shape.", n=_count(absent))
        )
    other = ~absent & ~np.isin(shapely.get_type_id(shapes), SHAPES[kind.shape])
    if other.any():
        text = Message.of("{n} features have a shape of another sort.", n=_count(other))
        yield _grouped("other_shape", layer, other, text)
    invalid = ~absent & ~shapely.is_valid(shapes)
    for place in np.flatnonzero(invalid):
        reason = str(shapely.is_valid_reason(shapes[place])).partition("[")[0]
        text = Message.of(
            "The shape crosses itself or is not closed: {reason}.", reason=Message(reason)
        )
        yield _at("invalid_shape", layer, (int(place),), shapes[place], text)
    shapes[invalid] = shapely.make_valid(shapes[invalid], method="structure")
    return shapes


def _duplicates(layer: Layer) -> Iterator[Problem]:
    """Yield shapes that are drawn more than once, whatever corner they begin at."""
    shapes = layer.geometries
    there = np.flatnonzero(~(shapely.is_missing(shapes) | shapely.is_empty(shapes)))
    if len(there) < 2:
        return
    # Only those with equal boxes can be equal; comparing all of them costs seconds.
    boxes = pd.DataFrame(shapely.bounds(shapes[there]))
    alike = there[boxes.duplicated(keep=False).to_numpy()]
    if not len(alike):
        return
    same = pd.Series(shapely.to_wkb(shapely.normalize(shapes[alike])))
    for places in same.groupby(same).indices.values():
        if len(places) > 1:
            at = tuple(int(alike[place]) for place in places)
            text = Message.of("{n} features have the same shape.", n=len(at))
            yield _at("duplicate", layer, at, shapes[at[0]], text, area_m2=_area(shapes[at[0]]))


def _overlaps(layer: Layer, shapes: Shapes) -> Iterator[Problem]:
    """Yield pairs of features that share ground."""
    # Where borders match vertex by vertex nothing overlaps; GEOS tells the others quickly.
    polygons = shapes.copy()
    polygons[~np.isin(shapely.get_type_id(shapes), SHAPES[Shape.POLYGON])] = None
    edges = shapely.coverage_invalid_edges(polygons)
    doubtful = np.flatnonzero(~(shapely.is_empty(edges) | shapely.is_missing(edges)))
    if not len(doubtful):
        return
    first, second = shapely.STRtree(polygons).query(polygons[doubtful], predicate="intersects")
    first = doubtful[first]
    pairs = np.unique(
        np.stack([np.minimum(first, second), np.maximum(first, second)], axis=1)[first != second],
        axis=0,
    )
    shared = shapely.intersection(polygons[pairs[:, 0]], polygons[pairs[:, 1]])
    areas = shapely.area(shared)
    for number in np.flatnonzero(areas > SLIVER_M2):
        text = Message.of(
            "Features {one} and {other} overlap by {area} m².",
            one=int(layer.ids[pairs[number, 0]]),
            other=int(layer.ids[pairs[number, 1]]),
            area=f"{areas[number]:,.2f}",
        )
        places = (int(pairs[number, 0]), int(pairs[number, 1]))
        yield _at("overlap", layer, places, shared[number], text, area_m2=float(areas[number]))


def _outside(layer: Layer, shapes: Shapes, other: Layer) -> Iterator[Problem]:
    """Yield features that lie outside those of another layer, where that has any."""
    grounds = other.geometries
    there = ~(shapely.is_missing(grounds) | shapely.is_empty(grounds))
    if not there.any():
        return
    ground = shapely.union_all(shapely.make_valid(grounds[there], method="structure"))
    shapely.prepare(ground)
    doubtful = np.flatnonzero(~shapely.covers(ground, shapes) & ~shapely.is_missing(shapes))
    beyond = shapely.difference(shapes[doubtful], ground)
    areas = shapely.area(beyond)
    title = Message(kinds()[other.kind].title)
    for number in np.flatnonzero(areas > SLIVER_M2):
        text = Message.of(
            "Feature {id} lies outside: {area} m² beyond {other}.",
            id=int(layer.ids[doubtful[number]]),
            area=f"{areas[number]:,.2f}",
            other=title,
        )
        places = (int(doubtful[number]),)
        yield _at("outside", layer, places, beyond[number], text, area_m2=float(areas[number]))


# ---- values -------------------------------------------------------------------------------------


def _unknown_codes(
    document: Document, kind: LayerKind, layer: Layer, name: str
) -> Iterator[Problem]:
    column = kind.column(name)
    if column is None:
        return
    values = layer.values(name)
    if name == "land_use":
        missing = values.isna().to_numpy()
        if missing.any():
            text = Message.of("{n} parcels have no land use.", n=_count(missing))
            yield _grouped("missing_land_use", layer, missing, text)
    for value, unknown in _unknown(values, document.known(column.table)):
        text = Message.of(
            "{column}: {value} is no code of the plan's code set ({n} features).",
            column=Message(column.title),
            value=value,
            n=_count(unknown),
        )
        yield _grouped("unknown_code", layer, unknown, text)


def _of_values(document: Document, kind: LayerKind, layer: Layer) -> Iterator[Problem]:
    coded = {rule.column for rule in kind.rules if isinstance(rule, KnownCode)}
    for column in kind.columns:
        if column.id not in layer.columns:
            continue
        values = layer.values(column.id)
        if column.choices or (column.table and column.id not in coded):
            known = column.choices or document.known(column.table)
            for value, unknown in _unknown(values, known):
                text = Message.of(
                    "{column} cannot be {value} ({n} features).",
                    column=Message(column.title),
                    value=value,
                    n=_count(unknown),
                )
                yield _grouped("unknown_value", layer, unknown, text)
        if column.dtype != "text":
            yield from _out_of_range(layer, column, values)
            yield from _crossed_limits(kind, layer, column)
            yield from _beyond_limits(kind, layer, column)
    if kind.column("width_m") is not None:
        missing = layer.values("width_m").isna().to_numpy()
        if missing.any():
            text = Message.of("{n} features have no width and cover no ground.", n=_count(missing))
            yield _grouped("missing_width", layer, missing, text)


def _unknown(
    values: pd.Series, known: Mapping[str, object]
) -> Iterator[tuple[str, NDArray[np.bool_]]]:
    strange = (~values.isin(list(known)) & values.notna()).to_numpy()
    for value in pd.unique(values[strange]):
        yield str(value), (values == value).fillna(value=False).to_numpy(bool)


def _out_of_range(layer: Layer, column: Column, values: pd.Series) -> Iterator[Problem]:
    numbers = values.astype("float64").to_numpy()
    low = -np.inf if column.low is None else column.low
    high = np.inf if column.high is None else column.high
    beyond = (numbers < low) | (numbers > high) | np.isinf(numbers)
    if beyond.any():
        text = Message.of(
            "{column} is out of range at {n} features, such as {value} {unit}.",
            column=Message(column.title),
            n=_count(beyond),
            value=f"{numbers[beyond][0]:g}",
            unit=column.unit,
        )
        yield _grouped("out_of_range", layer, beyond, text)


def _crossed_limits(kind: LayerKind, layer: Layer, column: Column) -> Iterator[Problem]:
    """Yield features whose lower limit is above the upper one."""
    upper = kind.column(column.id.replace("_min", "_max")) if "_min" in column.id else None
    if upper is None:
        return
    low = layer.values(column.id).astype("float64").to_numpy()
    crossed = low > layer.values(upper.id).astype("float64").to_numpy()
    if crossed.any():
        text = Message.of(
            "{low} is above {high} at {n} features.",
            low=Message(column.title),
            high=Message(upper.title),
            n=_count(crossed),
        )
        yield _grouped("limits_crossed", layer, crossed, text)


def _beyond_limits(kind: LayerKind, layer: Layer, column: Column) -> Iterator[Problem]:
    """Yield features whose planned figure is below its lower or above its upper limit."""
    if kind.id != "parcels" or column.id not in BOUND:
        return
    values = layer.values(column.id).astype("float64").to_numpy()
    for limit, below in zip(BOUND[column.id], (True, False), strict=True):
        if limit is None:
            continue
        limits = layer.values(limit).astype("float64").to_numpy()
        beyond = values < limits if below else values > limits
        for place in np.flatnonzero(beyond & np.isfinite(values)):
            text = Message.of(
                "Parcel {number}: {column} {value} is below the lower limit {limit}."
                if below
                else "Parcel {number}: {column} {value} is above the upper limit {limit}.",
                number=_number_of(layer, int(place)),
                column=Message(column.title),
                value=f"{values[place]:g}{column.unit}",
                limit=f"{limits[place]:g}{column.unit}",
            )
            shape = layer.geometries[place]
            code = "limit_below" if below else "limit_above"
            yield _at(code, layer, (int(place),), shape, text, area_m2=_area(shape))


def _number_of(layer: Layer, place: int) -> str:
    """Return the number that the plan gives a parcel, else its feature id."""
    number = layer.values("number").iloc[place]
    return str(number) if pd.notna(number) and str(number).strip() else str(layer.ids[place])


# ---- making problems ----------------------------------------------------------------------------


def _count(places: NDArray[np.bool_]) -> int:
    return int(np.count_nonzero(places))


def _area(shape: Any) -> float | None:  # noqa: ANN401
    area = float(shapely.area(shape))
    return area if area > 0 and np.isfinite(area) else None


def _grouped(code: str, layer: Layer, places: NDArray[np.bool_], text: Message) -> Problem:
    """Return one problem of several features, placed at the first of them."""
    at = np.flatnonzero(places)
    shapes = layer.geometries[at]
    total = float(np.nansum(shapely.area(shapes)))
    area = total if total > 0 and np.isfinite(total) else None
    return _at(code, layer, tuple(int(place) for place in at), shapes[0], text, area_m2=area)


def _at(
    code: str,
    layer: Layer,
    places: tuple[int, ...],
    shape: Any,  # noqa: ANN401
    text: Message,
    *,
    area_m2: float | None = None,
) -> Problem:
    x = y = None
    if shape is not None and not shape.is_empty and np.isfinite(shape.bounds).all():
        point = shapely.point_on_surface(shape)
        x, y = float(point.x), float(point.y)
    ids = tuple(int(layer.ids[place]) for place in places)
    return Problem(code, layer.kind, ids, x, y, area_m2, text)
