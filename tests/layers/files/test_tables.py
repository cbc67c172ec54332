"""Layers as tables of the plan file: whole, or just the rows that differ."""

from __future__ import annotations

import contextlib

import numpy as np
import pytest
import shapely

from layers.errors import ProjectFileError
from layers.files import crs, geopackage, tables
from layers.kinds import kinds
from layers.layer import Layer
from tests.small_plan import CRS, X, Y, box, layer

PARCELS = kinds()["parcels"]
ROWS = "SELECT fid, land_use, far FROM parcels ORDER BY fid"
INDEX = "SELECT id, minx, maxy FROM rtree_parcels_geom ORDER BY id"


@pytest.fixture
def connection(tmp_path):
    with contextlib.closing(geopackage.working_copy(tmp_path / "a.gpkg")) as found:
        geopackage.initialise(found)
        geopackage.register_system(found, crs.file_entry(CRS))
        yield found


def three(**columns):
    given = {"land_use": ["M1", "R2", None], "far": [1.5, None, 0.0], **columns}
    return layer("parcels", [box(0, 0), box(1, 0), box(2, 0)], **given)


def write(connection, found):
    tables.write(connection, found, PARCELS, 4547, lambda _: None)


def rows(connection, asked=ROWS):
    return connection.execute(asked).fetchall()


def changed(old, values=None, geometries=None, keep=None, next_id=None):
    """Return a layer whose unchanged columns and shapes are the same objects."""
    frame = old.frame
    for (fid, name), value in (values or {}).items():
        frame.loc[fid, name] = value
    if geometries:
        shapes = old.geometries.copy()
        for fid, shape in geometries.items():
            shapes[old.positions(np.array([fid]))] = shape
        frame = frame.set_geometry(shapes, crs=CRS)
    return Layer("parcels", frame if keep is None else frame.loc[keep], next_id)


def test_a_layer_is_one_table_with_an_index_and_its_entries(connection):
    done = []
    tables.write(connection, three(), PARCELS, 4547, done.append)
    assert rows(connection) == [(1, "M1", 1.5), (2, "R2", None), (3, None, 0.0)]
    assert rows(connection, INDEX) == [
        (1, X, Y + 100),
        (2, X + 100, Y + 100),
        (3, X + 200, Y + 100),
    ]
    asked = "SELECT table_name, min_x, max_x, srs_id FROM gpkg_contents"
    assert rows(connection, asked) == [("parcels", X, X + 300, 4547)]
    assert rows(connection, "SELECT seq FROM sqlite_sequence") == [(3,)]
    assert done == sorted(done)
    assert done[-1] <= 1.0


def test_a_feature_without_a_shape_is_a_row_without_a_place(connection):
    found = changed(three(), geometries={2: None})
    write(connection, found)
    assert rows(connection, "SELECT fid FROM parcels WHERE geom IS NULL") == [(2,)]
    assert [row[0] for row in rows(connection, INDEX)] == [1, 3]


def test_writing_again_replaces_the_table(connection):
    write(connection, three())
    write(connection, changed(three(), keep=[2], next_id=9))
    assert rows(connection) == [(2, "R2", None)]
    assert len(rows(connection, INDEX)) == 1
    assert rows(connection, "SELECT seq FROM sqlite_sequence") == [(8,)]


def test_only_the_rows_that_differ_are_written(connection):
    old = three()
    write(connection, old)
    # What nobody changed is not touched: this mark of another hand stays.
    geopackage.drop_triggers(connection, "parcels")
    connection.execute("UPDATE parcels SET enterprise = 'mark' WHERE fid = 3")
    new = changed(old, values={(1, "land_use"): "B1", (2, "far"): 2.5}, next_id=old.next_id)
    assert tables.write_rows(connection, new, old, PARCELS, 4547)
    assert rows(connection) == [(1, "B1", 1.5), (2, "R2", 2.5), (3, None, 0.0)]
    assert rows(connection, "SELECT enterprise FROM parcels WHERE fid = 3") == [("mark",)]


def test_a_value_becomes_missing_and_comes_back(connection):
    old = three()
    write(connection, old)
    new = changed(old, values={(1, "far"): None, (2, "far"): 0.0}, next_id=old.next_id)
    assert tables.write_rows(connection, new, old, PARCELS, 4547)
    assert [row[2] for row in rows(connection)] == [None, 0.0, 0.0]
    assert tables.write_rows(connection, old, new, PARCELS, 4547)
    assert [row[2] for row in rows(connection)] == [1.5, None, 0.0]


def test_moved_and_removed_shapes_move_in_the_index(connection):
    old = three()
    write(connection, old)
    new = changed(old, geometries={1: box(5, 5)}, keep=[1, 2], next_id=old.next_id)
    assert tables.write_rows(connection, new, old, PARCELS, 4547)
    assert rows(connection, INDEX) == [(1, X + 500, Y + 600), (2, X + 100, Y + 100)]
    blob = rows(connection, "SELECT geom FROM parcels WHERE fid = 1")[0][0]
    assert shapely.from_wkb(blob[40:]).equals(box(5, 5))
    assert rows(connection, "SELECT max_x FROM gpkg_contents") == [(X + 600,)]


def test_other_columns_are_not_written_by_rows(connection):
    old = three()
    write(connection, old)
    frame = old.frame
    frame["owner"] = "a"
    assert not tables.write_rows(connection, Layer("parcels", frame), old, PARCELS, 4547)
    assert "owner" not in geopackage.columns(connection, "parcels")


@pytest.mark.parametrize("declared", ["MEDIUMINT", "NUMERIC"])
def test_a_column_that_would_not_give_it_back_is_made_anew(connection, declared):
    old = three()
    write(connection, old)
    connection.execute("ALTER TABLE parcels DROP COLUMN far")
    connection.execute(f"ALTER TABLE parcels ADD COLUMN far {declared}")
    elsewhere = changed(old, {(1, "land_use"): "R2"})
    assert tables.write_rows(connection, elsewhere, old, PARCELS, 4547)
    assert not tables.write_rows(connection, changed(old, {(1, "far"): 2.5}), old, PARCELS, 4547)
    fewer = changed(old, keep=[2, 3], next_id=4)
    assert not tables.write_rows(connection, old, fewer, PARCELS, 4547)
    assert rows(connection, "SELECT fid, land_use FROM parcels")[0] == (1, "R2")


def test_a_table_without_an_index_is_made_anew(connection):
    old = three()
    write(connection, old)
    geopackage.drop_triggers(connection, "parcels")
    connection.execute("DROP TABLE rtree_parcels_geom")
    assert not tables.write_rows(connection, changed(old, {(1, "far"): 2.5}), old, PARCELS, 4547)
    write(connection, old)
    assert len(rows(connection, INDEX)) == 3


def test_triggers_of_others_do_not_run_and_stay(connection):
    write(connection, three())
    theirs = "CREATE TRIGGER theirs AFTER INSERT ON parcels BEGIN DELETE FROM parcels; END"
    connection.execute(theirs)
    write(connection, three())
    assert len(rows(connection)) == 3
    asked = "SELECT count(*) FROM sqlite_master WHERE name = 'theirs'"
    assert rows(connection, asked) == [(1,)]


@pytest.mark.parametrize(("name", "other"), [("GEOM", "geom"), ("Land_Use", "land_use")])
def test_columns_that_sql_cannot_tell_apart_are_refused(connection, name, other):
    frame = three().frame
    frame[name] = "x"
    with pytest.raises(ProjectFileError, match=f"column {name} .* beside {other}"):
        write(connection, Layer("parcels", frame))
