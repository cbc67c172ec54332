"""Ground that two features share, that none has, that lies beyond the red line, or is a strip."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from layers.coverage.ground import SLIVER_M2, Ground, Shapes, mean_width
from layers.coverage.matching import TOLERANCE, groups
from layers.coverage.problem import Problem, problem_at, written
from layers.kind import Inside
from layers.kinds import kinds
from layers.message import Message
from layers.prepared import prepared

NARROW_M: Final = 0.5
"""Ground without a parcel that is narrower than this was left by drawing: nothing is planned on
a strip that a spade is wider than half of. [m]"""

GRID_M: Final = TOLERANCE / 10
"""Lines that run along each other farther apart than decimals, but not by this, leave no hairs of
ground between them. [m]"""

STRIP_M: Final = 1.0
"""A parcel narrower than this is a sliver: no lot, path or verge of a plan is. [m]"""

STRIP_ROUNDNESS: Final = 0.2
"""And only where 4π times the area by the square of the perimeter is below this, as it is for
rectangles more than 14 times as long as wide; a small square is tiny, not a sliver. [-]"""

SMALL_M2: Final = 1.0
"""A parcel below this is left over, whatever its form. [m²]"""


EAVES_M2: Final = 1.0
"""Roofs of neighbours lie over one another by this at their eaves, as they are drawn. [m²]"""


def overlaps(ground: Ground) -> Iterator[Problem]:
    """Yield pairs of features that share ground; those drawn twice are told of as such."""
    layer = ground.layer
    pairs, shared = ground.overlaps
    first, second = ground.polygons[pairs[:, 0]], ground.polygons[pairs[:, 1]]
    areas = shapely.area(shared)
    alike = np.zeros(len(pairs), bool)
    equal = (shapely.area(first) == areas) & (shapely.area(second) == areas)
    alike[equal] = shapely.equals(first[equal], second[equal])
    for number in np.flatnonzero(~alike):
        places = (int(pairs[number, 0]), int(pairs[number, 1]))
        text = Message.of(
            "Features {one} and {other} overlap by {area} m².",
            one=ground.name(places[0]),
            other=ground.name(places[1]),
            area=written(float(areas[number])),
        )
        shape = _polygons(shared[number])
        yield problem_at("overlap", layer, places, shape, text, area_m2=float(areas[number]))


def shared_roofs(ground: Ground) -> Iterator[Problem]:
    """Yield pairs of roofs that lie over the same ground; those drawn twice are told as such."""
    roofs = ground.shapes[ground.polygonal]
    one, other = ground.boxed.query(roofs, predicate="intersects")
    one, other = one[one < other], other[one < other]
    shared = shapely.intersection(roofs[one], roofs[other])
    areas = shapely.area(shared)
    twice = (shapely.area(roofs[one]) == areas) & (shapely.area(roofs[other]) == areas)
    for number in np.flatnonzero((areas > EAVES_M2) & ~twice):
        places = (int(ground.polygonal[one[number]]), int(ground.polygonal[other[number]]))
        text = Message.of(
            "Roofs {one} and {other} share {area} m² of ground; it counts once.",
            one=ground.name(places[0]),
            other=ground.name(places[1]),
            area=written(float(areas[number])),
        )
        shape, area = _polygons(shared[number]), float(areas[number])
        yield problem_at("shared_roof", ground.layer, places, shape, text, area_m2=area)


def outside(ground: Ground) -> Iterator[Problem]:
    """Yield features that lie outside those of another layer, where that has any."""
    layer = ground.layer
    for rule in kinds()[layer.kind].rules:
        if not isinstance(rule, Inside):
            continue
        line = ground.red_line
        if line is None:
            return
        title = Message(kinds()[rule.kind].title)
        shapes = ground.shapes
        doubtful = np.flatnonzero(
            ~shapely.covers(prepared(line), shapes) & ~shapely.is_missing(shapes)
        )
        beyond = shapely.difference(shapes[doubtful], line)
        areas = shapely.area(beyond)
        for number in np.flatnonzero(areas > SLIVER_M2):
            place = int(doubtful[number])
            text = Message.of(
                "Feature {id} lies outside: {area} m² beyond {other}.",
                id=ground.name(place),
                area=written(float(areas[number])),
                other=title,
            )
            area = float(areas[number])
            yield problem_at("outside", layer, (place,), beyond[number], text, area_m2=area)


def gaps(ground: Ground) -> Iterator[Problem]:
    """Yield ground that no feature has: enclosed by features, or within the red line."""
    if not len(ground.polygonal):
        return
    bodies = shapely.get_parts(ground.covered)
    filled = np.array([shapely.Polygon(body.exterior) for body in bodies], object)
    enclosed = _holes(bodies)
    yield from _ungiven(ground, enclosed, "gap", "{area} m² between parcels belong to none.")
    found = list(enclosed)
    line = ground.red_line
    if line is not None:
        whole = filled[0] if len(filled) == 1 else shapely.union_all(filled)
        rest = _wide(shapely.get_parts(shapely.difference(line, whole, grid_size=GRID_M)))
        found += list(rest)
        text = "{area} m² within the red line belong to no parcel."
        yield from _ungiven(ground, rest, "unassigned", text)
    slits = _open_slits(ground)
    if len(slits) and found:
        inner = shapely.point_on_surface(slits)
        within = shapely.STRtree(found).query(inner, predicate="dwithin", distance=TOLERANCE)[0]
        slits = np.delete(slits, np.unique(within))
    yield from _ungiven(ground, slits, "narrow_gap", "")


def strips(ground: Ground) -> Iterator[Problem]:
    """Yield features so thin, or so small, that nothing can stand on them."""
    layer = ground.layer
    polygons = ground.shapes[ground.polygonal]
    areas, lengths = shapely.area(polygons), shapely.length(polygons)
    round_ = 4 * np.pi * areas < STRIP_ROUNDNESS * lengths**2
    width = mean_width(polygons)
    thin = (width < STRIP_M) & round_
    for number in np.flatnonzero(thin | (areas < SMALL_M2)):
        place = int(ground.polygonal[number])
        values = {"id": ground.name(place), "area": written(float(areas[number]))}
        if thin[number]:
            text = Message.of(
                "Feature {id} is a sliver: {area} m², {width} m wide.",
                width=f"{width[number]:.2f}",
                **values,
            )
        else:
            text = Message.of("Feature {id} covers {area} m² only.", **values)
        area = float(areas[number])
        yield problem_at("sliver", layer, (place,), polygons[number], text, area_m2=area)


def unmatched(ground: Ground) -> Iterator[Problem]:
    """Yield groups of neighbours whose borders lie upon each other without equal vertices."""
    if not len(ground.unmatched):
        return
    layer = ground.layer
    # What overlaps has no equal vertices either; once it is cut it has.
    wrong = np.union1d(ground.around[ground.matching.features], ground.doubtful)
    changed = np.setdiff1d(wrong, ground.overlaps[0])
    if not len(changed):
        return
    shapes = ground.shapes[changed]
    pairs = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=2 * TOLERANCE)
    cluster = groups(pairs, len(changed))
    for number in range(int(cluster.max()) + 1):
        places = changed[cluster == number]
        edges = shapely.coverage_invalid_edges(ground.shapes[_near(ground, places)], TOLERANCE)
        found = shapely.get_parts(edges[~shapely.is_empty(edges)])
        text = Message.of(
            "{n} neighbours do not share the vertices of their border, such as {id}.",
            n=len(places),
            id=ground.name(int(places[0])),
        )
        shape = found[0] if len(found) else shapes[0]
        yield problem_at("unmatched", layer, tuple(map(int, places)), shape, text)


def _near(ground: Ground, places: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return places, and those of all polygons that may hold the same edges."""
    bounds = shapely.bounds(ground.shapes[places]) + 2 * TOLERANCE * np.array([-1, -1, 1, 1])
    found = ground.tree.query(shapely.box(*bounds.T))[1]
    return np.union1d(places, found)


def _open_slits(ground: Ground) -> Shapes:
    """Return strips between polygons that are open at an end, so that they are no holes."""
    # Corners stay as they are by this: only what two sides enclose is filled. GEOS tells of such
    # edges too, but passes over those shorter than a hundred times the width.
    closed = ground.covered.buffer(NARROW_M / 2, join_style="mitre")
    closed = closed.buffer(-NARROW_M / 2, join_style="mitre")
    found = _wide(shapely.get_parts(shapely.difference(closed, ground.covered, grid_size=GRID_M)))
    lengths = shapely.length(found)
    long = (lengths > 4 * NARROW_M) & (
        4 * np.pi * shapely.area(found) < STRIP_ROUNDNESS * lengths**2
    )
    return found[long]


def _holes(bodies: Shapes) -> Shapes:
    """Return the ground within holes of polygons that no other of them stands on."""
    holed = bodies[shapely.get_num_interior_rings(bodies) > 0]
    rings = [ring for body in holed for ring in body.interiors]
    if not rings:
        return np.empty(0, object)
    holes = np.array([shapely.Polygon(ring) for ring in rings], object)
    if len(bodies) > 1:
        hole, body = shapely.STRtree(bodies).query(holes, predicate="contains")
        for number in np.unique(hole):
            inner = shapely.union_all(bodies[body[hole == number]])
            holes[number] = shapely.difference(holes[number], inner)
    return _wide(shapely.get_parts(holes))


def _wide(shapes: Shapes) -> Shapes:
    """Return the polygons among shapes that are wider than borders that should be one."""
    polygons = shapes[shapely.get_type_id(shapes) == shapely.GeometryType.POLYGON]
    return polygons[mean_width(polygons) > TOLERANCE]


def _ungiven(ground: Ground, shapes: Shapes, code: str, sentence: str) -> Iterator[Problem]:
    """Yield ground without a feature, with its neighbours; strips are a problem of their own."""
    if not len(shapes):
        return
    width = mean_width(shapes)
    piece, place = ground.tree.query(shapes, predicate="dwithin", distance=TOLERANCE)
    order = np.lexsort((place, piece))
    piece, place = piece[order], place[order]
    starts = np.searchsorted(piece, np.arange(len(shapes) + 1))
    for number, shape in enumerate(shapes):
        beside = tuple(int(one) for one in place[starts[number] : starts[number + 1]])
        area = float(shape.area)
        if width[number] < NARROW_M:
            text = Message.of(
                "A strip of {area} m², {width} m wide, belongs to no parcel.",
                area=written(area),
                width=f"{width[number]:.3f}",
            )
            yield problem_at("narrow_gap", ground.layer, beside, shape, text, area_m2=area)
        else:
            text = Message.of(sentence, area=written(area))
            yield problem_at(code, ground.layer, beside, shape, text, area_m2=area)


def _polygons(shape: Any) -> Any:  # noqa: ANN401
    """Return the polygons of what two features share, without points and lines that touch."""
    parts = shapely.get_parts(shape)
    polygons = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
    return polygons[0] if len(polygons) == 1 else shapely.multipolygons(polygons)
