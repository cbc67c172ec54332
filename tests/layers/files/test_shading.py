"""Shading of a plan's roofs: towers, what is kept, what is missing, and how it is stopped."""

from dataclasses import replace

import numpy as np
import pytest
import shapely

from layers.document import Document
from layers.edits.shading import keep_shading
from layers.errors import CancelledError, ImportDataError, InvalidEditError
from layers.files import project
from layers.files.shading import shade, surface_model
from layers.progress import Progress
from layers.raster import Raster
from layers.shading.keeping import BEYOND, NO_HEIGHT, SEEN
from tests.rasters import write
from tests.small_plan import CRS, X, Y, layer

TOWER, NORTH, SOUTH, FAR = 1, 2, 3, 4
NOON_IN_WINTER = (np.array([180.0]), np.array([43.0]))
"""The sun at noon of the winter solstice at 23° north, where the plan lies."""


def square(x, y, size=20.0):
    return shapely.box(X + x, Y + y, X + x + size, Y + y + size)


SHAPES = [square(90, 90), square(90, 120), square(90, 60), square(10, 10)]


def plan(shapes=SHAPES, path=None, **columns):
    given = {"roof_type": ["flat"] * len(shapes), **columns}
    document = Document.new("x", CRS, base_year=2026).with_layer(layer("rooftops", shapes, **given))
    if path is None:
        return document
    return replace(document, rasters={"dsm": Raster("dsm", "dsm", str(path), "DSM")})


def model(path, heights=(60.0, 10.0, 10.0, 10.0), ground=30.0, **options):
    """Write a surface model of 1 m cells, 200 m wide, with the four roofs."""
    found = np.full((200, 200), ground, np.float32)
    for shape, height in zip(SHAPES, heights, strict=True):
        west, south, east, north = (round(side) for side in shape.bounds)
        left, top = west - round(X), round(Y) + 200 - north
        found[top : top + north - south, left : left + east - west] = ground + height
    return write(path, found, **options)


def kept(document, **options):
    done = shade(document, **options)
    return done, document.applied(keep_shading(document, done.kept))


def test_a_roof_north_of_a_tower_loses_the_winter_sun_and_one_south_does_not(tmp_path):
    done = shade(plan(path=model(tmp_path / "dsm.tif")))
    lit = done.kept.shading.beam(*NOON_IN_WINTER)[:, 0]
    assert lit[NORTH - 1] < 0.1  # 50 m above the roof and 10 to 30 m away: 59° and more
    assert lit[SOUTH - 1] == 1.0
    assert lit[FAR - 1] == 1.0
    assert lit[TOWER - 1] == 1.0
    view = done.kept.shading.sky_view
    assert view[TOWER - 1] == pytest.approx(1.0, abs=0.001)
    assert view[NORTH - 1] == pytest.approx(view[SOUTH - 1], abs=0.02)  # each has it on one side
    assert view[NORTH - 1] < 0.9 < view[FAR - 1]
    assert done.computed == 4


def test_the_same_comes_from_the_heights_of_roofs_where_there_is_no_model(tmp_path):
    by_model = shade(plan(path=model(tmp_path / "dsm.tif")))
    by_height = shade(plan(height_m=[60.0, 10.0, None, 10.0], floors=[None, None, 3, 9]))
    assert by_height.kept.raised.tolist() == [60.0, 10.0, 10.5, 10.0]
    assert by_height.kept.shading.sky_view == pytest.approx(
        by_model.kept.shading.sky_view, abs=0.01
    )
    assert np.array_equal(
        by_height.kept.shading.beam(*NOON_IN_WINTER), by_model.kept.shading.beam(*NOON_IN_WINTER)
    )


def test_a_planned_tower_stands_on_the_model_that_does_not_show_it(tmp_path):
    path = model(tmp_path / "dsm.tif", heights=(0.0, 10.0, 10.0, 10.0))
    open_sky = shade(plan(path=path)).kept.shading.beam(*NOON_IN_WINTER)[:, 0]
    assert open_sky[NORTH - 1] == 1.0
    done = shade(plan(path=path, height_m=[60.0, 10.0, 10.0, 10.0])).kept
    assert done.raised.tolist() == [60.0, 0, 0, 0]
    assert done.shading.beam(*NOON_IN_WINTER)[NORTH - 1, 0] < 0.1


def test_what_still_holds_is_not_computed_again(tmp_path):
    path = model(tmp_path / "dsm.tif")
    _, document = kept(plan(path=path))
    again = shade(document)
    assert again.computed == 0
    assert not keep_shading(document, again.kept)
    moved = plan([*SHAPES[:3], square(11, 10)], path=path)
    moved = replace(moved, enclosed=document.enclosed)
    done, after = kept(moved)
    assert done.computed == 1
    whole = shade(moved, anew=True)
    assert whole.computed == 4
    assert done.kept.enclosure() == whole.kept.enclosure()
    assert shade(after).computed == 0


def test_another_model_makes_all_of_it_anew(tmp_path):
    heights = [60.0, 10.0, 10.0, 10.0]
    _, document = kept(plan(path=model(tmp_path / "dsm.tif"), height_m=heights))
    assert shade(document).computed == 0
    model(tmp_path / "dsm.tif", heights=(61.0, 10.0, 10.0, 10.0))
    assert shade(document).computed == 4
    assert shade(replace(document, rasters={})).computed == 4


def test_roofs_in_another_order_have_the_same_shading(tmp_path):
    path = model(tmp_path / "dsm.tif")
    one = shade(plan(path=path)).kept.shading
    other = shade(plan(SHAPES[::-1], path=path)).kept.shading
    assert np.array_equal(one.table, other.table[::-1])
    assert np.array_equal(one.sky_view, other.sky_view[::-1])


def test_roofs_without_data_or_height_are_told_as_such(tmp_path):
    heights = model(tmp_path / "a.tif")
    import rasterio

    with rasterio.open(heights) as file:
        values = file.read(1)
    values[60:150, :] = -9999.0
    path = write(tmp_path / "dsm.tif", values, nodata=-9999.0)
    done = shade(plan(path=path))
    assert done.beyond == 3
    assert [one.text for one in done.told] == [
        "The shading of {n} roofs was computed.",
        "{n} roofs lie where the surface model has no heights.",
    ]
    assert [one.values["n"] for one in done.told] == [4, 3]
    assert done.kept.states.tolist() == [BEYOND, BEYOND, BEYOND, SEEN]
    assert done.kept.known[3] < 0.1  # of 2 km around the model has 200 m
    flat = shade(plan(height_m=[60.0, None, 10.0, 10.0]))
    assert flat.without_height == 1
    assert "no surface model" in flat.told[1].text
    assert flat.told[2].values["n"] == 1
    assert flat.kept.states.tolist() == [SEEN, NO_HEIGHT, SEEN, SEEN]


def test_it_stays_with_the_plan_in_its_file(tmp_path):
    done, document = kept(plan(path=model(tmp_path / "dsm.tif")))
    project.save(document, tmp_path / "plan.gpkg")
    opened = project.load(tmp_path / "plan.gpkg").document
    assert opened.enclosed["shading"] == done.kept.enclosure()
    assert shade(opened).computed == 0


def test_stopping_it_leaves_nothing_behind(tmp_path):
    document = plan(path=model(tmp_path / "dsm.tif"))
    told = []
    progress = Progress(lambda share: (told.append(share), progress.cancel())[0])
    with pytest.raises(CancelledError):
        shade(document, progress)
    assert not document.enclosed
    told.clear()
    shade(document, Progress(told.append))
    assert told == sorted(told)
    assert 0.9 < told[-1] <= 1.0


def test_the_uppermost_surface_model_is_taken():
    rasters = {
        name: Raster(name, role, name, place=place)
        for name, role, place in (("a", "dsm", 3), ("b", "dsm", 5), ("c", "terrain", 9))
    }
    assert surface_model(replace(plan(), rasters=rasters)).key == "b"
    assert surface_model(plan()) is None


def test_a_plan_without_roofs_or_model_file_says_so(tmp_path):
    with pytest.raises(InvalidEditError, match="no rooftops"):
        shade(Document.new("x", CRS, base_year=2026))
    with pytest.raises(ImportDataError, match="Find its file"):
        shade(plan(path=tmp_path / "gone.tif"))
    with pytest.raises(InvalidEditError, match="No roof has a height"):
        shade(plan())
    empty = write(tmp_path / "empty.tif", np.full((200, 200), np.nan, np.float32))
    with pytest.raises(InvalidEditError, match=r"empty\.tif has no heights where the roofs are"):
        shade(plan(path=empty))
    lost = model(tmp_path / "dsm.tif", crs="EPSG:4549")
    with pytest.raises(ImportDataError, match="lies elsewhere"):
        shade(plan(path=lost))
