"""What is read of a raster file, and what is refused."""

import numpy as np
import pytest
import rasterio
from rasterio.transform import Affine

from layers.errors import CancelledError, ImportDataError
from layers.files import raster_overviews
from layers.files.raster_roles import is_raster, raster_of
from layers.files.rasters import RasterFile
from layers.progress import Progress
from layers.raster import Raster
from tests.rasters import checks, write


def test_strips_are_read_as_whole_strips(tmp_path):
    path = write(tmp_path / "a.tif", np.zeros((50, 5000), np.uint8), blockysize=4)
    file = RasterFile(path)
    level = file.levels[0]
    assert (level.tile_width, level.tile_height) == (5000, 52)
    assert file.tile(level, 0, 0, (1,)).values.shape == (1, 50, 5000)
    file.close()


def test_values_are_the_files_and_nodata_is_nothing(tmp_path):
    values = np.arange(12, dtype=np.uint16).reshape(3, 4)
    path = write(tmp_path / "a.tif", values, nodata=5)
    file = RasterFile(path)
    tile = file.tile(file.levels[0], 0, 0, (1,))
    np.testing.assert_array_equal(tile.values[0], values)
    np.testing.assert_array_equal(tile.alpha == 0, values == 5)
    spread = file.spread(1)
    assert (spread.least, spread.greatest) == (0.0, 11.0)
    assert spread.mean == pytest.approx((66 - 5) / 11)
    file.close()


def test_a_raster_without_a_system_takes_the_given_one(tmp_path):
    path = write(tmp_path / "a.tif", checks(), crs=None)
    with pytest.raises(ImportDataError, match="does not say its reference system"):
        RasterFile(path)
    file = RasterFile(path, "EPSG:4547")
    assert file.crs.to_epsg() == 4547
    file.close()


@pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")
def test_what_points_elsewhere_or_nowhere_is_refused(tmp_path):
    source = write(tmp_path / "a.tif", checks())
    vrt = tmp_path / "b.tif"
    with rasterio.open(source) as file:
        vrt.write_text(
            f'<VRTDataset rasterXSize="{file.width}" rasterYSize="{file.height}"></VRTDataset>'
        )
    for path, sentence in (
        (vrt, "begins like no file"),
        (tmp_path / "gone.tif", "There is no file"),
        (write(tmp_path / "n.tif", checks(), transform=Affine.identity()), "where it lies"),
        (write(tmp_path / "c.tif", np.zeros((9, 9), np.complex64)), "complex64"),
    ):
        with pytest.raises(ImportDataError, match=sentence):
            RasterFile(path)
    with rasterio.open(source, "r+") as file:
        file.update_tags(ns="OVERVIEWS", OVERVIEW_FILE="/vsicurl/http://localhost:1/x.tif")
    with pytest.raises(ImportDataError, match="refers to other files"):
        RasterFile(source)


def test_a_picture_with_a_world_file_and_a_palette(tmp_path):
    values = np.array([[0, 1], [1, 0]], np.uint8)
    path = write(tmp_path / "a.tif", values, photometric="palette")
    with rasterio.open(path, "r+") as file:
        file.write_colormap(1, {0: (255, 0, 0, 255), 1: (0, 0, 255, 255)})
    file = RasterFile(path)
    assert file.palette[:2].tolist() == [[255, 0, 0, 255], [0, 0, 255, 255]]
    file.close()


def test_levels_are_made_beside_and_used_again(tmp_path, monkeypatch):
    monkeypatch.setattr(raster_overviews, "folder", lambda: tmp_path / "cache")
    monkeypatch.setattr(raster_overviews, "WANTED_ABOVE", 300 * 300)
    values = np.full((1001, 999), 8.0, np.float32)
    values[0:4, 0:4] = -1.0
    values[0, 0] = 7.0
    path = write(tmp_path / "a.tif", values, nodata=-1.0)
    file = RasterFile(path)
    assert raster_overviews.wanted(file)
    assert not raster_overviews.add_kept(file)
    raster_overviews.make(file)
    assert [level.scale_x for level in file.levels] == [1.0, 4.0]
    tile = file.tile(file.levels[1], 0, 0, (1,))
    assert tile.values.shape == (1, 251, 250)
    assert (tile.values[0, 0, 0], tile.values[0, 5, 5], tile.values[0, 250, 249]) == (7.0, 8.0, 8.0)
    again = RasterFile(path)
    assert raster_overviews.add_kept(again)
    assert len(again.levels) == 2
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.tif", "cache"]
    for one in (file, again):
        one.close()


def test_making_levels_can_be_stopped_and_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(raster_overviews, "folder", lambda: tmp_path / "cache")
    file = RasterFile(write(tmp_path / "a.tif", checks()))
    progress = Progress()
    progress.cancel()
    with pytest.raises(CancelledError):
        raster_overviews.make(file, progress)
    assert list((tmp_path / "cache").iterdir()) == []
    file.close()


def test_what_a_raster_shows_is_told_by_its_name_and_values(tmp_path):
    heights = np.zeros((9, 9), np.float32)
    found = raster_of(write(tmp_path / "roofs.tif", heights))
    assert (found.role, found.style.hillshade, found.title) == ("dsm", True, "roofs")
    assert raster_of(write(tmp_path / "ghi_year.tif", heights)).role == "irradiance"
    assert raster_of(write(tmp_path / "ortho.tif", checks())).role == "imagery"
    assert isinstance(found, Raster)
    assert is_raster(tmp_path / "A.TIF")
    assert not is_raster(tmp_path / "a.vrt")
