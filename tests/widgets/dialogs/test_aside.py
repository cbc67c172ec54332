"""Where a dialog stands whose work is seen on the map at once."""

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QDialog, QWidget

from widgets.dialogs.aside import stand_aside


@pytest.mark.parametrize(
    ("wide", "high", "left", "top"),
    [(300, 200, 599, 250), (2000, 200, 100, 250), (300, 900, 599, 50)],
)
def test_a_dialog_stands_at_the_right_edge_and_begins_in_the_window(qtbot, wide, high, left, top):
    window = QWidget()
    qtbot.addWidget(window)
    window.setGeometry(QRect(100, 50, 800, 600))
    dialog = QDialog(window)
    dialog.resize(wide, high)
    stand_aside(dialog, window)
    assert (dialog.x(), dialog.y()) == (left, top)


def test_without_a_window_a_dialog_stays_where_it_is(qtbot):
    dialog = QDialog()
    qtbot.addWidget(dialog)
    dialog.move(7, 9)
    stand_aside(dialog, None)
    assert (dialog.x(), dialog.y()) == (7, 9)
