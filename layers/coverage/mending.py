"""One repair for each sort of problem: what becomes of the ground, written into a patch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from layers.coverage.corners import Corners
from layers.coverage.ground import Ground, mean_width
from layers.coverage.ground_checks import NARROW_M
from layers.coverage.matching import TOLERANCE
from layers.coverage.network_checks import SHORT_M
from layers.coverage.patch import Patch, border_m, joined, polygons_of
from layers.coverage.problem import Problem
from layers.coverage.rewriting import Piece
from layers.coverage.shape_checks import SHAPES
from layers.coverage.strips import cut_across
from layers.document import Document
from layers.errors import InvalidEditError
from layers.kind import Shape
from layers.kinds import kinds

Mend = Callable[[Document, Patch, Problem], None]


def _ground_of(problem: Problem) -> BaseGeometry:
    if problem.shape is None:
        raise InvalidEditError("The place of the problem is not known. Check the plan again.")
    return problem.shape


def _best_neighbour(patch: Patch, shape: BaseGeometry, but: int | None = None) -> int | None:
    """Return the feature with the longest border to a shape, the first of equals."""
    ids = patch.near(shape, but=() if but is None else (but,))
    lengths = [border_m(shape, patch.shape(id_)) for id_ in ids]
    # A common corner is no border.
    if not lengths or max(lengths) <= 10 * TOLERANCE:
        return None
    return ids[int(np.argmax(lengths))]


def _give(patch: Patch, shape: BaseGeometry, but: int | None = None) -> int | None:
    """Give ground to the feature with the longest border to it; return which, if any."""
    taker = _best_neighbour(patch, shape, but)
    if taker is not None:
        patch.reshape(taker, joined(patch.shape(taker), shape))
    return taker


# ---- ground -------------------------------------------------------------------------------------


def to_neighbour(_: Document, patch: Patch, problem: Problem) -> None:
    """Give ground without a feature to the one with the longest border to it.

    A strip along several of them is shared: one of them would get an arm along all the others.
    """
    ground = _ground_of(problem)
    pieces = np.array([ground], object)
    if mean_width(pieces)[0] < NARROW_M:
        pieces = cut_across(ground, [patch.shape(id_) for id_ in patch.near(ground)])
    takers = [_give(patch, piece) for piece in pieces]
    if all(taker is None for taker in takers):
        raise InvalidEditError("No parcel borders on this ground. Make it a parcel of its own.")


def to_parcel(_: Document, patch: Patch, problem: Problem) -> None:
    """Make ground without a feature a new one."""
    patch.created.append(Piece(_ground_of(problem)))


def cut_smaller_share(_: Document, patch: Patch, problem: Problem) -> None:
    """Take common ground from the feature that loses less of its area by it."""
    first, second = problem.ids
    larger = patch.shape(first).area >= patch.shape(second).area
    _cut(patch, *((first, second) if larger else (second, first)))


def cut_first(_: Document, patch: Patch, problem: Problem) -> None:
    """Take common ground from the first feature."""
    _cut(patch, *problem.ids)


def cut_second(_: Document, patch: Patch, problem: Problem) -> None:
    """Take common ground from the second feature."""
    _cut(patch, *reversed(problem.ids))


def _cut(patch: Patch, loser: int, keeper: int) -> None:
    left = polygons_of(shapely.difference(patch.shape(loser), patch.shape(keeper)))
    if left.is_empty:
        raise InvalidEditError(
            "Feature {id} lies wholly on the other one and would be left without ground. Take the "
            "ground from the other one, or delete one of them.",
            id=loser,
        )
    patch.reshape(loser, left)
    patch.touched.add(keeper)


def merge_sliver(_: Document, patch: Patch, problem: Problem) -> None:
    """Merge a sliver into the feature with the longest border to it; counts are added."""
    (id_,) = problem.ids
    taker = _give(patch, patch.shape(id_), but=id_)
    if taker is None:
        raise InvalidEditError(
            "Feature {id} borders on no other one that could take it. Delete it, or draw it anew.",
            id=id_,
        )
    layer = patch.layer
    given, held = layer.places(np.array([id_])), layer.places(np.array([taker]))
    for column in kinds()[layer.kind].columns:
        if not column.additive or column.id not in layer.columns:
            continue
        numbers = layer.values(column.id).astype("float64").to_numpy()
        parts = [
            patch.number(one, column.id, float(numbers[place][0]))
            for one, place in ((id_, given), (taker, held))
        ]
        if np.isfinite(parts[0]):
            patch.set_value(taker, column.id, float(np.nansum(parts)))
    patch.remove(id_)


def trim(document: Document, patch: Patch, problem: Problem) -> None:
    """Cut off what lies beyond the red line; what lies there wholly is deleted."""
    line = Ground(document, patch.layer).red_line
    (id_,) = problem.ids
    left = polygons_of(shapely.intersection(patch.shape(id_), line))
    if left.is_empty:
        patch.remove(id_)
    else:
        patch.reshape(id_, left)


def match(_: Document, patch: Patch, problem: Problem) -> None:
    """Let neighbours share the vertices of their border."""
    patch.touched.update(problem.ids)


# ---- shapes -------------------------------------------------------------------------------------


def delete_later(_: Document, patch: Patch, problem: Problem) -> None:
    """Keep the first of features with one shape."""
    for id_ in patch.there(problem.ids)[1:]:
        patch.remove(id_)


def make_valid(_: Document, patch: Patch, problem: Problem) -> None:
    """Give a shape that crosses itself its sound parts."""
    (id_,) = problem.ids
    found = shapely.make_valid(shapely.force_2d(patch.shape(id_)), method="structure")
    wanted = kinds()[patch.layer.kind].shape
    parts = shapely.get_parts(shapely.get_parts(np.array([found], object)))
    if wanted is Shape.POLYGON:
        sound = polygons_of(found)
    else:
        lines = list(parts[np.isin(shapely.get_type_id(parts), SHAPES[wanted])])
        sound = lines[0] if len(lines) == 1 else shapely.MultiLineString(lines)
    if sound.is_empty:
        raise InvalidEditError(
            "Nothing of feature {id} is a sound shape. Draw it anew, or delete it.", id=id_
        )
    patch.strict = False  # what it lies on now it lay on before, and that is told as such
    patch.reshape(id_, sound)


def weld(_: Document, patch: Patch, problem: Problem) -> None:
    """Put vertices that lie upon the one before them onto it, in the neighbours as well."""
    (id_,) = problem.ids
    coverage = kinds()[patch.layer.kind].coverage
    for _round in range(10):
        shape = patch.shape(id_)
        corners = Corners(np.array([shape], object), np.array([0]))
        moves = corners.repeated()
        if not moves:
            return
        for one in [id_, *(patch.near(shape, but=(id_,)) if coverage else ())]:
            before = patch.shape(one)
            after = shapely.remove_repeated_points(shapely.transform(before, _moved(moves)), 0.0)
            if not shapely.equals_identical(before, after):
                patch.reshape(one, after)


def _moved(moves: Mapping[complex, complex]) -> Callable[[np.ndarray], np.ndarray]:
    def moved(xy: np.ndarray) -> np.ndarray:
        points = np.ascontiguousarray(xy).view(np.complex128).ravel()
        points = np.array([moves.get(point, point) for point in points.tolist()])
        return points.view(np.float64).reshape(-1, 2)

    return moved


def blunt(_: Document, patch: Patch, problem: Problem) -> None:
    """Take a spike from a feature; in a coverage its neighbour gets the ground."""
    (id_,) = problem.ids
    spike = _ground_of(problem)
    shape = patch.shape(id_)
    if shapely.contains(shape, shapely.point_on_surface(spike)):
        patch.reshape(id_, polygons_of(shapely.difference(shape, spike)))
        if kinds()[patch.layer.kind].coverage:
            _give(patch, spike, but=id_)
    else:  # a notch, which only shapes without neighbours have
        patch.reshape(id_, joined(shape, spike))


def drop_part(_: Document, patch: Patch, problem: Problem) -> None:
    """Take a tiny part away, or fill a tiny hole; in a coverage a neighbour gets the part."""
    (id_,) = problem.ids
    part = _ground_of(problem)
    shape = patch.shape(id_)
    if shapely.contains(shape, shapely.point_on_surface(part)):
        parts = [one for one in shapely.get_parts(shape) if not one.equals(part)]
        patch.reshape(id_, parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts))
        if kinds()[patch.layer.kind].coverage:
            _give(patch, part, but=id_)
    else:
        patch.reshape(id_, joined(shape, part))


# ---- roads --------------------------------------------------------------------------------------


def lengthen(_: Document, patch: Patch, problem: Problem) -> None:
    """Lead the end of a centre line on to the nearest other one."""
    (id_,) = problem.ids
    end = _ground_of(problem)
    others = [shape for shape in patch.layer.geometries if shape is not None]
    parts = list(shapely.get_parts(patch.shape(id_)))
    number = int(np.argmin([shapely.boundary(part).distance(end) for part in parts]))
    own = parts.pop(number)
    lines = [part for part in shapely.get_parts(np.array(others, object)) if not part.equals(own)]
    near = shapely.union_all(
        [line for line in lines if shapely.dwithin(line, end, SHORT_M)] or [shapely.Point()]
    )
    if near.is_empty:
        raise InvalidEditError("No other centre line ends nearby any more. Check the plan again.")
    xy = shapely.get_coordinates(own)
    place = shapely.get_coordinates(end)[0]
    if np.hypot(*(xy[0] - place)) < np.hypot(*(xy[-1] - place)):
        xy = xy[::-1]
    ahead = xy[-1] + (xy[-1] - xy[-2]) / max(np.hypot(*(xy[-1] - xy[-2])), 1e-9) * 2 * SHORT_M
    met = shapely.intersection(shapely.LineString([xy[-1], ahead]), near)
    target = shapely.shortest_line(end, near if met.is_empty else met)
    straight = not met.is_empty and target.length <= 2 * end.distance(near)
    line = target if straight else shapely.shortest_line(end, near)
    target_xy = shapely.get_coordinates(line)[-1]
    made = shapely.LineString([*(xy[:-1] if straight else xy), target_xy])
    parts.insert(number, made)
    patch.reshape(id_, parts[0] if len(parts) == 1 else shapely.MultiLineString(parts))


MENDS: Final[Mapping[str, Mapping[str, Mend]]] = MappingProxyType(
    {
        "invalid_shape": {"valid": make_valid},
        "duplicate": {"delete": delete_later},
        "repeated_vertex": {"weld": weld},
        "spike": {"blunt": blunt},
        "tiny_part": {"drop": drop_part},
        "unmatched": {"match": match},
        "overlap": {"cut": cut_smaller_share, "first": cut_first, "second": cut_second},
        "gap": {"parcel": to_parcel, "neighbour": to_neighbour},
        "narrow_gap": {"neighbour": to_neighbour, "parcel": to_parcel},
        "unassigned": {"parcel": to_parcel, "neighbour": to_neighbour},
        "sliver": {"neighbour": merge_sliver},
        "outside": {"trim": trim},
        "road_short": {"lengthen": lengthen},
    }
)
"""Ways to mend a problem by its code; the first is taken where none is chosen."""
