"""Greens of parks, belts, fields and housing, and the waters as the plan shows them."""

from collections.abc import Sequence
from dataclasses import dataclass

import shapely
from numpy.random import Generator
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from sample_data import place
from sample_data.blocks import faces_of
from sample_data.buildings import Building
from sample_data.landuse import Parcel

RIVERSIDE = "澄碧河滨河公园"

_ATTACHED = ("R2", "A1", "A2", "A3", "A33", "A35", "A5", "A6", "B2")
"""Uses whose larger gardens are drawn."""

_FIELD_ROLES = {"orchard": "woodland", "grassland": "woodland"}
"""Roles of greens on farmland; fields have none."""

_PARKS = (
    "清风", "听雨", "望月", "知行", "致远", "沐光", "逐光", "向阳", "青禾", "绿芯", "碧桐", "香樟",
    "银杏", "海棠", "玉兰", "紫薇", "石榴", "丹枫", "翠竹", "金桂", "春晓", "秋实", "晨曦", "云舒",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Green:
    """A green: its land, cover and the year it is planted, None where that is open."""

    shape: Polygon
    name: str | None
    cover: str
    role: str | None
    planted: int | None


def greens(parcels: Sequence[Parcel], roofs: Sequence[Building], random: Generator) -> list[Green]:
    """Return the greens of all parcels; they do not overlap."""
    water = shapely.unary_union([p.shape for p in parcels if p.land_use == "E1"])
    river = place.river()
    houses: dict[int, list[Polygon]] = {}
    for roof in roofs:
        houses.setdefault(roof.parcel, []).append(roof.shape)
    found: list[Green] = []
    for at, parcel in enumerate(parcels):
        name = _name(parcel, at, river)
        if parcel.land_use == "G1":
            found.extend(_park(parcel, name, water, random))
        elif parcel.land_use == "G2":
            found.append(_belt(parcel, random))
        elif parcel.land_use == "E2":
            cover = ("cropland", "orchard", "cropland", "grassland")[int(random.integers(4))]
            found.append(Green(parcel.shape, None, cover, _FIELD_ROLES.get(cover), None))
        elif parcel.land_use == "G3":
            found.extend(_garden(parcel, [], name, random))
        elif parcel.land_use in _ATTACHED and random.random() < 0.8:
            found.extend(_garden(parcel, houses.get(at, []), None, random))
    return found


def _name(parcel: Parcel, at: int, river: Polygon) -> str | None:
    if parcel.land_use == "G3":
        return "零碳广场" if parcel.shape.area > 12_000 else "市民广场"
    if parcel.land_use != "G1":
        return None
    if parcel.shape.distance(river) < 1.0:
        return RIVERSIDE
    for name, lake in place.lakes().items():
        if parcel.shape.distance(lake) < 1.0:
            return f"{name}公园"
    return f"{_PARKS[at % len(_PARKS)]}公园"


def _year(random: Generator) -> int | None:
    return None if random.random() < 0.05 else int(random.integers(2018, 2029))


def _park(parcel: Parcel, name: str | None, water: BaseGeometry, random: Generator) -> list[Green]:
    """Divide a park into reeds at the water, a meadow in the middle and trees around it."""
    shape = parcel.shape
    lines: list[BaseGeometry] = [shape.exterior, *shape.interiors]
    shore = water.buffer(9.0, quad_segs=6).simplify(0.05)
    wet = shore.intersects(shape)
    if wet:
        lines.append(shore.boundary.intersection(shape.buffer(0.3)))
    meadow = _meadow(shape.difference(water.buffer(24.0)) if wet else shape)
    lines.extend(part.exterior for part in meadow)
    year = _year(random)
    found: list[Green] = []
    for face in faces_of(lines):
        point = face.representative_point()
        if not shape.contains(point) or face.area < 20.0:
            continue
        cover = "tree_urban"
        if wet and shore.contains(point):
            cover = "wetland_inland"
        elif any(part.contains(point) for part in meadow):
            cover = "lawn" if shape.area < 60_000 else "grassland"
        role = "riverside" if name == RIVERSIDE else "park"
        found.append(Green(face, name, cover, role, year))
    return found


def _meadow(shape: BaseGeometry) -> list[Polygon]:
    """Return rounded clearings well inside a shape."""
    thick = 2 * shape.area / max(shape.length, 1.0)
    inside = shape.buffer(-0.26 * thick)
    soft = inside.buffer(-0.2 * thick).buffer(0.2 * thick, quad_segs=12).simplify(0.05)
    return [part for part in shapely.get_parts(soft).tolist() if part.area > 900.0]


def _belt(parcel: Parcel, random: Generator) -> Green:
    """Return a protective belt: woods beside the fast road and in the outskirts, else trees."""
    u, _ = parcel.design
    if parcel.shape.area > 25_000 or u < -2650:
        return Green(parcel.shape, None, "forest_temperate", "protective", _year(random))
    cover = "shrub" if random.random() < 0.18 else "tree_urban"
    return Green(parcel.shape, None, cover, "protective", _year(random))


def _garden(
    parcel: Parcel, houses: Sequence[Polygon], name: str | None, random: Generator
) -> list[Green]:
    """Return the largest garden between the houses of a parcel."""
    free = parcel.shape.buffer(-9.0)
    if houses:
        free = free.difference(shapely.unary_union(houses).buffer(6.0, join_style="mitre"))
    open_land = free.buffer(-7.0).buffer(7.0, quad_segs=8).simplify(0.05)
    parts = [part for part in shapely.get_parts(open_land).tolist() if part.area > 700.0]
    if not parts:
        return []
    cover = ("lawn", "tree_urban", "shrub")[int(random.choice(3, p=(0.5, 0.35, 0.15)))]
    largest = max(parts, key=lambda part: part.area)
    role = "square" if parcel.land_use == "G3" else "attached"
    return [Green(largest, name, cover, role, _year(random))]
