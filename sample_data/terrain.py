"""Ground and surface heights: a gentle valley, and on it roofs and the crowns of trees."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import rasterio
import shapely
from geopandas import GeoDataFrame
from numpy.typing import NDArray
from rasterio.enums import Resampling
from rasterio.features import rasterize

from sample_data import place

Heights = NDArray[np.float32]

CELL_M = 2.0
"""Edge of a raster cell. [m]"""

STEP_M = 1 / 16
"""Step of the stored heights: a power of two, so that the files pack well. [m]"""

_COARSE = 16
"""Cells between the places where the ground is computed; between them it is interpolated."""

_UNKNOWN_STOREYS = 2
_STOREY_M = 3.6
_TREES = ("tree_urban", "forest_temperate")


@dataclass(frozen=True, slots=True)
class Grid:
    """Where a raster lies: its north-west corner and its size in cells."""

    west: float
    north: float
    columns: int
    rows: int

    @property
    def transform(self) -> rasterio.Affine:
        """Affine map from cells to the plan."""
        return rasterio.Affine(CELL_M, 0.0, self.west, 0.0, -CELL_M, self.north)


def grid_over(boundary: GeoDataFrame) -> Grid:
    """Return the grid over the red line with 60 m around it."""
    west, south, east, north = (float(value) for value in boundary.total_bounds)
    margin, block = 60.0, _COARSE * CELL_M
    west, north = np.floor((west - margin) / 10) * 10, np.ceil((north + margin) / 10) * 10
    columns = int(np.ceil((east + margin - west) / block)) * _COARSE
    rows = int(np.ceil((north - south + margin) / block)) * _COARSE
    return Grid(float(west), float(north), columns, rows)


def ground(grid: Grid, water: GeoDataFrame) -> Heights:
    """Return heights of the ground, with the waters level, in m."""
    x = np.arange(grid.columns // _COARSE + 1) * _COARSE * CELL_M + grid.west - place.ORIGIN[0]
    y = grid.north - place.ORIGIN[1] - np.arange(grid.rows // _COARSE + 1) * _COARSE * CELL_M
    easting, northing = np.meshgrid(x, y)
    heights = _refined(_valley(np.asarray(easting, float), np.asarray(northing, float)), grid)
    for name in water["name"].unique().tolist():
        cover = _mask(water, (water["name"] == name).to_numpy(dtype=bool), grid)
        if name == "澄碧河":
            heights[cover] -= 1.6
        elif cover.any():
            heights[cover] = np.quantile(heights[cover], 0.1) - 0.8
    return _stepped(heights)


def _valley(x: place.Points, y: place.Points) -> place.Points:
    away = shapely.distance(place.river_course(), shapely.points(x, y))
    u = place.to_design(np.column_stack((x.ravel(), y.ravel())))[:, 0].reshape(x.shape)
    rise = (4.8 + 0.6 * np.tanh((560.0 - u) / 400.0)) * (away / 1000.0) ** 1.05
    banks = 3.4 * (1.0 - np.exp(-((away / 95.0) ** 2)))
    swell = 0.9 * np.sin(x / 410.0 + 1.0) * np.cos(y / 530.0) + 0.5 * np.sin((x - y) / 230.0)
    calm = 1.0 - np.exp(-((away / 260.0) ** 2))
    return 44.0 + 0.0008 * y + banks + rise + swell * calm


def _refined(coarse: place.Points, grid: Grid) -> Heights:
    """Return heights of all cells, interpolated between the coarse places, in m."""
    rows = (np.arange(grid.rows) + 0.5) / _COARSE
    columns = (np.arange(grid.columns) + 0.5) / _COARSE
    top, left = rows.astype(int), columns.astype(int)
    down, right = (rows - top)[:, None], (columns - left)[None, :]
    upright = coarse[top] * (1 - down) + coarse[top + 1] * down
    return (upright[:, left] * (1 - right) + upright[:, left + 1] * right).astype(np.float32)


def _mask(frame: GeoDataFrame, chosen: NDArray[np.bool_], grid: Grid) -> NDArray[np.bool_]:
    """Return the cells whose middle lies in one of the chosen rows."""
    shapes = frame.geometry.to_numpy()[chosen].tolist()
    if not shapes:
        return np.zeros((grid.rows, grid.columns), dtype=bool)
    burnt = rasterize(
        shapes, out_shape=(grid.rows, grid.columns), transform=grid.transform, dtype="uint8"
    )
    return np.asarray(burnt, dtype=bool)


def _stepped(heights: Heights) -> Heights:
    return (np.round(heights / STEP_M) * STEP_M).astype(np.float32)


def surface(ground_m: Heights, grid: Grid, roofs: GeoDataFrame, greens: GeoDataFrame) -> Heights:
    """Return heights of the surface: ground, crowns of trees, level and pitched roofs, in m."""
    wooded = greens["cover"].isin(_TREES).to_numpy(dtype=bool)
    heights = ground_m + _crowns(_mask(greens, wooded, grid))
    middle = shapely.get_coordinates(shapely.centroid(roofs.geometry.to_numpy()))
    column = ((middle[:, 0] - grid.west) / CELL_M).astype(int)
    row = ((grid.north - middle[:, 1]) / CELL_M).astype(int)
    storeys = roofs["floors"].astype("Float64").fillna(_UNKNOWN_STOREYS).to_numpy("float64")
    tall = roofs["height_m"].fillna(float("nan")).to_numpy("float64")
    eaves = ground_m[row, column].astype(np.float64) + np.where(
        np.isnan(tall), storeys * _STOREY_M, tall
    )
    shapes = list(zip(roofs.geometry, eaves.tolist(), strict=True))
    shapes.extend(_pitched(roofs, eaves))
    roofed = rasterize(
        shapes,
        out_shape=heights.shape,
        transform=grid.transform,
        fill=0,
        dtype="float32",
    )
    tops = np.asarray(roofed, dtype=np.float32)
    return _stepped(np.where(tops > 0, tops, heights).astype(np.float32))


def _pitched(
    roofs: GeoDataFrame, eaves: NDArray[np.float64]
) -> list[tuple[shapely.Polygon, float]]:
    """Return the pitched roofs above their eaves as ever smaller shapes one on the other."""
    shapes: list[tuple[shapely.Polygon, float]] = []
    chosen = (roofs["roof_type"] == "pitched").to_numpy(dtype=bool, na_value=False)
    outlines = roofs.geometry.to_numpy()[chosen]
    slopes = np.tan(np.radians(roofs["tilt_deg"].fillna(25.0).to_numpy("float64")[chosen]))
    for inset in np.arange(CELL_M, 12.0, CELL_M):
        smaller = shapely.buffer(outlines, -inset, join_style="mitre")
        levels = eaves[chosen] + inset * slopes
        shapes.extend(
            (shape, float(level))
            for shape, level in zip(smaller, levels, strict=True)
            if not shape.is_empty
        )
    return shapes


def _crowns(land: NDArray[np.bool_]) -> Heights:
    """Return heights of tree crowns above the ground: domes at random places, in m."""
    random = np.random.default_rng(7)
    rows, columns = np.nonzero(land)
    chosen = random.random(len(rows)) < 0.075
    rows, columns = rows[chosen], columns[chosen]
    tops = random.uniform(6.0, 13.0, len(rows)).astype(np.float32)
    heights = np.zeros(land.shape, dtype=np.float32)
    reach = 2
    inside = (
        (rows >= reach)
        & (rows < land.shape[0] - reach)
        & (columns >= reach)
        & (columns < land.shape[1] - reach)
    )
    rows, columns, tops = rows[inside], columns[inside], tops[inside]
    for down in range(-reach, reach + 1):
        for right in range(-reach, reach + 1):
            fall = 1.0 - (down**2 + right**2) / 10.0
            if fall > 0.1:
                np.maximum.at(heights, (rows + down, columns + right), tops * np.float32(fall))
    return heights


def write(heights: Heights, grid: Grid, path: Path) -> Path:
    """Write heights as a compressed, tiled GeoTIFF with overviews."""
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        width=grid.columns,
        height=grid.rows,
        count=1,
        dtype="float32",
        crs=place.CRS,
        transform=grid.transform,
        tiled=True,
        blockxsize=512,
        blockysize=512,
        compress="deflate",
        predictor=3,
        zlevel=6,
        num_threads="all_cpus",
    ) as raster:
        raster.write(heights, 1)
        raster.set_band_unit(1, "m")
        raster.build_overviews([2, 4, 8, 16], Resampling.average)
    return path
