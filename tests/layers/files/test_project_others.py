"""The plan file and other programs: what is theirs, and only what differs is written."""

from __future__ import annotations

import contextlib
import os
import random
import sqlite3
import subprocess
import time
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from layers.document import Document
from layers.edit import Edit, LayerDelta, RowsDelta
from layers.errors import FileChangedError
from layers.files import project
from layers.kinds import kinds
from layers.layer import Layer
from layers.message import Message
from tests.layers.files.plans import (
    CRS,
    assert_same,
    change,
    plan,
)


def test_gdal_reads_tables_ids_types_and_system(tmp_path):
    path = tmp_path / "plan.gpkg"
    document = plan()
    project.save(document, path)
    names = dict(pyogrio.list_layers(path).tolist())
    assert set(kinds()) <= set(names)
    assert names["parcels"] == "Polygon"
    assert names["greenplat_parameters"] is None
    info = pyogrio.read_info(path, layer="parcels")
    assert info["crs"] == CRS
    assert info["features"] == 6
    assert info["driver"] == "GPKG"
    frame = pyogrio.read_dataframe(path, layer="parcels", fid_as_index=True)
    assert frame.index.tolist() == [1, 2, 3, 4, 5, 6]
    assert frame["far"].tolist()[2] == 0.1 + 0.2
    assert frame.geometry.iloc[0].equals_exact(document.layer("parcels").geometries[0], 0)
    near = pyogrio.read_dataframe(
        path, layer="parcels", bbox=(500_001, 2_500_001, 500_002, 2_500_002)
    )
    assert len(near) == 1


def test_ogrinfo_opens_the_file_without_an_error(tmp_path):
    path = tmp_path / "plan.gpkg"
    project.save(plan(), path)
    try:
        answer = subprocess.run(
            ["ogrinfo", "-ro", path], capture_output=True, text=True, check=True
        )
    except FileNotFoundError:
        pytest.skip("ogrinfo is not installed")
    assert "parcels (Polygon)" in answer.stdout
    assert "ERROR" not in answer.stderr


def test_other_programs_can_edit_and_the_index_stays_true(tmp_path):
    path = tmp_path / "plan.gpkg"
    project.save(plan(), path)
    # GDAL runs the triggers: it adds a feature, and the id continues where the plan stands.
    added = gpd.GeoDataFrame({"land_use": ["G1"]}, geometry=[shapely.box(0, 0, 1, 1)], crs=CRS)
    pyogrio.write_dataframe(added, path, layer="parcels", append=True)
    found = project.load(path).document.layer("parcels")
    assert found.ids.tolist() == [1, 2, 3, 4, 5, 6, 7]
    assert found.next_id == 8
    assert len(pyogrio.read_dataframe(path, layer="parcels", bbox=(0, 0, 1, 1))) == 1


def test_ids_of_removed_features_are_not_given_again_by_other_programs(tmp_path):
    path, document = tmp_path / "plan.gpkg", plan()
    rows = document.layer("parcels").rows([5, 6])
    document = document.applied(Edit(Message("x"), (RowsDelta("parcels", rows, rows.iloc[:0]),)))
    project.save(document, path)
    added = gpd.GeoDataFrame({"land_use": ["G1"]}, geometry=[shapely.box(0, 0, 1, 1)], crs=CRS)
    pyogrio.write_dataframe(added, path, layer="parcels", append=True)
    assert project.load(path).document.layer("parcels").ids.tolist() == [1, 2, 3, 4, 7]


def test_foreign_tables_and_triggers_survive_and_do_not_run(tmp_path):
    path, document = tmp_path / "plan.gpkg", plan()
    project.save(document, path)
    mine = gpd.GeoDataFrame({"a": ["测量"]}, geometry=[shapely.Point(1, 2)], crs=CRS)
    pyogrio.write_dataframe(mine, path, layer="survey", append=True)
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE log (text TEXT)")
        connection.execute(
            "CREATE TRIGGER spy AFTER UPDATE OF far ON parcels"
            " BEGIN INSERT INTO log VALUES ('x'); END"
        )
    connection.close()
    project.save(change(document, [1], far=2.0), path)
    opened = project.load(path).document
    # Only the one row is updated: a trigger that was still there would run.
    project.save(change(opened, [1], far=3.0), path, base=opened)
    assert pyogrio.read_dataframe(path, layer="survey")["a"].tolist() == ["测量"]
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT count(*) FROM log").fetchone() == (0,)
        names = [
            r[0] for r in connection.execute("SELECT name FROM sqlite_master WHERE type='trigger'")
        ]
    connection.close()
    assert "spy" in names
    assert "rtree_parcels_geom_insert" in names


@pytest.mark.parametrize(
    "table",
    ["gpkg_contents", "gpkg_geometry_columns", "gpkg_spatial_ref_sys", "gpkg_extensions"],
)
def test_a_plan_whose_own_tables_were_taken_away_is_saved_again(tmp_path, table):
    path = tmp_path / "plan.gpkg"
    project.save(plan(), path)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute(f"DROP TABLE {table}")
        connection.commit()
    document = project.load(path).document
    edited = change(document, [1], far=2.5)
    project.save(edited, path, base=document)
    assert_same(project.load(path).document, edited)
    assert {*edited.layers} <= {*pyogrio.list_layers(path)[:, 0]}


def test_foreign_tables_come_along_under_another_name(tmp_path):
    path, other = tmp_path / "plan.gpkg", tmp_path / "other.gpkg"
    project.save(plan(), path)
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE log (text TEXT)")
    connection.close()
    project.save(plan(), other, origin=path)
    connection = sqlite3.connect(other)
    assert connection.execute("SELECT count(*) FROM log").fetchone() == (0,)
    connection.close()


def test_a_save_after_a_save_writes_the_rows_that_differ(tmp_path):
    path, document = tmp_path / "plan.gpkg", plan(200)
    project.save(document, path)
    later = change(document, [17], land_use="G1", far=None)
    rows = later.layer("parcels").rows([20])
    moved = rows.copy()
    moved["geometry"] = [shapely.box(0, 0, 1, 1)]
    removed = later.layer("parcels").rows([30, 31])
    new = moved.copy()
    new.index = pd.Index([500], name="fid")
    later = later.applied(
        Edit(
            Message("x"),
            (
                RowsDelta("parcels", rows[["geometry"]], moved[["geometry"]]),
                RowsDelta("parcels", removed, removed.iloc[:0]),
                RowsDelta("parcels", new.iloc[:0], new),
            ),
        )
    )
    # A mark that a table written anew would lose shows that rows were exchanged, no more.
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE INDEX mark ON parcels (land_use)")
    connection.close()
    # The file was touched by another hand, so that this base does not count.
    project.save(later, path, base=document)
    assert not has_mark(path)
    assert_same(project.load(path).document, later)
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE INDEX mark ON parcels (land_use)")
    connection.close()
    opened = project.load(path).document
    last = change(opened, [18], land_use="G1")
    project.save(last, path, base=opened)
    assert has_mark(path)
    assert_same(project.load(path).document, last)


def has_mark(path: Path) -> bool:
    connection = sqlite3.connect(path)
    try:
        sql = "SELECT count(*) FROM sqlite_master WHERE name = 'mark'"
        return connection.execute(sql).fetchone() == (1,)
    finally:
        connection.close()


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 10_000))
def test_rows_saved_one_after_another_equal_the_whole(seed, tmp_path):
    dice = random.Random(seed)  # noqa: S311
    path = tmp_path / f"plan{seed}.gpkg"
    path.unlink(missing_ok=True)
    project.save(plan(60), path)
    base = project.load(path).document
    for _ in range(3):
        later = base
        for _ in range(dice.randint(0, 4)):
            later = random_edit(later, dice)
        project.save(later, path, base=base)
        found = project.load(path).document
        assert_same(found, later)
        for layer in found.layers.values():
            assert_true_index(path, layer)
        base = later if dice.random() < 0.5 else found
    path.unlink()


def random_edit(document: Document, dice: random.Random) -> Document:
    layer = document.layer("parcels")
    ids = dice.sample(layer.ids.tolist(), k=min(3, len(layer)))
    match dice.randint(0, 5):
        case 0:
            return change(document, ids, land_use=dice.choice(["G1", None, "M2"]))
        case 1:
            return change(document, ids, far=dice.choice([None, 1.25]), 企业备注="乙")
        case 2:
            rows = layer.rows(ids)
            return document.applied(
                Edit(Message("x"), (RowsDelta("parcels", rows, rows.iloc[:0]),))
            )
        case 3:
            new = layer.rows(ids[:1]).copy()
            new.index = pd.Index([layer.next_id], name="fid")
            new["geometry"] = [dice.choice([shapely.box(0, 0, 2, 2), shapely.Polygon(), None])]
            return document.applied(Edit(Message("x"), (RowsDelta("parcels", new.iloc[:0], new),)))
        case 4:
            before = layer.rows(ids)[["geometry"]]
            after = before.copy()
            after["geometry"] = [
                dice.choice([shapely.Polygon(), shapely.MultiPolygon([shapely.box(5, 5, 6, 7)])])
                for _ in ids
            ]
            return document.applied(Edit(Message("x"), (RowsDelta("parcels", before, after),)))
        case _:
            frame = layer.frame
            frame["new"] = pd.array([1] * len(frame), dtype="Int64")
            frame = frame[[c for c in frame.columns if c != "geometry"] + ["geometry"]]
            after = Layer("parcels", frame, layer.next_id)
            return document.applied(Edit(Message("x"), (LayerDelta("parcels", layer, after),)))


def assert_true_index(path: Path, layer: Layer) -> None:
    bounds = shapely.bounds(layer.geometries).reshape(-1, 4)
    there = ~np.isnan(bounds[:, 0])
    connection = sqlite3.connect(path)
    try:
        rows = connection.execute(
            f'SELECT id, minx, miny, maxx, maxy FROM "rtree_{layer.kind}_geom" ORDER BY id'  # noqa: S608
        ).fetchall()
        name = layer.kind
        assert connection.execute(f"SELECT rtreecheck('rtree_{name}_geom')").fetchone() == ("ok",)
    finally:
        connection.close()
    assert [row[0] for row in rows] == layer.ids[there].tolist()
    # The index holds single precision, rounded outwards.
    if rows:
        assert np.allclose([row[1:] for row in rows], bounds[there], rtol=1e-6, atol=1e-6)


def test_a_file_touched_by_another_program_is_written_whole(tmp_path):
    path, document = tmp_path / "plan.gpkg", plan()
    project.save(document, path)
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TRIGGER rtree_parcels_geom_update4")
        connection.execute("DROP TRIGGER rtree_parcels_geom_update5")
    connection.close()
    os.utime(path, (time.time() + 5, time.time() + 5))
    later = change(document, [1], land_use="G1")
    project.save(later, path, base=document)
    assert project.load(path).document.layer("parcels").values("land_use")[1] == "G1"


@pytest.mark.parametrize("value", ["XX", None])
def test_what_another_program_saved_meanwhile_is_not_lost(tmp_path, value):
    path, document = tmp_path / "plan.gpkg", plan()
    project.save(document, path)
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TRIGGER rtree_parcels_geom_update4")
        connection.execute("DROP TRIGGER rtree_parcels_geom_update5")
        connection.execute("UPDATE parcels SET land_use = ? WHERE fid = 2", (value,))
    connection.close()
    before = path.read_bytes()
    later = change(document, [1], land_use="G1")
    with pytest.raises(FileChangedError, match=r"changed by another program .* open it again"):
        project.save(later, path, base=document)
    assert path.read_bytes() == before
    project.save(later, tmp_path / "other.gpkg", base=document, origin=path)
    # Opened again, it is saved.
    opened = project.load(path).document
    project.save(change(opened, [1], land_use="G1"), path, base=opened)
    found = project.load(path).document.layer("parcels").values("land_use")
    assert found[1] == "G1"
    assert (None if found.isna()[2] else found[2]) == value


def test_of_two_that_opened_the_same_plan_the_second_is_told(tmp_path):
    path = tmp_path / "plan.gpkg"
    project.save(plan(), path)
    one, two = project.load(path).document, project.load(path).document
    project.save(change(one, [1], far=9.5), path, base=one)
    with pytest.raises(FileChangedError):
        project.save(change(two, [2], far=2.5), path, base=two)
    assert project.load(path).document.layer("parcels").values("far")[1] == 9.5
