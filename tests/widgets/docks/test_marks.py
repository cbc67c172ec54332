"""The selection of a table as a mask: Qt's keys and mouse reach it, and it is quick to show."""

import numpy as np
import pytest
from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QPointF,
    Qt,
)
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from typing_extensions import override

from widgets.docks.marks import MarkedView

LEFT = Qt.MouseButton.LeftButton
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
ROOT = QModelIndex()
Flag = QItemSelectionModel.SelectionFlag


class Numbers(QAbstractTableModel):
    """Ten rows of two numbers."""

    count = 10

    @override
    def rowCount(self, parent=ROOT):
        return 0 if parent.isValid() else self.count

    @override
    def columnCount(self, parent=ROOT):
        return 0 if parent.isValid() else 2

    def cell(self, row, section):
        return f"{row}.{section}", section == 1, None

    @override
    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        return self.cell(index.row(), index.column())[0] if role == 0 else None


@pytest.fixture
def view(qtbot):
    found = MarkedView(Numbers())
    found.model().setParent(found)
    found.setSelectionBehavior(MarkedView.SelectionBehavior.SelectRows)
    qtbot.addWidget(found)
    found.resize(400, 500)
    found.show()
    return found


def rows(view):
    return np.flatnonzero(view.marks.mask).tolist()


def place(view, row):
    return view.visualRect(view.model().index(row, 0)).center()


def click(qtbot, view, row, keys=Qt.KeyboardModifier.NoModifier, button=LEFT):
    qtbot.mouseClick(view.viewport(), button, keys, place(view, row))


def test_clicks_take_one_a_range_or_one_more(qtbot, view):
    told = []
    view.marks.marked.connect(lambda: told.append(rows(view)))
    click(qtbot, view, 2)
    assert rows(view) == [2]
    click(qtbot, view, 5, SHIFT)
    assert rows(view) == [2, 3, 4, 5]
    click(qtbot, view, 3, CONTROL)
    assert rows(view) == [2, 4, 5]
    click(qtbot, view, 8, CONTROL)
    assert rows(view) == [2, 4, 5, 8]
    click(qtbot, view, 0)
    assert rows(view) == [0]
    assert [2, 4, 5] in told


def test_a_drag_takes_what_it_passes_and_lets_go_of_what_it_leaves(qtbot, view):
    qtbot.mousePress(view.viewport(), LEFT, pos=place(view, 1))
    qtbot.mouseMove(view.viewport(), place(view, 6))
    qtbot.mouseMove(view.viewport(), place(view, 4))
    qtbot.mouseRelease(view.viewport(), LEFT, pos=place(view, 4))
    assert rows(view) == [1, 2, 3, 4]


def test_the_keyboard_selects_as_in_any_table(qtbot, view):
    view.setFocus()
    click(qtbot, view, 2)
    qtbot.keyClick(view, Qt.Key.Key_Down, SHIFT)
    qtbot.keyClick(view, Qt.Key.Key_Down, SHIFT)
    assert rows(view) == [2, 3, 4]
    qtbot.keyClick(view, Qt.Key.Key_Up, SHIFT)
    assert rows(view) == [2, 3]
    qtbot.keyClick(view, Qt.Key.Key_A, CONTROL)
    assert rows(view) == list(range(10))
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert len(rows(view)) == 1


def test_the_right_button_keeps_what_is_selected(qtbot, view):
    click(qtbot, view, 2)
    click(qtbot, view, 4, SHIFT)
    click(qtbot, view, 3, button=Qt.MouseButton.RightButton)
    assert rows(view) == [2, 3, 4]
    click(qtbot, view, 7, button=Qt.MouseButton.RightButton)
    assert rows(view) == [7]


def test_what_is_shown_is_not_told_of_and_survives_other_commands(view):
    told = []
    view.marks.marked.connect(lambda: told.append(True))
    mask = np.zeros(10, bool)
    mask[::2] = True
    view.show_marks(mask)
    assert rows(view) == [0, 2, 4, 6, 8]
    assert not told
    view.marks.select(view.model().index(3, 0), Flag.Select | Flag.Rows)
    assert rows(view) == [0, 2, 3, 4, 6, 8]
    view.clearSelection()
    assert rows(view) == []
    assert len(told) == 2


def test_other_rows_have_no_selection(view):
    view.selectAll()
    view.model().beginResetModel()
    view.model().count = 4
    view.model().endResetModel()
    assert view.marks.mask.tolist() == [False] * 4


def test_selected_rows_are_painted_as_such(qtbot, view):
    before = view.viewport().grab().toImage()
    click(qtbot, view, 2)
    qtbot.mouseMove(view.viewport(), QPoint(380, 480))
    after = view.viewport().grab().toImage()
    spot = place(view, 2) + QPoint(30, 0)
    view.marks.setCurrentIndex(ROOT, Flag.NoUpdate)
    other = place(view, 6) + QPoint(30, 0)
    assert after.pixelColor(spot) != before.pixelColor(spot)
    assert after.pixelColor(other) == before.pixelColor(other)


def test_a_drag_with_ctrl_does_to_all_what_it_does_to_the_first(qtbot, view):
    click(qtbot, view, 2)
    click(qtbot, view, 4, SHIFT)
    qtbot.mousePress(view.viewport(), LEFT, CONTROL, place(view, 3))
    end = QPointF(place(view, 6))
    away = view.viewport().mapToGlobal(end)
    moved = QMouseEvent(QEvent.Type.MouseMove, end, away, Qt.MouseButton.NoButton, LEFT, CONTROL)
    QApplication.sendEvent(view.viewport(), moved)
    qtbot.mouseRelease(view.viewport(), LEFT, CONTROL, place(view, 6))
    assert rows(view) == [2]
    # Qt remembers which keys were held last; the next table would take Ctrl for held.
    qtbot.mouseMove(view.viewport(), place(view, 0))
    qtbot.keyClick(view, Qt.Key.Key_F24)
