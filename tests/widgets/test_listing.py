from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QLabel, QTableView, QWidget

from widgets import theme
from widgets.listing import dress_rows, lay_out


def test_a_dressed_table_has_whole_rows_of_one_height(qtbot):
    table = QTableView()
    qtbot.addWidget(table)
    table.setModel(QStandardItemModel(3, 2, table))
    dress_rows(table)
    assert table.selectionBehavior() is QAbstractItemView.SelectionBehavior.SelectRows
    assert {table.rowHeight(row) for row in range(3)} == {table.fontMetrics().height() + 8}
    assert not table.showGrid()
    assert table.verticalHeader().isHidden()


def test_the_list_fills_what_choice_and_state_leave(qtbot):
    panel, choice, state, table = QWidget(), QComboBox(), QLabel("a"), QTableView()
    qtbot.addWidget(panel)
    lay_out(panel, choice, state, table)
    panel.resize(400, 600)
    panel.show()
    assert choice.x() == state.x() == 2 * theme.SPACE
    assert choice.geometry().bottom() < state.y() < state.geometry().bottom() < table.y()
    assert (table.x(), table.width()) == (0, 400)
    assert table.geometry().bottom() == 599
