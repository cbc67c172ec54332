"""Naming, ordering and deleting bookmarks."""

import pytest

from layers.edits.bookmarks import Bookmark
from widgets.dialogs.bookmarks import BookmarksDialog

MARKS = [Bookmark(name, 1.0, 2.0, 500.0) for name in ("One", "Two", "Three")]


@pytest.fixture
def dialog(qtbot):
    found = BookmarksDialog(MARKS)
    qtbot.addWidget(found)
    return found


def names(dialog):
    return [mark.name for mark in dialog.kept]


def test_they_are_moved_renamed_and_deleted(dialog):
    assert dialog.kept == tuple(MARKS)
    assert not dialog.up.isEnabled()
    dialog.down.click()
    assert names(dialog) == ["Two", "One", "Three"]
    dialog.list.item(2).setText("  Last ")
    dialog.list.setCurrentRow(0)
    dialog.delete.click()
    assert names(dialog) == ["One", "Last"]
    dialog.move_by(-1)
    assert names(dialog) == ["One", "Last"]


def test_an_emptied_name_keeps_the_old_one(dialog):
    dialog.list.item(1).setText(" ")
    assert names(dialog) == ["One", "Two", "Three"]


def test_without_bookmarks_nothing_can_be_done(dialog):
    for _ in range(4):
        dialog.delete_current()
    assert dialog.kept == ()
    assert not dialog.rename.isEnabled()
    assert not dialog.delete.isEnabled()
