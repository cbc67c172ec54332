"""Surface models as heights in the plan's cells; strange ones are told in a sentence."""

import numpy as np
import pytest
from rasterio.transform import from_origin

from layers.errors import CancelledError, ImportDataError
from layers.files import surfaces
from layers.files.surfaces import stamp_of, surface_of
from layers.progress import Progress
from layers.raster import Raster
from tests.rasters import turned, write
from tests.small_plan import CRS, X, Y

BOX = (X + 50.0, Y + 50.0, X + 120.0, Y + 120.0)


def hills(rows=200, columns=200, dtype=np.float32):
    row, column = np.mgrid[0:rows, 0:columns]
    return (row * 2 + column % 7).astype(dtype)


def read(path, box=BOX, margin=20.0, crs="", **options):
    return surface_of(Raster("dsm", "dsm", str(path), crs=crs), CRS, box, margin, **options)


def test_heights_come_as_the_file_has_them(tmp_path):
    found = read(write(tmp_path / "a.tif", hills()))
    assert found.cell_m == 1.0
    assert (found.west, found.north) == (X + 30.0, Y + 140.0)
    assert np.array_equal(found.heights, hills()[60:170, 30:140])


def test_a_box_between_cells_takes_whole_cells(tmp_path):
    path = write(tmp_path / "a.tif", hills(100, 100), transform=from_origin(X, Y + 200, 2.0, 2.0))
    found = read(path, (X + 51.3, Y + 50.9, X + 119.7, Y + 119.2), 0.0)
    assert (found.west, found.north, found.cell_m) == (X + 50.0, Y + 120.0, 2.0)
    assert np.array_equal(found.heights, hills(100, 100)[40:75, 25:60])


def test_only_what_the_model_has_is_read(tmp_path):
    found = read(write(tmp_path / "a.tif", hills()), margin=5_000.0)
    assert found.heights.shape == (200, 200)


def test_a_model_in_tiles_is_put_together(tmp_path, monkeypatch):
    monkeypatch.setattr(surfaces, "_BLOCK", 37)
    path = write(tmp_path / "a.tif", hills(), tiled=True, blockxsize=32, blockysize=16)
    assert np.array_equal(read(path).heights, hills()[60:170, 30:140])


def test_a_model_that_is_turned_has_each_cell_below_its_centre(tmp_path):
    way = turned(30.0, 1.0)
    row, column = np.mgrid[0:300, 0:300]
    x = way.a * (column + 0.5) + way.b * (row + 0.5) + way.c
    y = way.d * (column + 0.5) + way.e * (row + 0.5) + way.f
    heights = ((x - X) + 2 * (y - Y)).astype(np.float32)
    box = (X + 60.0, Y + 60.0, X + 120.0, Y + 100.0)
    found = read(write(tmp_path / "a.tif", heights, transform=way), box, 0.0)
    rows, columns = found.heights.shape
    x = found.west + (np.arange(columns) + 0.5) * found.cell_m
    y = found.north - (np.arange(rows) + 0.5) * found.cell_m
    wanted = (x - X)[None, :] + 2 * (y - Y)[:, None]
    # A height of the nearest centre is half a cell away, along each side.
    assert np.nanmax(np.abs(found.heights - wanted)) < 0.75 * (1 + 2)
    assert abs(np.nanmean(found.heights - wanted)) < 0.05


def test_a_model_in_degrees_is_brought_into_the_plan(tmp_path):
    import pyproj

    lon, lat = pyproj.Transformer.from_crs(CRS, "EPSG:4326", always_xy=True).transform(X, Y + 200)
    way = from_origin(lon, lat, 2e-5, 1.8e-5)
    found = read(write(tmp_path / "a.tif", hills(100, 120), crs="EPSG:4326", transform=way))
    assert 1.8 < found.cell_m < 2.2
    assert not np.isnan(found.heights).any()


@pytest.mark.parametrize(
    ("heights", "options"),
    [
        (np.where(hills() > 300, np.nan, hills()), {}),
        (np.where(hills() > 300, -9999, hills()).astype(np.float32), {"nodata": -9999}),
        (np.where(hills() > 300, -32768, hills()).astype(np.int16), {}),
        (np.where(hills() > 300, -32768, hills()).astype(np.int16), {"nodata": -32768}),
        (np.where(hills() > 300, -3.4e38, hills()).astype(np.float32), {}),
        (np.where(hills() > 300, np.inf, hills()).astype(np.float32), {}),
    ],
)
def test_what_stands_for_nothing_is_nothing(tmp_path, heights, options):
    found = read(write(tmp_path / "a.tif", heights, **options)).heights
    wanted = hills()[60:170, 30:140]
    assert np.array_equal(np.isnan(found), wanted > 300)
    assert np.array_equal(found[wanted <= 300], wanted[wanted <= 300])


def test_a_fine_model_is_looked_at_in_coarser_cells(tmp_path):
    path = write(tmp_path / "a.tif", np.kron(hills(200, 200), np.ones((5, 5), np.float32)),
                 transform=from_origin(X, Y + 200, 0.2, 0.2))  # fmt: skip
    found = read(path)
    assert found.cell_m == surfaces.FINEST_M
    # Centres of the 0.5 m cells, in the 1 m blocks of equal heights.
    assert np.array_equal(found.heights[::2, ::2], hills()[60:170, 30:140])


def test_one_cell_is_a_model_too(tmp_path):
    way = from_origin(X + 60, Y + 100, 5.0, 5.0)
    found = read(write(tmp_path / "a.tif", np.full((1, 1), 7.0, np.float32), transform=way))
    assert found.heights.tolist() == [[7.0]]


@pytest.mark.parametrize(
    ("values", "options", "sentence"),
    [
        (np.zeros((3, 20, 20), np.uint8), {}, "is a picture, not a surface model"),
        (hills(20, 20), {"transform": from_origin(X, Y + 200, 30.0, 30.0)}, "measure 30 m: too"),
        (hills(), {"transform": from_origin(X + 9_000, Y, 1.0, 1.0)}, "lies elsewhere"),
        (hills(), {"transform": from_origin(118.1, 39.2, 1e-5, 1e-5), "crs": "EPSG:4326"},
         "lies elsewhere"),
    ],
)  # fmt: skip
def test_what_is_none_is_told(tmp_path, values, options, sentence):
    path = write(tmp_path / "a.tif", values, **options)
    with pytest.raises(ImportDataError, match=sentence):
        read(path)


def test_a_file_that_is_gone_or_broken_is_told(tmp_path):
    path = tmp_path / "a.tif"
    with pytest.raises(ImportDataError, match="There is no file"):
        read(path)
    with pytest.raises(ImportDataError, match=r"cannot be read: .*Find its file"):
        stamp_of(path)
    path.write_bytes(b"II*\0 nothing more")
    with pytest.raises(ImportDataError, match="cannot be read as a raster"):
        read(path)


def test_the_stamp_is_of_what_is_in_a_file(tmp_path):
    one = write(tmp_path / "a.tif", hills())
    other = tmp_path / "b.tif"
    other.write_bytes(one.read_bytes())
    assert stamp_of(one) == stamp_of(other)
    other.write_bytes(one.read_bytes()[:-1] + b"x")
    assert stamp_of(one) != stamp_of(other)


def test_reading_can_be_stopped(tmp_path):
    progress = Progress()
    progress.cancel()
    path = write(tmp_path / "a.tif", hills())
    with pytest.raises(CancelledError):
        read(path, progress=progress)
    with pytest.raises(CancelledError):
        stamp_of(path, progress)
