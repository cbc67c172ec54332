"""Tables of the plan file as layers: wrong cells are missing, odd shapes are told."""

from __future__ import annotations

import contextlib
import sqlite3
import struct

import numpy as np
import pytest
import shapely

from layers.analysis import measures
from layers.analysis.totals import totals
from layers.coverage.checks import check
from layers.edits.attributes import set_values
from layers.edits.draw import draw
from layers.edits.zone import zone
from layers.errors import ProjectFileError
from layers.files import cells, kept_layers, project, reading
from layers.kinds import kinds
from tests.small_plan import small_plan


@pytest.fixture(params=["row by row", "streamed"])
def path(tmp_path, request, monkeypatch):
    """A file of four parcels of 1 ha, of which the first two are M1 and the third G1.

    It is read in both ways in which tables are.
    """
    if request.param == "streamed":
        monkeypatch.setattr(reading, "_MANY_ROWS", 0)
    found = tmp_path / "plan.gpkg"
    project.save(small_plan(), found)
    return found


def spoil(path, *statements):
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for name in ("ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
            connection.create_function(name, 1, lambda _: 0)
        for statement, *values in statements:
            connection.execute(statement, values)


def opened(path):
    found = project.load(path)
    return found.document, [str(note) for note in found.notes]


def without_numbers():
    """Return a triangle as the file holds it, one of whose coordinates is NaN."""
    body = shapely.to_wkb(shapely.Polygon([(1, 1), (7, 1), (7, 7)]), byte_order=1)
    nan = body.replace(struct.pack("<d", 7.0), struct.pack("<d", float("nan")), 1)
    return struct.pack("<2sBBi", b"GP", 0, 0b0001, 4547) + nan


def test_a_sound_file_is_read_without_a_note(path):
    document, notes = opened(path)
    assert notes == []
    assert document.layer("parcels").values("land_use").tolist()[:3] == ["M1", "M1", "G1"]


def test_columns_that_only_seem_empty_are_read_as_well(path, monkeypatch):
    monkeypatch.setattr(cells, "SAMPLE", 1)
    spoil(
        path,
        ("UPDATE parcels SET far = 2.5, density_pct = 'none', number = 'A' WHERE fid = 2",),
        ("UPDATE parcels SET far = NULL, density_pct = NULL, number = NULL WHERE fid != 2",),
        ("UPDATE parcels SET density_pct = 0.25 WHERE fid = 3",),
    )
    parcels = opened(path)[0].layer("parcels")
    assert parcels.values("far").fillna(-1).tolist() == [-1, 2.5, -1, -1]
    assert parcels.values("number").fillna("-").tolist() == ["-", "A", "-", "-"]
    assert parcels.values("density_pct").fillna(-1).tolist() == [-1, -1, 0.25, -1]


def test_columns_without_values_share_what_they_are_made_of(path):
    rows = project.load(path).document.layer("parcels")
    texts = [rows.values(name).array for name in ("far_force", "far_source")]
    assert all(one.isna().all() for one in texts)
    assert texts[0]._pa_array is texts[1]._pa_array


def test_a_feature_without_a_shape_opens_and_is_told(path):
    spoil(path, ("UPDATE parcels SET geom = NULL WHERE fid = 2",))
    document, notes = opened(path)
    assert notes == ["Parcels: 1 feature has no shape; it is in the table, not on the map."]
    assert document.layer("parcels").geometries[1] is None
    assert [problem.ids for problem in check(document) if problem.code == "no_shape"] == [(2,)]
    land = totals(measures().evaluate(document))["land"]
    assert land["by_code"]["M1"] == 10_000.0
    assert land["parcels_m2"] == 30_000.0


@pytest.mark.parametrize("site", [True, False])
def test_totals_hold_where_no_parcel_has_a_shape(path, site):
    spoil(path, ("UPDATE parcels SET geom = NULL",))
    if not site:
        spoil(path, ("DELETE FROM boundary",))
    document, _ = opened(path)
    found = totals(measures().evaluate(document))["land"]
    assert found["parcels_m2"] == 0.0
    assert found["unassigned_m2"] == (45_000.0 if site else None)


def test_coordinates_that_are_no_numbers_are_no_shape(path):
    spoil(path, ("UPDATE parcels SET geom = ? WHERE fid = 4", without_numbers()))
    document, notes = opened(path)
    assert "the shape of 1 feature has coordinates that are no numbers" in notes[0]
    assert "1 feature has no shape" in notes[1]
    assert np.flatnonzero(shapely.is_missing(document.layer("parcels").geometries)).tolist() == [3]
    assert totals(measures().evaluate(document))["land"]["parcels_m2"] == 30_000.0


def test_texts_among_numbers_are_missing_and_never_0(path):
    spoil(path, ("UPDATE parcels SET far = 'high' WHERE fid = 1",))
    document, _ = opened(path)
    assert document.layer("parcels").values("far").isna().tolist() == [True, False, True, True]
    assert document.layer("parcels").values("far")[2] == 2.0


@pytest.mark.parametrize("sample", [1, cells.SAMPLE])
def test_cells_of_a_wrong_type_are_told_each_time_a_plan_is_opened(path, monkeypatch, sample):
    monkeypatch.setattr(cells, "SAMPLE", sample)
    monkeypatch.setattr(kept_layers, "FEWEST", 1)
    monkeypatch.setattr(kept_layers, "folder", lambda: path.parent / "cache")
    spoil(
        path,
        ("ALTER TABLE parcels ADD COLUMN seen DATETIME",),
        ("ALTER TABLE parcels ADD COLUMN storeys INTEGER",),
        ("UPDATE parcels SET far = 'high', seen = 'yesterday', storeys = 2.5 WHERE fid = 2",),
        ("UPDATE parcels SET number = x'00' WHERE fid > 2",),
    )
    wanted = [
        "Parcels: 2 values of number are not of its type and were left out.",
        "Parcels: 1 value of far is not of its type and was left out.",
        "Parcels: 1 value of seen is not of its type and was left out.",
        "Parcels: 1 value of storeys is not of its type and was left out.",
    ]
    document, notes = opened(path)
    assert sorted(notes) == sorted(wanted)
    kept_layers.write(path, document)
    assert opened(path)[1] == notes
    # A save of a few rows leaves the cells of the others in the file.
    edited = document.applied(zone(document, [1], "W1"))
    project.save(edited, path, base=document)
    kept_layers.write(path, edited)
    assert opened(path)[1] == notes


def test_a_plan_written_anew_has_no_cells_of_a_wrong_type(path, monkeypatch):
    monkeypatch.setattr(kept_layers, "FEWEST", 1)
    monkeypatch.setattr(kept_layers, "folder", lambda: path.parent / "cache")
    spoil(path, ("UPDATE parcels SET far = 'high' WHERE fid = 2",))
    document, _ = opened(path)
    fresh = path.with_name("fresh.gpkg")
    project.save(document, fresh)
    kept_layers.write(fresh, document)
    assert kept_layers.path_of(fresh).exists()
    assert opened(fresh)[1] == []


@pytest.mark.parametrize("sample", [1, cells.SAMPLE])
def test_of_texts_with_nuls_nothing_else_is_left_out(path, monkeypatch, sample):
    monkeypatch.setattr(cells, "SAMPLE", sample)
    spoil(
        path,
        ("UPDATE parcels SET number = 'a' || char(0) || 'b' WHERE fid = 2",),
        ("UPDATE parcels SET land_use = char(0) WHERE fid = 3",),
    )
    document, notes = opened(path)
    assert notes == []
    assert document.layer("parcels").values("number").tolist()[1] == "ab"
    assert document.layer("parcels").values("land_use").tolist()[2] == ""


@pytest.mark.parametrize("name", ["OGR_GEOMETRY", "OGR_STYLE", "ogc_fid", "wkb_geometry"])
@pytest.mark.parametrize("value", ["x", None])
def test_a_column_with_a_name_that_gdal_uses_is_a_column(path, name, value):
    spoil(
        path,
        (f"ALTER TABLE parcels ADD COLUMN {name} TEXT",),
        (f"UPDATE parcels SET {name} = ? WHERE fid = 1", value),  # noqa: S608
    )
    document, notes = opened(path)
    assert notes == []
    found = document.layer("parcels").values(name).fillna("-").tolist()
    assert found == [value or "-", "-", "-", "-"]


@pytest.mark.parametrize("name", ["geometry", "GEOMETRY", "rowid", "oid"])
@pytest.mark.parametrize("large", [False, True])
def test_a_column_with_a_name_that_plans_need_has_another_and_is_saved_so(path, name, large):
    spoil(
        path,
        (f"ALTER TABLE parcels ADD COLUMN {name} TEXT",),
        (f"UPDATE parcels SET {name} = 'x' WHERE geom NOTNULL AND number = 'A-01'",),  # noqa: S608
    )
    document, notes = opened(path)
    other = f"{name}_2"
    assert notes == [f"Parcels: the column {name} is called {other} here: plans need its name."]
    assert document.layer("parcels").values(other).fillna("-").tolist() == ["x", "-", "-", "-"]
    edit = set_values(document, "parcels", [2], {other: "y"})
    edited = document.applied(edit if large else zone(document, [2], "W1"))
    project.save(edited, path, base=document)
    again, notes = opened(path)
    assert again.layer("parcels").values(other).fillna("-").tolist() == (
        ["x", "y", "-", "-"] if large else ["x", "-", "-", "-"]
    )
    assert bool(notes) is not large


def test_new_features_are_saved_where_the_table_lacks_a_column(path):
    spoil(path, ("ALTER TABLE parcels DROP COLUMN far",))
    document, _ = opened(path)
    shape = shapely.transform(document.layer("parcels").geometries[3], lambda xy: xy + 5_000)
    edited = document.applied(draw(document, "parcels", shape))
    assert len(edited.layer("parcels")) == 5
    project.save(edited, path, base=document)
    again, notes = opened(path)
    assert again.layer("parcels").ids.tolist() == edited.layer("parcels").ids.tolist()
    assert notes == []


def test_a_column_that_is_not_there_is_empty_and_told(path):
    spoil(path, ("ALTER TABLE parcels DROP COLUMN far",))
    document, notes = opened(path)
    assert notes == ["Parcels had no column far; it is empty."]
    assert document.layer("parcels").values("far").isna().all()
    declared = [column.id for column in kinds()["parcels"].columns]
    assert document.layer("parcels").columns[declared.index("far")] == "far"


def test_columns_of_other_programs_come_along_and_binaries_are_told(path):
    spoil(
        path,
        ("ALTER TABLE parcels ADD COLUMN owner TEXT(20)",),
        ("ALTER TABLE parcels ADD COLUMN photo BLOB",),
        ("UPDATE parcels SET owner = '甲' WHERE fid = 3",),
    )
    document, notes = opened(path)
    assert document.layer("parcels").values("owner")[3] == "甲"
    assert notes == ["Parcels: the column photo holds no text or numbers and was left out."]


def test_ids_of_other_programs_are_not_given_again(path):
    spoil(path, ("UPDATE sqlite_sequence SET seq = 70 WHERE name = 'parcels'",))
    document, _ = opened(path)
    assert document.layer("parcels").next_id == 71


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("ALTER TABLE parcels RENAME COLUMN geom TO shape", "its table parcels is not one"),
        ("UPDATE parcels SET geom = x'00112233' WHERE fid = 1", "a geometry in it cannot"),
    ],
)
def test_a_table_of_another_sort_is_refused(path, statement, sentence):
    spoil(path, (statement,))
    with pytest.raises(ProjectFileError, match=sentence):
        project.load(path)


@pytest.mark.parametrize(("order", "number"), [(1, 6), (1, 7), (1, 12), (2, 7), (1, 0x10007)])
def test_a_shape_of_shapes_in_shapes_without_end_is_refused(path, order, number):
    head = struct.pack("<2sBBi", b"GP", 0, 0b0001, 4547)
    body = struct.pack("<BII", order, number, 1) * 100_000 + shapely.to_wkb(shapely.box(0, 0, 1, 1))
    spoil(path, ("UPDATE parcels SET geom = ? WHERE fid = 2", head + body))
    with pytest.raises(ProjectFileError, match="a geometry in it cannot"):
        project.load(path)


def test_many_shapes_beside_one_another_are_one(path):
    shapes = [shapely.MultiPoint([(n, n), (n, n + 1)]) for n in range(200)]
    many = shapely.GeometryCollection(shapes)
    blob = struct.pack("<2sBBi", b"GP", 0, 0b0001, 4547) + shapely.to_wkb(many, byte_order=1)
    spoil(path, ("UPDATE parcels SET geom = ? WHERE fid = 2", blob))
    found = opened(path)[0].layer("parcels").geometries
    assert shapely.to_wkb(found[1]) == shapely.to_wkb(many)
    assert shapely.to_wkb(found[2]) == shapely.to_wkb(small_plan().layer("parcels").geometries[2])


def test_a_shape_beyond_every_place_on_earth_is_none_and_told(path):
    body = shapely.to_wkb(shapely.box(0, 0, 1e15, 7), byte_order=1)
    blob = struct.pack("<2sBBi", b"GP", 0, 0b0001, 4547) + body
    spoil(path, ("UPDATE parcels SET geom = ? WHERE fid = 2", blob))
    document, notes = opened(path)
    assert document.layer("parcels").geometries[1] is None
    assert "the shape of 1 feature has coordinates that are no numbers, or lies" in notes[0]


def test_sound_polygons_are_read_as_arrays_and_are_what_was_saved(path):
    document, _ = opened(path)
    parcels = document.layer("parcels")
    assert parcels.coordinates is not None
    saved = small_plan().layer("parcels").geometries
    assert shapely.to_wkb(parcels.geometries).tolist() == shapely.to_wkb(saved).tolist()
    spoil(path, ("UPDATE parcels SET geom = NULL WHERE fid = 2",))
    document, _ = opened(path)
    assert document.layer("parcels").coordinates is None
    assert document.layer("parcels").geometries[0].equals(saved[0])


def test_rows_far_apart_in_number_are_few(path):
    spoil(path, ("UPDATE parcels SET fid = 900000000 WHERE fid = 4",))
    document, notes = opened(path)
    assert notes == []
    assert document.layer("parcels").ids.tolist() == [1, 2, 3, 900_000_000]


def test_more_rows_than_can_be_opened_are_refused(path, monkeypatch):
    monkeypatch.setattr(reading, "_MOST_ROWS", 3)
    with pytest.raises(ProjectFileError, match="holds 4 rows of Parcels; 3 is the most"):
        project.load(path)


def test_a_table_without_rows_keeps_the_columns_of_other_programs(path):
    spoil(path, ("DELETE FROM water",), ("ALTER TABLE water ADD COLUMN depth REAL",))
    document, notes = opened(path)
    water = document.layer("water")
    assert (len(water), notes) == (0, [])
    assert str(water.values("depth").dtype) == "float64"


def test_opening_and_areas_make_no_objects(path):
    document, _ = opened(path)
    parcels = document.layer("parcels")
    assert parcels.areas.tolist() == [10_000.0] * 4
    assert parcels.coordinates is not None
    assert not parcels._geometries.made


@pytest.mark.parametrize("key", ["INT PRIMARY KEY", "INTEGER"])
def test_rows_are_counted_where_their_ids_do_not_tell(path, monkeypatch, key):
    spoil(
        path,
        (f"CREATE TABLE other (fid {key}, geom POLYGON, number TEXT, land_use TEXT, rowid TEXT)",),
        ("INSERT INTO other SELECT fid, geom, number, land_use, 'x' FROM parcels",),
        ("DROP TABLE parcels",),
        ("ALTER TABLE other RENAME TO parcels",),
    )
    monkeypatch.setattr(reading, "_MOST_ROWS", 3)
    with pytest.raises(ProjectFileError, match="holds 4 rows of Parcels; 3 is the most"):
        project.load(path)
