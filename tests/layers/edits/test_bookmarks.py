"""Bookmarks in the plan and from damaged files."""

import json
from dataclasses import replace

import pytest

from layers.edits.bookmarks import KEY, LONGEST_NAME, MOST, Bookmark, add, bookmarks, keep
from layers.errors import InvalidEditError
from layers.files import project
from tests.strategies import document, small_plan

HERE = Bookmark("Here", 500_100.0, 3_890_100.0, 2_000.0)


def test_a_bookmark_is_added_taken_back_and_saved(tmp_path):
    plan = small_plan()
    edit = add(plan, replace(HERE, name="  North   gate "))
    after = plan.applied(edit)
    assert bookmarks(after) == (replace(HERE, name="North gate"),)
    assert str(edit.title) == "Add the bookmark North gate"
    assert bookmarks(after.applied(edit.inverted())) == ()
    assert KEY not in after.applied(edit.inverted()).properties
    path = tmp_path / "plan.gpkg"
    project.save(after, path)
    assert bookmarks(project.load(path).document) == bookmarks(after)


def test_the_same_bookmarks_are_no_step():
    plan = small_plan().applied(add(small_plan(), HERE))
    assert not keep(plan, bookmarks(plan))
    assert keep(plan, ())
    assert bookmarks(plan.applied(keep(plan, ()))) == ()


@pytest.mark.parametrize(
    "wrong", [replace(HERE, name=" "), replace(HERE, x=float("nan")), replace(HERE, y=float("inf"))]
)
def test_a_bookmark_without_name_or_place_is_refused(wrong):
    with pytest.raises(InvalidEditError):
        add(small_plan(), wrong)


def test_there_is_an_end_to_bookmarks():
    plan = small_plan().applied(keep(small_plan(), [HERE] * MOST))
    with pytest.raises(InvalidEditError, match="delete some"):
        add(plan, HERE)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no json",
        "[" * 100_000,
        "{}",
        "[1, null, []]",
        '[{"name": "a"}]',
        '[{"name": "a", "x": true, "y": 1, "scale": 2}]',
        '[{"name": "a", "x": NaN, "y": 1, "scale": 100}]',
        '[{"name": "a", "x": 1e300, "y": 1, "scale": 100}]',
        '[{"name": "a", "x": 1, "y": 1, "scale": 0}]',
        '[{"name": "", "x": 1, "y": 1, "scale": 100}]',
        f'[{{"name": "a", "x": {"9" * 400}, "y": 1, "scale": 100}}]',
        7,
    ],
)
def test_what_is_no_bookmark_in_a_file_is_passed_over(text):
    plan = replace(document(), properties={"name": "", KEY: text})
    assert bookmarks(plan) == ()


def test_long_names_and_very_many_entries_are_cut():
    entries = [{"name": "n" * 500, "x": 1, "y": 2, "scale": 100}] * (MOST + 50)
    plan = replace(document(), properties={KEY: json.dumps(entries)})
    found = bookmarks(plan)
    assert len(found) == MOST
    assert len(found[0].name) == LONGEST_NAME
