"""Dividing, lines beside and trimming from the menu, with a preview on the map."""

from PySide6.QtWidgets import QDialog

from widgets.dialogs.beside import OffsetDialog, SetBackDialog
from widgets.dialogs.divide import DivideDialog


def answered(monkeypatch, *, taken, look=lambda _: None):
    """Have the dialog filled in and taken, or left."""

    def exec_(dialog):
        dialog.parts.setValue(4)
        look(dialog)
        return QDialog.DialogCode.Accepted if taken else QDialog.DialogCode.Rejected

    monkeypatch.setattr(DivideDialog, "exec", exec_)


def test_a_selected_parcel_is_divided_and_its_parts_are_selected(opened, monkeypatch):
    window, bridge = opened.window, opened.documents.bridge
    first = int(bridge.document.layer("parcels").ids[0])
    count = len(bridge.document.layer("parcels"))
    bridge.select({"parcels": [first]})
    seen = []
    answered(monkeypatch, taken=True, look=lambda _: seen.append(window.canvas._preview))
    window.run("land.divide")
    assert len(seen[0].shapes) >= 4
    assert window.canvas._preview is None
    assert len(bridge.document.layer("parcels")) == count + 3
    assert len(bridge.selection["parcels"]) == 4
    bridge.undo()
    assert len(bridge.document.layer("parcels")) == count
    assert bridge.selection["parcels"].tolist() == [first]


def test_leaving_the_dialog_changes_nothing(opened, monkeypatch):
    window, bridge = opened.window, opened.documents.bridge
    before = bridge.document
    bridge.select({"parcels": [int(before.layer("parcels").ids[0])]})
    answered(monkeypatch, taken=False)
    window.run("land.divide")
    assert bridge.document is before
    assert window.canvas._preview is None


def test_it_takes_one_parcel(opened):
    window, bridge = opened.window, opened.documents.bridge
    ids = bridge.document.layer("parcels").ids
    bridge.select({"parcels": ids[:2]})
    assert not window.commands["land.divide"].isEnabled()
    bridge.select({"parcels": ids[:1]})
    assert window.commands["land.divide"].isEnabled()


def test_set_backs_lines_and_green_are_made_beside_the_selection(opened, monkeypatch):
    window, bridge = opened.window, opened.documents.bridge
    for dialog in (SetBackDialog, OffsetDialog):
        monkeypatch.setattr(dialog, "exec", lambda _: QDialog.DialogCode.Accepted)
    bridge.select({"parcels": bridge.document.layer("parcels").ids[:1]})
    window.run("land.set_back")
    assert len(bridge.document.layer("control_lines")) == 1
    window.run("land.offset")
    assert len(bridge.document.layer("control_lines")) == 2
    bridge.select({})
    window.commands.refresh()
    for command in ("land.set_back", "land.offset", "green.along_water"):
        assert not window.commands[command].isEnabled()


def test_features_are_trimmed_to_the_red_line_or_it_is_said_that_none_lies_outside(opened):
    window, bridge = opened.window, opened.documents.bridge
    told = []
    bridge.refused.connect(told.append)
    bridge.activate("boundary")
    window.commands.refresh()
    assert not window.commands["land.trim"].isEnabled()
    bridge.activate("parcels")
    window.run("land.trim")
    first = told[:]
    window.run("land.trim")  # the second time nothing is left outside
    assert len(told) == len(first) + 1
    assert "nothing lies outside" in str(told[-1])
