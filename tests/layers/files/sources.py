"""Files to be imported by tests."""

from __future__ import annotations

import warnings
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import shapely

from layers.files import importing
from layers.files.importing import Options

CRS = "EPSG:4547"


def squares(n: int, x: float = 500_000.0, y: float = 2_500_000.0) -> np.ndarray:
    left = x + np.arange(n) * 10.0
    return shapely.box(left, np.full(n, y), left + 10.0, np.full(n, y + 10.0))


def file(path: Path, geometries, crs: str | None = CRS, **options) -> Path:
    fields = options.pop("fields", {})
    with warnings.catch_warnings():
        # GDAL tells of cut names and of a missing system, which is what is wanted here.
        warnings.simplefilter("ignore")
        write(path, fields, geometries, crs, **options)
    return path


def write(path, fields, geometries, crs, **options):
    pyogrio.write_dataframe(gpd.GeoDataFrame(fields, geometry=geometries, crs=crs), path, **options)
    return path


def new(path: Path, kind: str = "parcels", **options):
    plan_options = {key: options.pop(key) for key in ("set_id",) if key in options}
    return importing.new_plan(
        "试验", [Options(path, kind, **options)], base_year=2025, **plan_options
    )


def texts(messages) -> str:
    return " ".join(str(message) for message in messages)
