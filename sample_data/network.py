"""The road net: streets with class, width and name, their land, and where that is cut."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
import shapely
from shapely import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from sample_data.place import dense, river_course, smooth, to_ground
from sample_data.programme import HALF_RING, RING_RADIUS

RANKS = ("expressway", "arterial", "collector", "local")
KERB_M = {"expressway": 30.0, "arterial": 22.0, "collector": 15.0, "local": 10.0}
"""Radius of the kerb at a junction by the lower of the two classes. [m]"""

RIVERSIDE_M = 105.0
"""Distance of the riverside streets from the river's centre line. [m]"""


@dataclass(frozen=True, slots=True)
class Street:
    """A street on the ground.

    Parameters
    ----------
    rank : one of `RANKS`
    width_m : between the street's lines. [m]
    course : centre line relative to the origin
    """

    name: str
    rank: str
    width_m: float
    course: LineString

    @property
    def order(self) -> float:
        """Precedence at junctions: the smaller goes through."""
        return RANKS.index(self.rank) - self.width_m / 1000.0

    def land(self) -> BaseGeometry:
        """Return the strip between the street's lines, without kerb radii."""
        return self.course.buffer(self.width_m / 2, cap_style="flat", join_style="mitre")


# name, class, width, v, from u, to u: streets to the east
_EASTWARD = (
    ("零碳北路", "arterial", 36, 980, -2760, 2750),
    ("生态大道", "arterial", 46, -40, -2760, 2750),
    ("零碳南路", "arterial", 36, -1040, -2760, 2750),
    ("科创路", "collector", 24, 1530, -2760, 2750),
    ("绿能路", "collector", 24, 480, -2250, 2750),
    ("光伏路", "collector", 24, -540, -2250, 2750),
    ("储能路", "collector", 24, -1560, -2760, 2750),
    ("氢能一路", "local", 16, 1765, -560, 750),
    ("氢能一路", "local", 16, 1780, 1180, 2250),
    ("电芯路", "local", 16, 1250, -1130, 0),
    ("智造一路", "local", 18, 745, -2250, -1700),
    ("智造一路", "local", 18, 725, -560, 1180),
    ("智造二路", "local", 18, 735, 1180, 1700),
    ("广场北路", "local", 16, 225, -560, 500),
    ("广场南路", "local", 16, -290, -560, 600),
    ("学府路", "local", 16, -285, 1180, 2250),
    ("智造三路", "local", 18, -270, -2250, -1700),
    ("储能一路", "local", 16, -790, -1130, 0),
    ("安居一路", "local", 16, -800, 1180, 2250),
    ("安居二路", "local", 16, -1295, 1180, 2250),
    ("安居三路", "local", 16, -1805, 500, 1700),
    ("智造四路", "local", 18, -1300, -1700, -560),
    ("材料路", "local", 16, -1795, -560, 600),
)

# name, class, width, u, from v, to v: streets to the north
_NORTHWARD = (
    ("创业大道", "arterial", 36, -1130, -2480, 2520),
    ("创新大道", "arterial", 46, 0, -2480, 2520),
    ("智谷大道", "arterial", 36, 1180, -2480, 2520),
    ("兴业路", "collector", 24, -1700, -2050, 2520),
    ("启航路", "collector", 24, -560, -2480, 2050),
    ("和谐路", "collector", 24, 1700, -2480, 2520),
    ("物流中路", "collector", 24, -2495, -1560, 1530),
    ("循环路", "local", 18, -1960, 480, 980),
    ("电池路", "local", 18, -1420, 980, 2050),
    ("电驱路", "local", 18, -850, 480, 1530),
    ("材料东路", "local", 16, -285, -2050, -1040),
    ("创客路", "local", 16, -290, -540, 480),
    ("创客路", "local", 16, -275, 480, 980),
    ("制氢路", "local", 16, -270, 980, 2050),
    ("装备路", "local", 18, -1410, -1040, -40),
    ("装备路", "local", 18, -1975, -1560, -540),
    ("机电路", "local", 18, -840, -2050, -1040),
    ("机电路", "local", 18, -850, -540, -40),
    ("芯片路", "local", 16, 1440, 980, 2050),
    ("芯片路", "local", 16, 1435, -40, 980),
    ("终端路", "local", 16, 1970, 480, 1530),
    ("学子路", "local", 16, 1445, -540, -40),
    ("安和路", "local", 16, 1440, -2050, -540),
    ("安康路", "local", 16, 1965, -1560, -540),
    ("映月路", "local", 16, 960, -1040, -540),
    ("映月路", "local", 16, 900, -2050, -1560),
    ("农创路", "local", 16, -1700, -2480, -2050),
)


def _ring() -> LineString:
    (wide, high), radius = HALF_RING, RING_RADIUS
    box = shapely.box(-wide + radius, -high + radius, wide - radius, high - radius)
    outline = box.buffer(radius, quad_segs=28).exterior
    return LineString(to_ground(shapely.get_coordinates(shapely.segmentize(outline, 20.0))))


@cache
def river_strip() -> Polygon:
    """Return the land between the two riverside streets' centre lines."""
    course = river_course()
    west, east = (_beside(course, side * RIVERSIDE_M) for side in (1, -1))
    return Polygon([*west.coords, *reversed(east.coords)])


def _beside(course: LineString, distance: float) -> LineString:
    line = shapely.offset_curve(course, distance, quad_segs=16).simplify(0.03)
    return LineString(shapely.segmentize(line, 15.0).coords)


def streets() -> list[Street]:
    """Return every street, cut where it ends at a riverside street."""
    found = [Street("环城路", "arterial", 40.0, _ring())]
    express = smooth(((-2760, -2900), (-2740, -1400), (-2735, 0), (-2745, 1500), (-2720, 2900)))
    found.append(Street("智谷快速路", "expressway", 60.0, LineString(to_ground(express))))
    for name, rank, width, v, start, end in _EASTWARD:
        course = LineString(to_ground(dense(((start - 1.0, v), (end + 1.0, v)))))
        found.append(Street(name, rank, float(width), course))
    for name, rank, width, u, start, end in _NORTHWARD:
        course = LineString(to_ground(dense(((u, start - 1.0), (u, end + 1.0)))))
        found.append(Street(name, rank, float(width), course))
    return [*_cut_at_river(found), *_riverside(found[0])]


def _riverside(ring: Street) -> list[Street]:
    inside = Polygon(ring.course.coords).buffer(1.0)
    banks = (("滨河东路", 1), ("滨河西路", -1))
    return [
        Street(
            name,
            "collector",
            20.0,
            _longest(_beside(river_course(), side * RIVERSIDE_M).intersection(inside)),
        )
        for name, side in banks
    ]


def _cut_at_river(found: Iterable[Street]) -> list[Street]:
    """Take the parts of minor streets outside the river strip; three collectors bridge it."""
    strip = river_strip()
    kept: list[Street] = []
    for street in found:
        bridged = street.rank in {"arterial", "expressway"} or street.name in {
            "绿能路",
            "光伏路",
            "科创路",
        }
        if bridged or not street.course.intersects(strip):
            kept.append(street)
            continue
        dry = street.course.difference(strip.buffer(-1.0))
        kept.extend(
            Street(street.name, street.rank, street.width_m, part)
            for part in _lines(dry)
            if part.length > 120.0
        )
    return kept


def _lines(shape: BaseGeometry) -> list[LineString]:
    return [part for part in shapely.get_parts(shape).tolist() if isinstance(part, LineString)]


def _longest(shape: BaseGeometry) -> LineString:
    return max(_lines(shape), key=lambda line: line.length)


def road_land(net: Sequence[Street]) -> BaseGeometry:
    """Return the land of all streets with rounded kerbs at the junctions."""
    layers: list[BaseGeometry] = []
    for last, rank in enumerate(RANKS):
        ranks = RANKS[: last + 1]
        lands = [street.land() for street in net if street.rank in ranks]
        if lands:
            kerb = KERB_M[rank]
            land = shapely.unary_union(lands)
            layers.append(land.buffer(kerb, quad_segs=12).buffer(-kerb, quad_segs=12))
    return shapely.unary_union(layers).simplify(0.015)


def mouths(net: Sequence[Street]) -> list[LineString]:
    """Return the lines that part a minor street's land from the junction it runs into."""
    cuts: list[LineString] = []
    for minor in net:
        for major in net:
            if major.order < minor.order or (
                major.order == minor.order and net.index(major) < net.index(minor)
            ):
                cuts.extend(_mouths(minor, major))
    return cuts


def _mouths(minor: Street, major: Street) -> list[LineString]:
    if minor.rank == major.rank and minor.rank in {"collector", "local"}:
        return []
    cuts: list[LineString] = []
    crossing = shapely.get_parts(minor.course.intersection(major.course)).tolist()
    for point in (part for part in crossing if isinstance(part, Point)):
        station = minor.course.project(point)
        lean = _lean(minor.course, major.course, point)
        reach = (
            major.width_m / 2 / np.sin(lean)
            + KERB_M[minor.rank] / np.tan(lean / 2)
            + minor.width_m / 2 / np.tan(lean)
            + 2.0
        )
        cuts.extend(
            across(minor.course, at, minor.width_m / 2 + 2.0)
            for at in (station - reach, station + reach)
            if 5.0 < at < minor.course.length - 5.0
        )
    return cuts


def _lean(one: LineString, other: LineString, point: Point) -> float:
    """Return the acute angle between two lines at their crossing, in rad."""
    angle = abs(heading(one, one.project(point)) - heading(other, other.project(point))) % np.pi
    return float(min(angle, np.pi - angle))


def heading(line: LineString, station: float) -> float:
    """Return the direction of a line at a station, anticlockwise from east, in rad."""
    back = line.interpolate(max(station - 2.0, 0.0))
    ahead = line.interpolate(min(station + 2.0, line.length))
    return float(np.arctan2(ahead.y - back.y, ahead.x - back.x))


def across(line: LineString, station: float, half: float) -> LineString:
    """Return the line square to another at a station, `half` to both sides, in m."""
    point = line.interpolate(station)
    turn = heading(line, station) + np.pi / 2
    step = half * np.array((np.cos(turn), np.sin(turn)))
    at = np.array((point.x, point.y))
    return LineString((at - step, at + step))


def reaches(net: Sequence[Street]) -> list[LineString]:
    """Return the lines that part the land of the through streets into reaches of about 2 km."""
    cuts: list[LineString] = []
    for street in net:
        if street.rank in {"expressway", "arterial"}:
            stations = _quiet(street, net)
            cuts.extend(across(street.course, at, street.width_m / 2 + 2.0) for at in stations)
    return cuts


def _quiet(street: Street, net: Sequence[Street]) -> list[float]:
    """Return stations halfway between crossings, about every other kilometre, in m."""
    others = shapely.unary_union([other.course for other in net if other is not street])
    crossing = shapely.get_parts(street.course.intersection(others)).tolist()
    met = sorted(
        {0.0, street.course.length}
        | {round(street.course.project(point), 1) for point in crossing if isinstance(point, Point)}
    )
    stations: list[float] = []
    last = 0.0
    for start, end in pairwise(met):
        middle = (start + end) / 2
        if middle - last > 1500.0 and end - start > 160.0:
            stations.append(middle)
            last = middle
    return stations


def pieces(net: Sequence[Street], limit: Polygon) -> list[tuple[Street, LineString]]:
    """Return the centre lines inside the limit from junction to junction.

    Streets overshoot the junction they end at by a little, so that each end is met exactly;
    these ends are left out here.
    """
    courses = [street.course for street in net]
    noded = _lines(shapely.unary_union([*courses, limit.exterior], grid_size=0.001))
    met = Counter(point for part in noded for point in (part.coords[0], part.coords[-1]))
    tree = shapely.STRtree(courses)
    result: list[tuple[Street, LineString]] = []
    for part in noded:
        middle = part.interpolate(0.5, normalized=True)
        outside = not limit.contains(middle) or limit.exterior.distance(middle) < 1.0
        loose = min(met[part.coords[0]], met[part.coords[-1]]) < 2 and part.length < 40.0
        if not outside and not loose:
            result.append((net[int(tree.nearest(middle))], part))
    return result
