"""Whose yield the plan takes: the city that it names, else the nearest one of the table."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Final, cast

import numpy as np
import pyproj

from layers.analysis.carrying import kept_rows
from layers.analysis.overlay import Numbers
from layers.analysis.same import same
from layers.edit import Change
from layers.measure import Inputs, Measure
from resources import shipped

FAR_KM: Final = 1500.0
"""Beyond this no city of the table says anything about the plan's place. [km]"""

_SHAPES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    dict.fromkeys(("parcels", "boundary", "rooftops"), ("geometry",))
)
_SIDES: Final = (np.fmin, np.fmin, np.fmax, np.fmax)
"""What of two boxes a box around both has: of west, south, east, north."""
_TURNED: Final = np.array([1.0, 1.0, -1.0, -1.0])
Extent = tuple[float, ...]
Extents = tuple[Extent | None, ...]


@dataclass(frozen=True, slots=True)
class YieldPlace:
    """A city of the yield table.

    Parameters
    ----------
    city, title, title_zh
        Its id in the table and its names.
    lon, lat
        Where it lies, WGS 84. [°]
    """

    city: str
    title: str
    title_zh: str
    lon: float
    lat: float


@cache
def yield_places() -> tuple[YieldPlace, ...]:
    """Return the cities of the yield table with their places."""
    text = shipped("factors", "yield_places.csv").read_text(encoding="utf-8")
    return tuple(
        YieldPlace(
            row["city"], row["name_en"], row["name_zh"], float(row["lon"]), float(row["lat"])
        )
        for row in csv.DictReader(io.StringIO(text))
    )


@cache
def _to_degrees(crs: str) -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(crs, "EPSG:4326", always_xy=True)


@lru_cache(maxsize=16)
def _degrees(crs: str, x: float, y: float) -> tuple[float, float]:
    """Return where a place is; most edits leave the middle of the plan where it was. [°]."""
    return _to_degrees(crs).transform(x, y)


@lru_cache(maxsize=16)
def nearest_place(lon: float, lat: float) -> tuple[YieldPlace, float]:
    """Return the nearest city of the yield table and its distance [km].

    Examples
    --------
    >>> place, distance_km = nearest_place(117.5, 34.9)
    >>> place.title, round(distance_km)
    ('Zaozhuang', 21)
    """
    places = yield_places()
    _, _, distances = pyproj.Geod(ellps="WGS84").inv(
        [lon] * len(places),
        [lat] * len(places),
        [place.lon for place in places],
        [place.lat for place in places],
    )
    nearest = int(np.argmin(distances))
    return places[nearest], float(distances[nearest]) / 1000.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a plan lies, WGS 84. [°]."""

    lon: float
    lat: float


@lru_cache(maxsize=16)
def _place(lon: float, lat: float) -> Place:
    """Return the same value for the same place, so that what rests on it stands."""
    return Place(lon, lat)


def _sunny_place(inputs: Inputs) -> Place | None:
    """Return where the plan lies to 0.01°, 1 km: the sun stands there as it does at its middle."""
    centre = _centre(inputs)
    return None if centre is None else _place(round(centre[0], 2), round(centre[1], 2))


def _centre(inputs: Inputs) -> tuple[float, float] | None:
    """Return where the plan lies: the middle of its parcels, else of its red line or roofs. [°]."""
    for extent in cast("Extents", inputs.value("solar.extents")):
        if extent is None:
            continue
        west, south, east, north = extent
        lon, lat = _degrees(inputs.crs, (west + east) / 2, (south + north) / 2)
        if math.isfinite(lon) and math.isfinite(lat):
            return lon, lat
    return None


def _extents(inputs: Inputs) -> Extents:
    """Return the boxes around all parcels, all red lines and all roofs; None without any. [m]."""
    return tuple(_extent(inputs.shapes(kind).bounds) for kind in _SHAPES)


def _extent(boxes: Numbers) -> Extent | None:
    if not len(boxes):
        return None
    # Of numbers and NaN these take the numbers; column by column they are soon done.
    found = tuple(float(side.reduce(boxes[:, at])) for at, side in enumerate(_SIDES))
    return found if math.isfinite(sum(found)) else None


def _extents_again(inputs: Inputs, before: Inputs, value: Extents, change: Change) -> Extents:
    """Look at all of a kind only where one is gone that reached a side of the box around them."""
    found: list[Extent | None] = []
    for kind, extent in zip(_SHAPES, value, strict=True):
        old, now = before.shapes(kind), inputs.shapes(kind)
        if now is old:
            found.append(extent)
            continue
        kept = kept_rows(inputs, before, change, kind)
        around = None
        if kept is not None and extent is not None:
            around = _around(extent, old.boxes(kept.gone), now.boxes(kept.fresh))
        found.append(around or _extent(now.bounds))
    return value if all(map(same, value, found)) else tuple(found)


def _around(extent: Extent, gone: Numbers, fresh: Numbers) -> Extent | None:
    """Return the box around all after some are gone and others came; None where it is not known."""
    # Turned round, east and north are least where they are farthest.
    old, gone, fresh = np.array(extent) * _TURNED, gone * _TURNED, fresh * _TURNED
    new = np.fmin.reduce(fresh, axis=0, initial=math.nan)
    reached = np.fmin.reduce(gone, axis=0, initial=math.nan) <= old
    if (reached & ~(new <= old)).any():
        return None
    return tuple((np.fmin(old, new) * _TURNED).tolist())


def _yield_factor(inputs: Inputs) -> str | None:
    """Return the id of the yield factor that the plan takes, None where no city is near."""
    wanted = inputs.parameter("plan.yield_city")
    if wanted:
        return _named(inputs, str(wanted))
    centre = _centre(inputs)
    if centre is None:
        return None
    place, distance_km = nearest_place(*centre)
    return f"pv.yield_{place.city}" if distance_km <= FAR_KM else None


def _named(inputs: Inputs, wanted: str) -> str | None:
    by_title = {place.title_zh: place.city for place in yield_places()}
    by_title |= {place.title: place.city for place in yield_places()}
    city = by_title.get(wanted, wanted.removeprefix("pv.").removeprefix("yield_"))
    found = f"pv.yield_{city}"
    return found if f"yield_{city}" in inputs.factors("pv.") else None


MEASURES = (
    Measure(
        "solar.extents",
        "Boxes around the plan",
        "m",
        _extents,
        layers=_SHAPES,
        update=_extents_again,
    ),
    Measure("solar.place", "Place of the plan", "", _sunny_place, measures=("solar.extents",)),
    Measure(
        "solar.yield_factor",
        "Specific yield taken",
        "",
        _yield_factor,
        parameters=("plan.yield_city", "pv."),
        measures=("solar.extents",),
    ),
)
