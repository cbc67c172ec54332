"""What is enclosed with a plan comes back from its file, and what is strange there is left out."""

import contextlib
import sqlite3
from dataclasses import replace

import numpy as np
import pytest

from layers.document import Document
from layers.edit import Edit, ValueDelta
from layers.enclosure import Enclosure
from layers.files import project
from layers.history import Step
from layers.message import Message
from tests.small_plan import CRS


def enclosure(n=3):
    return Enclosure({"n": n}, {"table": np.arange(n, dtype=np.uint8)})


@pytest.fixture
def saved(tmp_path):
    path = tmp_path / "plan.gpkg"
    project.save(
        replace(Document.new("x", CRS, base_year=2026), enclosed={"shading": enclosure()}), path
    )
    return path


def changed(path, statement, *values):
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement, values)


def test_what_is_enclosed_comes_back(saved):
    assert dict(project.load(saved).document.enclosed) == {"shading": enclosure()}


def test_a_save_over_it_keeps_exchanges_and_drops_it(saved):
    opened = project.load(saved).document
    project.save(opened, saved, base=opened)
    again = project.load(saved).document
    assert dict(again.enclosed) == {"shading": enclosure()}
    edit = Edit(Message.of("x"), (ValueDelta("enclosed", "shading", enclosure(), enclosure(5)),))
    other = again.applied(edit)
    project.save(other, saved, base=again, history=[Step(edit, "li", "2026-01-01T00:00:00")])
    assert project.load(saved).document.enclosed["shading"] == enclosure(5)
    assert again.applied(edit).applied(edit.inverted()).enclosed["shading"] == enclosure()
    project.save(replace(other, enclosed={}), saved, base=other)
    assert not project.load(saved).document.enclosed


@pytest.mark.parametrize("content", [None, "text", b"", b"GPE1 strange", 7])
def test_what_is_strange_is_left_out(saved, content):
    changed(saved, "UPDATE greenplat_enclosed SET content = ?", content)
    assert not project.load(saved).document.enclosed


def test_a_plan_saved_before_there_were_any_opens(saved):
    changed(saved, "DROP TABLE greenplat_enclosed")
    assert not project.load(saved).document.enclosed
