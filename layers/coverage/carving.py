"""Ground taken out of a coverage: what each parcel gives, what is left of it, what was free."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, cast

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from layers.coverage.arrangement import Arrangement, arranged, distinct, faces_of, sides_of
from layers.layer import Layer
from layers.prepared import contains_xy, prepared

SMALLEST_M2: Final = 0.01
"""A piece smaller than this is none: what is given stays, what is left is given too. [m²]"""

Shapes = NDArray[np.object_]


@dataclass(frozen=True, eq=False)
class Carving:
    """What some ground is made of.

    Parameters
    ----------
    arrangement
        The parcels around, with the vertices of the ground.
    taken
        What lies in the ground of the parcels that it meets, by id.
    left
        What is left of each of these, in one polygon or multipolygon for each parcel that there
        would be, the largest first; empty where nothing is.
    grown
        Parcels that give nothing and get crumbs of others, by id.
    free
        Pieces of the ground that no parcel holds.
    """

    arrangement: Arrangement
    taken: Mapping[int, tuple[BaseGeometry, ...]]
    left: Mapping[int, tuple[BaseGeometry, ...]]
    grown: Mapping[int, BaseGeometry]
    free: tuple[BaseGeometry, ...]

    @property
    def ground(self) -> list[BaseGeometry]:
        """All that was taken, put together, the largest polygon first."""
        return joined([*(one for given in self.taken.values() for one in given), *self.free])


def carved(
    layer: Layer,
    ground: BaseGeometry,
    spared: Collection[int] = (),
    fence: BaseGeometry | None = None,
    without: Collection[int] = (),
) -> Carving:
    """Return what ground takes from parcels.

    Parameters
    ----------
    layer
        A coverage.
    ground
        A polygon or several.
    spared
        Parcels that give nothing.
    fence
        Within which ground that no parcel holds is taken; nowhere where None.
    without
        Parcels that count as not there.

    Raises
    ------
    InvalidEditError
        Where the ground runs along borders so closely that no common vertices are found.
    """
    lines = shapely.boundary(ground)
    if fence is not None:
        across = shapely.get_parts(shapely.intersection(shapely.boundary(fence), ground))
        across = across[shapely.length(across) > 0]
        lines = shapely.MultiLineString([*shapely.get_parts(lines), *across])
    arrangement = arranged(layer, lines, ground, without)
    ground = prepared(ground)
    cuts = _cuts(arrangement, spared, ground)
    giving = {cut.id for cut in cuts}
    every = zip(arrangement.ids.tolist(), arrangement.polygons.tolist(), strict=True)
    whole = {id_: polygon for id_, polygon in every if id_ not in giving}
    grown = _without_crumbs(cuts, whole)
    free = () if fence is None else _free(arrangement, ground, fence)
    return Carving(
        arrangement,
        {cut.id: tuple(cut.given) for cut in cuts},
        {cut.id: cut.left() for cut in cuts},
        grown,
        free,
    )


@dataclass(eq=False)
class _Cut:
    """A parcel that gives ground: its id, what it gives, and what of each of its parts is kept."""

    id: int
    given: list[BaseGeometry]
    kept: list[list[BaseGeometry]]

    def left(self) -> tuple[BaseGeometry, ...]:
        """Return what becomes of what is kept: one polygon or multipolygon for each parcel."""
        several = [faces for faces in self.kept if len(faces) > 1]
        if not several:
            whole = [face for faces in self.kept for face in faces]
            return () if not whole else (_together(whole),)
        # Parts of a parcel in several parts that stay whole go with the nearest piece.
        pieces = [[face] for faces in several for face in faces]
        for faces in self.kept:
            if len(faces) == 1:
                away = [piece[0].distance(faces[0]) for piece in pieces]
                pieces[int(np.argmin(away))].append(faces[0])
        return tuple(sorted(map(_together, pieces), key=lambda piece: -piece.area))


def _cuts(arrangement: Arrangement, spared: Collection[int], ground: BaseGeometry) -> list[_Cut]:
    """Return what of each parcel lies in the ground and what does not, of those that give some."""
    sides = sides_of(arrangement.lines)
    faces: list[Shapes] = []
    of_parts: list[int] = []
    for place, id_ in enumerate(arrangement.ids.tolist()):
        if id_ not in spared:
            parts = shapely.get_parts(arrangement.polygons[place])
            faces += [faces_of(part, sides) for part in parts]
            of_parts += [id_] * len(parts)
    if not faces:
        return []
    inside = lies_in(np.concatenate(faces), ground)
    cuts: dict[int, _Cut] = {}
    first = 0
    for id_, some in zip(of_parts, faces, strict=True):
        mine = inside[first : first + len(some)]
        first += len(some)
        cut = cuts.setdefault(id_, _Cut(id_, [], []))
        cut.given += some[mine].tolist()
        cut.kept.append(some[~mine].tolist())
    return [cut for cut in cuts.values() if any(face.area >= SMALLEST_M2 for face in cut.given)]


def _without_crumbs(
    cuts: Sequence[_Cut], whole: Mapping[int, BaseGeometry]
) -> dict[int, BaseGeometry]:
    """Give faces that are too small for a parcel to what they share most of their border with.

    Returns
    -------
    The parcels among those that are whole which got some.
    """
    grown: dict[int, BaseGeometry] = {}
    rows = [row for cut in cuts for row in (cut.given, *cut.kept)]
    crumbs: list[BaseGeometry] = []
    for row in rows:
        crumbs += [face for face in row if face.area < SMALLEST_M2]
        row[:] = [face for face in row if face.area >= SMALLEST_M2]
    for crumb in crumbs:
        places = [(row, number) for row in rows for number in range(len(row))]
        faces = [row[number] for row, number in places]
        others = list(whole)
        near = np.array([*faces, *(grown.get(id_, whole[id_]) for id_ in others), None], object)
        edges = shapely.intersection(shapely.boundary(near[:-1]), crumb.boundary)
        best = int(np.argmax(shapely.length(edges)))
        united = shapely.union_all([near[best], crumb])
        if best < len(places):
            row, number = places[best]
            row[number] = united
        else:
            grown[others[best - len(places)]] = united
    return grown


def _together(parts: Sequence[BaseGeometry]) -> BaseGeometry:
    return parts[0] if len(parts) == 1 else cast("BaseGeometry", shapely.multipolygons(list(parts)))


def lies_in(faces: Shapes, ground: BaseGeometry) -> NDArray[np.bool_]:
    """Return which faces lie within some ground, judged by a place inside each."""
    if not len(faces):
        return np.zeros(0, bool)
    inner = shapely.point_on_surface(faces)
    return contains_xy(ground, shapely.get_x(inner), shapely.get_y(inner))


def _free(
    arrangement: Arrangement,
    ground: BaseGeometry,
    fence: BaseGeometry,
) -> tuple[BaseGeometry, ...]:
    """Return the pieces of the ground within a fence that no parcel holds."""
    if shapely.difference(ground, shapely.union_all(arrangement.polygons)).area < SMALLEST_M2:
        return ()
    faces = free_faces(arrangement)
    wanted = lies_in(faces, ground) & lies_in(faces, fence)
    return tuple(faces[wanted & (shapely.area(faces) >= SMALLEST_M2)].tolist())


def free_faces(arrangement: Arrangement) -> Shapes:
    """Return the ground that lines and borders enclose and that no parcel holds.

    Parameters
    ----------
    arrangement
        The parcels around the lines.
    """
    held = arrangement.polygons
    rings = shapely.get_rings(shapely.get_parts(held))
    every = np.concatenate([sides_of(arrangement.lines), sides_of(rings)])
    turned = (every[:, 0, 0] > every[:, 1, 0]) | (
        (every[:, 0, 0] == every[:, 1, 0]) & (every[:, 0, 1] > every[:, 1, 1])
    )
    every[turned] = every[turned][:, ::-1]
    lines = cast("Shapes", shapely.linestrings(distinct(every)))
    faces = shapely.get_parts(shapely.polygonize(lines))
    if not len(faces) or not len(held):
        return faces
    tree = shapely.STRtree(shapely.point_on_surface(faces))
    covered = np.unique(tree.query(held, predicate="intersects")[1])
    return np.delete(faces, covered)


def joined(pieces: Sequence[BaseGeometry]) -> list[BaseGeometry]:
    """Return polygons made of pieces that share their borders, the largest first."""
    shapes = np.array([*pieces, None], object)[:-1]
    if not len(shapes):
        return []
    sound = shapely.coverage_is_valid(shapes)
    whole = shapely.coverage_union_all(shapes) if sound else shapely.union_all(shapes)
    parts = [part for part in shapely.get_parts(whole).tolist() if part.area > 0]
    return sorted(parts, key=lambda part: -part.area)
