"""Places of a plan by what somebody types: coordinates, a parcel's number or name, an id."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError

from layers.document import Document
from layers.errors import PlanError
from layers.kinds import kinds
from layers.layer import Layer
from layers.message import Message

MOST: Final = 50
"""So many features are proposed at most."""
LONGEST: Final = 200
_MARGIN_DEG: Final = 1.5
"""So far beyond its area of use a reference system still serves. [°]"""
_ZONE_M: Final = 1_000_000.0
"""What a zone number stands for in front of an easting. [m]"""
_ZONES: Final = {range(13, 24): 4478, range(25, 46): 4488}
"""Zones of 6 and of 3 degrees, and what makes their EPSG numbers of CGCS2000 with them."""
_SPACES: Final = "\u2009\u202f\u00a0'’"
_NUMBER: Final = r"[-+−]?\d+(?:\.\d+)?"
_SECONDS: Final = r"(?:(\d+(?:\.\d+)?)\s*(?:[″\"”秒]|'')\s*)?"
_MINUTES: Final = rf"(?:(\d+(?:\.\d+)?)\s*[′'’分]\s*{_SECONDS})?"
_DMS: Final = rf"({_NUMBER})\s*[°º度]\s*{_MINUTES}"
_NORTH: Final = frozenset({"n", "x", "北", "lat", "纬度", "北纬", "b"})
_EAST: Final = frozenset({"e", "y", "东", "lon", "long", "lng", "经度", "东经", "l"})
_SOUTH: Final = frozenset({"s", "南", "南纬"})
_WEST: Final = frozenset({"w", "西", "西经"})
_WORD: Final = "|".join(
    sorted(map(re.escape, _NORTH | _EAST | _SOUTH | _WEST), key=len, reverse=True)
)
_folds: dict[tuple[str, str], tuple[tuple[int, ...], pd.Series]] = {}


class PlaceError(PlanError):
    """Something typed that names no place of the plan."""


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """A place of the plan, or a feature.

    Parameters
    ----------
    text
        What was understood.
    x, y
        Place in the plan's CRS; of a feature its middle. [m]
    kind, ids
        The feature; no kind for a bare place.
    """

    text: Message
    x: float
    y: float
    kind: str = ""
    ids: NDArray[np.int64] | None = None


def found(document: Document, text: str, active: str = "parcels") -> list[Found]:
    """Return what a text can mean, the likeliest first.

    Parameters
    ----------
    document
        The plan.
    text
        Two coordinates, with or without letters; degrees with or without minutes and seconds; a
        number or a name, or part of it; ``#`` and a feature's id.
    active
        The kind in which an id is looked for, and whose features come first.

    Raises
    ------
    PlaceError
        Where nothing fits; the sentence says what was understood and what can be typed.
    """
    text = text.strip()[:LONGEST]
    if not text:
        return []
    features = named(document, text, active)
    numbered = with_id(document, text, active)
    try:
        places = coordinates(document, text)
    except PlaceError:
        if not features:  # a parcel may be called 12-13 or 12 13
            raise
        places = None
    if places is None and not features and not numbered:
        raise PlaceError(
            "Nothing in the plan is called {typed}, and it is no pair of coordinates. Type a"
            " parcel's number or part of it, # and an id, or coordinates as 39512345.678,"
            " 3891234.567 or 34°12′30″N 108°56′24″E.",
            typed=text[:60],
        )
    return [*(places or ()), *numbered, *features]


# ---- coordinates --------------------------------------------------------------------------------


def coordinates(document: Document, text: str) -> list[Found] | None:
    """Return the places that two coordinates can mean; None where the text is no pair of them.

    Chinese sheets write x to the north and y to the east, and north first; files write east
    first. Without letters both are tried, and what lies within the area of the plan's reference
    system is taken.

    Raises
    ------
    PlaceError
        Where the text is a pair of coordinates, but of no place near.
    """
    pair = _pair(text)
    if pair is None:
        return None
    reach = _Reach.of(document.crs)
    (first, second), letters, degrees = pair
    orders = [letters] if letters else ["en", "ne"]
    result: list[Found] = []
    for order in orders:
        east, north = (first, second) if order == "en" else (second, first)
        for in_degrees in (True,) if degrees else (False, True):
            place = reach.of_degrees(east, north) if in_degrees else reach.of_metres(east, north)
            if place is not None:
                result.append(_told(east, north, place, in_degrees=in_degrees))
        zoned = None if degrees or result else reach.of_zone(east, north)
        if zoned is not None:
            result.append(_told_zone(east, north, *zoned))
    if not result:
        raise PlaceError(
            "{typed} lies outside the area of {crs}, {area}. Look at the order, north and east,"
            " and at the zone number in front of the easting.",
            typed=text[:60],
            crs=reach.name,
            area=reach.area,
        )
    return result


def _told(east: float, north: float, place: tuple[float, float], *, in_degrees: bool) -> Found:
    if in_degrees:
        message = Message.of("{north}° N, {east}° E", north=f"{north:.6f}", east=f"{east:.6f}")
    else:
        message = Message.of("N {north} m, E {east} m", north=f"{north:.3f}", east=f"{east:.3f}")
    return Found(message, *place)


def _told_zone(east: float, north: float, place: tuple[float, float], zone: int) -> Found:
    values = {"north": f"{north:.3f}", "east": f"{east:.3f}", "zone": zone}
    return Found(Message.of("N {north} m, E {east} m, in the zone {zone}", **values), *place)


def _pair(text: str) -> tuple[tuple[float, float], str, bool] | None:
    """Return two numbers, their order (``en``, ``ne`` or empty) and whether they are degrees."""
    typed = re.sub(rf"(?<=\d)[{_SPACES}](?=\d{{3}}(?!\d))", "", text.casefold())
    typed = typed.replace("−", "-").replace("，", ",").replace("；", ";")
    plain = typed
    if re.search(rf"[,;]|{_WORD}", plain):  # else a space parts the two numbers
        plain = re.sub(r"(?<=\d) (?=\d{3}(?!\d))", "", plain)
    one = rf"(?:({_WORD})\s*[:=：]?\s*)?(?:{_DMS}|({_NUMBER})\s*(?:m|米)?)\s*({_WORD})?"
    pair = re.compile(rf"\(?\s*{one}\s*[,;\s]\s*{one}\s*\)?")
    match = pair.fullmatch(plain) or pair.fullmatch(_without_thousands(typed))
    if match is None:
        return None
    groups = match.groups()
    values: list[float] = []
    axes: list[str] = []
    degrees = False
    for before, whole, minutes, seconds, number, after in (groups[:6], groups[6:]):
        word = before or after or ""
        degrees = degrees or whole is not None
        degrees = degrees or word in (_SOUTH | _WEST | {"lat", "lon", "long", "lng"})
        degrees = degrees or word in {"经度", "纬度", "东经", "北纬", "b", "l"}
        value = float(number) if number is not None else _decimal(whole or "0", minutes, seconds)
        values.append(-value if word in (_SOUTH | _WEST) else value)
        axes.append("n" if word in _NORTH | _SOUTH else "e" if word in _EAST | _WEST else "")
    first, second = axes
    if first and first == second:
        return None
    known = {"n": "ne", "e": "en"}.get(first) or {"n": "en", "e": "ne"}.get(second, "")
    return (values[0], values[1]), known, degrees


def _without_thousands(text: str) -> str:
    """Return a text without commas between thousands; a comma before a space still parts."""
    return re.sub(
        r"(?<![\d.])\d{1,3}(?:,\d{3})+(?!\d)",
        lambda match: match[0].replace(",", ""),
        re.sub(r",(?=\s)", ";", text),
    )


def _decimal(degrees: str, minutes: str | None, seconds: str | None) -> float:
    whole = float(degrees)
    part = float(minutes or 0) / 60 + float(seconds or 0) / 3600
    return whole - part if degrees.startswith("-") else whole + part


@dataclass(frozen=True, slots=True)
class _Reach:
    """Where on Earth a plan's reference system serves."""

    name: str
    west: float
    south: float
    east: float
    north: float
    crs: CRS
    to_degrees: Transformer
    to_metres: Transformer

    @classmethod
    def of(cls, text: str) -> _Reach:
        crs = CRS.from_user_input(text)
        bounds = (-180.0, -90.0, 180.0, 90.0)
        if crs.area_of_use is not None:
            bounds = crs.area_of_use.bounds
        degrees = crs.geodetic_crs or CRS.from_epsg(4326)
        try:
            to_degrees = Transformer.from_crs(crs, degrees, always_xy=True)
            to_metres = Transformer.from_crs(degrees, crs, always_xy=True)
        except (CRSError, ProjError) as error:
            raise PlaceError(
                "The plan's reference system {crs} has no known place on Earth.", crs=crs.name
            ) from error
        return cls(crs.name, *bounds, crs, to_degrees, to_metres)

    @property
    def area(self) -> str:
        """Its area as a sentence names it."""
        west, east = f"{self.west:.1f}°", f"{self.east:.1f}°"
        return f"E {west} – {east}, N {self.south:.1f}° – {self.north:.1f}°"

    def holds(self, longitude: float, latitude: float) -> bool:
        south, north = self.south - _MARGIN_DEG, self.north + _MARGIN_DEG
        west, east = self.west - _MARGIN_DEG, self.east + _MARGIN_DEG
        if self.west > self.east:  # across the meridian of 180°
            return south <= latitude <= north and not east < longitude < west
        return south <= latitude <= north and west <= longitude <= east

    def of_metres(self, east: float, north: float) -> tuple[float, float] | None:
        try:
            longitude, latitude = self.to_degrees.transform(east, north, errcheck=True)
        except ProjError:
            return None
        return (east, north) if self.holds(longitude, latitude) else None

    def of_zone(self, east: float, north: float) -> tuple[tuple[float, float], int] | None:
        """Return a place whose easting has a zone number that the plan's has not, or lacks it."""
        zone = int(east // _ZONE_M)
        if zone == 0 and (own := int(self._false_easting() // _ZONE_M)):
            place = self.of_metres(east + own * _ZONE_M, north)
            return None if place is None else (place, own)
        offset = next((code for zones, code in _ZONES.items() if zone in zones), None)
        if offset is None:
            return None
        try:
            way = Transformer.from_crs(f"EPSG:{offset + zone}", self.crs, always_xy=True)
            x, y = way.transform(east, north, errcheck=True)
        except ProjError:
            return None
        place = self.of_metres(float(x), float(y))
        return None if place is None else (place, zone)

    def _false_easting(self) -> float:
        operation = self.crs.coordinate_operation
        values = operation.params if operation is not None else []
        return next((float(p.value) for p in values if p.name == "False easting"), 0.0)

    def of_degrees(self, longitude: float, latitude: float) -> tuple[float, float] | None:
        if not self.holds(longitude, latitude):
            return None
        try:
            x, y = self.to_metres.transform(longitude, latitude, errcheck=True)
        except ProjError:
            return None
        return (float(x), float(y))


# ---- features -----------------------------------------------------------------------------------


def with_id(document: Document, text: str, active: str) -> list[Found]:
    """Return the features with a typed id: of all kinds after ``#``, else of the active one."""
    match = re.fullmatch(r"(#|fid\s*[:=]?|id\s*[:=]?)?\s*(\d{1,18})", text.strip().casefold())
    if match is None:
        return []
    ids = np.array([int(match[2])], np.int64)
    order = sorted(kinds(), key=lambda kind: kind != active)
    return [
        _feature(document, kind, int(ids[0]), f"#{ids[0]}")
        for kind in (order if match[1] else [active])
        if (document.layer(kind).positions(ids) >= 0).all()
    ]


def named(document: Document, text: str, active: str) -> list[Found]:
    """Return the features whose number or name is a text, begins with it, or holds it."""
    wanted = text.strip().casefold()
    hits: list[tuple[int, int, str, int, str]] = []
    for place, (kind, declared) in enumerate(reversed(tuple(kinds().items()))):
        layer = document.layer(kind)
        columns = [name for name in dict.fromkeys((declared.label, "number", "name")) if name]
        for column in columns:
            if column not in layer.columns or len(layer) == 0:
                continue
            values = layer.values(column)
            if not pd.api.types.is_string_dtype(values.dtype):
                continue
            folded = _folded(layer, column)
            rows = np.flatnonzero(folded.str.contains(wanted, regex=False, na=False).to_numpy(bool))
            for row in rows[: 20 * MOST].tolist():
                name = str(folded.iloc[row])
                rank = 0 if name == wanted else 1 if name.startswith(wanted) else 2
                near = -1 if kind == active else place
                hits.append((rank, near, kind, int(layer.ids[row]), str(values.iloc[row])))
    hits.sort(key=lambda hit: (hit[0], hit[1], len(hit[4]), hit[4]))
    return [_feature(document, kind, id_, name) for _, _, kind, id_, name in hits[:MOST]]


def _folded(layer: Layer, column: str) -> pd.Series:
    """Return a column without regard to case, made once for all that is typed."""
    key, version = (layer.kind, column), layer.version(column)
    known = _folds.get(key)
    if known is None or known[0] != version or len(known[1]) != len(layer):
        known = _folds[key] = (version, layer.values(column).str.casefold())
    return known[1]


def _feature(document: Document, kind: str, id_: int, name: str) -> Found:
    layer = document.layer(kind)
    ids = np.array([id_], np.int64)
    west, south, east, north = layer.bounds[layer.positions(ids)[0]].tolist()
    title = Message.of("{kind} {name}", kind=Message(kinds()[kind].title), name=name)
    return Found(title, (west + east) / 2, (south + north) / 2, kind, ids)
