"""Reference systems: which one a file is really in, and which one a plan takes.

Always x = east, y = north; what EPSG says about the order of axes is for sheets alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError

from layers.errors import ImportDataError, ProjectFileError
from layers.message import Message

_OWN_SYSTEM: Final = 100_000
"""Number in the file of a reference system that EPSG does not list."""

WEB_MERCATOR: Final = frozenset({3857, 3785, 900913, 102100, 102113})
"""Reference systems that show the world in square tiles; areas in them are far too large."""

_EARTH_M: Final = 6_378_137.0
_FLATTER: Final = 0.005
"""By how much the semi-major axes of the Earth's ellipsoids differ at most; the next planet's is
5 % shorter. [-]"""

_CHINA: Final = (73.0, 3.0, 136.0, 54.0)
_FIRST_ZONE: Final = 4534
"""CGCS2000 / 3-degree Gauss-Kruger CM 75E; the next 20 numbers follow in steps of 3 degrees."""
_FIRST_MERIDIAN: Final = 75
_LAST_MERIDIAN: Final = 135


@dataclass(frozen=True, slots=True)
class Box:
    """Least and greatest x and y of a file, in its own units."""

    xmin: float
    ymin: float
    xmax: float
    ymax: float

    @property
    def centre(self) -> tuple[float, float]:
        """The middle."""
        return (self.xmin + self.xmax) / 2, (self.ymin + self.ymax) / 2

    @property
    def in_degrees(self) -> bool:
        """Whether the numbers can be longitudes and latitudes."""
        return -181.0 <= self.xmin <= self.xmax <= 361.0 and -90.5 <= self.ymin <= self.ymax <= 90.5

    @property
    def text(self) -> str:
        """The ranges, as an error names them."""
        return f"x {self.xmin:.10g} – {self.xmax:.10g}, y {self.ymin:.10g} – {self.ymax:.10g}"


@lru_cache(maxsize=64)
def parsed(text: str) -> CRS:
    """Return a reference system from ``EPSG:n`` or WKT.

    Raises
    ------
    ImportDataError
        Where there is none of that name.
    """
    try:
        return CRS.from_user_input(text)
    except CRSError as error:
        raise ImportDataError(
            "{crs} is no known reference system. Give it as EPSG:4547 or the like.",
            crs=text[:60],
        ) from error


def named(crs: CRS) -> str:
    """Return the short name of a reference system: ``EPSG:n`` where it has a number, else WKT."""
    number = epsg(crs)
    return f"EPSG:{number}" if number is not None else str(crs.to_wkt())


def epsg(crs: CRS) -> int | None:
    """Return the EPSG number of a reference system, also of one in the words of ESRI."""
    number = crs.to_epsg(min_confidence=100)
    if number is None:
        number = crs.to_epsg(min_confidence=70)
        if number is not None and not _same(crs, CRS.from_epsg(number)):
            return None
    return None if number is None else int(number)


def _same(crs: CRS, other: CRS) -> bool:
    """Return whether two systems place coordinates alike, whatever they are called."""
    if crs.equals(other, ignore_axis_order=True):
        return True
    first, second = crs.coordinate_operation, other.coordinate_operation
    if first is None or second is None or crs.ellipsoid != other.ellipsoid:
        return False
    values = [
        {parameter.name: round(float(parameter.value), 9) for parameter in operation.params}
        for operation in (first, second)
    ]
    return first.method_name == second.method_name and values[0] == values[1]


def is_plan_crs(crs: CRS) -> bool:
    """Return whether a plan can be drawn in a system: projected, in metres, on the Earth."""
    if not crs.is_projected or not on_the_earth(crs) or epsg(crs) in WEB_MERCATOR:
        return False
    operation = crs.coordinate_operation
    if operation is not None and "pseudo-mercator" in str(operation.method_name).lower():
        return False
    return all(abs(float(axis.unit_conversion_factor) - 1.0) < 1e-9 for axis in crs.axis_info[:2])


def on_the_earth(crs: CRS) -> bool:
    """Return whether a system has degrees or metres of a map of the Earth.

    Those of a building site, of heights alone, of a frame through the Earth's middle and of other
    planets do not.
    """
    if not (crs.is_projected or crs.is_geographic) or crs.ellipsoid is None:
        return False
    return abs(crs.ellipsoid.semi_major_metre / _EARTH_M - 1.0) <= _FLATTER


def file_entry(text: str) -> tuple[str, int, str, int, str]:
    """Return the row of a plan's reference system in a GeoPackage."""
    try:
        crs = CRS.from_user_input(text)
    except CRSError as error:
        raise ProjectFileError(
            "The plan's reference system {crs} is not known; choose another one.", crs=text[:60]
        ) from error
    number = epsg(crs)
    definition = str(crs.to_wkt("WKT1_GDAL"))
    if number is None:
        return (crs.name, _OWN_SYSTEM, "NONE", _OWN_SYSTEM, definition)
    return (crs.name, number, "EPSG", number, definition)


# ---- which one a file is in ---------------------------------------------------------------------


def source_crs(found: str | None, given: str | None, box: Box | None, name: str) -> CRS:
    """Return the reference system a file is in.

    Parameters
    ----------
    found
        What the file says, None where it says nothing.
    given
        What the user says; wins.
    box
        Extent of the file; None for an empty one.
    name
        Name of the file, for the sentences.

    Raises
    ------
    ImportDataError
        Where it is missing, or contradicts the coordinates; candidates are named.
    """
    text = given or found
    if text is None:
        raise ImportDataError(
            "{name} does not say its reference system, and its coordinates are {box}. Give the"
            " right coordinate system; {candidates}.",
            option="--crs",
            name=name,
            box=box.text if box else "–",
            candidates=candidates(box),
        )
    crs = parsed(text)
    if box is None:
        return crs
    if crs.is_geographic and not box.in_degrees:
        raise ImportDataError(
            "{name} says {crs}, which is in degrees, but its coordinates are metres ({box})."
            " Give the right coordinate system; {candidates}.",
            option="--crs",
            name=name,
            crs=crs.name,
            box=box.text,
            candidates=candidates(box),
        )
    if crs.is_projected and _looks_like_degrees(box):
        raise ImportDataError(
            "{name} says {crs}, which is in metres, but its coordinates are degrees ({box})."
            " Give the right coordinate system; {candidates}.",
            option="--crs",
            name=name,
            crs=crs.name,
            box=box.text,
            candidates=candidates(box),
        )
    _refuse_wrong_zone(crs, box, name)
    return crs


def _looks_like_degrees(box: Box) -> bool:
    """Return whether numbers are longitudes and latitudes: small, and not about an origin."""
    return (
        box.in_degrees
        and box.xmax - box.xmin < 5.0
        and max(abs(box.xmin), abs(box.xmax)) > 5.0
        and not (box.xmin <= 0.0 <= box.xmax)
    )


def _refuse_wrong_zone(crs: CRS, box: Box, name: str) -> None:
    """Raise where eastings carry a zone number that the reference system does not have."""
    if not crs.is_projected or "Gauss" not in crs.name:
        return
    false_easting = _false_easting(crs)
    if false_easting is None:
        return
    easting, _ = box.centre
    prefix, expected = int(easting // 1e6), int(false_easting // 1e6)
    if prefix != expected:
        raise ImportDataError(
            "{name} says {crs}, whose eastings lie about {expected}, but they lie about {easting}."
            " Give the right coordinate system; {candidates}.",
            option="--crs",
            name=name,
            crs=crs.name,
            expected=f"{false_easting:.0f}",
            easting=f"{easting:.0f}" if abs(easting) < 1e12 else f"{easting:.6g}",
            candidates=candidates(box),
        )


def _false_easting(crs: CRS) -> float | None:
    operation = crs.coordinate_operation
    if operation is None:
        return None
    return next((float(p.value) for p in operation.params if p.name == "False easting"), None)


def candidates(box: Box | None) -> Message:
    """Return which reference systems coordinates could be in, for the end of a sentence.

    Examples
    --------
    >>> str(candidates(Box(39_500_000, 3_500_000, 39_510_000, 3_510_000)))
    'the zone number 39 in front of the eastings points to EPSG:4527'
    """
    if box is None:
        return Message("none can be proposed")
    easting, northing = box.centre
    if box.in_degrees:
        return Message("longitudes and latitudes are EPSG:4490 (CGCS2000) or EPSG:4326 (WGS 84)")
    prefix = int(easting // 1e6)
    offset = 4488 if 25 <= prefix <= 45 else 4478 if 13 <= prefix <= 23 else None
    if offset is not None:
        return Message.of(
            "the zone number {zone} in front of the eastings points to {crs}",
            zone=prefix,
            crs=f"EPSG:{offset + prefix}",
        )
    if 100_000 < easting < 900_000 and 300_000 < northing < 6_000_000:
        return Message(
            "in China EPSG:4534 to EPSG:4554 (CGCS2000, 3-degree zones by central meridian from"
            " 75° to 135°; 4547 is 114°), elsewhere a UTM zone"
        )
    return Message("none can be proposed from the numbers")


# ---- which one the plan takes -------------------------------------------------------------------


def plan_crs(crs: CRS, box: Box) -> CRS:
    """Return the plan's reference system for a file: its own if projected in metres, else a zone.

    Parameters
    ----------
    crs
        Reference system of the file.
    box
        Its extent, in that system.
    """
    if is_plan_crs(crs):
        return crs
    try:
        longitude, latitude = Transformer.from_crs(crs, "EPSG:4326", always_xy=True).transform(
            *box.centre, errcheck=True
        )
    except ProjError as error:
        raise ImportDataError(
            "The coordinates {box} lie outside {crs}. Give the right coordinate system.",
            option="--crs",
            box=box.text,
            crs=crs.name,
        ) from error
    return CRS.from_epsg(zone(float(longitude), float(latitude)))


def zone(longitude: float, latitude: float) -> int:
    """Return the EPSG number of the zone of a place: CGCS2000 3-degree in China, else UTM.

    Parameters
    ----------
    longitude, latitude
        The place. [°]

    Examples
    --------
    >>> zone(114.4, 23.0), zone(8.5, 47.2)
    (4547, 32632)
    """
    xmin, ymin, xmax, ymax = _CHINA
    if xmin <= longitude <= xmax and ymin <= latitude <= ymax:
        meridian = min(max(round(longitude / 3) * 3, _FIRST_MERIDIAN), _LAST_MERIDIAN)
        return _FIRST_ZONE + (meridian - _FIRST_MERIDIAN) // 3
    number = min(int((longitude + 180.0) // 6.0) % 60 + 1, 60)
    return (32600 if latitude >= 0 else 32700) + number


def transformed(geometries: NDArray[np.object_], source: CRS, target: CRS) -> NDArray[np.object_]:
    """Return geometries in another reference system; the same objects where nothing moves.

    Raises
    ------
    ImportDataError
        Where a coordinate has no place in the other system.
    """
    if source == target or (epsg(source) is not None and epsg(source) == epsg(target)):
        return geometries
    transformer = Transformer.from_crs(source, target, always_xy=True)

    def moved(points: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(transformer.transform(points[:, 0], points[:, 1]))

    result = shapely.transform(geometries, moved)
    if not np.isfinite(shapely.get_coordinates(result)).all():
        raise ImportDataError(
            "Some coordinates lie outside {crs}. Give the right coordinate system.",
            option="--crs",
            crs=source.name,
        )
    return result
