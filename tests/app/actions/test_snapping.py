"""Snapping and dropped sketches, from the menu."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.settings import Settings
from tests.widgets.map.pointing import click
from widgets.dialogs.snapping import SnappingDialog
from widgets.map.snap_choice import SORTS, Snapping


def test_what_is_snapped_to_is_chosen_in_the_menu_and_remembered(opened, tmp_path):
    window = opened.window
    usual = window.maps.snapping
    assert window.commands["edit.snap"].isChecked()
    for sort in SORTS:
        command = window.commands[f"edit.snap_{sort}"]
        assert command.isChecked() is (sort in usual.sorts)
        command.trigger()
        assert command.isChecked() is not (sort in usual.sorts)
    window.run("edit.snap")
    now = window.canvas.snapping
    assert now.sorts == frozenset(SORTS) - usual.sorts
    assert not now.on
    assert not window.commands["edit.snap_vertex"].isEnabled()
    window.settings.save(tmp_path / "settings.json")
    again = Settings.load(tmp_path / "settings.json")
    assert Snapping.read(again.snapping) == now


def test_f3_switches_snapping_on_all_maps(opened):
    window = opened.window
    window.maps.open_another()
    window.canvas.setFocus()
    QTest.keyClick(window.canvas, Qt.Key.Key_F3)
    assert [canvas.snapping.on for canvas in window.maps.all] == [False, False]
    assert window.status.hint.text() == "Snapping is off."


def test_distance_and_grid_are_asked_for(opened, monkeypatch):
    def filled(dialog):
        dialog.reach.setValue(25)
        dialog.grid.setValue(2.5)
        return dialog.DialogCode.Accepted

    monkeypatch.setattr(SnappingDialog, "exec", filled)
    opened.window.run("edit.snap_sizes")
    found = opened.window.canvas.snapping
    assert (found.reach_px, found.grid_m) == (25, 2.5)
    monkeypatch.setattr(SnappingDialog, "exec", lambda _: 0)
    opened.window.run("edit.snap_sizes")
    assert opened.window.canvas.snapping == found


def test_a_sketch_that_was_dropped_comes_back_with_its_tool(opened):
    window = opened.window
    canvas = window.canvas
    window.run("edit.restore_sketch")
    assert "No sketch" in window.status.hint.text()
    window.run("edit.tool_draw")
    for place in (QPoint(200, 200), QPoint(300, 200)):
        click(canvas, place)
    places = canvas.gesture("draw").places
    assert len(places) == 2
    QTest.keyClick(canvas, Qt.Key.Key_H)  # another tool, by accident
    assert canvas.tool == "pan"
    assert "Ctrl+R" in window.status.hint.text()
    QTest.keyClick(canvas, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert canvas.tool == "draw"
    assert canvas.gesture("draw").places == places


def test_letters_and_undo_belong_to_the_sketch_while_there_is_one(opened):
    window = opened.window
    canvas, history = window.canvas, opened.documents.session.history
    window.run("edit.tool_draw")
    for place in (QPoint(200, 200), QPoint(300, 200)):
        click(canvas, place)
    QTest.keyClick(canvas, Qt.Key.Key_P)
    QTest.keyClick(canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert canvas.tool == "draw"
    assert len(canvas.gesture("draw").places) == 1
    assert not history.undone
    QTest.keyClick(canvas, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert len(canvas.gesture("draw").places) == 2
