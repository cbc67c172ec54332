"""The plan's own tables: format, settings, factors, styles and history, there and back."""

from __future__ import annotations

import contextlib
import json
from dataclasses import replace

import pytest

from layers.document import Document
from layers.edit import Edit
from layers.errors import ProjectFileError
from layers.files import geopackage, schema
from layers.history import Step
from layers.message import Message
from layers.parameters import Factor
from layers.style import Style
from resources.translations import translation

CRS = "EPSG:4547"


@pytest.fixture
def connection(tmp_path):
    with contextlib.closing(geopackage.working_copy(tmp_path / "a.gpkg")) as found:
        geopackage.initialise(found)
        yield found


def plan():
    return Document.new("试验园区", CRS, base_year=2025)


def step(text, **values):
    return Step(Edit(Message.of(text, **values), ()), "li", "2025-03-01T08:00:00+00:00")


def put(connection, key, value):
    connection.execute("UPDATE greenplat_meta SET value = ? WHERE key = ?", (value, key))


def test_what_the_plan_is_comes_back(connection):
    document = plan()
    schema.write(connection, document, [])
    meta = schema.read_meta(connection, "a.gpkg")
    assert meta.format == schema.FORMAT == (1, 2)
    assert meta.crs == CRS
    assert meta.next_ids["parcels"] == 1
    assert dict(meta.properties) == dict(document.properties)
    found = schema.read_parameters(connection, "a.gpkg")
    assert found == dict(document.parameters)
    assert list(found) == list(document.parameters)
    assert isinstance(found["plan.base_year"], int)


def test_a_missing_number_of_a_factor_stays_missing(connection):
    document = plan()
    id_, factor = next(
        (id_, value) for id_, value in document.parameters.items() if isinstance(value, Factor)
    )
    changed = replace(factor, low=None, central=0.0)
    document = replace(document, parameters={**document.parameters, id_: changed})
    schema.write(connection, document, [])
    found = schema.read_parameters(connection, "a.gpkg")[id_]
    assert found.low is None
    assert found.central == 0.0


def test_styles_come_back_and_one_that_cannot_be_read_is_left_out(connection):
    style = Style(fill="#112233", stroke="#445566", dash=(4.0, 2.0), colours={"M1": "#aabbcc"})
    document = replace(plan(), styles={"parcels": style, "roads": "plain"})
    schema.write(connection, document, [])
    assert schema.read_styles(connection) == {"parcels": style, "roads": "plain"}
    broken = json.dumps({"style": {"width": "thick"}})
    connection.execute("UPDATE greenplat_styles SET style = ? WHERE kind = 'parcels'", (broken,))
    assert schema.read_styles(connection) == {"roads": "plain"}


def test_a_style_of_a_file_is_sound_before_anything_draws_it(connection):
    schema.write(connection, replace(plan(), styles={"parcels": Style()}), [])
    hostile = json.dumps({"style": {"fill": "red", "width": 5.0, "opacity": 10**400}})
    connection.execute("UPDATE greenplat_styles SET style = ? WHERE kind = 'parcels'", (hostile,))
    assert schema.read_styles(connection) == {}
    hostile = json.dumps({"style": {"fill": "red", "width": 5.0, "opacity": 7}})
    connection.execute("UPDATE greenplat_styles SET style = ? WHERE kind = 'parcels'", (hostile,))
    assert schema.read_styles(connection) == {"parcels": Style(width=5.0)}


def test_half_a_sign_can_be_read_and_written_again(connection):
    schema.write(connection, replace(plan(), properties={"name": "\ud83c"}), [])
    assert schema.read_meta(connection, "a.gpkg").properties == {"name": "?"}
    held = json.dumps({"name": "\ud83c", "\udfff": ["\ud83c\udf33"]})
    connection.execute("UPDATE greenplat_meta SET value = ? WHERE key = 'properties'", (held,))
    found = schema.read_meta(connection, "a.gpkg").properties
    assert found == {"name": "?", "?": ["\N{DECIDUOUS TREE}"]}
    schema.write(connection, replace(plan(), properties=found), [])


def test_steps_are_added_once(connection):
    first, second = step("Zone {n} parcels", n=3), step("Zone {n} parcels", n=4)
    schema.write(connection, plan(), [first])
    schema.write(connection, plan(), [first, second])
    found = schema.read_history(connection)
    assert [str(entry.title) for entry in found] == ["Zone 3 parcels", "Zone 4 parcels"]
    assert (found[0].who, found[0].when) == ("li", "2025-03-01T08:00:00+00:00")


def test_a_step_done_twice_is_there_twice(connection):
    again = step("Undo")
    schema.write(connection, plan(), [again, again])
    schema.write(connection, plan(), [again, again])
    assert len(schema.read_history(connection)) == 2


def test_titles_and_their_parts_are_translated_after_reading(connection):
    schema.write(connection, plan(), [step("Draw {kind}", kind=Message("Roads"))])
    (entry,) = schema.read_history(connection)
    assert str(entry.title) == "Draw Roads"
    assert "道路" in translation("zh").sentence(entry.title)


@pytest.mark.parametrize("text", ["{x.__class__}", "{x!r}", "{x:>99999999}", "{y}", "{", "{0}"])
def test_a_title_that_asks_for_more_than_its_values_is_text(connection, text):
    schema.create(connection)
    connection.execute(
        "INSERT INTO greenplat_history (title, title_values) VALUES (?, ?)", (text, '{"x": 1}')
    )
    (entry,) = schema.read_history(connection)
    assert str(entry.title) == text


def test_another_geopackage_is_no_plan(connection):
    with pytest.raises(ProjectFileError, match="not a plan of this program"):
        schema.read_meta(connection, "a.gpkg")


def test_a_newer_format_is_refused_with_both_versions_and_a_newer_minor_is_read(connection):
    schema.write(connection, plan(), [])
    put(connection, "format", '"1.7"')
    assert schema.read_meta(connection, "a.gpkg").format == (1, 7)
    put(connection, "format", '"2.0"')
    with pytest.raises(ProjectFileError, match=r"format 2.0; this one reads up to 1.2"):
        schema.read_meta(connection, "a.gpkg")


@pytest.mark.parametrize(
    ("key", "value"),
    [("format", '"one"'), ("format", None), ("format", '"1.0.0"'), ("crs", "7"), ("crs", '""')],
)
def test_an_entry_that_cannot_be_read_is_named(connection, key, value):
    schema.write(connection, plan(), [])
    put(connection, key, value)
    with pytest.raises(ProjectFileError, match=f"its entry {key} cannot be read"):
        schema.read_meta(connection, "a.gpkg")


def test_ids_that_cannot_be_are_passed_over(connection):
    schema.write(connection, plan(), [])
    put(connection, "next_ids", json.dumps({"parcels": 12, "roads": -1, "water": "x"}))
    assert dict(schema.read_meta(connection, "a.gpkg").next_ids) == {"parcels": 12}


@pytest.mark.parametrize("value", ["a text", float("inf")])
def test_a_factor_that_is_no_number_is_damage(connection, value):
    schema.write(connection, plan(), [])
    connection.execute("UPDATE greenplat_parameters SET central = ? WHERE value IS NULL", (value,))
    with pytest.raises(ProjectFileError, match=r"cannot be read\. Take a copy saved earlier"):
        schema.read_parameters(connection, "a.gpkg")


@pytest.mark.parametrize(
    "odd",
    [
        "CREATE VIEW {name} AS SELECT 1 AS fid",
        "CREATE TABLE {name} (a)",
        "CREATE TABLE {name} (fid INTEGER PRIMARY KEY, {columns}, more TEXT NOT NULL)",
    ],
)
def test_what_stands_in_the_place_of_a_table_makes_room(connection, odd):
    style = Style(fill="#111111")
    for name, columns in schema.TABLES.items():
        connection.execute(f"DROP TABLE IF EXISTS {name}")
        connection.execute(odd.format(name=name, columns=columns))
    schema.write(connection, replace(plan(), styles={"parcels": style}), [step("Zone")])
    assert schema.read_styles(connection) == {"parcels": style}
    assert len(schema.read_history(connection)) == 1


def test_a_column_that_a_newer_program_added_may_stay(connection):
    schema.create(connection)
    connection.execute("ALTER TABLE greenplat_history ADD COLUMN place TEXT")
    connection.execute("INSERT INTO greenplat_history (title, place) VALUES ('Zone', 'here')")
    schema.write(connection, plan(), [])
    assert connection.execute("SELECT place FROM greenplat_history").fetchall() == [("here",)]
