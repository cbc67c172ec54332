"""What is read of a raster file, and what is refused."""

from pathlib import Path

import numpy as np
import pytest
import rasterio
from pyproj import CRS
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


def test_a_palette_may_have_more_colours_than_bytes(tmp_path):
    values = np.array([[0, 300], [60_000, 0]], np.uint16)
    path = write(tmp_path / "a.tif", values, photometric="palette")
    with rasterio.open(path, "r+") as file:
        file.write_colormap(1, {300: (255, 0, 0, 255), 60_000: (0, 0, 255, 255)})
    file = RasterFile(path)
    assert file.palette[300].tolist() == [255, 0, 0, 255]
    assert file.palette[60_000].tolist() == [0, 0, 255, 255]
    file.close()


SITE = 'LOCAL_CS["site",UNIT["metre",1]]'
MARS = CRS.from_epsg(4547).to_wkt().replace("6378137", "3396190")


@pytest.mark.parametrize("crs", [SITE, MARS, "EPSG:5773", "EPSG:4978"])
def test_a_raster_that_is_not_tied_to_the_ground_is_refused(tmp_path, crs):
    path = write(tmp_path / "a.tif", checks(), crs=None)
    with pytest.raises(ImportDataError, match="not tied to the ground"):
        RasterFile(path, crs)


def test_numbers_that_programs_fill_with_are_nothing(tmp_path):
    values = np.array([[1.0, np.inf, np.nan], [-3.4e38, 9.97e36, 1e15]], np.float32)
    file = RasterFile(write(tmp_path / "a.tif", values))
    assert file.tile(file.levels[0], 0, 0, (1,)).alpha.tolist() == [[255, 0, 0], [0, 0, 255]]
    assert (file.spread(1).least, file.spread(1).greatest) == (1.0, pytest.approx(1e15))
    file.close()


def test_a_raster_cut_off_anywhere_is_a_sentence(tmp_path):
    path = write(tmp_path / "a.tif", checks(), tiled=True, blockxsize=64, blockysize=64)
    content = path.read_bytes()
    for length in (0, 3, 4, 8, 50, 200, len(content) // 2, len(content) - 1):
        path.write_bytes(content[:length])
        with pytest.raises(ImportDataError, match=r"a\.tif"):  # noqa: PT012 - wherever it is noticed
            file = RasterFile(path)
            for row in range(4):
                for column in range(4):
                    file.tile(file.levels[0], row, column, (1, 2, 3))


@pytest.mark.parametrize("name", ["x" * 400, "a\0b.tif"])
def test_a_name_that_no_file_can_have_is_a_sentence(tmp_path, name):
    with pytest.raises(ImportDataError, match=r"cannot be read|There is no file"):
        RasterFile(tmp_path / name)


def test_a_name_that_looks_like_a_protocol_is_a_file(tmp_path, monkeypatch):
    write(tmp_path / "zip:a.tif", checks())
    monkeypatch.chdir(tmp_path)
    file = RasterFile(Path("zip:a.tif"))
    assert file.width == 200
    file.close()


def test_levels_that_were_damaged_are_dropped_and_made_again(tmp_path, monkeypatch):
    monkeypatch.setattr(raster_overviews, "folder", lambda: tmp_path / "cache")
    path = write(tmp_path / "a.tif", np.full((1000, 1000), 8.0, np.float32))
    file = RasterFile(path)
    raster_overviews.make(file)
    place = raster_overviews.place_of(file)
    content = place.read_bytes()
    place.write_bytes(content[:2_000])
    tile = file.tile(file.levels[1], 0, 0, (1,))
    assert (tile.alpha == 0).all()
    assert [level.scale_x for level in file.levels] == [1.0]
    assert not place.exists()
    place.write_bytes(b"II*\0nonsense")
    assert not raster_overviews.add_kept(file)
    assert not place.exists()
    raster_overviews.make(file)
    assert file.tile(file.levels[1], 0, 0, (1,)).values[0, 0, 0] == 8.0
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
