from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import rasterio
import shapely

from sample_data import place, terrain

EAST, NORTH = place.ORIGIN


@pytest.fixture
def site() -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(geometry=[shapely.box(EAST, NORTH, EAST + 400, NORTH + 300)])


@pytest.fixture
def nothing() -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {"name": [], "cover": []}, geometry=gpd.GeoSeries([], crs=place.CRS), crs=place.CRS
    )


def test_grid_has_whole_blocks_around_the_site(site: gpd.GeoDataFrame) -> None:
    grid = terrain.grid_over(site)
    assert (grid.west, grid.north) == (EAST - 60, NORTH + 360)
    assert grid.columns * 2 >= 400 + 120
    assert grid.columns % 16 == grid.rows % 16 == 0


def test_a_level_roof_stands_on_the_ground_at_its_middle(
    site: gpd.GeoDataFrame, nothing: gpd.GeoDataFrame, tmp_path: Path
) -> None:
    grid = terrain.grid_over(site)
    ground = terrain.ground(grid, nothing)
    roof = shapely.box(EAST + 100, NORTH + 100, EAST + 160, NORTH + 140)
    roofs = gpd.GeoDataFrame(
        {"height_m": [12.0], "floors": [1], "roof_type": ["flat"], "tilt_deg": [np.nan]},
        geometry=[roof],
    )
    surface = terrain.surface(ground, grid, roofs, nothing)
    path = terrain.write(surface - ground, grid, tmp_path / "rise.tif")
    with rasterio.open(path) as raster:
        middle, beside = raster.sample([(EAST + 130, NORTH + 120), (EAST + 90, NORTH + 120)])
    assert middle[0] == pytest.approx(12.0, abs=0.1)
    assert beside[0] == 0.0
    assert np.array_equal(surface % terrain.STEP_M, np.zeros_like(surface))
