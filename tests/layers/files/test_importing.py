"""Files brought into a plan: what is taken, repaired, dropped, asked for and refused."""

from __future__ import annotations

import json
import warnings
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely

from layers.document import Document
from layers.errors import ImportDataError
from layers.files import importing, project
from layers.files.importing import Options

CRS = "EPSG:4547"
DATA = Path(__file__).parents[4] / "shared" / "data" / "huizhou_zhongkai"
needs_huizhou = pytest.mark.skipif(not DATA.is_dir(), reason="the Huizhou data are not here")


def squares(n: int, x: float = 500_000.0, y: float = 2_500_000.0) -> np.ndarray:
    left = x + np.arange(n) * 10.0
    return shapely.box(left, np.full(n, y), left + 10.0, np.full(n, y + 10.0))


def file(path: Path, geometries, crs: str | None = CRS, **options) -> Path:
    fields = options.pop("fields", {})
    with warnings.catch_warnings():
        # GDAL tells of cut names and of a missing system, which is what is wanted here.
        warnings.simplefilter("ignore")
        write(path, fields, geometries, crs, **options)
    return path


def write(path, fields, geometries, crs, **options):
    pyogrio.write_dataframe(gpd.GeoDataFrame(fields, geometry=geometries, crs=crs), path, **options)
    return path


def new(path: Path, kind: str = "parcels", **options):
    plan_options = {key: options.pop(key) for key in ("set_id",) if key in options}
    return importing.new_plan(
        "试验", [Options(path, kind, **options)], base_year=2025, **plan_options
    )


def texts(messages) -> str:
    return " ".join(str(message) for message in messages)


# ---- fields -------------------------------------------------------------------------------------


def test_fields_are_found_by_name_alias_and_short_name_and_the_rest_travels_along(tmp_path):
    path = file(
        tmp_path / "a.gpkg",
        squares(2),
        fields={
            "用地性质": ["M1", "R2"],
            "RJL": [1.5, 2.0],
            "LAND_USE_EXISTING": ["M2", "E2"],
            "Density": [30, None],
            "owner": ["甲", None],
            "Rank": [1, 2],
        },
    )
    document, report = new(path)
    layer = document.layer("parcels")
    assert layer.values("land_use").tolist() == ["M1", "R2"]
    assert layer.values("far").tolist() == [1.5, 2.0]
    assert layer.values("land_use_existing").tolist() == ["M2", "E2"]
    assert layer.values("density_pct").dropna().to_dict() == {1: 30.0}
    assert layer.columns[-3:] == ("owner", "Rank", "geometry")
    assert str(layer.values("Rank").dtype) == "Int64"
    assert dict(report.fields) == {
        "land_use": "用地性质",
        "land_use_existing": "LAND_USE_EXISTING",
        "far": "RJL",
        "density_pct": "Density",
    }
    assert (report.read, report.kept, report.crs, report.encoding) == (2, 2, CRS, "UTF-8")
    assert layer.ids.tolist() == [1, 2]
    assert document.crs == CRS
    assert document.name == "试验"


def test_a_field_of_the_user_wins_and_a_wrong_one_is_answered_with_those_there_are(tmp_path):
    path = file(
        tmp_path / "a.gpkg", squares(2), fields={"land_use": ["M1", "M1"], "plan": ["R2", "B1"]}
    )
    document, report = new(path, fields={"land_use": "PLAN"})
    assert document.layer("parcels").values("land_use").tolist() == ["R2", "B1"]
    assert report.fields["land_use"] == "plan"
    # The field of the same name stays, under one that does not clash.
    assert document.layer("parcels").values("land_use_2").tolist() == ["M1", "M1"]
    with pytest.raises(
        ImportDataError, match=r"no field DLBM for land_use. It has: land_use, plan"
    ):
        new(path, fields={"land_use": "DLBM"})
    with pytest.raises(ImportDataError, match=r"no column colour. They have: number, land_use"):
        new(path, fields={"colour": "plan"})


def test_the_one_field_of_known_codes_is_taken_and_said(tmp_path):
    path = file(
        tmp_path / "a.gpkg",
        squares(5),
        fields={"Layer": ["M1", "R2", "U23", "B1", "G1"], "owner": ["甲"] * 5},
    )
    document, report = new(path)
    assert report.fields["land_use"] == "Layer"
    assert "taken from the field Layer: 80 %" in texts(report.doubtful)
    assert "not in GB50137-2011 and was kept: U23" in texts(report.doubtful)
    assert document.layer("parcels").values("land_use")[3] == "U23"


def test_without_any_known_code_the_fields_are_named(tmp_path):
    path = file(
        tmp_path / "a.gpkg", squares(3), fields={"code": ["x1", "x2", "x3"], "owner": list("abc")}
    )
    with pytest.raises(ImportDataError, match=r"text fields: code, owner.*leave the") as refused:
        new(path)
    assert "--" not in str(refused.value)
    assert "--field land_use=FIELD" in refused.value.option
    assert new(path, fields={"land_use": ""})[0].layer("parcels").values("land_use").isna().all()
    kept, report = new(path, fields={"land_use": "code"})
    assert kept.layer("parcels").values("land_use").tolist() == ["x1", "x2", "x3"]
    assert "3 codes of code are not in" in texts(report.doubtful)


def test_two_fields_of_known_codes_are_not_chosen_between(tmp_path):
    path = file(
        tmp_path / "a.gpkg", squares(2), fields={"before": ["M1", "R2"], "after": ["R2", "B1"]}
    )
    with pytest.raises(ImportDataError, match=r"Fields with known codes: before, after"):
        new(path)


def test_parcels_without_any_texts_come_in_without_a_land_use(tmp_path):
    document, report = new(file(tmp_path / "a.gpkg", squares(2)))
    assert document.layer("parcels").values("land_use").isna().all()
    assert "no land-use codes" in texts(report.doubtful)


def test_codes_are_written_as_the_code_set_has_them(tmp_path):
    path = file(
        tmp_path / "a.gpkg", squares(4), fields={"land_use": [" m1 ", "Ｒ２", "一类工业用地", "R2"]}
    )
    document, report = new(path)
    assert document.layer("parcels").values("land_use").tolist() == ["M1", "R2", "M1", "R2"]
    assert "一类工业用地 → M1" in texts(report.doubtful)


def test_zeros_that_numbers_have_lost_come_back_for_the_land_and_sea_codes(tmp_path):
    path = file(tmp_path / "a.gpkg", squares(2), fields={"land_use": [701, 1001]})
    document, _ = new(path, set_id="MNR2023")
    assert document.layer("parcels").values("land_use").tolist() == ["0701", "1001"]


def test_values_that_are_no_numbers_are_listed_and_kept_beside(tmp_path):
    path = file(
        tmp_path / "a.gpkg",
        squares(3),
        fields={
            "height": ["12.5", "约20米", None],
            "levels": [3.0, 2.5, None],
            "tilt": [10.0, 95.0, 0.0],
        },
    )
    document, report = new(path, "rooftops")
    layer = document.layer("rooftops")
    assert layer.values("height_m").dropna().tolist() == [12.5]
    assert layer.values("height").tolist()[:2] == ["12.5", "约20米"]
    assert layer.values("floors").dropna().tolist() == [3]
    assert "1 value of height is no number for height_m (约20米)" in texts(report.doubtful)
    assert "1 value of tilt lies outside 0 to 90 °" in texts(report.doubtful)
    assert layer.values("tilt_deg").tolist() == [10.0, 95.0, 0.0]


def test_shares_in_a_column_of_percent_are_doubted(tmp_path):
    path = file(
        tmp_path / "a.gpkg", squares(2), fields={"land_use": ["M1", "M1"], "绿地率": [0.2, 0.35]}
    )
    assert "lie between 0 and 1; green_pct is in percent" in texts(new(path)[1].doubtful)


def test_fields_that_the_plan_file_needs_itself_get_another_name(tmp_path):
    path = file(
        tmp_path / "a.geojson",
        squares(1),
        driver="GeoJSON",
        fields={"fid": [7], "Geom": ["x"], "NAME": ["水"]},
    )
    document, _ = new(path, "water")
    assert document.layer("water").columns == ("name", "type", "fid_2", "Geom_2", "geometry")
    project.save(document, tmp_path / "plan.gpkg")


# ---- shapefiles ---------------------------------------------------------------------------------


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


# ---- geometries ---------------------------------------------------------------------------------


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


# ---- reference systems --------------------------------------------------------------------------


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


# ---- bad files ----------------------------------------------------------------------------------


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


# ---- into a plan that is there ------------------------------------------------------------------


def started(tmp_path) -> Document:
    return new(
        file(
            tmp_path / "start.gpkg",
            squares(3),
            fields={"land_use": ["M1"] * 3, "owner": list("abc")},
        )
    )[0]


def test_import_appends_with_new_ids_and_can_be_undone(tmp_path):
    document = started(tmp_path)
    path = file(
        tmp_path / "more.gpkg",
        squares(2, x=600_000.0),
        fields={"land_use": ["R2", "B1"], "owner": [1, 2], "new": [True, False]},
    )
    edit, report = importing.import_file(document, Options(path, "parcels"))
    layer = document.applied(edit).layer("parcels")
    assert layer.ids.tolist() == [1, 2, 3, 4, 5]
    assert layer.values("land_use").tolist() == ["M1", "M1", "M1", "R2", "B1"]
    assert layer.values("owner").tolist() == ["a", "b", "c", "1", "2"]
    assert layer.values("new").isna().tolist() == [True, True, True, False, False]
    assert layer.columns[-1] == "geometry"
    assert str(edit.title) == "Import 2 features from more.gpkg"
    assert report.kept == 2
    back = document.applied(edit).applied(edit.inverted())
    assert back.layer("parcels").ids.tolist() == [1, 2, 3]
    assert document.layer("parcels").ids.tolist() == [1, 2, 3]


def test_import_can_replace_and_ids_are_not_used_twice(tmp_path):
    document = started(tmp_path)
    path = file(tmp_path / "more.gpkg", squares(2), fields={"land_use": ["R2", "B1"]})
    edit, _ = importing.import_file(document, Options(path, "parcels"), replace=True)
    layer = document.applied(edit).layer("parcels")
    assert layer.ids.tolist() == [4, 5]
    assert "owner" not in layer.columns


def test_new_parcels_and_those_of_the_plan_share_their_vertices(tmp_path):
    # The plan ends at x = 500 030. Two parcels of 5 m join there, 0.4 mm apart from it.
    document = started(tmp_path)
    project.save(document, tmp_path / "plan.gpkg")
    east = 500_030.0004
    more = [
        shapely.box(east, 2_500_000.0, east + 10, 2_500_005.0),
        shapely.box(east, 2_500_005.0, east + 10, 2_500_010.0),
    ]
    path = file(tmp_path / "more.gpkg", more, fields={"land_use": ["R2", "B1"]})
    edit, report = importing.import_file(document, Options(path, "parcels"))
    after = document.applied(edit)
    shapes = after.layer("parcels").geometries
    assert shapely.coverage_is_valid(shapes)
    # The plan's parcel keeps its corners and gets the one vertex between the new ones.
    corners = {tuple(corner) for corner in shapely.get_coordinates(shapes[2]).tolist()}
    old = shapely.get_coordinates(document.layer("parcels").geometries[2]).tolist()
    assert corners - {tuple(corner) for corner in old} == {(east, 2_500_005.0)}
    assert shapely.get_num_coordinates(shapes).tolist() == [5, 5, 6, 5, 5]
    assert [500_030.0, 2_500_000.0] in shapely.get_coordinates(shapes[3]).tolist()
    assert "3 features were matched" in texts(report.repaired)
    assert "1 of them was in the plan already" in texts(report.repaired)
    assert report.kept == 2
    # Parcels farther off are the same objects, and undoing gives the border back as it was.
    assert shapes[0] is document.layer("parcels").geometries[0]
    back = after.applied(edit.inverted()).layer("parcels").geometries
    assert shapely.get_num_coordinates(back).tolist() == [5, 5, 5]
    project.save(after, tmp_path / "plan.gpkg", base=document)
    read = project.load(tmp_path / "plan.gpkg").document.layer("parcels").geometries
    assert shapely.equals_identical(read, shapes).all()


def test_replacing_matches_nothing_with_what_goes(tmp_path):
    document = started(tmp_path)
    more = [shapely.box(500_030.0004, 2_500_000.0, 500_040.0, 2_500_010.0)]
    path = file(tmp_path / "more.gpkg", more, fields={"land_use": ["R2"]})
    edit, report = importing.import_file(document, Options(path, "parcels"), replace=True)
    (shape,) = document.applied(edit).layer("parcels").geometries
    assert shape.bounds[0] == 500_030.0004
    assert report.repaired == ()


def test_what_was_imported_survives_saving_and_is_read_the_same(tmp_path):
    document = started(tmp_path)
    project.save(document, tmp_path / "plan.gpkg")
    found = project.load(tmp_path / "plan.gpkg").document.layer("parcels")
    for name in found.columns:
        if name != "geometry":
            pd.testing.assert_series_equal(
                found.values(name), document.layer("parcels").values(name)
            )
    assert new(tmp_path / "plan.gpkg", "parcels")[1].read == 3


# ---- a real plan --------------------------------------------------------------------------------


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


@pytest.mark.parametrize(
    ("area_m2", "said"), [(4.15e-07, "less than 0.01 m²"), (0.0123456, "0.0123 m²")]
)
def test_an_area_that_nobody_measures_is_told_as_such(area_m2, said):
    assert str(importing._area(area_m2)) == said
