from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QTableView

from widgets.listing import dress_rows


def test_a_dressed_table_has_whole_rows_of_one_height(qtbot):
    table = QTableView()
    qtbot.addWidget(table)
    table.setModel(QStandardItemModel(3, 2, table))
    dress_rows(table)
    assert table.selectionBehavior() is QAbstractItemView.SelectionBehavior.SelectRows
    assert {table.rowHeight(row) for row in range(3)} == {table.fontMetrics().height() + 8}
    assert not table.showGrid()
    assert table.verticalHeader().isHidden()
