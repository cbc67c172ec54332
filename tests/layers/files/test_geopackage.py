"""GeoPackage on disk: headers of geometries, lists of contents, triggers of the index."""

from __future__ import annotations

import contextlib
import sqlite3
import struct

import numpy as np
import pytest
import shapely

from layers.files import geopackage


@pytest.fixture
def connection(tmp_path):
    with contextlib.closing(geopackage.working_copy(tmp_path / "a.gpkg")) as found:
        geopackage.initialise(found)
        yield found


def geometries(*found):
    return np.array(found, dtype=object)


def test_a_geometry_is_a_header_with_its_envelope_and_wkb():
    (blob,) = geopackage.blobs(geometries(shapely.box(10, 20, 13, 24)), 4547)
    magic, version, flags, srs = struct.unpack("<2sBBi", blob[:8])
    assert (magic, version, flags, srs) == (b"GP", 0, 0b011, 4547)
    assert struct.unpack("<4d", blob[8:40]) == (10.0, 13.0, 20.0, 24.0)
    assert shapely.from_wkb(blob[40:]).area == 12.0


def test_empty_geometries_have_no_envelope_and_missing_ones_are_null():
    empty, missing = geopackage.blobs(geometries(shapely.Polygon(), None), 4547)
    assert struct.unpack("<2sBBi", empty[:8]) == (b"GP", 0, 0b10001, 4547)
    assert shapely.from_wkb(empty[8:]).is_empty
    assert missing is None
    assert geopackage.blobs(geometries(), 4547) == []


def test_heights_are_left_out():
    (blob,) = geopackage.blobs(geometries(shapely.Point(1, 2, 3)), 0)
    assert not shapely.has_z(shapely.from_wkb(blob[40:]))


def test_an_empty_database_becomes_a_geopackage_and_a_filled_one_stays(connection):
    assert connection.execute("PRAGMA application_id").fetchone() == (0x47504B47,)
    assert connection.execute("PRAGMA user_version").fetchone() == (10300,)
    assert set(geopackage.tables(connection)) == {
        "gpkg_spatial_ref_sys", "gpkg_contents", "gpkg_geometry_columns", "gpkg_extensions",
    }  # fmt: skip
    systems = connection.execute("SELECT srs_id FROM gpkg_spatial_ref_sys ORDER BY 1").fetchall()
    assert systems == [(-1,), (0,), (4326,)]
    geopackage.initialise(connection)
    assert connection.execute("SELECT count(*) FROM gpkg_spatial_ref_sys").fetchone() == (3,)


def test_entries_are_brought_up_to_date_and_not_doubled(connection):
    for box in ((0.0, 0.0, 1.0, 1.0), (0.0, 0.0, 5.0, 6.0)):
        geopackage.register_contents(connection, "roads", "features", box=box, srs_id=4326)
        geopackage.register_geometry(connection, "roads", "LINESTRING", 4326)
    asked = "SELECT table_name, max_x, max_y, srs_id FROM gpkg_contents"
    assert connection.execute(asked).fetchall() == [("roads", 5.0, 6.0, 4326)]
    asked = "SELECT table_name, geometry_type_name FROM gpkg_geometry_columns"
    assert connection.execute(asked).fetchall() == [("roads", "LINESTRING")]
    assert connection.execute("SELECT count(*) FROM gpkg_extensions").fetchone() == (1,)


def test_our_triggers_are_exchanged_and_those_of_others_come_back(connection):
    connection.execute('CREATE TABLE "a b" (fid INTEGER PRIMARY KEY, geom POLYGON, n INTEGER)')
    other = 'CREATE TRIGGER theirs AFTER UPDATE ON "a b" BEGIN SELECT 1; END'
    connection.execute(other)
    geopackage.put_triggers(connection, "a b", [])
    foreign = geopackage.drop_triggers(connection, "a b")
    assert foreign == [other]
    count = "SELECT count(*) FROM sqlite_master WHERE type = 'trigger'"
    assert connection.execute(count).fetchone() == (0,)
    geopackage.put_triggers(connection, "a b", foreign)
    assert connection.execute(count).fetchone() == (8,)


def test_a_name_cannot_end_its_quotes(connection):
    name = 'x" (fid); DROP TABLE gpkg_contents; --'
    connection.execute(f"CREATE TABLE {geopackage.quoted(name)} (fid INTEGER)")
    assert {name, "gpkg_contents"} <= set(geopackage.tables(connection))
    assert geopackage.columns(connection, name) == {"fid": "INTEGER"}


@pytest.mark.usefixtures("connection")
def test_reading_leaves_no_trace_and_cannot_write(tmp_path):
    path = tmp_path / "a.gpkg"
    before = path.read_bytes()
    with contextlib.closing(geopackage.read_only(path)) as reader:
        assert "gpkg_contents" in geopackage.tables(reader)
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            reader.execute("DELETE FROM gpkg_contents")
    assert path.read_bytes() == before
    assert [found.name for found in tmp_path.iterdir()] == ["a.gpkg"]


def test_boxes_and_extent_leave_out_what_has_no_place():
    found = geometries(shapely.box(1, 2, 3, 4), None, shapely.Polygon(), shapely.Point(9, 0))
    assert geopackage.boxes([7, 8, 9, 10], found) == [
        (7, 1.0, 3.0, 2.0, 4.0),
        (10, 9.0, 9.0, 0.0, 0.0),
    ]
    assert geopackage.extent(found) == (1.0, 0.0, 9.0, 4.0)
    assert geopackage.extent(geometries(None)) == (None, None, None, None)


@pytest.mark.parametrize(
    ("found", "name"),
    [
        ([], "POLYGON"),
        ([None], "POLYGON"),
        ([shapely.box(0, 0, 1, 1)], "POLYGON"),
        ([shapely.MultiPolygon([shapely.box(0, 0, 1, 1)])], "MULTIPOLYGON"),
        ([shapely.box(0, 0, 1, 1), shapely.Point(0, 0)], "GEOMETRY"),
    ],
)
def test_a_layer_is_entered_under_the_type_that_all_have(found, name):
    assert geopackage.geometry_type(geometries(*found), "POLYGON") == name


def test_ids_go_five_hundred_at_a_time():
    sizes = [len(chunk) for chunk in geopackage.chunks(range(1201))]
    assert sizes == [500, 500, 201]
