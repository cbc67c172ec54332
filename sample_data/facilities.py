"""Points of the energy and water supply, charging, and the entrances of parks."""

from collections.abc import Sequence
from dataclasses import dataclass

import shapely
from numpy.random import Generator
from shapely import Point

from sample_data.blocks import GroundPlan
from sample_data.landuse import Parcel


@dataclass(frozen=True, slots=True)
class Facility:
    """A facility; a capacity that no one has fixed yet is None."""

    place: Point
    name: str
    type: str
    capacity: float | None
    unit: str | None


# code: names, types, capacities and units in the order of the parcels' numbers
_AT = {
    "U12": (
        ("零碳一站110kV变电站", "substation", 126.0, "MVA"),
        ("集中式储能电站", "storage", 200_000.0, "kWh"),
        ("零碳二站110kV变电站", "substation", 126.0, "MVA"),
        ("储能二站", "storage", 80_000.0, "kWh"),
        ("开闭所一", "substation", None, None),
        ("开闭所二", "substation", None, None),
    ),
    "U14": (
        ("综合能源站一", "heat", 42.0, "MW"),
        ("综合能源站二", "heat", 36.0, "MW"),
        ("地源热泵站", "heat", 18.0, "MW"),
    ),
    "U21": (("再生水厂", "sewage", 40_000.0, "m3/d"), ("污水提升泵站", "sewage", None, None)),
    "B41": (
        ("加氢加电综合站", "hydrogen", 1000.0, "kg/d"),
        ("重卡换电站", "charging", 4800.0, "kW"),
    ),
    "S42": (("公共充电站", "charging", 1920.0, "kW"),),
}
_CHARGING = (1920.0, 1440.0, 960.0, None)


def facilities(plan: GroundPlan, parcels: Sequence[Parcel], random: Generator) -> list[Facility]:
    """Return the facilities on their parcels and one entrance for each larger park."""
    found: list[Facility] = []
    for code, rows in _AT.items():
        sites = [parcel for parcel in parcels if parcel.land_use == code]
        for at, parcel in enumerate(sites):
            name, kind, capacity, unit = rows[min(at, len(rows) - 1)]
            if code == "S42":
                capacity = _CHARGING[int(random.integers(len(_CHARGING)))]
            if code == "S42" or at >= len(rows):
                name = f"{name}{at + 1}"
            point = parcel.shape.representative_point()
            known = unit if capacity is not None else None
            found.append(Facility(point, name, kind, capacity, known))
    return [*found, *_entrances(plan, parcels)]


def _entrances(plan: GroundPlan, parcels: Sequence[Parcel]) -> list[Facility]:
    """Return an entrance of each park, where it is nearest to a street's centre line."""
    streets = shapely.unary_union(
        [street.course for street in plan.net if street.rank != "expressway"]
    )
    found: list[Facility] = []
    for parcel in (parcel for parcel in parcels if parcel.land_use == "G1"):
        inner = parcel.shape.buffer(-3.0)
        if not inner.is_empty:
            line = shapely.shortest_line(inner, streets)
            found.append(
                Facility(
                    Point(line.coords[0]), f"公园入口{len(found) + 1}", "park_entrance", None, None
                )
            )
    return found
