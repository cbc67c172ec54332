"""Vector files are known by what is in them, and nothing beyond the chosen file is read."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import struct
import warnings

import geopandas as gpd
import numpy as np
import pyogrio
import pytest
import shapely

from layers.errors import ImportDataError
from layers.files import vectors
from layers.kinds import kinds

PARCELS, ROADS, FACILITIES = (kinds()[name] for name in ("parcels", "roads", "facilities"))
SQUARE = shapely.box(500_000, 2_500_000, 500_010, 2_500_010)
LINE = shapely.LineString([(500_000, 2_500_000), (500_300, 2_500_400)])
CRS = "EPSG:4547"


def file(path, geometries=(SQUARE,), crs=CRS, fields=None, **options):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        frame = gpd.GeoDataFrame(fields or {}, geometry=list(geometries), crs=crs)
        pyogrio.write_dataframe(frame, path, **options)
    return path


@pytest.mark.parametrize("name", ["a.gpkg", "a.shp", "a.geojson"])
def test_three_sorts_of_files_are_read(tmp_path, name):
    fields = {"code": ["M1"], "far": [1.5], "floors": [3]}
    found = vectors.read(file(tmp_path / name, fields=fields), PARCELS)
    assert (found.name, found.layer, len(found)) == (name, "a", 1)
    assert {key: series.tolist() for key, series in found.fields.items()} == {
        "code": ["M1"], "far": [1.5], "floors": [3],
    }  # fmt: skip
    assert found.geometries[0].area == pytest.approx(100.0)
    assert found.crs is not None


@pytest.mark.parametrize("order", [1, 2])
def test_shapes_in_shapes_without_end_are_none_and_end_nothing(tmp_path, order):
    path = file(tmp_path / "a.gpkg", [SQUARE, SQUARE])
    deep = struct.pack("<BII", order, 7, 1) * 200_000 + shapely.to_wkb(SQUARE)
    blob = struct.pack("<2sBBi", b"GP", 0, 0b0001, 4547) + deep
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for name in ("ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
            connection.create_function(name, 1, lambda _: 0)
        connection.execute("UPDATE a SET geom = ? WHERE fid = 1", (blob,))
    found = vectors.read(path, PARCELS).geometries
    assert found[0] is None
    assert found[1].equals(SQUARE)


def test_heights_are_left_out(tmp_path):
    high = shapely.force_3d(SQUARE, 12.0)
    (found,) = vectors.read(file(tmp_path / "a.gpkg", [high]), PARCELS).geometries
    assert not found.has_z


def test_a_file_that_is_not_there_or_no_geodata_is_answered(tmp_path):
    with pytest.raises(ImportDataError, match=r"There is no file .*gone\.shp"):
        vectors.read(tmp_path / "gone.shp", PARCELS)
    path = tmp_path / "a.gpkg"
    path.write_bytes(b"%PDF-1.7")
    with pytest.raises(ImportDataError, match=r"holds no geodata that can be read\. Wanted is"):
        vectors.read(path, PARCELS)


@pytest.mark.parametrize("name", ["a.vrt", "a.shp", "a.gpkg", "a.json"])
def test_a_virtual_file_is_not_followed_whatever_it_is_called(tmp_path, name):
    secret = file(tmp_path / "secret.gpkg")
    path = tmp_path / name
    layer = f"<OGRVRTLayer name='secret'><SrcDataSource>{secret}</SrcDataSource></OGRVRTLayer>"
    path.write_text(f"<OGRVRTDataSource>{layer}</OGRVRTDataSource>")
    with pytest.raises(ImportDataError, match="holds no geodata"):
        vectors.read(path, PARCELS)


def test_a_shapefile_without_its_index_says_what_is_missing(tmp_path):
    path = file(tmp_path / "a.shp")
    path.with_suffix(".shx").unlink()
    with pytest.raises(ImportDataError, match=r"without the file a\.shx beside it"):
        vectors.read(path, PARCELS)


def test_the_only_layer_of_the_shape_is_taken(tmp_path):
    path = file(tmp_path / "a.gpkg", layer="ground")
    file(path, [LINE], layer="axes", append=True)
    assert vectors.read(path, PARCELS).layer == "ground"
    assert vectors.read(path, ROADS).geometries[0].length == 500.0
    with pytest.raises(ImportDataError, match=r"no point layer, which Facilities need.*ground"):
        vectors.read(path, FACILITIES)


def test_of_several_layers_the_one_named_like_the_kind_is_taken_or_asked_for(tmp_path):
    path = file(tmp_path / "a.gpkg", layer="one")
    file(path, layer="two", append=True)
    with pytest.raises(ImportDataError, match=r"Parcels: one, two. Say which one with --layer"):
        vectors.read(path, PARCELS)
    assert vectors.read(path, PARCELS, layer="two").layer == "two"
    with pytest.raises(ImportDataError, match=r"has no layer three. It has: one, two"):
        vectors.read(path, PARCELS, layer="three")
    file(path, layer="Parcels", append=True)
    assert vectors.read(path, PARCELS).layer == "Parcels"


def test_texts_of_a_shapefile_are_judged_by_their_bytes(tmp_path):
    path = file(tmp_path / "a.shp", fields={"权属": ["高新区管委会"]}, encoding="GBK")
    path.with_suffix(".cpg").unlink()
    found = vectors.read(path, PARCELS)
    assert found.encoding == "GB18030"
    assert found.fields["权属"].tolist() == ["高新区管委会"]
    wrong = vectors.read(path, PARCELS, encoding_name="ISO-8859-1")
    assert "权属" not in wrong.fields


def test_lists_of_geojson_become_texts(tmp_path):
    feature = {
        "type": "Feature",
        "properties": {"tags": ["甲", 1], "name": "a"},
        "geometry": shapely.geometry.mapping(SQUARE),
    }
    path = tmp_path / "a.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8")
    found = vectors.read(path, PARCELS)
    assert json.loads(found.fields["tags"][0]) == ["甲", 1]


def test_a_row_without_geometry_is_read_as_one(tmp_path):
    found = vectors.read(file(tmp_path / "a.gpkg", [SQUARE, None]), PARCELS)
    assert found.geometries[1] is None
    assert len(found) == 2


def test_reading_leaves_the_file_as_it_was(tmp_path):
    path = file(tmp_path / "a.gpkg")
    before, times = path.read_bytes(), path.stat().st_mtime_ns
    vectors.read(path, PARCELS)
    assert path.read_bytes() == before
    assert path.stat().st_mtime_ns == times
    assert [found.name for found in tmp_path.iterdir()] == ["a.gpkg"]


@pytest.mark.parametrize("name", ["a.gpkg", "a.shp", "a.geojson"])
def test_a_first_look_reads_a_few_features_and_says_how_many_there_are(tmp_path, name):
    path = file(tmp_path / name, [SQUARE] * 30, fields={"code": ["工业"] * 30}, encoding="UTF-8")
    found = vectors.read(path, PARCELS, most=4)
    assert (len(found), found.total) == (4, 30)
    assert found.fields["code"].tolist() == ["工业"] * 4
    whole = vectors.read(path, PARCELS)
    assert (len(whole), whole.total) == (30, 30)


@pytest.mark.parametrize("name", ["p%20x", "a\nb", "30%"])
@pytest.mark.parametrize("suffix", [".gpkg", ".geojson"])
def test_signs_with_a_meaning_may_stand_in_a_name(tmp_path, name, suffix):
    sound = file(tmp_path / f"a{suffix}", fields={"code": ["M1"]})
    found = vectors.read(sound.rename(tmp_path / f"{name}{suffix}"), PARCELS)
    assert (found.name, len(found)) == (f"{name}{suffix}", 1)


def test_arcs_are_read_as_lines_and_told(tmp_path):
    wkb = struct.pack("<BII", 1, 10, 1) + struct.pack("<BII", 1, 8, 5)
    ring = [(0, 0), (10, 10), (20, 0), (10, -10), (0, 0)]
    wkb += b"".join(struct.pack("<dd", x + 500_000, y + 2_500_000) for x, y in ring)
    blob = struct.pack("<2sBBi", b"GP", 0, 1, 4547) + wkb
    path = file(tmp_path / "a.gpkg", fields={"code": ["M1"]}, layer_options={"SPATIAL_INDEX": "NO"})
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE a SET geom = ?", (blob,))
    found = vectors.read(path, PARCELS)
    assert found.geometries[0].area == pytest.approx(np.pi * 100, rel=0.01)
    assert str(found.doubtful[0]) == "Arcs were read as chains of short lines."
    assert found.fields["code"].tolist() == ["M1"]


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 2**70])
def test_a_number_beyond_64_bits_does_not_stop_a_geojson(tmp_path, number):
    path = file(tmp_path / "a.geojson", fields={"big": [7]})
    path.write_text(path.read_text().replace('"big": 7', f'"big": {number}'))
    found = vectors.read(path, PARCELS)
    assert len(found) == 1
    assert float(found.fields["big"][0]) == pytest.approx(float(number))
