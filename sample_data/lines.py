"""Corridors and paths: lines with width along the river, the axes, the belts and in the parks."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import shapely
from numpy.random import Generator
from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from sample_data import place
from sample_data.blocks import GRID, GroundPlan
from sample_data.landuse import Parcel


@dataclass(frozen=True, slots=True)
class Corridor:
    """A green corridor by its middle line."""

    course: LineString
    name: str
    type: str
    width_m: float
    cover: str
    planted: int | None


@dataclass(frozen=True, slots=True)
class Path:
    """A path for people on foot or on wheels by its middle line."""

    course: LineString
    name: str
    rank: str
    width_m: float
    surface: str


# street, side (1 left, -1 right), clearance from its line, width, type, name, cover
_ALONG = (
    ("生态大道", 1, 9, 16.0, "greenway", "生态轴绿道", "tree_urban"),
    ("创新大道", 1, 9, 16.0, "greenway", "创新轴绿道", "tree_urban"),
    ("智谷快速路", -1, 20, 36.0, "protective", "快速路防护林带", "tree_urban"),
    ("环城路", 1, 8, 12.0, "protective", "环城防护林带", "tree_urban"),
    ("绿能路", -1, 6, 10.0, "greenway", "绿能绿道", "shrub"),
    ("光伏路", -1, 6, 10.0, "greenway", "光伏绿道", "lawn"),
    ("启航路", 1, 6, 10.0, "greenway", "启航绿道", "shrub"),
    ("兴业路", -1, 6, 10.0, "greenway", "兴业绿道", "tree_urban"),
    ("和谐路", -1, 6, 10.0, "greenway", "和谐绿道", "tree_urban"),
)


def corridors(plan: GroundPlan, random: Generator) -> list[Corridor]:
    """Return the corridors, parted where they meet so that their ends are shared."""
    sources = [_river_corridor()]
    for name, side, clear, width, kind, title, cover in _ALONG:
        for street in (street for street in plan.net if street.name == name):
            line = shapely.offset_curve(street.course, side * (street.width_m / 2 + clear))
            sources.extend(
                Corridor(part, title, kind, width, cover, None)
                for part in _lines(line.simplify(0.05))
            )
    for name, lake in place.lakes().items():
        shore = lake.buffer(22.0, quad_segs=6).exterior.simplify(0.05)
        link = shapely.shortest_line(shore, sources[0].course)
        sources.extend(
            Corridor(part, f"{name}滨水绿廊", "waterfront", 20.0, "lawn", None)
            for part in (LineString(shore.coords), LineString(link.coords))
        )
    return _parted(sources, plan.red_line, random)


def _river_corridor() -> Corridor:
    return Corridor(place.river_course(), "澄碧河生态廊道", "ecological", 180.0, "tree_urban", None)


def _parted(sources: Sequence[Corridor], limit: Polygon, random: Generator) -> list[Corridor]:
    inside = [part for source in sources for part in _lines(source.course.intersection(limit))]
    noded = _lines(shapely.unary_union(inside, grid_size=GRID))
    met = Counter(end for part in noded for end in (part.coords[0], part.coords[-1]))
    tree = shapely.STRtree([source.course for source in sources])
    years = {source.name: int(random.integers(2018, 2029)) for source in sources}
    found: list[Corridor] = []
    for part in noded:
        loose = min(met[part.coords[0]], met[part.coords[-1]]) < 2
        if part.length < (60.0 if loose else 0.5):
            continue
        source = sources[int(tree.nearest(part.interpolate(0.5, normalized=True)))]
        year = None if random.random() < 0.04 else years[source.name]
        found.append(Corridor(part, source.name, source.type, source.width_m, source.cover, year))
    return found


def paths(plan: GroundPlan, parcels: Sequence[Parcel]) -> list[Path]:
    """Return promenades on both banks, cycle tracks on the axes and walks in the parks."""
    found: list[Path] = []
    course = place.river_course()
    for side, name in ((1, "东岸慢行道"), (-1, "西岸慢行道")):
        line = shapely.offset_curve(course, side * 66.0, quad_segs=12).simplify(0.05)
        found.extend(
            Path(part, name, "greenway", 4.0, "pave_permeable")
            for part in _lines(line.intersection(plan.red_line))
        )
    for name, title in (("生态大道", "生态轴骑行道"), ("创新大道", "创新轴骑行道")):
        for street in (street for street in plan.net if street.name == name):
            line = shapely.offset_curve(street.course, -(street.width_m / 2 - 4.0))
            found.extend(
                Path(part, title, "cycle", 3.0, "pave_asphalt")
                for part in _lines(line.simplify(0.05).intersection(plan.red_line))
            )
    for parcel in (parcel for parcel in parcels if parcel.land_use == "G1"):
        found.extend(_walks(parcel))
    return found


def _walks(parcel: Parcel) -> list[Path]:
    thick = 2 * parcel.shape.area / parcel.shape.length
    inner = parcel.shape.buffer(-min(0.4 * thick, 14.0)).buffer(-6.0).buffer(6.0, quad_segs=8)
    parts = [part for part in shapely.get_parts(inner).tolist() if part.area > 2000.0]
    return [
        Path(LineString(part.exterior.simplify(0.05).coords), "园路", "walk", 2.5, "pave_permeable")
        for part in parts
    ]


def _lines(shape: BaseGeometry) -> list[LineString]:
    return [part for part in shapely.get_parts(shape).tolist() if isinstance(part, LineString)]
