"""The sample park as a value: every frame of the plan, generated from one seed."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from geopandas import GeoDataFrame

from sample_data import landuse, place
from sample_data.blocks import ground_plan
from sample_data.landuse import Parcel

BASE_YEAR = 2026


@dataclass(frozen=True)
class SamplePark:
    """A plan ready to be written: one frame per kind.

    Parameters
    ----------
    frames : by kind, each indexed by `fid` from 1 on, in `crs`
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
    found = landuse.parcels(plan, random)
    shapes = [parcel.shape for parcel in found]
    frames = {"parcels": _parcels(found)}
    del shapes
    return SamplePark("零碳智谷", "Zero-carbon Valley", place.CRS, BASE_YEAR, MappingProxyType(frames))


def frame(columns: Mapping[str, object], shapes: object) -> GeoDataFrame:
    """Return a frame in the plan's place with ids from 1 on."""
    made = gpd.GeoDataFrame(dict(columns), geometry=shapes, crs=place.CRS)
    made.geometry = shapely.transform(
        made.geometry.to_numpy(), lambda points: np.round(points + np.array(place.ORIGIN), 3)
    )
    made.index = pd.RangeIndex(1, len(made) + 1, name="fid")
    return made


def _parcels(found: list[Parcel]) -> GeoDataFrame:
    return frame({"number": [p.number for p in found], "land_use": [p.land_use for p in found],
      "land_use_existing": [p.existing for p in found], "enterprise": [p.enterprise for p in found],
      "chain_node":[p.chain_node for p in found]}, [p.shape for p in found])
