"""Importing from files as they come: shapefiles, broken shapes, reference systems, bad files."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from layers.errors import ImportDataError
from layers.files import importing
from layers.files.importing import Options
from tests.layers.files.sources import CRS, file, new, squares, texts


@pytest.mark.parametrize("cpg", [None, "GBK", "UTF-8", "ISO-8859-1"])
def test_a_shapefile_in_gbk_is_read_right_whatever_its_cpg_says(tmp_path, cpg):
    path = file(
        tmp_path / "地块.shp",
        squares(2),
        encoding="GBK",
        fields={
            "用地代码": ["M1", "R2"],
            "地块编号": ["甲-01", "亩"],
            "权属单位": ["高新区管委会", None],
        },
    )
    path.with_suffix(".cpg").unlink(missing_ok=True)
    if cpg is not None:
        path.with_suffix(".cpg").write_text(cpg)
    document, report = new(path)
    layer = document.layer("parcels")
    assert layer.values("number").tolist() == ["甲-01", "亩"]
    assert layer.values("land_use").tolist() == ["M1", "R2"]
    assert layer.values("权属单位")[1] == "高新区管委会"
    assert report.encoding == "GB18030"


def test_a_shapefile_in_utf_8_whose_cpg_says_gbk_is_read_right(tmp_path):
    path = file(tmp_path / "a.shp", squares(1), encoding="UTF-8", fields={"name": ["工业用地"]})
    path.with_suffix(".cpg").write_text("GBK")
    document, report = new(path, "water")
    assert document.layer("water").values("name").tolist() == ["工业用地"]
    assert "but they are UTF-8" in texts(report.doubtful)


def test_names_cut_by_a_shapefile_are_found(tmp_path):
    path = file(
        tmp_path / "a.shp",
        squares(1),
        encoding="GBK",
        fields={"land_use": ["M1"], "建筑密度上限": [40.0], "green_min_pct": [10.0]},
    )
    document, report = new(path)
    assert report.fields["density_max_pct"] == "建筑密度上"
    assert document.layer("parcels").values("density_max_pct").tolist() == [40.0]
    assert document.layer("parcels").values("green_min_pct").tolist() == [10.0]


def test_a_shapefile_without_its_index_says_what_is_missing(tmp_path):
    path = file(tmp_path / "a.shp", squares(1))
    path.with_suffix(".shx").unlink()
    with pytest.raises(ImportDataError, match=r"without the file a.shx"):
        new(path, "water")


def test_broken_geometries_are_repaired_and_unfit_ones_dropped_and_listed(tmp_path):
    bow = shapely.Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])
    flat = shapely.Polygon([(0, 0), (10, 0), (20, 0)])
    two = shapely.MultiPolygon([shapely.box(0, 30, 5, 35), shapely.box(20, 30, 25, 35)])
    one = shapely.MultiPolygon([shapely.box(100, 0, 110, 10)])
    shapes = [bow, None, shapely.Polygon(), flat, two, one, shapely.LineString([(0, 0), (1, 1)])]
    moved = [
        None if s is None else shapely.transform(s, lambda c: c + np.array([5e5, 2.5e6]))
        for s in shapes
    ]
    path = file(tmp_path / "a.gpkg", moved, fields={"name": list("abcdefg")})
    document, report = new(path, "water")
    layer = document.layer("water")
    assert layer.values("name").tolist() == ["a", "e", "f"]
    assert [each.geom_type for each in layer.geometries] == [
        "MultiPolygon",
        "MultiPolygon",
        "Polygon",
    ]
    assert shapely.is_valid(layer.geometries).all()
    # The bow tie is two triangles of 25 m² each.
    assert layer.geometries[0].area == pytest.approx(50.0)
    assert "1 feature was repaired: Self-intersection (row 1)" in texts(report.repaired)
    assert "2 features without geometry were left out (rows 2, 3)" in texts(report.dropped)
    assert "1 feature without any area was left out (row 4)" in texts(report.dropped)
    assert "1 feature was left out, as polygons alone are taken (row 7)" in texts(report.dropped)
    assert (report.read, report.kept) == (7, 3)


def test_heights_are_left_out_and_lines_without_length_too(tmp_path):
    lines = [
        shapely.LineString([(5e5, 2.5e6, 7), (5e5 + 9, 2.5e6, 8)]),
        shapely.LineString([(5e5, 2.5e6, 1)] * 2),
    ]
    document, report = new(file(tmp_path / "a.gpkg", lines), "roads")
    assert not shapely.has_z(document.layer("roads").geometries).any()
    assert document.layer("roads").geometries[0].length == 9.0
    assert "1 line without length" in texts(report.dropped)


def test_neighbours_are_matched_and_real_overlaps_stay(tmp_path):
    shapes = [
        shapely.box(500_000, 2_500_000, 500_010, 2_500_020),
        shapely.box(500_010.0004, 2_500_000, 500_020, 2_500_010),
        shapely.box(500_010.0004, 2_500_010, 500_020, 2_500_020),
        shapely.box(500_019, 2_500_000, 500_030, 2_500_020),
    ]
    document, report = new(file(tmp_path / "a.gpkg", shapes))
    found = document.layer("parcels").geometries
    assert shapely.coverage_is_valid(found[:3], gap_width=0.001)
    assert shapely.intersection(found[1], found[3]).area == pytest.approx(10.0)
    (message,) = report.repaired
    values = dict(message.values)
    assert values["n"] >= 2
    assert float(str(values["area"]).split()[-2]) < 0.02  # [m²]
    assert "matched with their neighbours within 1 mm" in str(message)


def test_lines_cannot_be_parcels(tmp_path):
    path = file(tmp_path / "a.gpkg", [shapely.LineString([(0, 0), (1, 1)])])
    with pytest.raises(
        ImportDataError, match=r"no polygon layer, which Parcels need. It has: a \(LineString\)"
    ):
        new(path)


def test_geojson_in_degrees_goes_into_the_zone_of_its_place(tmp_path):
    path = file(
        tmp_path / "a.geojson",
        [shapely.box(114.3, 23.0, 114.301, 23.001)],
        "EPSG:4326",
        driver="GeoJSON",
        fields={"land_use": ["M1"]},
    )
    document, report = new(path)
    assert document.crs == CRS
    assert report.crs == "EPSG:4326"
    # 0.001° are 102.5 m to the east at 23° and 110.8 m to the north.
    area = document.layer("parcels").geometries[0].area
    assert area == pytest.approx(102.5 * 110.76, rel=1e-3)


def test_a_second_file_is_moved_into_the_system_of_the_parcels(tmp_path):
    parcels = file(tmp_path / "p.gpkg", squares(1), fields={"land_use": ["M1"]})
    other = gpd.GeoSeries(squares(1), crs=CRS).to_crs("EPSG:4490")
    line = file(tmp_path / "b.gpkg", list(other), "EPSG:4490")
    document, report = importing.new_plan(
        "x", [Options(line, "boundary"), Options(parcels, "parcels")], base_year=2025
    )
    assert document.crs == CRS
    moved, wanted = (
        document.layer("boundary").geometries[0],
        document.layer("parcels").geometries[0],
    )
    assert shapely.hausdorff_distance(moved, wanted) < 1e-6
    answer = report.as_json()
    assert (answer["read"], answer["kept"]) == (2, 2)
    assert list(answer["kinds"]) == ["boundary", "parcels"]
    json.dumps(answer)


def test_files_without_or_with_a_wrong_system_are_refused_until_the_user_says_which(tmp_path):
    path = file(tmp_path / "a.shp", squares(1), None)
    with pytest.raises(ImportDataError, match=r"does not say its reference system"):
        new(path, "water")
    assert new(path, "water", crs=CRS)[0].crs == CRS
    path = file(tmp_path / "b.gpkg", squares(1), "EPSG:4326")
    with pytest.raises(
        ImportDataError, match=r"degrees, but its coordinates are metres.*EPSG:4534"
    ):
        new(path, "water")


def test_a_plan_is_never_drawn_on_the_web_map_or_in_degrees(tmp_path):
    path = file(tmp_path / "a.gpkg", gpd.GeoSeries(squares(1), crs=CRS).to_crs(3857), "EPSG:3857")
    assert new(path, "water")[0].crs == CRS
    for crs in ("EPSG:3857", "EPSG:4326"):
        with pytest.raises(ImportDataError, match=r"cannot be drawn in"):
            importing.new_plan("x", [Options(path, "water")], base_year=2025, crs=crs)


def test_files_that_hold_no_geodata_are_refused_with_one_sentence(tmp_path):
    (tmp_path / "a.gpkg").write_text("hello")
    (tmp_path / "b.shp").write_text("<OGRVRTDataSource><OGRVRTLayer name='x'/></OGRVRTDataSource>")
    (tmp_path / "c.geojson").write_text(
        '{"type": "gdal_streamed_alg", "command_line": "gdal vector"}'
    )
    (tmp_path / "d.json").write_text('{"a": 1}')
    (tmp_path / "e.dxf").write_text("0\nSECTION\n")
    (tmp_path / "f.vrt").write_text("<OGRVRTDataSource/>")
    for name in ("a.gpkg", "b.shp", "c.geojson", "d.json", "e.dxf", "f.vrt"):
        with pytest.raises(ImportDataError, match=r"holds no geodata that can be read") as caught:
            new(tmp_path / name)
        assert name in str(caught.value)
        assert "\n" not in str(caught.value)
    for path in (tmp_path / "none.shp", Path("/vsicurl/http://localhost/a.geojson")):
        with pytest.raises(ImportDataError, match=r"There is no file"):
            new(path)


def test_a_damaged_file_is_refused(tmp_path):
    path = file(tmp_path / "a.gpkg", squares(50))
    path.write_bytes(path.read_bytes()[:9000])
    with pytest.raises(ImportDataError, match=r"a\.gpkg"):
        new(path, "water")
    (tmp_path / "b.geojson").write_text('{"type": "FeatureCollection", "features": [{"type"')
    with pytest.raises(ImportDataError, match=r"b\.geojson"):
        new(tmp_path / "b.geojson", "water")


def test_layers_are_chosen_by_shape_name_or_the_user(tmp_path):
    path = file(tmp_path / "a.gpkg", squares(2), layer="one")
    file(path, squares(3), layer="two", append=True)
    file(path, [shapely.Point(5e5, 2.5e6)], layer="points", append=True)
    with pytest.raises(
        ImportDataError,
        match=r"several layers that can be Water: one, two. Say which one with --layer",
    ):
        new(path, "water")
    with pytest.raises(ImportDataError, match=r"no layer three. It has: one, two, points"):
        new(path, "water", layer="three")
    assert new(path, "water", layer="two")[1].read == 3
    assert new(path, "facilities")[1].read == 1
    file(path, squares(4), layer="水系", append=True)
    assert new(path, "water")[1].read == 4


def test_an_unknown_kind_is_named(tmp_path):
    with pytest.raises(ImportDataError, match=r"no kind of layer called trees"):
        new(tmp_path / "a.gpkg", "trees")


DATA = Path(__file__).parents[4] / "shared" / "data" / "huizhou_zhongkai"
needs_huizhou = pytest.mark.skipif(not DATA.is_dir(), reason="the Huizhou data are not here")


@needs_huizhou
def test_huizhou_comes_in_with_its_areas_and_matched_borders():
    document, report = new(DATA / "huizhou_parcels_epsg4547.gpkg")
    layer = document.layer("parcels")
    assert (report.read, report.kept, document.crs) == (79, 79, CRS)
    assert report.fields["land_use"] == "Layer"
    assert shapely.coverage_is_valid(layer.geometries, gap_width=0.001)
    known = pd.read_csv(DATA / "land_balance_by_code.csv").set_index("Layer")["area_ha"] * 10_000
    found = (
        pd.Series(shapely.area(layer.geometries)).groupby(layer.values("land_use").to_numpy()).sum()
    )
    assert (found - known).abs().max() < 1.0
    assert found.sum() == pytest.approx(2_888_173.58, abs=0.01)
    (message,) = report.repaired
    values = dict(message.values)
    assert values["n"] == 55
    assert str(values["area"]) == "less than 0.01 m²"


@needs_huizhou
def test_huizhou_as_published_contradicts_itself_and_says_so():
    with pytest.raises(
        ImportDataError, match=r"WGS 84, which is in degrees, but its coordinates are metres"
    ):
        new(DATA / "raw" / "land.shp")
    document, report = new(DATA / "raw" / "land.shp", crs=CRS)
    assert report.kept == 79
    assert document.crs == CRS
