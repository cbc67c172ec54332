from pathlib import Path

import ezdxf
import geopandas as gpd
import numpy as np
import pyogrio
import pytest
import rasterio
import shapely

from sample_data import SamplePark, write_inputs


@pytest.fixture(scope="module")
def files(park: SamplePark, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return write_inputs(park, tmp_path_factory.mktemp("inputs"))


def test_the_cadastral_file_is_gbk_and_does_not_say_so(
    park: SamplePark, files: dict[str, Path]
) -> None:
    path = files["parcels"]
    assert not path.with_suffix(".cpg").exists()
    table = path.with_suffix(".dbf").read_bytes()
    assert table[29] == 0
    assert "地块编号".encode("gbk") in table
    assert "电芯厂房".encode("gbk") in table
    assert "地块编号".encode() not in table
    read = pyogrio.read_dataframe(path, encoding="GBK")
    parcels = park.frames["parcels"]
    assert read["用地代码"].tolist() == parcels["land_use"].tolist()
    firms = parcels["enterprise"].to_numpy(dtype=object, na_value=None).tolist()
    assert read["企业名称"].to_numpy(dtype=object, na_value=None).tolist() == firms
    assert read.crs.to_epsg() == 4548
    assert np.array_equal(read["容积率"], parcels["far"], equal_nan=True)


def test_the_shapefile_keeps_the_coverage_to_the_bit(
    park: SamplePark, files: dict[str, Path]
) -> None:
    read = pyogrio.read_dataframe(files["parcels"], encoding="GBK").geometry.to_numpy()
    assert bool(shapely.coverage_is_valid(read, gap_width=0.001))
    there = shapely.normalize(park.frames["parcels"].geometry.to_numpy())
    assert shapely.equals_exact(shapely.normalize(read), there, tolerance=0.0).all()


@pytest.mark.parametrize("kind", ["greens", "rooftops"])
def test_geojson_is_in_degrees_near_zaozhuang(
    park: SamplePark, files: dict[str, Path], kind: str
) -> None:
    read = gpd.read_file(files[kind])
    assert read.crs.to_epsg() == 4326
    west, south, east, north = read.total_bounds
    assert 117.3 < west < east < 117.5
    assert 34.7 < south < north < 34.85
    assert len(read) == len(park.frames[kind])
    back = read.to_crs(park.crs)
    assert back.area.sum() == pytest.approx(park.frames[kind].area.sum(), rel=1e-5)


def test_geopackage_has_one_layer_for_each_kind(park: SamplePark, files: dict[str, Path]) -> None:
    layers = {name for name, _ in pyogrio.list_layers(files["layers"])}
    assert layers == {"phases", "roads", "paths", "corridors", "water", "facilities"}
    roads = gpd.read_file(files["layers"], layer="roads")
    assert roads["name"].tolist() == park.frames["roads"]["name"].tolist()
    assert roads.crs.to_epsg() == 4548


def test_drawing_is_sound_and_has_the_parcels_by_class(
    park: SamplePark, files: dict[str, Path]
) -> None:
    drawing = ezdxf.readfile(files["drawing"])
    assert drawing.dxfversion == "AC1024"
    assert not drawing.audit().errors
    sheet = drawing.modelspace()
    works = sheet.query('LWPOLYLINE[layer=="M_工业用地"]')
    parcels = park.frames["parcels"]
    assert len(works) == parcels["land_use"].str.startswith("M").sum()
    assert all(outline.closed for outline in works)
    texts = {text.dxf.text for text in sheet.query("TEXT")}
    assert set(parcels["number"]) <= texts
    (red,) = sheet.query('LWPOLYLINE[layer=="规划红线"]')
    area = shapely.Polygon(red.get_points("xy")).area
    assert area == pytest.approx(park.frames["boundary"].area.iloc[0], rel=1e-9)


def test_red_line_file(park: SamplePark, files: dict[str, Path]) -> None:
    read = gpd.read_file(files["boundary"])
    assert read["名称"].tolist() == ["零碳智谷规划范围"]
    assert read.area.iloc[0] == pytest.approx(park.frames["boundary"].area.iloc[0], rel=1e-12)


def test_rasters_cover_the_red_line_and_are_small(park: SamplePark, files: dict[str, Path]) -> None:
    west, south, east, north = park.frames["boundary"].total_bounds
    for name in ("terrain", "dsm"):
        assert files[name].stat().st_size < 6e6
        with rasterio.open(files[name]) as raster:
            assert raster.crs.to_epsg() == 4548
            assert raster.res == (2.0, 2.0)
            assert raster.overviews(1) == [2, 4, 8, 16]
            bounds = raster.bounds
            assert bounds.left < west < east < bounds.right
            assert bounds.bottom < south < north < bounds.top


def test_ground_slopes_gently_and_roofs_stand_on_it(
    park: SamplePark, files: dict[str, Path]
) -> None:
    with rasterio.open(files["terrain"]) as ground, rasterio.open(files["dsm"]) as surface:
        heights = ground.read(1)
        assert 38 < heights.min() < 44
        assert 60 < heights.max() < 76
        steep = np.hypot(*np.gradient(heights.astype(float)[::8, ::8], 16.0))
        assert np.quantile(steep, 0.95) < 0.03
        roofs = park.frames["rooftops"].dropna(subset=["height_m"])
        flat = roofs[roofs["roof_type"] != "pitched"].iloc[:200]
        points = shapely.get_coordinates(shapely.centroid(flat.geometry.to_numpy()))
        inside = flat.geometry.contains(flat.geometry.centroid).to_numpy()
        low = np.array([value[0] for value in ground.sample(points)])
        high = np.array([value[0] for value in surface.sample(points)])
        rise = (high - low)[inside]
        assert np.abs(rise - flat["height_m"].to_numpy()[inside]).max() < 0.2
