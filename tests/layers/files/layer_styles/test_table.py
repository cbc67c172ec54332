"""The table of styles in the plan file."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from types import MappingProxyType

from layers.files import project
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


def test_styles_of_any_file_are_written():
    document = replace(
        small_plan(),
        styles=MappingProxyType({"parcels": Style(fill="javascript", by="no such", stroke="#g")}),
    )
    qml, sld = table.styles_of(document, "parcels")
    assert "javascript" not in qml + sld
