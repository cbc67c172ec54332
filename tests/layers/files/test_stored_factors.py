"""Factors of a file: what it lacks is shipped, what cannot be is kept and told."""

import sqlite3

import pytest

from layers.errors import ProjectFileError
from layers.files import project, stored_factors
from layers.parameters import Factor, factors_of
from tests.strategies import small_plan


@pytest.fixture
def changed(tmp_path):
    """Read the factors of a plan's file after a statement has changed it."""
    path = tmp_path / "plan.gpkg"
    project.save(small_plan(), path)
    connection = sqlite3.connect(path)

    def read(statement):
        connection.execute(statement)
        notes = []
        return stored_factors.read(connection, "plan.gpkg", notes), notes

    yield read
    connection.close()


def test_what_is_lacking_comes_from_the_shipped_tables(changed):
    found, (note,) = changed("DELETE FROM greenplat_parameters WHERE id = 'sink.lawn'")
    assert isinstance(found["sink.lawn"], Factor)
    assert str(note) == "1 factor that the file lacks was taken from the shipped tables."
    assert note.values["details"] == ("sink.lawn",)


def test_a_value_that_cannot_be_is_kept_and_told(changed):
    where = "id = 'pv.usable_metal'"
    found, (note,) = changed(
        f"UPDATE greenplat_parameters SET central = 1.2, high = 1.2 WHERE {where}"  # noqa: S608
    )
    assert found["pv.usable_metal"].central == 1.2
    assert note.values["details"] == ("pv.usable_metal",)


def test_a_file_without_a_code_set_is_refused(changed):
    with pytest.raises(ProjectFileError, match="no code set"):
        changed("DELETE FROM greenplat_parameters WHERE id = 'plan.code_set'")


def test_what_is_as_shipped_is_held_once(changed):
    found, _ = changed("UPDATE greenplat_parameters SET note = 'ours' WHERE id = 'sink.lawn'")
    shipped = factors_of(small_plan().codes)
    assert found["pv.usable_metal"] is shipped["pv.usable_metal"]
    assert found["sink.lawn"].note == "ours"
    assert shipped["sink.lawn"].note != "ours"
