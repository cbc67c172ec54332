"""From streets and waters to parcels: blocks, belts, plots, noded once into an exact coverage.

All lines are noded together on a grid of 1 mm and turned into faces in one go. Neighbours
therefore share each vertex to the bit, and nothing is left between them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.random import Generator
from shapely import Point, Polygon
from shapely.geometry.base import BaseGeometry

from layers.prepared import prepared
from sample_data import network, place, subdivision
from sample_data.network import Street
from sample_data.programme import SITES, ZONES, Zone, zone_at

GRID = 0.001
"""Grid on which all lines are noded. [m]"""

SLIVER_M2 = 200.0
"""Faces below this join the neighbour with the longest shared border. [m²]"""

STREET_STUB_M2 = 3000.0
"""Pieces of street land below this join the street they run into. [m²]"""


@dataclass(slots=True)
class Block:
    """Land between streets, waters and the red line, while it is being divided."""

    shape: Polygon
    zone: str
    middle: tuple[float, float]
    belt: BaseGeometry


@dataclass(frozen=True, slots=True)
class Face:
    """A face of the finished coverage.

    Parameters
    ----------
    sort : street, water, belt, site or plot
    block : index of its block, -1 for streets and the river
    code : the code that its sort fixes; empty where the zone decides
    """

    shape: Polygon
    sort: str
    block: int
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class GroundPlan:
    """The park on the ground, relative to the origin."""

    red_line: Polygon
    net: Sequence[Street]
    road_land: BaseGeometry
    blocks: Sequence[Block]
    faces: Sequence[Face]


def ground_plan(random: Generator) -> GroundPlan:
    """Return the whole ground plan: streets, blocks and the faces that become parcels."""
    red = place.red_line()
    net = network.streets()
    land = network.road_land(net)
    waters = {"澄碧河": place.river(), **place.lakes()}
    frame = [red.exterior, land.boundary, *(water.exterior for water in waters.values())]
    blocks = [_block(face) for face in faces_of(frame) if _is_block(face, red, land, waters)]
    belts = {key: _belt(net, land, *key) for key in {_belt_key(zone) for zone in ZONES.values()}}
    lines: list[BaseGeometry] = [*network.mouths(net), *network.reaches(net)]
    sites: list[tuple[Polygon, str]] = []
    wanted = _sites_by_block(blocks)
    for index, block in enumerate(blocks):
        inner = _with_belt(block, belts, lines)
        _divide(block, inner, wanted.get(index, []), random, (lines, sites))
    faces = [
        face for face in faces_of([*frame, *lines]) if red.contains(face.representative_point())
    ]
    named = _named(faces, land, waters, blocks, sites)
    return GroundPlan(red, net, land, blocks, _without_slivers(named))


def faces_of(lines: Sequence[BaseGeometry]) -> list[Polygon]:
    """Return the faces between lines that are noded together on the grid."""
    noded = shapely.unary_union(lines, grid_size=GRID)
    return shapely.get_parts(shapely.polygonize(shapely.get_parts(noded))).tolist()


def _is_block(face: Polygon, red: Polygon, land: BaseGeometry, waters: dict[str, Polygon]) -> bool:
    point = face.representative_point()
    if not red.contains(point) or land.contains(point):
        return False
    return not any(water.contains(point) for water in waters.values())


def _block(face: Polygon) -> Block:
    middle = face.centroid
    if not face.contains(middle):
        middle = face.representative_point()
    u, v = place.to_design(np.array([[middle.x, middle.y]]))[0].tolist()
    zone = zone_at(u, v)
    if network.river_strip().contains(middle) or face.distance(place.river_course()) < 60.0:
        zone = "river"
    elif u < -2745 or (face.area < 6000.0 and zone not in {"core", "axis"}):
        zone = "verge"
    return Block(face, zone, (u, v), Polygon())


def _belt_key(zone: Zone) -> tuple[float, bool]:
    return zone.belt_m, zone.around


def _belt(
    net: Sequence[Street],
    land: BaseGeometry,
    depth: float,
    around: bool,  # noqa: FBT001
) -> BaseGeometry:
    if depth == 0:
        return Polygon()
    if around:
        return land.buffer(depth, quad_segs=12).simplify(0.04)
    through = [street for street in net if street.rank in network.RANKS[:2]]
    fast = shapely.unary_union([street.land() for street in net if street.rank == "expressway"])
    wide = network.road_land(through).buffer(depth, quad_segs=12)
    return wide.union(fast.buffer(depth + 20.0, quad_segs=12)).simplify(0.04)


def _with_belt(
    block: Block, belts: dict[tuple[float, bool], BaseGeometry], lines: list[BaseGeometry]
) -> Polygon | None:
    """Cut the belt off a block; return what is left, None if that is all belt."""
    belt = belts[_belt_key(ZONES[block.zone])]
    if belt.is_empty or not belt.intersects(block.shape):
        return block.shape
    parts = [
        part
        for part in shapely.get_parts(block.shape.difference(belt)).tolist()
        if part.area > 4000.0
    ]
    if not parts:
        block.zone = "verge"
        return None
    lines.append(belt.boundary.intersection(block.shape.buffer(subdivision.OVERSHOOT)))
    block.belt = belt.intersection(block.shape)
    return max(parts, key=lambda part: part.area)


def _sites_by_block(blocks: Sequence[Block]) -> dict[int, list[tuple[str, Point, float]]]:
    """Return code, place and wanted area in m² of the sites that each block is to hold."""
    tree = shapely.STRtree([block.shape for block in blocks])
    found: dict[int, list[tuple[str, Point, float]]] = {}
    for code, u, v, area_ha in SITES:
        point = Point(place.to_ground(np.array([[float(u), float(v)]]))[0])
        found.setdefault(int(tree.nearest(point)), []).append((code, point, area_ha * 1e4))
    return found


def _divide(
    block: Block,
    inner: Polygon | None,
    wanted: list[tuple[str, Point, float]],
    random: Generator,
    found: tuple[list[BaseGeometry], list[tuple[Polygon, str]]],
) -> None:
    """Cut the sites off a block and divide what is left into plots."""
    lines, sites = found
    rest = [] if inner is None else [inner]
    for code, near, area in wanted:
        if not rest:
            break
        piece = max(rest, key=lambda part: (part.area > 1.7 * area, -part.distance(near)))
        cut = subdivision.site(piece, near, area, lines.append)
        if cut is not None:
            sites.append((cut[0], code))
            rest = [part for part in rest if part is not piece] + cut[1]
    for piece in rest:
        subdivision.plots(piece, ZONES[block.zone].plot_ha * 1e4, random, lines.append)


def _named(
    faces: Sequence[Polygon],
    land: BaseGeometry,
    waters: dict[str, Polygon],
    blocks: Sequence[Block],
    sites: Sequence[tuple[Polygon, str]],
) -> list[Face]:
    """Say of each face what it is, by a point inside it."""
    land = prepared(land)
    block_tree = shapely.STRtree([block.shape for block in blocks])
    site_tree = shapely.STRtree([shape for shape, _ in sites])
    named: list[Face] = []
    for face in faces:
        point = face.representative_point()
        water = next((name for name, area in waters.items() if area.contains(point)), "")
        if land.contains(point):
            named.append(Face(face, "street", -1, "S1", ""))
        elif water:
            named.append(Face(face, "water", -1, "E1", water))
        else:
            at = int(block_tree.query(point, predicate="within")[0])
            hits = site_tree.query(point, predicate="within").tolist()
            if blocks[at].belt.contains(point):
                named.append(Face(face, "belt", at, "G2", ""))
            elif hits:
                named.append(Face(face, "site", at, sites[hits[0]][1], ""))
            else:
                named.append(Face(face, "plot", at, "", ""))
    return named


def _without_slivers(faces: list[Face]) -> list[Face]:
    """Join small faces to the neighbour they share most with, of the same sort if there is one."""
    while True:
        small = min(range(len(faces)), key=lambda at: _size(faces[at]))
        if _size(faces[small]) >= SLIVER_M2:
            return faces
        tree = shapely.STRtree([face.shape for face in faces])
        sliver = faces[small]
        near = [at for at in tree.query(sliver.shape).tolist() if at != small]
        taker = max(near, key=lambda at: _bond(sliver, faces[at]))
        joined = shapely.union(faces[taker].shape, sliver.shape)
        kept = faces[taker]
        faces[taker] = Face(joined, kept.sort, kept.block, kept.code, kept.name)
        del faces[small]


def _size(face: Face) -> float:
    """Return the area, on the scale on which a sliver is told, in m²."""
    scale = SLIVER_M2 / STREET_STUB_M2 if face.sort == "street" else 1.0
    return face.shape.area * scale


def _bond(one: Face, other: Face) -> tuple[bool, float]:
    shared = one.shape.exterior.intersection(other.shape.boundary).length
    alike = shared > 0.0 and one.sort == other.sort and one.block == other.block
    return alike, shared
