"""The plan file: there and back, without a trace."""

from __future__ import annotations

import os
import sqlite3

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from layers.document import Document
from layers.edit import Edit, ValueDelta
from layers.edits.attributes import set_parameter
from layers.errors import InvalidEditError, ProjectFileError
from layers.files import project
from layers.history import Step
from layers.kind import Shape
from layers.kinds import kinds
from layers.message import Message
from layers.parameters import SETTINGS
from layers.style import Style
from resources.translations import translation
from tests.layers.files.plans import (
    CRS,
    assert_same,
    assert_same_layer,
    layer_of,
    plan,
    reopened,
    traces,
)


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
