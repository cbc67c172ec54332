"""The clock of a plan: local standard time, which the hours of sun and demand are told by.

Where the plan does not set it, all of China keeps UTC+8, and elsewhere it is the zone of the plan's
longitude, ``round(λ / 15°)``: summer time and zones by law are not known.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final, cast

import shapely

from layers.analysis.yields import Place
from layers.explanation import Term
from layers.measure import Inputs
from layers.message import Message
from layers.prepared import contains_xy

OFFSET: Final = "plan.utc_offset"
CHINA_H: Final = 8.0
"""Local standard time all over China, before UTC. [h]"""
FAR_H: Final = 2.5
"""No zone by law is farther than this from the sun's own, as a rule. [h]"""
_CHINA: Final = (
    "POLYGON ((73.4 39.4, 74.9 37.2, 78 35.4, 79 32.4, 81.2 30, 86 27.9, 92 27.7, 97.3 28.2,"
    " 98.6 27.5, 97.5 23.9, 99.2 22, 101.7 21.1, 102.2 22.4, 105.3 23.2, 106.7 22, 108 21.4,"
    " 108.3 18, 111.5 18, 118 21.5, 121 21.5, 122.5 25.5, 123.5 31, 121.5 34, 123 37, 122.5 39,"
    " 124.3 39.9, 126.9 41.7, 128.2 41.4, 130.7 42.3, 131.3 44.9, 133 45, 135.2 48.5,"
    " 134 48.6, 131 47.9, 130.6 48.9, 127.5 49.8, 126 52.8, 123.6 53.6, 120 53.3, 120 51.8,"
    " 117 49.6, 115.6 47.8, 119.8 46.7, 111.9 45, 111 43.4, 105 41.6, 97 42.7, 91 45.2, 90 47.8,"
    " 87.8 49.2, 85.5 47.1, 82.3 45.3, 80.2 42, 76.5 40.4, 73.4 39.4))"
)
"""Roughly the outline of China, WGS 84. [°]"""


@lru_cache(maxsize=64)
def in_china(lon: float, lat: float) -> bool:
    """Return whether a place lies in China, to half a degree at its borders.

    Examples
    --------
    >>> in_china(117.5, 34.9), in_china(7.1, 50.7), in_china(139.7, 35.7)
    (True, False, False)
    """
    return bool(contains_xy(shapely.from_wkt(_CHINA), lon, lat))


def usual_offset_h(lon: float, lat: float) -> float:
    """Return the local standard time of a place where nobody says otherwise, before UTC. [h].

    Examples
    --------
    >>> usual_offset_h(87.6, 43.8), usual_offset_h(7.1, 50.7), usual_offset_h(-74.0, 40.7)
    (8.0, 0.0, -5.0)
    """
    return CHINA_H if in_china(lon, lat) else float(round(lon / 15.0))


def offset_h(entered: object, lon: float | None, lat: float | None) -> float:
    """Return the local standard time that a plan keeps, before UTC. [h].

    Parameters
    ----------
    entered
        Value of the setting; None where it is not set. [h]
    lon, lat
        Where the plan lies; None where nobody knows. [°]
    """
    if isinstance(entered, int | float):
        return float(entered)
    return CHINA_H if lon is None or lat is None else usual_offset_h(lon, lat)


def offset_of(inputs: Inputs) -> float:
    """Return the local standard time of the plan that a measure reads, before UTC. [h]."""
    place = cast("Place | None", inputs.value("solar.place"))
    where: tuple[Any, Any] = (None, None) if place is None else (place.lon, place.lat)
    return offset_h(inputs.parameter(OFFSET), *where)


def term(inputs: Inputs) -> Term:
    """Return the clock as a term of an answer to "why?"."""
    return Term(Message.of("Local standard time, hours before UTC"), offset_of(inputs), "h")


def assumed(inputs: Inputs) -> Iterator[Message]:
    """Yield what the clock takes for granted."""
    place = cast("Place | None", inputs.value("solar.place"))
    if place is None:
        return
    hours, usual = offset_of(inputs), usual_offset_h(place.lon, place.lat)
    values = {"offset": f"{hours:+g}", "usual": f"{usual:+g}", "lon": f"{place.lon:.1f}"}
    if inputs.parameter(OFFSET) is None:
        if in_china(place.lon, place.lat):
            return
        text = "Assumed: the clock is UTC{offset}, by the plan's longitude of {lon}°."
        yield Message.of(text, **values)
    elif abs(hours - usual) > FAR_H:
        text = (
            "The clock is set to UTC{offset}, while the plan's longitude of {lon}° is that of"
            " UTC{usual}: the sun rises and sets at other hours than people know it."
        )
        yield Message.of(text, **values)
