"""Files beside a raster: levels and masks in TIFFs are read, whatever names other files is not."""

import numpy as np
import pytest
import rasterio

from layers.errors import ImportDataError
from layers.files.rasters import RasterFile
from tests.rasters import write


@pytest.fixture
def raster(tmp_path):
    return write(tmp_path / "a.tif", np.zeros((200, 200), np.uint8))


@pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")
@pytest.mark.parametrize("end", [".ovr", ".OVR", ".msk", ".msk.ovr"])
def test_a_list_of_files_elsewhere_is_not_followed(raster, end):
    if end == ".msk.ovr":
        write(raster.with_name("a.tif.msk"), np.ones((200, 200), np.uint8), crs=None)
    raster.with_name(f"a.tif{end}").write_text(
        '<VRTDataset rasterXSize="100" rasterYSize="100"><VRTRasterBand dataType="Byte" band="1">'
        "<SimpleSource><SourceFilename>/vsicurl/http://127.0.0.1:9/x.tif</SourceFilename>"
        "</SimpleSource></VRTRasterBand></VRTDataset>"
    )
    with pytest.raises(ImportDataError, match="refers to other files"):
        RasterFile(raster)


@pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")
def test_levels_beside_that_name_others_are_not_followed(raster):
    beside = write(raster.with_name("a.tif.ovr"), np.ones((100, 100), np.uint8), crs=None)
    with rasterio.open(beside, "r+") as file:
        file.update_tags(ns="OVERVIEWS", OVERVIEW_FILE="elsewhere.vrt")
    with pytest.raises(ImportDataError, match="refers to other files"):
        RasterFile(raster)


@pytest.mark.parametrize("name", ["a.aux", "a.tif.aux"])
def test_a_file_of_erdas_beside_is_not_followed(raster, name):
    raster.with_name(name).write_bytes(b"EHFA_HEADER_TAG\0" + bytes(100))
    with pytest.raises(ImportDataError, match="refers to other files"):
        RasterFile(raster)


@pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")
def test_levels_and_masks_that_other_programs_made_are_used(raster):
    with (
        rasterio.Env(TIFF_USE_OVR=True, GDAL_TIFF_INTERNAL_MASK=False),
        rasterio.open(raster, "r+") as file,
    ):
        mask = np.full((200, 200), 255, np.uint8)
        mask[:50] = 0
        file.write_mask(mask)
    with rasterio.Env(TIFF_USE_OVR=True), rasterio.open(raster, "r+") as file:
        file.build_overviews([2], rasterio.enums.Resampling.nearest)
    assert {one.name for one in raster.parent.iterdir()} >= {"a.tif", "a.tif.msk", "a.tif.ovr"}
    raster.with_name("a.aux").write_text("of a text processor")
    found = RasterFile(raster)
    assert [level.scale_x for level in found.levels] == [1.0, 2.0]
    alpha = found.tile(found.levels[0], 0, 0, (1,)).alpha
    assert (alpha[0, 0], alpha[60, 0]) == (0, 255)
    found.close()
