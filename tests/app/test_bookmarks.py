"""Bookmarks in the menu, in the plan, and beside a plan that is read-only."""

import pytest

from layers.session import Session
from tests.small_plan import small_plan
from widgets.dialogs import questions
from widgets.dialogs.bookmarks import BookmarksDialog


@pytest.fixture
def named(monkeypatch):
    """Answers the question for a name."""
    names = []
    monkeypatch.setattr(questions, "ask_text", lambda *_: names.pop(0) if names else None)
    return names


def test_a_view_is_kept_shown_again_and_undone(opened, named):
    window = opened.window
    window.show_scale(2500)
    middle = window.canvas.viewport.x, window.canvas.viewport.y
    named.append("Gate & yard")
    window.run("view.bookmark_add")
    assert opened.documents.session.modified
    assert window.commands["view.bookmark_1"].text() == "Gate && yard"
    assert not window.commands["view.bookmark_2"].isVisible()
    window.zoom(8)
    window.canvas.show_viewport(window.canvas.viewport.panned(300, 200))
    window.run("view.bookmark_1")
    assert (window.canvas.viewport.x, window.canvas.viewport.y) == pytest.approx(middle)
    assert window.canvas.viewport.denominator == pytest.approx(2500)
    window.run("edit.undo")
    assert window.bookmarks.all == ()
    assert not window.commands["view.bookmark_1"].isVisible()


def test_nothing_is_kept_where_no_name_is_given(opened, named):
    assert not named
    opened.window.run("view.bookmark_add")
    assert not opened.documents.session.modified


def test_the_dialog_changes_them_in_one_step(opened, named, monkeypatch):
    window = opened.window
    for name in ("One", "Two"):
        named.append(name)
        window.run("view.bookmark_add")

    def turned(dialog):
        dialog.list.setCurrentRow(0)
        dialog.move_by(1)
        dialog.list.item(0).setText("Second")
        return 1

    monkeypatch.setattr(BookmarksDialog, "exec", turned)
    window.run("view.bookmarks")
    assert [mark.name for mark in window.bookmarks.all] == ["Second", "One"]
    window.run("edit.undo")
    assert [mark.name for mark in window.bookmarks.all] == ["One", "Two"]


def test_a_read_only_plan_keeps_them_for_the_session_and_says_so(desk, named):
    desk.documents.show(Session(small_plan(), read_only=True))
    window = desk.window
    named.append("Here")
    window.run("view.bookmark_add")
    assert [mark.name for mark in window.bookmarks.all] == ["Here"]
    assert "read-only" in window.notice.text.text()
    assert not desk.documents.session.history.done
    desk.documents.show(Session(small_plan(), read_only=True))
    assert window.bookmarks.all == ()


def test_a_long_name_widens_no_menu_and_no_history(opened, named):
    window = opened.window
    named.append("北大门以东约三百米处新能源装备产业园二期地块" * 3)
    window.run("view.bookmark_add")
    for id_ in ("view.bookmark_1", "edit.undo"):
        assert window.commands[id_].text().endswith("…")
        assert len(window.commands[id_].text()) < 50
    window.run("edit.undo")
    assert len(window.commands["edit.redo"].text()) < 50
