"""Where the park lies: its coordinate system, the curved ground plan, red line and waters.

The park is laid out on a regular design plane (u to the east, v to the north, in m) and carried
to the ground by two shears and a turn. Shears keep areas, so that what is sized on the design
plane keeps its size on the ground, while streets become gentle curves.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry

Points = NDArray[np.float64]

CRS = "EPSG:4548"
"""CGCS2000 / 3-degree Gauss-Kruger, central meridian 117° E, no zone prefix."""

ORIGIN = (538_200.0, 3_848_600.0)
"""Easting and northing of the crossing of the two axes, near Zaozhuang in Shandong. [m]"""

TURN_DEG = -8.0
"""Turn of the design plane on the ground, anticlockwise. [°]"""

STEP = 20.0
"""Distance of the vertices along streets. [m]"""

_RED_LINE = (
    (-2830, -1960), (-2560, -2330), (-2200, -2310), (-1130, -2370), (-300, -2350), (300, -2420),
    (900, -2380), (1700, -2400), (2300, -2270), (2510, -1900), (2560, -1000), (2530, -40),
    (2560, 980), (2480, 1640), (2640, 1900), (2560, 2210), (2150, 2330), (1180, 2370), (300, 2310),
    (-600, 2390), (-1700, 2360), (-2500, 2400), (-2830, 2260), (-2840, 1500), (-2845, 0),
    (-2840, -1500),
)  # fmt: skip

_RIVER = (
    (690, 2760), (730, 2350), (800, 1950), (740, 1580), (560, 1200), (400, 800), (390, 380),
    (520, 0), (670, -350), (740, -760), (640, -1150), (500, -1500), (490, -1880), (590, -2250),
    (640, -2760),
)  # fmt: skip

_LAKES = (
    ("智谷湖", ((735, 95), (700, 200), (760, 310), (890, 395), (1030, 400), (1105, 320),
                (1085, 220), (1010, 180), (985, 110), (900, 65), (810, 60))),
    ("映月湖", ((800, -1290), (885, -1185), (1010, -1160), (1110, -1240), (1090, -1380),
                (1100, -1470), (980, -1500), (860, -1440), (780, -1380))),
)  # fmt: skip


def _across(v: Points) -> Points:
    return 170.0 * np.sin(2 * np.pi * (v + 600) / 5600) + 26.0 * np.sin(2 * np.pi * v / 2300 + 1)


def _along(x: Points) -> Points:
    return 150.0 * np.sin(2 * np.pi * (x - 700) / 6000) + 24.0 * np.sin(2 * np.pi * x / 2600)


def to_ground(points: Points) -> Points:
    """Carry (n, 2) points of the design plane to the ground, relative to the origin, in m."""
    x = points[:, 0] + _across(points[:, 1])
    y = points[:, 1] + _along(x)
    turn = np.radians(TURN_DEG)
    return np.column_stack(
        (x * np.cos(turn) - y * np.sin(turn), x * np.sin(turn) + y * np.cos(turn))
    )


def to_design(points: Points) -> Points:
    """Carry (n, 2) points on the ground, relative to the origin, back to the design plane, in m."""
    turn = np.radians(TURN_DEG)
    x = points[:, 0] * np.cos(turn) + points[:, 1] * np.sin(turn)
    y = -points[:, 0] * np.sin(turn) + points[:, 1] * np.cos(turn)
    v = y - _along(x)
    return np.column_stack((x - _across(v), v))


def placed(shape: BaseGeometry) -> BaseGeometry:
    """Carry a shape from coordinates relative to the origin to the plan's, in whole mm."""
    return shapely.transform(shape, lambda points: np.round(points + np.array(ORIGIN), 3))


def dense(corners: Sequence[tuple[float, float]], step: float = STEP) -> Points:
    """Vertices along straight lines between corners, at most `step` apart, in m."""
    return shapely.get_coordinates(shapely.segmentize(LineString(corners), step))


def smooth(
    corners: Sequence[tuple[float, float]], *, closed: bool = False, step: float = 12.0
) -> Points:
    """Vertices of a centripetal Catmull-Rom curve through the corners, about `step` apart, in m."""
    knots = np.asarray(corners, float)
    if closed:
        knots = np.vstack((knots[-1], knots, knots[:2]))
    else:
        knots = np.vstack((2 * knots[0] - knots[1], knots, 2 * knots[-1] - knots[-2]))
    parts: list[Points] = []
    for p0, p1, p2, p3 in zip(knots, knots[1:], knots[2:], knots[3:], strict=False):
        count = max(2, int(np.ceil(np.hypot(*(p2 - p1)) / step)))
        parts.append(_piece(np.array((p0, p1, p2, p3)), count))
    if not closed:
        parts.append(knots[-2][None, :])
    points = np.vstack(parts)
    return np.vstack((points, points[:1])) if closed else points


def _piece(knots: Points, count: int) -> Points:
    p0, p1, p2, p3 = knots
    t0 = 0.0
    t1 = t0 + np.sqrt(np.hypot(*(p1 - p0)))
    t2 = t1 + np.sqrt(np.hypot(*(p2 - p1)))
    t3 = t2 + np.sqrt(np.hypot(*(p3 - p2)))
    t = np.linspace(t1, t2, count, endpoint=False)[:, None]
    a1 = (t1 - t) / (t1 - t0) * p0 + (t - t0) / (t1 - t0) * p1
    a2 = (t2 - t) / (t2 - t1) * p1 + (t - t1) / (t2 - t1) * p2
    a3 = (t3 - t) / (t3 - t2) * p2 + (t - t2) / (t3 - t2) * p3
    b1 = (t2 - t) / (t2 - t0) * a1 + (t - t0) / (t2 - t0) * a2
    b2 = (t3 - t) / (t3 - t1) * a2 + (t - t1) / (t3 - t1) * a3
    return (t2 - t) / (t2 - t1) * b1 + (t - t1) / (t2 - t1) * b2


def red_line() -> Polygon:
    """Return the red line on the ground: straight courses with bends, as surveyors stake them."""
    corners = [*_RED_LINE, _RED_LINE[0]]
    return Polygon(to_ground(dense(corners, 60.0)))


@cache
def river_course() -> LineString:
    """Return the river's centre line on the ground."""
    return LineString(to_ground(smooth(_RIVER, step=10.0)))


@cache
def river() -> Polygon:
    """Return the river's water on the ground, of changing width."""
    course = river_course()
    points = shapely.get_coordinates(course)
    along = shapely.line_locate_point(course, shapely.points(points))
    half = 36.0 + 6.0 * np.sin(along / 310.0) + 4.0 * np.sin(along / 137.0 + 2.0)
    tangent = np.gradient(points, axis=0)
    tangent /= np.linalg.norm(tangent, axis=1)[:, None]
    normal = np.column_stack((-tangent[:, 1], tangent[:, 0])) * half[:, None]
    return Polygon(np.vstack((points + normal, (points - normal)[::-1])))


@cache
def lakes() -> Mapping[str, Polygon]:
    """Return the lakes' water on the ground by name."""
    shapes = {
        name: Polygon(to_ground(smooth(corners, closed=True, step=9.0))) for name, corners in _LAKES
    }
    return MappingProxyType(shapes)
