"""Files of features hold what the plan holds, in the CRS they should have."""

import json
import sqlite3
from contextlib import closing
from dataclasses import replace

import numpy as np
import pyogrio
import pytest
import shapely

from app.exporter import Options, export
from app.exporters.vectors import short_names
from layers.edits.styles import set_style
from layers.kinds import kinds
from layers.looks import style_of
from tests.app.exporters.plans import EAST, NORTH, empty_plan, one_of, park, results_of, with_rows


def written(tmp_path, plan, name, **options):
    export(plan, results_of(plan), tmp_path / name, Options(**options))
    return tmp_path / name


@pytest.mark.parametrize("kind", list(kinds()))
@pytest.mark.parametrize("suffix", ["geojson", "shp", "gpkg"])
@pytest.mark.parametrize("count", [0, 1])
def test_every_kind_in_every_format(tmp_path, kind, suffix, count):
    plan = one_of(kind) if count else empty_plan()
    path = written(tmp_path, plan, f"a.{suffix}", kind=kind)
    frame = pyogrio.read_dataframe(path, layer=0)
    assert len(frame) == count
    if count:
        expected = plan.layer(kind).frame.to_crs(frame.crs).geometry.iloc[0]
        assert frame.geometry.iloc[0].equals_exact(expected, 1e-6) or shapely.equals(
            shapely.set_precision(frame.geometry.iloc[0], 1e-6),
            shapely.set_precision(expected, 1e-6),
        )


def test_geojson_follows_the_standard(tmp_path):
    path = written(tmp_path, park(), "a.geojson")
    content = json.loads(path.read_text(encoding="utf-8"))
    assert "crs" not in content
    assert len(content["features"]) == 6
    first = content["features"][0]
    assert first["id"] == 1
    assert first["properties"]["number"] == "A-01"
    assert first["properties"]["far"] == 1.5
    assert content["features"][2]["properties"]["far"] is None
    assert content["features"][5]["properties"]["land_use"] is None
    assert first["properties"]["备注"] == "甲"
    for feature in content["features"]:
        ring = shapely.LinearRing(feature["geometry"]["coordinates"][0])
        assert ring.is_ccw
        # Huizhou lies at 114.3 degrees east, 23.0 north; longitude comes first
        assert 114.3 < ring.coords[0][0] < 114.4
        assert 23.0 < ring.coords[0][1] < 23.1


def test_holes_go_with_the_clock_in_geojson(tmp_path):
    ring = shapely.box(EAST, NORTH, EAST + 100, NORTH + 100).difference(
        shapely.box(EAST + 20, NORTH + 20, EAST + 40, NORTH + 40)
    )
    plan = with_rows(empty_plan(), "parcels", [ring])
    content = json.loads(written(tmp_path, plan, "a.geojson").read_text())
    rings = content["features"][0]["geometry"]["coordinates"]
    assert [shapely.LinearRing(one).is_ccw for one in rings] == [True, False]


def test_neighbours_share_their_vertices_in_geojson(tmp_path):
    content = json.loads(written(tmp_path, park(), "a.geojson").read_text())
    first, second = (f["geometry"]["coordinates"][0] for f in content["features"][:2])
    assert len({tuple(p) for p in first} & {tuple(p) for p in second}) == 2


def test_a_shapefile_comes_with_all_its_parts(tmp_path):
    path = written(tmp_path, park(), "地块.shp")
    assert {file.suffix for file in tmp_path.iterdir()} == {".shp", ".shx", ".dbf", ".prj", ".cpg"}
    assert path.with_suffix(".cpg").read_text() == "UTF-8"
    info = pyogrio.read_info(path)
    assert info["crs"] == "EPSG:4547"
    assert all(len(name.encode()) <= 10 for name in info["fields"])
    assert len(set(info["fields"])) == len(info["fields"])
    kinds_of = dict(zip(info["fields"], info["ogr_types"], strict=True))
    assert kinds_of["land_use_e"] == "OFTString"  # a text column without a text stays one
    frame = pyogrio.read_dataframe(path, layer=0)
    assert frame["fid"].tolist() == [1, 2, 3, 4, 5, 6]
    assert frame["enterprise"][0] == "电池工厂"
    assert frame["far"].isna().tolist() == [False, False, True, False, True, True]
    assert frame.geometry.area.round(3).tolist() == [100_000.0] * 5 + [80_000.0]


def test_a_long_text_is_cut_between_characters_in_a_shapefile(tmp_path):
    plan = with_rows(empty_plan(), "parcels", [shapely.box(0, 0, 1, 1)], enterprise=["园" * 100])
    frame = pyogrio.read_dataframe(written(tmp_path, plan, "a.shp"))
    assert frame["enterprise"][0] == "园" * 84  # 252 of 254 bytes


def test_an_index_of_the_old_shapefile_goes(tmp_path):
    (tmp_path / "a.qix").write_text("of the old file")
    written(tmp_path, park(), "a.shp")
    assert not (tmp_path / "a.qix").exists()


def test_a_geopackage_holds_all_kinds_that_are_there(tmp_path):
    plan = park()
    path = written(tmp_path, plan, "a.gpkg")
    names = {str(name) for name, shape in pyogrio.list_layers(path) if shape is not None}
    assert names == {kind for kind in kinds() if len(plan.layer(kind))}
    frame = pyogrio.read_dataframe(path, layer="parcels", fid_as_index=True)
    assert frame.index.tolist() == [1, 2, 3, 4, 5, 6]
    assert frame.crs.to_epsg() == 4547
    expected = plan.layer("parcels").frame
    assert frame["number"].tolist() == expected["number"].tolist()
    assert (shapely.get_parts(frame.geometry) == expected.geometry.to_numpy()).all()


def test_a_geopackage_of_one_kind(tmp_path):
    path = written(tmp_path, park(), "a.gpkg", kind="roads")
    assert pyogrio.list_layers(path)[:, 0].tolist() == ["roads", "layer_styles"]


def test_a_geopackage_carries_the_styles_for_qgis(tmp_path):
    plan = park()
    plan = plan.applied(
        set_style(plan, "roads", replace(style_of(plan, "roads"), stroke="#123456"))
    )
    path = written(tmp_path, plan, "a.gpkg", kind="roads")
    with closing(sqlite3.connect(path)) as connection:
        (row,) = connection.execute(
            "SELECT f_table_name, f_geometry_column, styleQML FROM layer_styles"
        ).fetchall()
        (column,) = connection.execute(
            "SELECT column_name FROM gpkg_geometry_columns WHERE table_name = 'roads'"
        ).fetchone()
    assert row[:2] == ("roads", column)
    assert "18,52,86" in row[2]


def test_columns_of_the_users_files_travel_along(tmp_path):
    plan = with_rows(
        empty_plan(),
        "parcels",
        [shapely.box(EAST, NORTH, EAST + 1, NORTH + 1)] * 2,
        FID=[7, 7],
        built=np.array(["2020-01-31", "NaT"], "datetime64[ns]"),
        open=[True, False],
    )
    frame = pyogrio.read_dataframe(written(tmp_path, plan, "a.shp"))
    assert frame["fid"].tolist() == [1, 2]
    assert frame["fid_"].tolist() == [7, 7]
    assert frame["built"][0].startswith("2020-01-31")
    frame = pyogrio.read_dataframe(written(tmp_path, plan, "a.gpkg"), layer=0, fid_as_index=True)
    assert frame["open"].tolist() == [True, False]


def test_short_names_stay_apart_without_regard_to_case():
    names = short_names(["Density_max_1", "density_max_2", "density_max_3", "DENSITY_MA"])
    assert list(names.values()) == ["Density_ma", "density_~1", "density_~2", "DENSITY_~3"]
