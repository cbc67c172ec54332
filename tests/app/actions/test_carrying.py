"""Copying and pasting, moving and rotating, from the menu."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

from widgets.dialogs.shifting import MoveDialog, RotateDialog


@pytest.fixture
def bridge(opened):
    QGuiApplication.clipboard().clear()
    return opened.documents.bridge


def test_features_are_copied_and_pasted_by_their_keys(opened, bridge):
    canvas = opened.window.canvas
    count = len(bridge.document.layer("rooftops"))
    bridge.select({"rooftops": [1]})
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert "greenplat.features" in QGuiApplication.clipboard().text()
    QTest.keyClick(canvas, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert len(bridge.document.layer("rooftops")) == count + 1
    assert {kind: len(ids) for kind, ids in bridge.selection.items()} == {"rooftops": 1}
    bridge.undo()
    assert len(bridge.document.layer("rooftops")) == count


def test_parcels_are_not_pasted_on_parcels(opened, bridge):
    told = []
    bridge.refused.connect(told.append)
    bridge.select({"parcels": bridge.document.layer("parcels").ids[:1]})
    before = bridge.document
    opened.window.run("edit.copy")
    opened.window.run("edit.paste")
    assert bridge.document is before
    assert "no ground is free" in str(told[0])


def test_other_texts_are_not_pasted(opened, bridge):
    QGuiApplication.clipboard().setText("hello")
    before = bridge.document
    opened.window.run("edit.paste")
    assert bridge.document is before
    assert "No features were copied" in opened.window.status.hint.text()


def test_nothing_selected_is_not_copied(opened, bridge):
    bridge.select({})
    opened.window.run("edit.copy")
    assert QGuiApplication.clipboard().text() == ""
    assert not opened.window.commands["edit.move"].isEnabled()


def test_the_selection_is_moved_duplicated_and_rotated(opened, bridge, monkeypatch):
    taken = QDialog.DialogCode.Accepted
    monkeypatch.setattr(MoveDialog, "exec", lambda dialog: dialog.east.setValue(7) or taken)
    monkeypatch.setattr(RotateDialog, "exec", lambda dialog: dialog.angle.setValue(90) or taken)
    bridge.select({"rooftops": [1]})
    layer = bridge.document.layer("rooftops")
    west, count = layer.bounds[0, 0], len(layer)
    opened.window.run("edit.move")
    assert bridge.document.layer("rooftops").bounds[0, 0] == pytest.approx(west + 7)
    opened.window.run("edit.duplicate")
    assert len(bridge.document.layer("rooftops")) == count + 1
    before = bridge.document
    opened.window.run("edit.rotate")
    assert bridge.document is not before
