"""A button with a colour."""

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QColorDialog

from widgets.dialogs.colour import ColourButton


def test_a_colour_is_chosen_and_told(qtbot, monkeypatch):
    button = ColourButton("Fill", "none")
    qtbot.addWidget(button)
    button.show_colour("")
    assert button.text() == "none"
    monkeypatch.setattr(QColorDialog, "getColor", lambda *_: QColor(1, 2, 3, 128))
    with qtbot.waitSignal(button.changed):
        button.click()
    assert (button.colour, button.text()) == ("#01020380", "#01020380")
    monkeypatch.setattr(QColorDialog, "getColor", lambda *_: QColor())
    button.click()
    assert button.colour == "#01020380"
    with qtbot.waitSignal(button.changed):
        button.clear()
    assert button.colour == ""
