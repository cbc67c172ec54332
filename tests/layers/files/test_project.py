"""The plan file: there and back, all or nothing, without a trace."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import sqlite3
import struct
import subprocess
import sys
import textwrap
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
from layers.edit import Edit, LayerDelta, RowsDelta, ValueDelta
from layers.edits.attributes import set_parameter
from layers.errors import CancelledError, FileChangedError, InvalidEditError, ProjectFileError
from layers.files import project
from layers.history import Step
from layers.kind import Shape
from layers.kinds import kinds
from layers.layer import PANDAS_DTYPES, Layer
from layers.message import Message
from layers.parameters import SETTINGS, Factor
from layers.progress import Progress
from layers.style import Style
from resources.translations import translation

CRS = "EPSG:4547"
ROOT = Path(__file__).parents[3]


# ---- plans --------------------------------------------------------------------------------------


def layer_of(kind: str, geometries, next_id=None, ids=None, **columns) -> Layer:
    ids = np.arange(1, len(geometries) + 1) if ids is None else np.asarray(ids)
    values = {}
    for column in kinds()[kind].columns:
        given_values = columns.pop(column.id, [None] * len(ids))
        values[column.id] = pd.Series(given_values, dtype=PANDAS_DTYPES[column.dtype]).array
    for name, series in columns.items():
        values[name] = pd.Series(series).array
    frame = pd.DataFrame(values, index=pd.Index(ids.astype(np.int64), name="fid"))
    return Layer(kind, gpd.GeoDataFrame(frame, geometry=list(geometries), crs=CRS), next_id)


def plan(n: int = 6) -> Document:
    squares = shapely.box(
        500_000.1 + np.arange(n) * 10,
        np.full(n, 2_500_000.7),
        500_010.1 + np.arange(n) * 10,
        np.full(n, 2_500_010.7),
    )
    parcels = layer_of(
        "parcels",
        squares,
        land_use=(["M1", "R2", None] * n)[:n],
        far=([1.5, None, 0.1 + 0.2] * n)[:n],
        企业备注=pd.Series((["甲", None, "丙"] * n)[:n], dtype="str"),
    )
    return Document.new("试验园区", CRS, base_year=2025).with_layer(parcels)


def change(document: Document, ids: list[int], **values) -> Document:
    before = document.layer("parcels").rows(ids)[list(values)]
    after = before.copy()
    for name, value in values.items():
        after[name] = pd.Series([value] * len(after), index=after.index, dtype=before[name].dtype)
    return document.applied(Edit(Message("x"), (RowsDelta("parcels", before, after),)))


def reopened(document: Document, path: Path) -> Document:
    project.save(document, path)
    return project.load(path).document


def assert_same_layer(found: Layer, wanted: Layer) -> None:
    assert found.next_id == wanted.next_id
    assert found.columns == wanted.columns
    pd.testing.assert_index_equal(found.frame.index, wanted.frame.index)
    for name in wanted.columns:
        if name != "geometry":
            pd.testing.assert_series_equal(found.values(name), wanted.values(name))
    assert shapely.to_wkb(found.geometries).tolist() == shapely.to_wkb(wanted.geometries).tolist()


def assert_same(found: Document, wanted: Document) -> None:
    assert found.crs == wanted.crs
    assert dict(found.parameters) == dict(wanted.parameters)
    assert list(found.parameters) == list(wanted.parameters)
    assert dict(found.styles) == dict(wanted.styles)
    assert dict(found.properties) == dict(wanted.properties)
    for kind, layer in wanted.layers.items():
        assert_same_layer(found.layer(kind), layer)


# ---- there and back -----------------------------------------------------------------------------


def test_a_plan_comes_back_as_it_was(tmp_path):
    document = plan()
    assert_same(reopened(document, tmp_path / "plan.gpkg"), document)


def test_an_empty_plan_comes_back_with_all_kinds(tmp_path):
    document = Document.new("", CRS, base_year=2025)
    assert_same(reopened(document, tmp_path / "plan.gpkg"), document)


numbers = st.floats(allow_nan=False, allow_infinity=False, width=64).map(lambda x: x + 0.0)
texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
VALUES = {
    "text": st.none() | texts,
    "integer": st.none() | st.integers(-(2**63), 2**63 - 1),
    "number": st.none() | numbers,
}
coordinate = st.floats(-1e7, 1e7, allow_nan=False)


@st.composite
def shapes(draw, shape: Shape):
    x, y = draw(coordinate), draw(coordinate)
    single, multi, empty = {
        Shape.POLYGON: (shapely.box(x, y, x + 7.3, y + 1e-3), shapely.MultiPolygon, "POLYGON"),
        Shape.LINE: (
            shapely.LineString([(x, y), (y, x + 1)]),
            shapely.MultiLineString,
            "LINESTRING",
        ),
        Shape.POINT: (shapely.Point(x, y), shapely.MultiPoint, "POINT"),
    }[shape]
    return draw(
        st.sampled_from([single, single, multi([single]), shapely.from_wkt(f"{empty} EMPTY"), None])
    )


@st.composite
def layers(draw, kind_id: str):
    kind = kinds()[kind_id]
    ids = sorted(draw(st.sets(st.integers(1, 2**40), max_size=5)))
    n = len(ids)
    columns = {
        column.id: draw(st.lists(VALUES[column.dtype], min_size=n, max_size=n))
        for column in kind.columns
    }
    further = {
        "备注": pd.Series(draw(st.lists(VALUES["text"], min_size=n, max_size=n)), dtype="str"),
        'a"b c': pd.Series(
            draw(st.lists(VALUES["integer"], min_size=n, max_size=n)), dtype="Int64"
        ),
        "flag": pd.Series(
            draw(st.lists(st.sampled_from([True, False, None]), min_size=n, max_size=n)),
            dtype="boolean",
        ),
        "at": pd.Series(
            pd.to_datetime(
                draw(
                    st.lists(
                        st.sampled_from(["2024-02-29T10:11:12.345Z", None]), min_size=n, max_size=n
                    )
                ),
                utc=True,
            )
        ).astype("datetime64[ms, UTC]"),
        "size": pd.Series(
            draw(st.lists(VALUES["number"], min_size=n, max_size=n)), dtype="float64"
        ),
    }
    geometries = np.array([draw(shapes(kind.shape)) for _ in ids] + [None], object)[:-1]
    least = ids[-1] + 1 if ids else 1
    next_id = least + draw(st.integers(0, 50))
    return layer_of(
        kind_id, geometries, next_id=next_id, ids=np.array(ids, np.int64), **columns, **further
    )


@pytest.mark.parametrize("kind", list(kinds()))
@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_layers_of_every_kind_come_back_to_the_bit(kind, data, tmp_path):
    layer = data.draw(layers(kind))
    document = Document.new("x", CRS, base_year=2025).with_layer(layer)
    found = reopened(document, tmp_path / "plan.gpkg")
    assert_same_layer(found.layer(kind), layer)


def test_edited_factors_settings_styles_and_properties_come_back(tmp_path):
    document = plan()
    lawn = document.factor("sink.lawn").edited(low=None, central=0.1 + 0.2, high=9.0)
    style = Style(fill="#112233", colours={"M1": "#445566"}, dash=(3.0, 1.5), width=0.35)
    document = document.applied(
        Edit(
            Message("x"),
            (
                ValueDelta("parameters", "sink.lawn", document.factor("sink.lawn"), lawn),
                ValueDelta("parameters", "plan.yield_city", None, "上海"),
                ValueDelta("styles", "parcels", None, style),
                ValueDelta("properties", "author", None, "规划院"),
            ),
        )
    )
    found = reopened(document, tmp_path / "plan.gpkg")
    assert found.factor("sink.lawn") == lawn
    assert found.parameters["plan.yield_city"] == "上海"
    assert found.styles["parcels"] == style
    assert_same(found, document)


def test_factors_that_cannot_be_are_kept_and_told(tmp_path):
    document = plan()
    usable = document.factor("pv.usable_metal")
    wrong = usable.edited(high=1.2)
    delta = ValueDelta("parameters", usable.id, usable, wrong)
    path = tmp_path / "plan.gpkg"
    project.save(document.applied(Edit(Message("x"), (delta,))), path)
    opened = project.load(path)
    assert opened.document.factor(usable.id) == wrong
    (note,) = opened.notes
    assert "values that cannot be" in note.text
    assert note.values["details"] == (usable.id,)  # noqa: PD011  a mapping of its own


@pytest.mark.parametrize("name", SETTINGS)
def test_a_plan_whose_setting_was_emptied_opens_again(tmp_path, name):
    document = plan()
    try:
        document = document.applied(set_parameter(document, name, None))
    except InvalidEditError:
        return  # it is one of those that cannot be empty
    found = reopened(document, tmp_path / "plan.gpkg")
    assert found.parameters[name] is None
    assert_same(found, document)


def test_steps_are_added_to_the_history_once(tmp_path):
    document, path = plan(), tmp_path / "plan.gpkg"

    def step(text: str, when: str, **values) -> Step:
        return Step(Edit(Message.of(text, **values), ()), "甲", when)

    first, second = (
        step("Zone {n} parcels as {code}", "2025-01-01", n=3, code="M1"),
        step("b", "t2"),
    )
    project.save(document, path, history=[first])
    project.save(document, path, history=[first, second])
    found = project.load(path).history
    assert [str(entry.title) for entry in found] == ["Zone 3 parcels as M1", "b"]
    assert found[0].title.text == "Zone {n} parcels as {code}"
    assert (found[0].who, found[0].when) == ("甲", "2025-01-01")
    project.save(document, path)
    assert len(project.load(path).history) == 2


def test_parts_of_a_title_come_back_to_be_translated(tmp_path):
    path = tmp_path / "plan.gpkg"
    title = Message.of("{kind}: delete {n}", kind=Message("Parcels"), n=2)
    project.save(plan(), path, history=[Step(Edit(title, ()))])
    (entry,) = project.load(path).history
    assert str(entry.title) == "Parcels: delete 2"
    assert translation("zh").sentence(entry.title) == "地块\uff1a删除 2 个"


@pytest.mark.parametrize("title", ["{n:>999999999}", "{n.__class__}", "{other}", "{", "{0}"])
def test_a_title_in_a_file_cannot_do_more_than_name_its_values(tmp_path, title):
    path = tmp_path / "plan.gpkg"
    project.save(plan(), path)
    with sqlite3.connect(path) as connection:
        connection.execute(
            "INSERT INTO greenplat_history (title, title_values) VALUES (?, ?)", (title, '{"n": 1}')
        )
    connection.close()
    (entry,) = project.load(path).history
    assert str(entry.title) == title


# ---- other programs -----------------------------------------------------------------------------


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


# ---- only what differs --------------------------------------------------------------------------


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


# ---- without a trace ----------------------------------------------------------------------------


def traces(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {p.name: (p.read_bytes(), p.stat().st_mtime_ns) for p in folder.iterdir()}


def test_opening_changes_nothing(tmp_path):
    path = tmp_path / "D 张三（终稿）零碳园区 2025.11.gpkg"
    project.save(plan(), path)
    os.utime(path, (1_600_000_000, 1_600_000_000))
    before = traces(tmp_path)
    project.load(path)
    assert traces(tmp_path) == before
    assert list(before) == [path.name]


def test_a_file_that_another_program_left_in_wal_mode_is_opened_without_a_trace(tmp_path):
    path = tmp_path / "plan.gpkg"
    project.save(plan(), path)
    other = sqlite3.connect(path)
    other.execute("PRAGMA journal_mode = WAL")
    other.close()
    before = traces(tmp_path)
    # Bytes 18 and 19 of the file are 2 in this mode; SQLite then makes -wal and -shm on opening.
    assert before[path.name][0][18:20] == b"\2\2"
    document = project.load(path).document
    assert traces(tmp_path) == before
    project.save(document, path, base=document)
    assert list(traces(tmp_path)) == [path.name]
    assert path.read_bytes()[18:20] == b"\1\1"
    assert len(project.load(path).document.layer("parcels")) == 6


def test_a_read_only_file_in_a_read_only_folder_opens_and_says_so(tmp_path):
    folder = tmp_path / "share"
    folder.mkdir()
    path = folder / "plan.gpkg"
    project.save(plan(), path)
    assert not project.load(path).read_only
    path.chmod(0o444)
    folder.chmod(0o555)
    try:
        before = traces(folder)
        opened = project.load(path)
        assert opened.read_only
        assert len(opened.document.layer("parcels")) == 6
        with pytest.raises(ProjectFileError, match=r"read-only"):
            project.save(opened.document, path)
        assert traces(folder) == before
    finally:
        folder.chmod(0o755)


def test_what_another_program_holds_back_is_read_and_left_in_its_place(tmp_path):
    path = tmp_path / "plan.gpkg"
    project.save(plan(), path)
    other = sqlite3.connect(path)
    other.execute("PRAGMA journal_mode = WAL")
    other.execute("PRAGMA wal_autocheckpoint = 0")
    other.create_function("ST_IsEmpty", 1, lambda _: 0)
    other.create_function("ST_MinX", 1, lambda _: 0.0)
    other.create_function("ST_MaxX", 1, lambda _: 0.0)
    other.create_function("ST_MinY", 1, lambda _: 0.0)
    other.create_function("ST_MaxY", 1, lambda _: 0.0)
    other.execute("UPDATE parcels SET land_use = 'W1' WHERE fid = 1")
    other.commit()
    before = traces(tmp_path)
    document = project.load(path).document
    assert document.layer("parcels").values("land_use")[1] == "W1"
    assert traces(tmp_path) == before
    with pytest.raises(ProjectFileError, match=r"another program has it open"):
        project.save(document, path)
    assert traces(tmp_path) == before
    other.close()


# ---- all or nothing -----------------------------------------------------------------------------


SAVER = """
import sys
from pathlib import Path
sys.path[:0] = [{root!r}]
import tests.layers.files.test_project as t
from layers.files import project
path = Path(sys.argv[1])
document = project.load(path).document
print("ready", flush=True)
n = 0
while True:
    n += 1
    document = t.change(document, document.layer("parcels").ids.tolist(), far=float(n))
    project.save(document, path)
"""


@pytest.mark.slow
def test_killed_in_the_middle_of_a_save_the_file_is_the_old_one_or_the_new(tmp_path):
    path = tmp_path / "plan.gpkg"
    project.save(plan(3000), path)
    dice = random.Random(7)  # noqa: S311
    seen = set()
    for _ in range(6):
        script = textwrap.dedent(SAVER.format(root=str(ROOT)))
        saver = subprocess.Popen([sys.executable, "-c", script, path], stdout=subprocess.PIPE)
        assert saver.stdout is not None
        assert saver.stdout.readline() == b"ready\n"
        time.sleep(dice.uniform(0.02, 0.6))
        saver.send_signal(signal.SIGKILL)
        saver.wait()
        saver.stdout.close()
        values = project.load(path).document.layer("parcels").values("far")
        changed = values.to_numpy()
        whole = len(np.unique(changed)) == 1 or np.isnan(changed).any()
        assert whole
        assert len(changed) == 3000
        seen.update(p.name for p in tmp_path.iterdir())
    assert not any(name.endswith(("-wal", "-shm", "-journal")) for name in seen)


def test_a_full_disk_leaves_the_old_file_and_says_so(tmp_path):
    path = tmp_path / "plan.gpkg"
    project.save(plan(), path)
    before = traces(tmp_path)
    script = f"""
import resource, signal, sys
from pathlib import Path
sys.path[:0] = [{str(ROOT)!r}]
import tests.layers.files.test_project as t
from layers.errors import ProjectFileError
from layers.files import project
document = t.plan(20000)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
try:
    project.save(document, Path({str(path)!r}))
except ProjectFileError as error:
    print(error)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert str(path) in done.stdout
    assert "as it was" in done.stdout
    assert traces(tmp_path) == before


def test_a_stopped_save_leaves_the_old_file(tmp_path):
    path = tmp_path / "plan.gpkg"
    project.save(plan(), path)
    before = traces(tmp_path)
    progress = Progress()
    stopped = Progress(lambda share: progress.cancel() if share > 0.3 else None)

    class Late(Progress):
        def at(self, share: float) -> None:
            stopped.at(share)
            progress.at(share)

    with pytest.raises(CancelledError):
        project.save(plan(50), path, progress=Late())
    assert traces(tmp_path) == before


def test_a_folder_that_is_gone_is_named(tmp_path):
    with pytest.raises(ProjectFileError, match=r"the folder .*gone is not there"):
        project.save(plan(), tmp_path / "gone" / "plan.gpkg")
    assert list(tmp_path.iterdir()) == []


def test_a_link_is_followed_and_rights_are_kept(tmp_path):
    path, link = tmp_path / "plan.gpkg", tmp_path / "link.gpkg"
    project.save(plan(), path)
    path.chmod(0o640)
    link.symlink_to(path)
    project.save(change(plan(), [1], land_use="G1"), link)
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o640
    assert project.load(path).document.layer("parcels").values("land_use")[1] == "G1"


def test_a_geopackage_that_is_no_plan_is_not_overwritten(tmp_path):
    path = tmp_path / "survey.gpkg"
    mine = gpd.GeoDataFrame({"a": [1]}, geometry=[shapely.Point(1, 2)], crs=CRS)
    pyogrio.write_dataframe(mine, path, layer="roads")
    before = traces(tmp_path)
    with pytest.raises(ProjectFileError, match=r"not a plan"):
        project.save(plan(), path)
    assert traces(tmp_path) == before


def test_columns_that_differ_by_case_alone_are_named(tmp_path):
    layer = layer_of("water", [shapely.box(0, 0, 1, 1)], NAME=["x"])
    document = Document.new("x", CRS, base_year=2025).with_layer(layer)
    with pytest.raises(ProjectFileError, match=r"Water has a column NAME .* beside name"):
        project.save(document, tmp_path / "plan.gpkg")
    assert list(tmp_path.iterdir()) == []


# ---- bad files ----------------------------------------------------------------------------------


def altered(tmp_path: Path, *statements: str) -> Path:
    path = tmp_path / "plan.gpkg"
    project.save(plan(), path)
    connection = sqlite3.connect(path)
    for table in ("parcels",):
        rows = connection.execute(
            "SELECT name FROM sqlite_master WHERE type='trigger' AND tbl_name=?", (table,)
        ).fetchall()
        for (name,) in rows:
            connection.execute(f'DROP TRIGGER "{name}"')
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()
    return path


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("DROP TABLE greenplat_meta", "not a plan of this program"),
        (
            "UPDATE greenplat_meta SET value='\"2.0\"' WHERE key='format'",
            r"format 2\.0; this one reads up to 1\.2",
        ),
        (
            "UPDATE greenplat_meta SET value='\"x\"' WHERE key='format'",
            "entry format cannot be read",
        ),
        ("UPDATE greenplat_meta SET value='[' WHERE key='crs'", "entry crs cannot be read"),
        (
            "UPDATE greenplat_meta SET value='\"EPSG:4326\"' WHERE key='crs'",
            "EPSG:4326 is not one of a plan",
        ),
        (
            "UPDATE greenplat_meta SET value='\"EPSG:3857\"' WHERE key='crs'",
            "EPSG:3857 is not one of a plan",
        ),
        ("UPDATE parcels SET geom = X'475000' WHERE fid = 2", "Parcels cannot be read"),
        (
            "UPDATE parcels SET geom = X'4750000110270000010300000005000000' WHERE fid = 2",
            "Parcels cannot be read",
        ),
        ("UPDATE parcels SET geom = 'text' WHERE fid = 2", "Parcels cannot be read"),
        ("ALTER TABLE parcels RENAME COLUMN geom TO shape", "table parcels is not one of a plan"),
        (
            "UPDATE greenplat_parameters SET central = 'much' WHERE id = 'sink.lawn'",
            "entry sink.lawn",
        ),
        ("DELETE FROM greenplat_parameters", "no code set"),
        ("DROP TABLE parcels", "its table parcels is not there"),
    ],
)
def test_a_damaged_plan_is_refused_with_a_sentence(tmp_path, statement, sentence):
    path = altered(tmp_path, statement)
    with pytest.raises(ProjectFileError, match=sentence) as caught:
        project.load(path)
    assert "\n" not in str(caught.value)
    assert path.name in str(caught.value)


@pytest.mark.parametrize("name", ["a%20b", "30%", "a\nb", "a?b#c", "绿地率30%20"])
def test_signs_with_a_meaning_may_stand_in_a_path(tmp_path, name):
    (tmp_path / name).mkdir()
    path = tmp_path / name / f"{name}.gpkg"
    project.save(plan(), path)
    assert len(project.load(path).document.layer("parcels")) == 6


def test_arcs_of_another_program_are_read_as_lines(tmp_path):
    wkb = struct.pack("<BII", 1, 10, 1) + struct.pack("<BII", 1, 8, 5)
    ring = [(0, 0), (10, 10), (20, 0), (10, -10), (0, 0)]
    wkb += b"".join(struct.pack("<dd", x + 500_000, y + 2_500_000) for x, y in ring)
    blob = struct.pack("<2sBBi", b"GP", 0, 1, 4547) + wkb
    path = altered(tmp_path)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE parcels SET geom = ? WHERE fid = 2", (blob,))
    found = project.load(path).document.layer("parcels").geometries[1]
    assert found.area == pytest.approx(np.pi * 100, rel=0.01)


def test_what_is_no_geopackage_is_refused(tmp_path):
    (tmp_path / "a.gpkg").write_bytes(b"")
    (tmp_path / "b.gpkg").write_text("<OGRVRTDataSource/>")
    (tmp_path / "c.gpkg").write_bytes(b"SQLite format 3\0" + bytes(100))
    for name in ("a.gpkg", "b.gpkg", "c.gpkg", "none.gpkg"):
        with pytest.raises(ProjectFileError, match=name):
            project.load(tmp_path / name)
    path = altered(tmp_path)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(ProjectFileError, match=r"damaged"):
        project.load(path)


def test_a_view_in_the_place_of_a_table_is_not_run(tmp_path):
    path = altered(
        tmp_path,
        "ALTER TABLE greenplat_meta RENAME TO x",
        "CREATE VIEW greenplat_meta AS SELECT * FROM x",
    )
    with pytest.raises(ProjectFileError, match=r"not a plan"):
        project.load(path)


def test_cells_of_a_wrong_type_are_missing_and_not_zero(tmp_path):
    path = altered(
        tmp_path,
        "UPDATE parcels SET far = 'much' WHERE fid = 1",
        "UPDATE parcels SET land_use = X'FF00' WHERE fid = 2",
    )
    layer = project.load(path).document.layer("parcels")
    assert pd.isna(layer.values("far")[1])
    assert layer.values("far")[3] == 0.1 + 0.2
    assert layer.values("land_use").isna().tolist() == [False, True, True, False, False, True]


def test_a_column_of_another_type_is_read_where_it_can_be_and_noted(tmp_path):
    path = altered(
        tmp_path,
        "ALTER TABLE parcels DROP COLUMN far",
        "ALTER TABLE parcels ADD COLUMN far TEXT",
        "UPDATE parcels SET far = '1.5' WHERE fid < 3",
        "UPDATE parcels SET far = 'high' WHERE fid = 3",
        "ALTER TABLE parcels DROP COLUMN workers",
        "ALTER TABLE parcels ADD COLUMN picture BLOB",
    )
    opened = project.load(path)
    far = opened.document.layer("parcels").values("far")
    assert far.dropna().to_dict() == {1: 1.5, 2: 1.5}
    notes = " ".join(map(str, opened.notes))
    assert "1 value of far" in notes
    assert "no column workers" in notes
    assert "picture" in notes


def test_a_newer_minor_version_opens_with_a_note(tmp_path):
    path = altered(tmp_path, "UPDATE greenplat_meta SET value='\"1.7\"' WHERE key='format'")
    opened = project.load(path)
    assert opened.format == (1, 7)
    assert "1.7" in str(opened.notes[0])


def test_factors_that_the_file_lacks_come_from_the_shipped_tables(tmp_path):
    path = altered(tmp_path, "DELETE FROM greenplat_parameters WHERE id = 'sink.lawn'")
    opened = project.load(path)
    assert isinstance(opened.document.parameters["sink.lawn"], Factor)
    (note,) = opened.notes
    assert str(note) == "1 factor that the file lacks was taken from the shipped tables."
    assert note.values["details"] == ("sink.lawn",)  # noqa: PD011


def test_nothing_of_this_machine_is_in_the_file(tmp_path):
    path = tmp_path / "plan.gpkg"
    project.save(plan(), path)
    data = path.read_bytes()
    assert str(tmp_path).encode() not in data
    assert b"layers.parameters" not in data
    connection = sqlite3.connect(path)
    rows = connection.execute("SELECT value FROM greenplat_meta").fetchall()
    connection.close()
    assert all(json.loads(value) is not None for (value,) in rows)
