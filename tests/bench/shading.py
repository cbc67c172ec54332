"""How long the shading of 2,000 roofs takes over a surface model of 25 km² in cells of 2 m."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

ROOFS = 2_000
SIDE_M, CELL_M = 5_000, 2
WEST, SOUTH = 39_500_000.0, 3_880_000.0


def worked() -> Iterator[tuple[str, str, float, int]]:
    """Measure all roofs, those of a moved roof alone, and a plan of which all still holds. [ms]."""
    from layers.edits.shading import keep_shading
    from layers.files.shading import shade

    with tempfile.TemporaryDirectory() as folder:
        document, moved = town(Path(folder) / "dsm.tif")
        started = time.perf_counter()
        found = shade(document)
        yield "shading", "ms", (time.perf_counter() - started) * 1000, 1
        assert found.computed == ROOFS
        document = document.applied(keep_shading(document, found.kept))
        started = time.perf_counter()
        assert shade(document).computed == 0
        yield "shading_held", "ms", (time.perf_counter() - started) * 1000, 1
        document = replace(moved, enclosed=document.enclosed)
        started = time.perf_counter()
        assert shade(document).computed == 1
        yield "shading_moved", "ms", (time.perf_counter() - started) * 1000, 1


def town(path: Path) -> tuple[Any, Any]:
    """Write a surface model of halls and towers on hills; return a plan, and with a roof moved."""
    import geopandas as gpd
    import numpy as np
    import pandas as pd
    import rasterio
    import shapely
    from rasterio.transform import from_origin

    from layers.document import Document
    from layers.kinds import kinds
    from layers.layer import Layer, empty_frame
    from layers.raster import Raster
    from tests.bench.coverage import CRS

    random = np.random.default_rng(9)
    cells = SIDE_M // CELL_M
    row, column = np.mgrid[0:cells, 0:cells]
    heights = (40 + 10 * np.sin(column / 400) + 8 * np.cos(row / 300)).astype(np.float32)
    # A roof in each of 50 x 40 fields, so that none lie over one another.
    places = np.stack(np.unravel_index(np.arange(ROOFS), (40, 50)), axis=1)
    top, left = places[:, 0] * 62 + 5, places[:, 1] * 50 + 4
    wide, high = random.integers(8, 42, (2, ROOFS))
    tall = random.choice(
        [8, 10, 12, 15, 24, 36, 100], ROOFS, p=[0.3, 0.25, 0.2, 0.1, 0.1, 0.04, 0.01]
    )
    for y, x, w, h, up in zip(top, left, wide, high, tall, strict=True):
        part = heights[y : y + h, x : x + w]
        part[:] = part.mean() + up
    way = from_origin(WEST, SOUTH + SIDE_M, CELL_M, CELL_M)
    with rasterio.open(
        path, "w", driver="GTiff", width=cells, height=cells, count=1, dtype="float32", crs=CRS,
        transform=way, tiled=True, compress="deflate",
    ) as file:  # fmt: skip
        file.write(heights, 1)
    west, north = WEST + left * CELL_M, SOUTH + SIDE_M - top * CELL_M
    shapes = shapely.box(west, north - high * CELL_M, west + wide * CELL_M, north)
    index = pd.Index(np.arange(1, ROOFS + 1), name="fid")
    frame = empty_frame(kinds()["rooftops"], CRS).reindex(index)
    frame["height_m"] = pd.Series(tall.astype(float), index, dtype="Float64")
    plan = Document.new("shading", CRS, base_year=2026)
    plan = replace(plan, rasters={"dsm": Raster("dsm", "dsm", str(path), "DSM")})

    def with_roofs(polygons: Any) -> Any:
        frame["geometry"] = gpd.array.from_shapely(polygons, crs=CRS)
        return plan.with_layer(Layer("rooftops", frame.copy()))

    other = shapes.copy()
    other[7] = shapely.box(west[7], north[7] - 20, west[7] + 18, north[7])
    return with_roofs(shapes), with_roofs(other)
