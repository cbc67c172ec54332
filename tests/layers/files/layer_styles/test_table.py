"""The table of styles in the plan file."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from types import MappingProxyType

import pytest

from layers.files import project, schema
from layers.files.layer_styles import table
from layers.kinds import kinds
from layers.style import Style
from tests.small_plan import small_plan

QGIS_COLUMNS = [
    "id", "f_table_catalog", "f_table_schema", "f_table_name", "f_geometry_column", "styleName",
    "styleQML", "styleSLD", "useAsDefault", "description", "owner", "ui", "update_time",
]  # fmt: skip


def rows(path, sql, *values):
    with closing(sqlite3.connect(path)) as connection, connection:
        return connection.execute(sql, values).fetchall()


def test_each_layer_has_one_default_style_in_the_table_that_qgis_makes(tmp_path):
    path = tmp_path / "plan.gpkg"
    project.save(small_plan(), path)
    assert [row[1] for row in rows(path, "PRAGMA table_info(layer_styles)")] == QGIS_COLUMNS
    found = rows(
        path,
        'SELECT f_table_name, f_geometry_column, "styleName", "useAsDefault" FROM layer_styles',
    )
    assert sorted(found) == sorted((kind, "geom", "GreenPlat", 1) for kind in kinds())
    entry = rows(path, "SELECT data_type FROM gpkg_contents WHERE table_name = 'layer_styles'")
    assert entry == [("attributes",)]
    assert project.load(path).document.styles == {}


def test_only_styles_that_changed_are_written(tmp_path):
    path, document = tmp_path / "plan.gpkg", small_plan()
    project.save(document, path)
    rows(path, "UPDATE layer_styles SET update_time = 'then'")
    project.save(document, path)
    assert set(rows(path, "SELECT update_time FROM layer_styles")) == {("then",)}
    styles = MappingProxyType({"water": Style(fill="#123456")})
    project.save(replace(document, styles=styles), path)
    changed = rows(path, "SELECT f_table_name FROM layer_styles WHERE update_time != 'then'")
    assert changed == [("water",)]
    ((qml,),) = rows(path, "SELECT styleQML FROM layer_styles WHERE f_table_name = 'water'")
    assert "18,52,86,255" in qml


def test_styles_of_other_names_are_left_alone_and_stay_the_default(tmp_path):
    path, document = tmp_path / "plan.gpkg", small_plan()
    project.save(document, path)
    rows(path, "DELETE FROM layer_styles WHERE f_table_name = 'roads'")
    rows(
        path,
        'INSERT INTO layer_styles (f_table_name, f_geometry_column, "styleName", "styleQML",'
        " \"useAsDefault\", owner) VALUES ('roads', 'geom', 'mine', '<qgis/>', 1, 'me')",
    )
    project.save(document, path)
    found = rows(
        path,
        'SELECT "styleName", "useAsDefault", owner FROM layer_styles'
        " WHERE f_table_name = 'roads' ORDER BY 1",
    )
    assert found == [("GreenPlat", 0, ""), ("mine", 1, "me")]


def test_a_table_of_that_name_that_is_no_such_table_is_left_as_it_is(tmp_path):
    path, document = tmp_path / "plan.gpkg", small_plan()
    project.save(document, path)
    rows(path, "DROP TABLE layer_styles")
    rows(path, "CREATE TABLE layer_styles (x INTEGER)")
    project.save(document, path)
    assert rows(path, "SELECT * FROM layer_styles") == []


COLUMNS = ", ".join(f'"{name}"' for name in QGIS_COLUMNS)


@pytest.mark.parametrize(
    "made",
    [
        f"CREATE TABLE layer_styles ({COLUMNS}, extra TEXT NOT NULL)",
        f"CREATE TABLE layer_styles ({COLUMNS}, CHECK (length(styleQML) < 10))",
        f"CREATE TABLE layer_styles ({COLUMNS}, UNIQUE (owner))",
        f"CREATE TABLE layer_styles ({COLUMNS}); CREATE UNIQUE INDEX i ON layer_styles (ui)",
        f"CREATE TABLE layer_styles ({COLUMNS}, x AS (1))",
        "CREATE VIRTUAL TABLE layer_styles USING fts5(f_table_name)",
    ],
)
def test_a_table_that_refuses_styles_does_not_keep_the_plan_from_being_saved(tmp_path, made):
    path = tmp_path / "plan.gpkg"
    project.save(small_plan(), path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(f"DROP TABLE layer_styles; {made}")
        before = connection.execute("SELECT count(*) FROM layer_styles").fetchone()
    plan = replace(project.load(path).document, styles={"parcels": Style(fill="#111111")})
    project.save(plan, path)
    assert project.load(path).document.styles == plan.styles
    assert rows(path, "SELECT count(*) FROM layer_styles") == [before]


def test_a_style_that_is_no_text_keeps_nothing_from_being_saved(tmp_path):
    path = tmp_path / "plan.gpkg"
    project.save(small_plan(), path)
    change = "UPDATE layer_styles SET styleQML = CAST(x'fffe' AS TEXT) WHERE f_table_name = ?"
    rows(path, change, "parcels")
    styles = {"parcels": Style(fill="#111111"), "greens": Style(fill="#121212")}
    project.save(replace(project.load(path).document, styles=styles), path)
    assert project.load(path).document.styles == styles
    (written,) = rows(path, "SELECT styleQML FROM layer_styles WHERE f_table_name = 'greens'")
    assert "18,18,18" in written[0]


def test_no_trigger_of_other_origin_runs_when_the_plan_is_saved(tmp_path):
    path = tmp_path / "plan.gpkg"
    project.save(small_plan(), path)
    names = ("layer_styles", *schema.TABLES)
    with closing(sqlite3.connect(path)) as connection, connection:
        for name in names:
            connection.execute(
                f"CREATE TRIGGER sly_{name} AFTER INSERT ON {name}"  # noqa: S608
                " BEGIN UPDATE greenplat_parameters SET note = 'sly'; END"
            )
        connection.execute("DELETE FROM layer_styles")
    plan = replace(project.load(path).document, styles={"parcels": Style(fill="#111111")})
    project.save(plan, path)
    assert rows(path, "SELECT count(*) FROM greenplat_parameters WHERE note = 'sly'") == [(0,)]
    kept = rows(path, "SELECT count(*) FROM sqlite_master WHERE name LIKE 'sly_%'")
    assert kept == [(len(names),)]


def test_styles_of_any_file_are_written():
    document = replace(
        small_plan(),
        styles=MappingProxyType({"parcels": Style(fill="javascript", by="no such", stroke="#g")}),
    )
    qml, sld = table.styles_of(document, "parcels")
    assert "javascript" not in qml + sld
