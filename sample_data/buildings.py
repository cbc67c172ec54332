"""Buildings: halls, offices, slabs and towers set back from their parcel's lines."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.random import Generator
from numpy.typing import NDArray
from shapely import Polygon

from layers.prepared import prepared
from sample_data.landuse import Parcel


@dataclass(frozen=True, slots=True)
class Pattern:
    """How a parcel is built up.

    Parameters
    ----------
    deep, long : least and greatest depth and length of a building. [m]
    gap : clear distance between rows, and between buildings of a row. [m]
    floors : least and greatest number of storeys
    storey_m : height of a storey. [m]
    roofs : roof types and their weights
    most : greatest number of buildings
    wings : share of buildings with a wing at one end
    south : whether rows face south, as dwellings and schools must
    """

    deep: tuple[float, float]
    long: tuple[float, float]
    gap: tuple[float, float]
    floors: tuple[int, int]
    storey_m: float
    roofs: tuple[tuple[str, float], ...]
    most: int = 40
    setback: float = 12.0
    wings: float = 0.0
    south: bool = False


@dataclass(frozen=True, slots=True)
class Building:
    """A roof and what stands below it; what no survey says yet is None."""

    shape: Polygon
    parcel: int
    height_m: float | None
    floors: int | None
    roof_type: str | None
    usable_share: float | None
    tilt_deg: float | None
    azimuth_deg: float | None
    pv: str
    green_roof: str | None


_HALL = (("metal", 0.82), ("flat", 0.18))
_PLAIN = (("flat", 1.0),)
_HOUSE = (("flat", 0.72), ("pitched", 0.28))

PATTERNS = {
    "M1": Pattern((32, 54), (54, 120), (14, 15), (1, 2), 9.0, _HALL, setback=9.0),
    "M2": Pattern((46, 80), (80, 190), (16, 18), (1, 1), 11.0, _HALL, setback=10.0),
    "M3": Pattern((34, 58), (60, 120), (28, 32), (1, 2), 9.0, _HALL, most=8, setback=18.0),
    "W1": Pattern((50, 76), (80, 180), (26, 20), (1, 1), 11.5, _HALL, setback=12.0),
    "R2": Pattern((13, 16), (28, 50), (26, 11), (6, 15), 3.0, _HOUSE, setback=10.0, south=True),
    "A3": Pattern(
        (18, 26), (50, 95), (34, 24), (4, 6), 4.0, _HOUSE, setback=13.0, wings=0.5, south=True
    ),
    "A33": Pattern((14, 18), (50, 80), (26, 18), (3, 4), 3.9, _HOUSE, 5, 12.0, 0.4, south=True),
    "A35": Pattern((20, 30), (42, 84), (24, 18), (4, 9), 4.2, _PLAIN, setback=12, wings=0.3),
    "A": Pattern((22, 30), (50, 90), (26, 20), (3, 7), 4.2, _PLAIN, 5, 14.0, 0.4),
    "B1": Pattern((28, 44), (40, 90), (18, 16), (2, 5), 4.8, _PLAIN, 6, 9.0, 0.2),
    "B2": Pattern((24, 34), (30, 56), (26, 20), (9, 22), 4.0, _PLAIN, 8, 11.0),
    "B4": Pattern((14, 20), (18, 34), (16, 16), (1, 2), 5.0, (("flat", 0.5), ("metal", 0.5)), 3),
    "S4": Pattern((12, 18), (24, 40), (40, 40), (1, 2), 4.5, _PLAIN, 2),
    "U": Pattern((16, 28), (24, 56), (18, 16), (1, 3), 5.0, (("flat", 0.8), ("metal", 0.2)), 5),
    "G1": Pattern(
        (9, 12), (14, 22), (60, 60), (1, 1), 4.5, (("pitched", 0.8), ("flat", 0.2)), 1, 20.0
    ),
}
"""Patterns by planned code; the longest beginning of a code counts."""


def pattern_of(code: str) -> Pattern | None:
    """Return the pattern for a planned code, None where nothing is built."""
    for length in (3, 2, 1):
        if code[:length] in PATTERNS:
            return PATTERNS[code[:length]]
    return None


def buildings(parcels: Sequence[Parcel], random: Generator) -> list[Building]:
    """Return the buildings of all parcels; parcels are counted from 0."""
    found: list[Building] = []
    for at, parcel in enumerate(parcels):
        pattern = pattern_of(parcel.land_use)
        if pattern is None or parcel.sort == "belt":
            continue
        if parcel.land_use[0] in "MW" and random.random() < 0.05:
            continue  # reserved for a later stage
        shapes, turn = _layout(parcel.shape, pattern, random)
        found.extend(_building(shape, at, parcel, turn, random) for shape in shapes)
    return found


def _layout(shape: Polygon, pattern: Pattern, random: Generator) -> tuple[list[Polygon], float]:
    """Return the buildings of a parcel along its longest side, and their direction, in rad.

    Rows that must face south, and halls that fit better so, run along the side beside it.
    """
    site = shape.buffer(-pattern.setback, join_style="mitre")
    parts = [part for part in shapely.get_parts(site).tolist() if not part.is_empty]
    if not parts:
        return [], 0.0
    site = max(parts, key=lambda part: part.area)
    turn = _longest_edge(shape)
    square = turn + np.pi / 2
    if pattern.south:
        turn = turn if abs(np.sin(turn)) < np.sqrt(0.5) else square
        return _rows(site, turn, pattern, random), turn
    first = _rows(site, turn, pattern, random)
    if pattern.roofs != _HALL:
        return first, turn
    second = _rows(site, square, pattern, random)
    if sum(part.area for part in second) > 1.15 * sum(part.area for part in first):
        return second, square
    return first, turn


def _rows(site: Polygon, turn: float, pattern: Pattern, random: Generator) -> list[Polygon]:
    """Fill a site with rows of buildings in one direction."""
    level = _turned(site, -turn)
    left, low, right, high = level.bounds
    # else buildings on its edge fall out
    level = prepared(level.buffer(0.02, join_style="mitre"))
    found: list[Polygon] = []
    deep = random.uniform(*pattern.deep)
    while low + pattern.deep[0] <= high and len(found) < pattern.most:
        deep = min(deep, high - low)
        row = _row(level, (left, right), (low, low + deep), pattern, random)
        if row:
            found.extend(row[: pattern.most - len(found)])
            low += deep + pattern.gap[0]
            deep = random.uniform(*pattern.deep)
        else:  # a skew corner: try further up, less deep at the far side
            low += 3.0
            deep = max(pattern.deep[0], deep - 3.0)
    return [_turned(part, turn) for part in found]


def _row(
    level: Polygon,
    wide: tuple[float, float],
    high: tuple[float, float],
    pattern: Pattern,
    random: Generator,
) -> list[Polygon]:
    """Return the buildings between two heights of a parcel turned level."""
    start, end = _span(level, wide, high)
    length = end - start
    if length < 0.75 * pattern.long[0]:
        return []
    wanted = random.uniform(*pattern.long)
    count = max(1, round((length + pattern.gap[1]) / (wanted + pattern.gap[1])))
    while count > 1 and (length + pattern.gap[1]) / count - pattern.gap[1] < pattern.long[0]:
        count -= 1
    each = min((length - (count - 1) * pattern.gap[1]) / count, 1.25 * pattern.long[1])
    step = each if count == 1 else (length - each) / (count - 1)
    found: list[Polygon] = []
    for at in range(count):
        x = start + at * step
        box = _winged((x, x + each), high, pattern, random)
        if level.contains(box):
            found.append(box)
    return found


def _winged(
    wide: tuple[float, float], high: tuple[float, float], pattern: Pattern, random: Generator
) -> Polygon:
    """Return a block, or one with a wing: an L with room in front of it."""
    if random.random() >= pattern.wings:
        return shapely.box(wide[0], high[0], wide[1], high[1])
    bar = high[0] + 0.45 * (high[1] - high[0])
    wing = wide[0] + min(18.0, 0.35 * (wide[1] - wide[0]))
    return Polygon((
        (wide[0], high[0]), (wing, high[0]), (wing, bar), (wide[1], bar),
        (wide[1], high[1]), (wide[0], high[1]),
    ))  # fmt: skip


def _span(
    level: Polygon, wide: tuple[float, float], high: tuple[float, float]
) -> tuple[float, float]:
    """Return the widest stretch inside a shape that three heights of a row have in common."""
    low, top = level.bounds[1] + 0.02, level.bounds[3] - 0.02
    y = np.clip((high[0], sum(high) / 2, high[1]), low, top)
    ends = np.array((wide[0] - 1.0, wide[1] + 1.0))
    lines = shapely.linestrings(
        np.stack((np.broadcast_to(ends, (3, 2)), np.repeat(y[:, None], 2, axis=1)), axis=-1)
    )
    parts, row = shapely.get_parts(shapely.intersection(lines, level), return_index=True)
    bounds = shapely.bounds(parts)
    start, end = -np.inf, np.inf
    for at in range(3):
        mine = bounds[row == at]
        if len(mine) == 0:
            return 0.0, -1.0
        best = mine[np.argmax(mine[:, 2] - mine[:, 0])]
        start, end = max(start, float(best[0])), min(end, float(best[2]))
    return start, end


def _longest_edge(shape: Polygon) -> float:
    """Return the direction of the longest nearly straight side, in rad."""
    outline = shapely.get_coordinates(shape.exterior.simplify(2.0))
    edges = np.diff(outline, axis=0)
    edge = edges[int(np.argmax(np.hypot(edges[:, 0], edges[:, 1])))]
    return float(np.arctan2(edge[1], edge[0]))


def _turned(shape: Polygon, angle: float) -> Polygon:
    spin = np.array(((np.cos(angle), -np.sin(angle)), (np.sin(angle), np.cos(angle))))

    def turn(points: NDArray[np.float64]) -> NDArray[np.float64]:
        return points @ spin.T

    return shapely.transform(shape, turn)


def _building(shape: Polygon, at: int, parcel: Parcel, turn: float, random: Generator) -> Building:
    pattern = pattern_of(parcel.land_use)
    assert pattern is not None  # noqa: S101 - it was found for this parcel before
    floors = int(random.integers(pattern.floors[0], pattern.floors[1] + 1))
    names = [name for name, _ in pattern.roofs]
    roof = names[int(random.choice(len(names), p=[weight for _, weight in pattern.roofs]))]
    height = floors * pattern.storey_m + random.uniform(0.4, 2.2)
    pitched = roof == "pitched"
    return Building(
        shape,
        at,
        round(height, 1) if random.random() > 0.03 else None,
        floors if random.random() > 0.02 else None,
        roof if random.random() > 0.02 else None,
        round(float(random.uniform(0.45, 0.8)), 2) if random.random() < 0.25 else None,
        25.0 if pitched else None,
        _facing(turn) if pitched else None,
        _pv(parcel, random),
        _green_roof(roof, parcel.land_use, random),
    )


def _facing(turn: float) -> float:
    """Return the azimuth of the roof face nearest to south, clockwise from north, in °.

    >>> _facing(0.0), _facing(np.pi / 2)
    (180.0, 270.0)
    """
    across = (-np.degrees(turn)) % 180.0
    return round(float(across if across > 90.0 else across + 180.0), 1)


def _pv(parcel: Parcel, random: Generator) -> str:
    """Return the state of the roof's PV: much is planned on halls, little on housing."""
    built, planned = {"M": (0.12, 0.5), "W": (0.15, 0.6)}.get(parcel.land_use[0], (0.03, 0.25))
    drawn = random.random()
    if drawn < built:
        return "built"
    return "planned" if drawn < built + planned else "none"


def _green_roof(roof: str, code: str, random: Generator) -> str | None:
    if roof != "flat" or random.random() < 0.05:
        return None
    if code[0] in "AB" and random.random() < 0.14:
        return "ext" if random.random() < 0.75 else "int"
    return "none"
