"""What each square of the roofs gets in a year, as a GeoTIFF."""

from dataclasses import replace

import numpy as np
import pytest
import rasterio
import shapely

from layers.document import Document
from layers.errors import CancelledError, InvalidEditError, PlanError
from layers.files.irradiation import NODATA, irradiate
from layers.files.shading import shade
from layers.progress import Progress
from layers.raster import Raster
from tests.rasters import write
from tests.small_plan import CRS, X, Y, layer


def square(x, y, size=20.0):
    return shapely.box(X + x, Y + y, X + x + size, Y + y + size)


SHAPES = [square(90, 90), square(90, 120), square(90, 60), square(10, 10)]


def plan(**columns):
    given = {"height_m": [60.0, 10.0, 10.0, 10.0], "roof_type": ["flat"] * 4, **columns}
    document = Document.new("x", CRS, base_year=2026)
    return document.with_layer(layer("rooftops", SHAPES, **given))


def read(path):
    with rasterio.open(path) as file:
        values, way = file.read(1), file.transform
        assert file.crs.to_epsg() == 4547
        assert file.nodata == NODATA

    def of(shape):
        west, south, east, north = shape.bounds
        left, top = ~way * (west, north)
        right, bottom = ~way * (east, south)
        return values[round(top) : round(bottom), round(left) : round(right)]

    return values, of


def test_cells_north_of_a_tower_get_less_and_those_on_top_of_it_all(tmp_path):
    done = irradiate(plan(), tmp_path / "irradiation.tif")
    values, of = read(done.path)
    tower, north, south, far = (of(shape) for shape in SHAPES)
    assert (values != NODATA).sum() == done.cells == 4 * 400
    assert tower == pytest.approx(done.open_sky, rel=1e-4)
    assert 0.7 * done.open_sky < north.mean() < 0.9 * done.open_sky
    assert north.mean() < 0.95 * south.mean()
    assert north[-1].mean() < north[0].mean()  # the nearer the tower the less
    assert far.mean() > 0.97 * done.open_sky
    assert done.mean == pytest.approx(values[values != NODATA].mean(), rel=1e-5)
    # Clear-sky irradiation at 23° north.
    assert 1_900 < done.open_sky < 2_700
    assert done.clear


def test_it_agrees_with_the_shading_that_is_kept(tmp_path):
    done = irradiate(plan(), tmp_path / "irradiation.tif")
    _, of = read(done.path)
    view = shade(plan()).kept.shading.sky_view
    order = np.argsort([of(shape).mean() for shape in SHAPES])
    assert set(order[:2].tolist()) == {1, 2}
    assert set(np.argsort(view)[:2].tolist()) == {1, 2}


def test_where_the_model_has_no_data_there_is_none(tmp_path):
    heights = np.full((200, 200), 10.0, np.float32)
    heights[90:100, 90:100] = np.nan
    model = write(tmp_path / "dsm.tif", heights)
    document = replace(plan(), rasters={"dsm": Raster("dsm", "dsm", str(model), "DSM")})
    done = irradiate(document, tmp_path / "irradiation.tif")
    assert done.cells == 4 * 400
    document = replace(plan(height_m=[None] * 4), rasters=document.rasters)
    done = irradiate(document, tmp_path / "irradiation.tif")
    values, _ = read(done.path)
    assert done.cells == (values != NODATA).sum() == 4 * 400 - 100


def test_without_heights_or_place_it_is_refused(tmp_path):
    with pytest.raises(InvalidEditError, match="No roof has a height"):
        irradiate(plan(height_m=[None] * 4), tmp_path / "a.tif")
    with pytest.raises(PlanError, match=r"a\.tif"):
        irradiate(plan(), tmp_path / "nowhere" / "a.tif")


def test_stopping_it_leaves_no_file(tmp_path):
    progress = Progress(lambda share: share > 0.5 and progress.cancel())
    with pytest.raises(CancelledError):
        irradiate(plan(), tmp_path / "a.tif", progress)
    assert not list(tmp_path.iterdir())
