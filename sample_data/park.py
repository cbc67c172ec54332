"""The sample park as a value: every frame of the plan, generated from one seed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from geopandas import GeoDataFrame
from numpy.random import Generator
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from sample_data import controls, facilities, landuse, lines, network, place
from sample_data.blocks import GroundPlan, ground_plan
from sample_data.buildings import Building, buildings
from sample_data.greenery import greens
from sample_data.landuse import Parcel

BASE_YEAR = 2026

LEADING_AREA = ((-1130.0, -1040.0), (1180.0, 1530.0))
"""Corners of the leading area on the design plane: middle lines of four streets. [m]"""

STREET_TREE_SHARE = {"arterial": 0.16, "collector": 0.2, "local": 0.22}
"""Share of a street's land below the crowns of its trees. [-]"""


@dataclass(frozen=True)
class SamplePark:
    """A plan ready to be written: one frame per kind.

    Parameters
    ----------
    crs : code of the plan's coordinate system
    base_year : the year to which the sink's age counts. [a]
    frames : by kind, each indexed by `fid` from 1 on
    """

    name: str
    name_en: str
    crs: str
    base_year: int
    frames: Mapping[str, GeoDataFrame]


def build(seed: int = 20260101) -> SamplePark:
    """Return the park; the same seed gives equal frames."""
    random = np.random.default_rng(seed)
    plan = ground_plan(random)
    parcels = landuse.parcels(plan, random)
    roofs = buildings(parcels, random)
    red_line = _outline(plan)
    frames = {
        "boundary": _boundary(red_line),
        "phases": _phases(red_line),
        "parcels": _parcels(parcels, roofs, random),
        "rooftops": _rooftops(roofs),
        "greens": _greens(parcels, roofs, random),
        "corridors": _corridors(plan, random),
        "water": _water(parcels),
        "roads": _roads(plan, random),
        "paths": _paths(plan, parcels),
        "facilities": _facilities(plan, parcels, random),
    }
    return SamplePark(
        "零碳智谷", "Zero-carbon Valley", place.CRS, BASE_YEAR, MappingProxyType(frames)
    )


def _frame(columns: Mapping[str, object], shapes: Sequence[BaseGeometry]) -> GeoDataFrame:
    """Return a frame in the plan's place, with ids from 1 on; None stays missing."""
    placed = [place.placed(shape) for shape in shapes]
    made = gpd.GeoDataFrame(pd.DataFrame(dict(columns)), geometry=placed, crs=place.CRS)
    made.index = pd.Index(np.arange(1, len(made) + 1), name="fid")
    return made


def _texts(values: Sequence[str | None]) -> object:
    return pd.array(values, dtype="str")


def _numbers(values: Sequence[float | None]) -> object:
    return pd.array([np.nan if value is None else value for value in values], dtype="float64")


def _whole(values: Sequence[int | None]) -> object:
    return pd.array(values, dtype="Int64")


def _outline(plan: GroundPlan) -> Polygon:
    """Return the red line with the vertices of the parcels beside it."""
    whole = shapely.coverage_union_all([face.shape for face in plan.faces])
    return Polygon(whole.exterior) if isinstance(whole, Polygon) else plan.red_line


def _boundary(red_line: Polygon) -> GeoDataFrame:
    return _frame(
        {"name": _texts(["零碳智谷规划范围"]), "status": _texts(["official"])}, [red_line]
    )


def _phases(red_line: Polygon) -> GeoDataFrame:
    (west, south), (east, north) = LEADING_AREA
    corners = ((west, south), (east, south), (east, north), (west, north), (west, south))
    leading = Polygon(place.to_ground(place.dense(corners)))
    return _frame(
        {
            "name": _texts(["先导区", "规划区"]),
            "order": _whole([1, 2]),
            "year": _whole([2026, 2030]),
        },
        [leading, red_line],
    )


def _parcels(
    parcels: Sequence[Parcel], roofs: Sequence[Building], random: Generator
) -> GeoDataFrame:
    figures = controls.controls(parcels, roofs, random)
    return _frame(
        {
            "number": _texts([parcel.number for parcel in parcels]),
            "land_use": _texts([parcel.land_use for parcel in parcels]),
            "land_use_existing": _texts([parcel.existing for parcel in parcels]),
            **{name: _numbers(values) for name, values in figures.items()},
            "enterprise": _texts([parcel.enterprise for parcel in parcels]),
            "chain_node": _texts([parcel.chain_node for parcel in parcels]),
        },
        [parcel.shape for parcel in parcels],
    )


def _rooftops(roofs: Sequence[Building]) -> GeoDataFrame:
    return _frame(
        {
            "height_m": _numbers([roof.height_m for roof in roofs]),
            "floors": _whole([roof.floors for roof in roofs]),
            "roof_type": _texts([roof.roof_type for roof in roofs]),
            "usable_share": _numbers([roof.usable_share for roof in roofs]),
            "tilt_deg": _numbers([roof.tilt_deg for roof in roofs]),
            "azimuth_deg": _numbers([roof.azimuth_deg for roof in roofs]),
            "pv": _texts([roof.pv for roof in roofs]),
            "green_roof": _texts([roof.green_roof for roof in roofs]),
        },
        [roof.shape for roof in roofs],
    )


def _greens(
    parcels: Sequence[Parcel], roofs: Sequence[Building], random: Generator
) -> GeoDataFrame:
    found = greens(parcels, roofs, random)
    return _frame(
        {
            "name": _texts([green.name for green in found]),
            "cover": _texts([green.cover for green in found]),
            "role": _texts([green.role for green in found]),
            "planted": _whole([green.planted for green in found]),
        },
        [green.shape for green in found],
    )


def _corridors(plan: GroundPlan, random: Generator) -> GeoDataFrame:
    found = lines.corridors(plan, random)
    return _frame(
        {
            "name": _texts([corridor.name for corridor in found]),
            "type": _texts([corridor.type for corridor in found]),
            "width_m": _numbers([corridor.width_m for corridor in found]),
            "cover": _texts([corridor.cover for corridor in found]),
            "planted": _whole([corridor.planted for corridor in found]),
        },
        [corridor.course for corridor in found],
    )


def _water(parcels: Sequence[Parcel]) -> GeoDataFrame:
    found = [parcel for parcel in parcels if parcel.land_use == "E1"]
    types = ["river" if parcel.name == "澄碧河" else "lake" for parcel in found]
    return _frame(
        {"name": _texts([parcel.name for parcel in found]), "type": _texts(types)},
        [parcel.shape for parcel in found],
    )


def _roads(plan: GroundPlan, random: Generator) -> GeoDataFrame:
    found = network.pieces(plan.net, plan.red_line)
    crowns: list[float | None] = []
    for street, course in found:
        share = STREET_TREE_SHARE.get(street.rank)
        planted = share is not None and random.random() < 0.7
        crowns.append(round(share * street.width_m * course.length) if planted and share else None)
    return _frame(
        {
            "name": _texts([street.name for street, _ in found]),
            "class": _texts([street.rank for street, _ in found]),
            "width_m": _numbers([street.width_m for street, _ in found]),
            "surface": _texts(["pave_asphalt"] * len(found)),
            "street_tree_crown_m2": _numbers(crowns),
        },
        [course for _, course in found],
    )


def _paths(plan: GroundPlan, parcels: Sequence[Parcel]) -> GeoDataFrame:
    found = lines.paths(plan, parcels)
    return _frame(
        {
            "name": _texts([path.name for path in found]),
            "class": _texts([path.rank for path in found]),
            "width_m": _numbers([path.width_m for path in found]),
            "surface": _texts([path.surface for path in found]),
        },
        [path.course for path in found],
    )


def _facilities(plan: GroundPlan, parcels: Sequence[Parcel], random: Generator) -> GeoDataFrame:
    found = facilities.facilities(plan, parcels, random)
    return _frame(
        {
            "name": _texts([facility.name for facility in found]),
            "type": _texts([facility.type for facility in found]),
            "capacity": _numbers([facility.capacity for facility in found]),
            "unit": _texts([facility.unit for facility in found]),
        },
        [facility.place for facility in found],
    )
