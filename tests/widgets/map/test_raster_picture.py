"""Pictures of rasters: every pixel at its place, at any zoom, turned and in other systems."""

import numpy as np
import pytest
import rasterio
from pyproj import Transformer
from rasterio.transform import from_origin

from layers.files.raster_place import Placed
from layers.files.rasters import RasterFile
from layers.pixels import Pixels
from layers.raster import Raster, RasterStyle
from tests.rasters import checks, turned, write
from tests.small_plan import CRS, X, Y
from widgets.map.raster_picture import is_readable, level_for, picture

USUAL = RasterStyle()


def shown(path, grid, style=USUAL, role="imagery", crs=CRS, fetch=None):
    file = RasterFile(path)
    found = picture(
        Raster("r", role, str(path), style=style), Placed(file, crs), grid, fetch or file.tile
    )
    whole = np.zeros((grid.height, grid.width, 4), np.uint8)
    if found is not None:
        high, wide = found.rgba.shape[:2]
        whole[found.top : found.top + high, found.left : found.left + wide] = found.rgba
    file.close()
    return whole


@pytest.mark.parametrize("px_per_m", [1.0, 2.0, 3.7, 16.0])
def test_each_pixel_shows_what_lies_below_its_centre(tmp_path, px_per_m):
    path = write(tmp_path / "a.tif", checks(), tiled=True, blockxsize=16, blockysize=16)
    grid = Pixels(X + 20.25, Y + 190.5, px_per_m, 300, 200)
    found = shown(path, grid)
    column = np.floor(20.25 + (np.arange(300) + 0.5) / px_per_m).astype(int)
    row = np.floor(9.5 + (np.arange(200) + 0.5) / px_per_m).astype(int)
    inside = (row < 200)[:, None] & (column < 200)[None, :]
    assert (found[..., 3] == np.where(inside, 255, 0)).all()
    expected = checks()[:, np.minimum(row, 199)[:, None], np.minimum(column, 199)[None, :]]
    np.testing.assert_array_equal(found[..., :3][inside], np.moveaxis(expected, 0, -1)[inside])


def test_a_turned_raster_lies_where_its_transform_says(tmp_path):
    values = np.zeros((50, 80), np.uint8)
    values[10, 60] = 200
    path = write(tmp_path / "a.tif", values, transform=turned(30.0, 2.0))
    grid = Pixels(X - 100, Y + 250, 2.0, 700, 600)
    found = shown(path, grid)
    rows, columns = np.nonzero(found[..., 0] == 200)
    x, y = turned(30.0, 2.0) @ (60.5, 10.5)
    assert X - 100 + (columns.mean() + 0.5) / 2 == pytest.approx(x, abs=0.3)
    assert Y + 250 - (rows.mean() + 0.5) / 2 == pytest.approx(y, abs=0.3)
    assert len(rows) == pytest.approx(2 * 2 * 4, abs=3)


@pytest.mark.parametrize("px_per_m", [0.5, 4.0, 20.0])
def test_a_raster_in_degrees_lies_where_its_coordinates_are(tmp_path, px_per_m):
    way = Transformer.from_crs(CRS, "EPSG:4490", always_xy=True)
    west, north = way.transform(X - 50, Y + 300)
    size = 2e-6
    values = checks(2000, 3000)
    path = write(
        tmp_path / "a.tif", values, crs="EPSG:4490", transform=from_origin(west, north, size, size)
    )
    grid = Pixels(X + 3.3, Y + 180.1, px_per_m, 200, 160)
    found = shown(path, grid)
    x = grid.west + (np.arange(200) + 0.5) / px_per_m
    y = grid.north - (np.arange(160) + 0.5) / px_per_m
    longitude, latitude = way.transform(*np.meshgrid(x, y))
    column, row = (longitude - west) / size, (north - latitude) / size
    inside = (column > 0) & (column < 3000) & (row > 0) & (row < 2000)
    clear = inside & (np.abs(column % 1 - 0.5) < 0.4) & (np.abs(row % 1 - 0.5) < 0.4)
    assert clear.mean() > 0.1
    expected = values[:, np.clip(row, 0, 1999).astype(int), np.clip(column, 0, 2999).astype(int)]
    np.testing.assert_array_equal(found[..., :3][clear], np.moveaxis(expected, 0, -1)[clear])
    assert (found[..., 3][clear] == 255).all()


def test_a_coarser_level_is_read_where_it_is_sharp_enough(tmp_path):
    path = write(
        tmp_path / "a.tif",
        checks(2000, 2000),
        tiled=True,
        blockxsize=256,
        blockysize=256,
        overviews=(2, 4, 8),
    )
    file = RasterFile(path)
    placed = Placed(file, CRS)
    levels = [
        level_for(placed, Pixels(X, Y + 200, k, 100, 100)) for k in (2.0, 1.0, 0.5, 0.2, 0.01)
    ]
    assert levels == [0, 0, 1, 2, 3]
    asked = []

    def fetch(level, row, column, bands):
        asked.append(level.scale_x)
        return file.tile(level, row, column, bands)

    shown(path, Pixels(X, Y + 200, 0.125, 250, 250), fetch=fetch)
    assert set(asked) == {8.0}
    file.close()


def test_what_is_nothing_is_transparent(tmp_path):
    values = np.full((20, 20), 5.0, np.float32)
    values[0, 0], values[0, 1], values[0, 2] = -9999.0, np.nan, np.inf
    path = write(tmp_path / "a.tif", values, nodata=-9999.0)
    found = shown(path, Pixels(X, Y + 200, 1.0, 20, 20), role="dsm")
    assert found[0, :5, 3].tolist() == [0, 0, 0, 255, 255]
    rgba = np.concatenate([checks(20, 20), np.full((1, 20, 20), 255, np.uint8)])
    rgba[3, 4, 4], rgba[3, 5, 5] = 0, 100
    path = write(tmp_path / "b.tif", rgba, photometric="RGB", alpha="YES")
    found = shown(path, Pixels(X, Y + 200, 1.0, 20, 20))
    assert (found[4, 4, 3], found[5, 5, 3], found[6, 6, 3]) == (0, 100, 255)


def test_pieces_of_a_shaded_raster_fit_without_seams(tmp_path):
    row, column = np.mgrid[0:200, 0:200]
    heights = (20 * np.sin(row / 9) * np.cos(column / 7)).astype(np.float32)
    path = write(tmp_path / "a.tif", heights, tiled=True, blockxsize=16, blockysize=16)
    style = RasterStyle(hillshade=True, stretch="manual", lowest=-20, highest=20)
    grid = Pixels(X + 1, Y + 199, 1.5, 280, 280)
    whole = shown(path, grid, style, "dsm")
    for left in range(0, 280, 70):
        for top in range(0, 280, 70):
            piece = shown(path, grid.part(left, top, 70, 70), style, "dsm")
            np.testing.assert_array_equal(piece, whole[top : top + 70, left : left + 70])
    plain = shown(path, grid, RasterStyle(stretch="manual", lowest=-20, highest=20), "dsm")
    assert (plain != whole).any()


def test_a_plane_in_degrees_is_shaded_by_its_slope_in_metres(tmp_path):
    """A plane that rises 1 m per metre to the east, lit from the west at 45°, faces the light."""
    way = Transformer.from_crs(CRS, "EPSG:4490", always_xy=True)
    west, north = way.transform(X, Y + 200)
    size = 1e-5
    back = Transformer.from_crs("EPSG:4490", CRS, always_xy=True)
    x, _ = back.transform(
        *np.meshgrid(west + (np.arange(300) + 0.5) * size, north - (np.arange(300) + 0.5) * size)
    )
    path = write(
        tmp_path / "a.tif", x - X, crs="EPSG:4490", transform=from_origin(west, north, size, size)
    )
    usual = {"hillshade": True, "ramp": "grey", "stretch": "manual", "lowest": -1e6, "highest": 1e6}
    grid = Pixels(X + 50, Y + 150, 1.0, 100, 100)
    facing = shown(path, grid, RasterStyle(**usual, azimuth=270.0), "dsm")[50, 50, 0]
    level = shown(path, grid, RasterStyle(**usual, azimuth=270.0, exaggeration=1e-6), "dsm")
    away = shown(path, grid, RasterStyle(**usual, azimuth=90.0), "dsm")[50, 50, 0]
    assert level[50, 50, 0] == 128
    assert facing == pytest.approx(128 * 2**0.5, abs=1.5)
    assert away == 0


def test_missing_tiles_are_filled_from_a_coarser_level_that_is_kept(tmp_path):
    path = write(
        tmp_path / "a.tif",
        np.full((3, 2000, 2000), 90, np.uint8),
        tiled=True,
        blockxsize=256,
        blockysize=256,
        overviews=(2, 4),
    )
    file = RasterFile(path)
    placed, raster = Placed(file, CRS), Raster("r", "imagery", "")
    grid = Pixels(X, Y + 200, 1.0, 600, 600)
    empty = picture(raster, placed, grid, lambda *_: None)
    assert not empty.complete
    assert not empty.rgba[..., 3].any()
    coarse = file.levels[2]
    file.tile(coarse, 0, 0, (1, 2, 3))

    def fetch(level, row, column, bands):
        return file.kept(level, row, column, bands)

    filled = picture(raster, placed, grid, fetch)
    assert not filled.complete
    assert (filled.rgba[10:, 10:-10] == (90, 90, 90, 255)).all()
    file.close()


def test_too_much_is_not_read_at_once(tmp_path):
    path = write(tmp_path / "a.tif", np.zeros((10, 10), np.uint8))
    file = RasterFile(path)
    placed = Placed(file, CRS)
    file.width = file.height = 100_000
    placed.bounds = (X, Y + 200 - 100_000, X + 100_000, Y + 200)
    assert not is_readable(placed, Pixels(X, Y + 200, 0.01, 1000, 1000))
    assert is_readable(placed, Pixels(X, Y + 200, 1.0, 1000, 1000))
    file.close()


@pytest.mark.parametrize("stretch", ["none", "minmax", "percentile", "deviation", "manual"])
def test_heights_that_no_ground_has_are_drawn_without_a_warning(tmp_path, stretch):
    far = np.where(np.arange(40_000).reshape(200, 200) % 7, 1e17, -1e17).astype(np.float32)
    far[:100] = 3.4e38
    path = write(tmp_path / "a.tif", far, transform=from_origin(X, Y + 200, 1e-3, 1e-3))
    style = RasterStyle(
        stretch=stretch, lowest=-1.7e308, highest=1.7e308, hillshade=True, exaggeration=1_000.0
    )
    grid = Pixels(X, Y + 200, 1_000.0, 200, 200)
    found = shown(path, grid, style, "dsm")
    assert not found[:99, :, 3].any()
    assert (found[101:, :, 3] == 255).all()


def test_a_palette_of_more_colours_than_bytes_shows_them(tmp_path):
    path = write(tmp_path / "a.tif", np.full((9, 9), 60_000, np.uint16), photometric="palette")
    with rasterio.open(path, "r+") as file:
        file.write_colormap(1, {60_000: (1, 2, 3, 255)})
    found = shown(path, Pixels(X, Y + 200, 1.0, 9, 9))
    assert found[4, 4].tolist() == [1, 2, 3, 255]
