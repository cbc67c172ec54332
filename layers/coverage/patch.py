"""New ground for features, gathered from one repair or many and put together as one edit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from layers.coverage.matching import TOLERANCE, groups, matched
from layers.coverage.rewriting import Piece, rewritten
from layers.document import Document
from layers.edit import Edit, RowsDelta
from layers.errors import InvalidEditError
from layers.kinds import kinds
from layers.layer import Layer
from layers.message import Message

HAIR_M2: Final = 0.01
"""Ground that hairs of a parcel may have, as little as counts as shared by decimals. [m²]"""

SNAPS_M: Final = (0.0, TOLERANCE, 2 * TOLERANCE, 4 * TOLERANCE)
"""Distances within which vertices of hairs are drawn together, tried in this order. [m]"""

Shapes = NDArray[np.object_]


@dataclass(eq=False)
class Patch:
    """What repairs make of the features of a layer, each on top of those before it.

    Parameters
    ----------
    layer
        The layer as it was.
    strict
        Whether an edit is refused that leaves borders without equal vertices where they had
        them.
    """

    layer: Layer
    strict: bool = True
    reshaped: dict[int, BaseGeometry] = field(default_factory=dict[int, BaseGeometry])
    values: dict[int, dict[str, object]] = field(default_factory=dict[int, dict[str, object]])
    created: list[Piece] = field(default_factory=list[Piece])
    removed: set[int] = field(default_factory=set[int])
    touched: set[int] = field(default_factory=set[int])
    """Features whose vertices are to be matched with their neighbours' though their ground
    stays."""

    def shape(self, id_: int) -> BaseGeometry:
        """Return the shape that a feature has by now."""
        if id_ in self.reshaped:
            return self.reshaped[id_]
        return self.layer.shapes(self.layer.places(np.array([id_])))[0]

    def there(self, ids: Iterable[int]) -> list[int]:
        """Return the features among some that are still there."""
        found = np.asarray(list(ids), np.int64)
        known = found[self.layer.positions(found) >= 0].tolist()
        return [id_ for id_ in known if id_ not in self.removed]

    def near(self, shape: BaseGeometry, but: Iterable[int] = ()) -> list[int]:
        """Return the features that are still there and touch a shape."""
        west, south, east, north = shape.bounds
        reach = 2 * TOLERANCE
        box = (west - reach, south - reach, east + reach, north + reach)
        passed = {*but, *self.removed}
        ids = {*self.layer.ids[self.layer.meeting(box)].tolist(), *self.reshaped} - passed
        return [id_ for id_ in sorted(ids) if shapely.dwithin(self.shape(id_), shape, TOLERANCE)]

    def reshape(self, id_: int, shape: BaseGeometry) -> None:
        """Give a feature another shape."""
        self.reshaped[id_] = shape

    def number(self, id_: int, column: str, before: float) -> float:
        """Return the number that a feature has in a column by now, given the one in the layer."""
        found = self.values.get(id_, {}).get(column, before)
        return found if isinstance(found, float) else before

    def set_value(self, id_: int, column: str, value: object) -> None:
        """Give a feature that is reshaped another value."""
        self.values.setdefault(id_, {})[column] = value

    def remove(self, id_: int) -> None:
        """Take a feature away."""
        self.removed.add(id_)
        self.reshaped.pop(id_, None)
        self.values.pop(id_, None)

    def edit(self, document: Document, title: Message) -> Edit:
        """Return the edit that makes all of it.

        Raises
        ------
        InvalidEditError
            Where the coverage would not stay whole.
        """
        if not kinds()[self.layer.kind].coverage:
            return self._plain(title)
        self._settle()
        if not (self.reshaped or self.created or self.removed):
            return Edit(title, ())
        if not self.strict and not (self.created or self.removed):
            return self._plain(title)
        try:
            return rewritten(
                document,
                title,
                reshaped=self.reshaped,
                values={id_: row for id_, row in self.values.items() if id_ in self.reshaped},
                created=self.created,
                removed=sorted(self.removed),
                conserve=False,
                kind=self.layer.kind,
            )
        except InvalidEditError:
            # Where others lie upon the same ground, a border that goes shows that they do.
            if self.created or self.values or not self._sound():
                raise
            return self._plain(title)

    def _sound(self) -> bool:
        """Return whether edges are wrong only where they were, or where two shared ground."""
        ids = sorted({*self.reshaped, *self.removed})
        old = [self._before(id_) for id_ in ids]
        new = [self.reshaped[id_] for id_ in ids if id_ in self.reshaped]
        if not new or not all(shape.is_valid and shape.area > 0 for shape in new):
            return not new
        shapes = [shape for shape in [*old, *new] if shape is not None]
        reach = 2 * TOLERANCE * np.array([-1.0, -1.0, 1.0, 1.0])
        found: set[int] = set()
        for west, south, east, north in (shapely.bounds(shapes) + reach).tolist():
            found.update(self.layer.ids[self.layer.meeting((west, south, east, north))].tolist())
        others = [self._before(id_) for id_ in sorted(found.difference(ids))]
        edges = shapely.union_all(_edges(np.array([None, *new, *others], object)[1:]))
        fresh = edges.difference(_known(np.array([None, *old, *others], object)[1:]))
        return fresh.length <= TOLERANCE

    def _settle(self) -> None:
        """Let what is new and what lies around share their vertices."""
        new = [*self.reshaped, *self.touched.difference(self.reshaped, self.removed)]
        old = [self.shape(id_) for id_ in self.removed]
        shapes = [*(self.shape(id_) for id_ in new), *(piece.geometry for piece in self.created)]
        if not shapes and not old:
            return
        reach = 2 * TOLERANCE * np.array([-1.0, -1.0, 1.0, 1.0])
        boxes = shapely.bounds(np.array([*shapes, *old], object)) + reach
        found: set[int] = set()
        for west, south, east, north in boxes.tolist():
            found.update(self.layer.ids[self.layer.meeting((west, south, east, north))].tolist())
        others = sorted(found.difference(new, self.removed))
        around = [self.shape(id_) for id_ in others]
        # Only sound shapes can be matched; those of another sort are passed over.
        sound = [one if shapely.is_valid(one) else None for one in around]
        every = np.array([None, *shapes, *sound], object)[1:]
        settled = np.arange(len(every)) >= len(shapes)
        result = matched(every, settled=settled).geometries
        before = np.array([None, *(self._before(id_) for id_ in [*new, *self.removed])], object)
        result = _smoothed(
            result, np.concatenate([before[1:], every[len(shapes) :]]), all_of=bool(self.touched)
        )
        for place in np.flatnonzero(_differ(result, every)).tolist():
            shape: BaseGeometry = result.tolist()[place]
            if place < len(new):
                self.reshaped[new[place]] = shape
            elif place < len(shapes):
                piece = self.created[place - len(new)]
                self.created[place - len(new)] = Piece(shape, piece.values, piece.parent)
            else:
                self.reshaped[others[place - len(shapes)]] = shape

    def _before(self, id_: int) -> BaseGeometry | None:
        """Return the shape of a feature in the layer where it is sound."""
        shape = self.layer.shapes(self.layer.places(np.array([id_])))[0]
        return shape if shapely.is_valid(shape) else None

    def _plain(self, title: Message) -> Edit:
        """Return the edit without a look at the neighbours."""
        deltas: list[RowsDelta] = []
        for id_, shape in self.reshaped.items():
            if shape.is_empty or not shape.is_valid:
                raise InvalidEditError(
                    "Feature {id} would be left without a sound shape. Nothing was changed.",
                    id=id_,
                )
        ids = np.asarray(sorted(self.reshaped), np.int64)
        if len(ids):
            before = self.layer.shapes(self.layer.places(ids))
            after = np.array([None, *(self.reshaped[int(id_)] for id_ in ids)], object)[1:]
            deltas.append(
                RowsDelta(self.layer.kind, self._frame(before, ids), self._frame(after, ids))
            )
        if self.removed:
            gone = pd.DataFrame(self.layer.rows(np.asarray(sorted(self.removed), np.int64)))
            deltas.append(RowsDelta(self.layer.kind, gone, gone.iloc[:0]))
        return Edit(title, tuple(deltas))

    def _frame(self, shapes: Shapes, ids: NDArray[np.int64]) -> pd.DataFrame:
        index = pd.Index(ids, dtype=np.int64, name="fid")
        series = gpd.GeoSeries(shapes, index=index, crs=self.layer.crs)
        return pd.DataFrame(gpd.GeoDataFrame(geometry=series))


def _differ(after: Shapes, before: Shapes) -> NDArray[np.bool_]:
    return np.fromiter((a is not b for a, b in zip(after, before, strict=True)), bool)


def _edges(shapes: Shapes) -> Shapes:
    """Return the unmatched edges of polygons; those that are none are passed over."""
    edges = np.full(len(shapes), shapely.LineString(), object)
    polygons = shapely.get_dimensions(shapes) == 2
    if polygons.any():
        found = shapely.coverage_invalid_edges(shapes[polygons], gap_width=TOLERANCE)
        edges[polygons] = found
    return edges


def _known(before: Shapes) -> BaseGeometry:
    """Return the ground where edges of polygons were wrong, or two of them lay upon each other."""
    polygons = before[shapely.get_dimensions(before) == 2]
    first, second = shapely.STRtree(polygons).query(polygons, predicate="intersects")
    pairs = first < second
    shared = shapely.intersection(polygons[first[pairs]], polygons[second[pairs]])
    regions = shared[shapely.area(shared) > 0]
    return shapely.union_all(
        [
            shapely.union_all(_edges(polygons)).buffer(2 * TOLERANCE),
            shapely.union_all(regions).buffer(2 * TOLERANCE),
        ]
    )


def _smoothed(shapes: Shapes, before: Shapes, *, all_of: bool) -> Shapes:
    """Return polygons without the hairs that cutting along a border which was not shared leaves.

    Matching cannot take them away: their sides are farther apart than their ends. GEOS can, and
    moves nothing else; where it would change ground to speak of, the polygons stay.

    Parameters
    ----------
    shapes
        Polygons after a change and what lies around them.
    before
        The same ground before: what did not match then is left, but where `all_of` is asked for.
    all_of
        Whether no unmatched edge is left.
    """
    edges = _edges(shapes)
    wrong = np.flatnonzero(~shapely.is_empty(edges))
    if len(wrong) and not all_of:
        fresh = shapely.length(shapely.difference(edges[wrong], _known(before))) > TOLERANCE
        wrong = wrong[fresh]
    if not len(wrong):
        return shapes
    result = shapes.copy()
    near = shapely.STRtree(shapes).query(shapes[wrong], predicate="dwithin", distance=TOLERANCE)
    pairs = np.stack([wrong[near[0]], near[1]])
    inner = pairs[:, np.isin(pairs[1], wrong)]
    label = groups(np.concatenate([inner, inner[::-1]], axis=1), len(shapes))
    for number in np.unique(label[wrong]):
        members = wrong[label[wrong] == number]
        at = np.union1d(members, pairs[1][np.isin(pairs[0], members)])
        result[at] = _without_hairs(result[at], np.isin(at, members))
    return result


def _without_hairs(shapes: Shapes, wrong: NDArray[np.bool_]) -> Shapes:
    """Return polygons of which all edges match, where little has to move for it; else the same.

    Parameters
    ----------
    shapes
        Some polygons and all around them.
    wrong
        Which have unmatched edges.
    """
    rim = float(shapely.length(shapes[wrong]).sum())
    for snap in SNAPS_M:
        cleaned = _cleaned(shapes, snap)
        moved = float(np.abs(shapely.area(cleaned) - shapely.area(shapes)).sum())
        if moved > max(HAIR_M2, max(snap, TOLERANCE) * rim) or shapely.is_empty(cleaned).any():
            continue
        if shapely.is_empty(_edges(cleaned)[wrong]).all():
            same = shapely.equals_identical(shapely.normalize(cleaned), shapely.normalize(shapes))
            cleaned[same] = shapes[same]
            return cleaned
    return shapes


def _cleaned(shapes: Shapes, snap_m: float) -> Shapes:
    # The types of shapely do not know it yet.
    return shapely.coverage_clean(  # pyright: ignore[reportAttributeAccessIssue]
        shapes, gap_width=TOLERANCE, snapping_distance=snap_m
    )


# ---- shapes -------------------------------------------------------------------------------------


def polygons_of(shape: Any) -> BaseGeometry:  # noqa: ANN401
    """Return the polygons of a shape that are wider than borders that should be one."""
    parts = shapely.get_parts(np.atleast_1d(np.asarray(shape, object)))
    parts = shapely.get_parts(parts)  # those of multipolygons in collections
    parts = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
    wide = parts[2 * shapely.area(parts) > TOLERANCE * shapely.length(parts)]
    return wide[0] if len(wide) == 1 else shapely.MultiPolygon(list(wide))


def joined(base: BaseGeometry, piece: BaseGeometry) -> BaseGeometry:
    """Return two polygons that touch as one, without a slit between them."""
    both = matched(np.array([base, piece], object), settled=np.array([True, False])).geometries
    found = shapely.union_all(both)
    # A slit of less than the tolerance that is closed on both ends would be a hole.
    parts = [
        shapely.Polygon(
            part.exterior,
            [
                ring
                for ring in part.interiors
                if 2 * shapely.Polygon(ring).area > TOLERANCE * ring.length
            ],
        )
        for part in shapely.get_parts(polygons_of(found))
    ]
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def border_m(shape: BaseGeometry, other: BaseGeometry) -> float:
    """Return the length of the border that two polygons share within the tolerance. [m]."""
    return float(shapely.boundary(shape).intersection(other.buffer(2 * TOLERANCE)).length)
