"""The attribute table: filter, sorting, editing, and one selection with the map."""

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QStyleOptionViewItem

from layers.edits.attributes import set_values
from layers.edits.draw import delete
from layers.edits.zone import zone
from widgets.docks.table import TablePanel
from widgets.forms import CHOICES, FREE, ChoiceDelegate
from widgets.sizes import SIZE


@pytest.fixture
def panel(bridge, qtbot):
    found = TablePanel(bridge)
    qtbot.addWidget(found)
    return found


def column(panel, name):
    model = panel.model
    return next(i for i in range(1, model.columnCount()) if model.column_at(i).id == name)


def ids(panel):
    return [panel.model.id_at(row) for row in range(panel.model.rowCount())]


def test_missing_values_are_a_dash_and_never_zero(panel):
    assert panel.model.index(2, column(panel, "far")).data() == "–"
    assert panel.model.index(0, column(panel, "far")).data() == "1"


def test_a_hint_shows_what_looks_like_html_as_it_stands(panel, bridge):
    nasty = '<img src="//server/x.png">'
    bridge.perform(set_values(bridge.document, "parcels", [1], {"number": nasty}))
    cell = panel.model.index(0, column(panel, "number"))
    assert cell.data() == nasty
    assert "<img" not in cell.data(Qt.ItemDataRole.ToolTipRole)


def test_the_filter_finds_codes_names_and_ids(panel):
    for text, found in (
        ("g1", [3]),
        ("industrial", [1, 2]),
        ("A-04", [4]),
        ("3", [3]),
        ("", [1, 2, 3, 4]),
    ):
        panel.filter.setText(text)
        panel.apply_filter()
        if text == "3":
            assert 3 in ids(panel)
        else:
            assert ids(panel) == found


def test_sorting_puts_missing_values_last_both_ways(panel):
    far = column(panel, "far")
    panel.table.sortByColumn(far, Qt.SortOrder.DescendingOrder)
    assert ids(panel)[:2] == [2, 1]
    panel.table.sortByColumn(far, Qt.SortOrder.AscendingOrder)
    assert ids(panel)[:2] == [1, 2]
    panel.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    assert ids(panel) == [4, 3, 2, 1]


def test_an_edited_cell_is_one_step_that_can_be_undone(panel, bridge):
    index = panel.model.index(0, column(panel, "far"))
    assert panel.model.setData(index, "2.5")
    assert bridge.document.layer("parcels").values("far").loc[1] == 2.5
    assert index.data() == "2.5"
    bridge.undo()
    assert index.data() == "1"


def test_a_value_out_of_range_is_refused_with_a_sentence(panel, bridge, qtbot):
    index = panel.model.index(0, column(panel, "far"))
    with qtbot.waitSignal(bridge.refused) as told:
        assert not panel.model.setData(index, "-1")
    assert "between 0 and 30" in str(told.args[0])
    assert index.data() == "1"


def test_land_use_is_chosen_from_the_code_set(panel, bridge):
    index = panel.model.index(3, column(panel, "land_use"))
    assert ("G1", "G1  Park green") in index.data(CHOICES)
    assert panel.model.setData(index, "G1")
    assert bridge.document.layer("parcels").values("land_use").loc[4] == "G1"


def test_a_read_only_plan_has_no_editable_cells(panel, bridge):
    index = panel.model.index(0, column(panel, "far"))
    assert panel.model.flags(index) & Qt.ItemFlag.ItemIsEditable
    bridge.session.read_only = True
    assert not panel.model.flags(index) & Qt.ItemFlag.ItemIsEditable


def test_the_selection_goes_both_ways(panel, bridge):
    bridge.select({"parcels": [2, 3]})
    assert panel.table.marks.mask.tolist() == [False, True, True, False]
    panel.table.selectRow(3)
    assert bridge.selection["parcels"].tolist() == [4]
    panel.table.selectionModel().select(
        panel.model.index(0, 0),
        QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows,
    )
    assert bridge.selection["parcels"].tolist() == [1, 4]


def test_selected_only_follows_the_map(panel, bridge):
    panel.only_selected.setChecked(True)
    assert ids(panel) == []
    bridge.select({"parcels": [1, 4]})
    assert ids(panel) == [1, 4]
    panel.only_selected.setChecked(False)
    assert ids(panel) == [1, 2, 3, 4]


def test_the_selection_survives_sorting_and_edits(panel, bridge):
    bridge.select({"parcels": [2]})
    panel.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    bridge.perform(zone(bridge.document, [1], "B1"))
    assert bridge.selection["parcels"].tolist() == [2]


def test_another_layer_is_another_table(panel, bridge):
    bridge.activate("greens")
    assert panel.model.kind == "greens"
    assert panel.model.rowCount() == 1
    assert panel.kind.currentData() == "greens"


def test_an_empty_layer_says_what_to_do(panel, bridge):
    bridge.activate("water")
    assert not panel.empty.isHidden()
    assert "Import" in panel.empty.text()
    bridge.activate("parcels")
    assert panel.empty.isHidden()


def test_the_state_counts_rows_and_the_selection(panel, bridge):
    panel.resize(1200, 300)
    panel.show()
    bridge.select({"parcels": [1, 2]})
    assert panel.state.text() == "4 of 4 rows, 2 selected"


def test_one_value_is_given_to_all_selected_rows_in_one_step(panel, bridge):
    bridge.select({"parcels": [1, 3, 4]})
    panel.spread(panel.model.index(0, column(panel, "land_use")))
    assert bridge.document.layer("parcels").values("land_use").tolist() == ["M1"] * 4
    bridge.undo()
    assert bridge.document.layer("parcels").values("land_use").isna().sum() == 1


def test_areas_stand_beside_what_the_file_holds(panel, bridge):
    area = column(panel, SIZE)
    head = panel.model.headerData(area, Qt.Orientation.Horizontal)
    assert (head, panel.model.index(0, area).data()) == ("Area [ha]", "1.00")
    bridge.show_areas_in("m2")
    assert panel.model.headerData(area, Qt.Orientation.Horizontal) == "Area [m²]"
    assert panel.model.index(0, area).data().replace("\N{THIN SPACE}", "") == "10000"
    assert not panel.model.flags(panel.model.index(0, area)) & Qt.ItemFlag.ItemIsEditable
    assert not panel.model.setData(panel.model.index(0, area), "5")
    bridge.activate("rooftops")
    area = column(panel, SIZE)
    panel.table.sortByColumn(area, Qt.SortOrder.AscendingOrder)
    assert [panel.model.index(row, area).data() for row in range(2)] == [
        "1\N{THIN SPACE}600",
        "2\N{THIN SPACE}500",
    ]


def test_rows_are_filtered_by_comparing_numbers(panel, bridge):
    bridge.activate("rooftops")
    bridge.show_areas_in("m2")
    for text, found in (
        ("Area > 2000", [1]),
        ("area<=1600", [2]),
        ("面积 > 1", []),  # no column of that name in an English window
    ):
        panel.filter.setText(text)
        panel.apply_filter()
        assert ids(panel) == found
    bridge.show_areas_in("ha")
    panel.filter.setText("Area > 0.2")
    panel.apply_filter()
    assert ids(panel) == [1]
    bridge.activate("parcels")
    panel.filter.setText("far > 1")
    panel.apply_filter()
    assert ids(panel) == [2]


def test_the_area_follows_the_shape(panel, bridge):
    area = column(panel, SIZE)
    bridge.perform(delete(bridge.document, "parcels", [1]))
    assert [panel.model.index(row, area).data() for row in range(3)] == ["1.00"] * 3


def test_a_condition_filters_and_one_that_says_nothing_is_told(panel, bridge):
    panel.filter.setText("= land_use = 'M1'")
    panel.apply_filter()
    layer = bridge.document.layer("parcels")
    wanted = layer.ids[(layer.values("land_use") == "M1").fillna(False).to_numpy(bool)]
    assert ids(panel) == wanted.tolist()
    panel.select_rows_shown()
    assert bridge.selection["parcels"].tolist() == wanted.tolist()
    panel.filter.setText("= landuse = 'M1'")
    panel.apply_filter()
    assert "landuse" in panel.empty.text()
    assert not panel.empty.isHidden()
    assert panel.table.isHidden()
    panel.filter.setText("")
    panel.apply_filter()
    assert not panel.table.isHidden()


def test_rows_follow_what_the_map_shows(panel, bridge, qtbot):
    layer = bridge.document.layer("parcels")
    west, south, east, north = layer.geometries[0].bounds
    middle = ((west + east) / 2, (south + north) / 2)
    bridge.show_view((*middle, *middle))
    assert ids(panel) == layer.ids.tolist()
    panel.in_view.setChecked(True)
    assert ids(panel) == [1]
    bridge.show_view(tuple(layer.frame.total_bounds))
    qtbot.waitUntil(lambda: ids(panel) == layer.ids.tolist())
    bridge.show_view((0.0, 0.0, 1.0, 1.0))
    qtbot.waitUntil(lambda: ids(panel) == [])
    panel.in_view.setChecked(False)
    assert ids(panel) == layer.ids.tolist()


def test_an_empty_list_says_why_nothing_is_shown(panel, bridge):
    panel.show()
    panel.filter.setText("no such thing")
    panel.apply_filter()
    assert (panel.table.isVisible(), panel.empty.isVisible()) == (False, True)
    assert "filter" in panel.empty.text()
    panel.filter.clear()
    panel.apply_filter()
    assert (panel.table.isVisible(), panel.empty.isVisible()) == (True, False)
    panel.only_selected.setChecked(True)
    assert "selected" in panel.empty.text()
    bridge.select({"parcels": [2]})
    assert panel.table.isVisible()


def test_another_layer_begins_at_its_top_with_a_hint_of_its_own(panel, bridge):
    hint = panel.filter.placeholderText()
    assert "land_use" in hint
    panel.resize(300, 120)
    panel.show()
    panel.table.scrollToBottom()
    assert panel.table.verticalScrollBar().value() > 0
    bridge.activate("rooftops")
    bridge.activate("parcels")
    assert panel.table.verticalScrollBar().value() == 0
    bridge.activate("rooftops")
    assert "land_use" not in panel.filter.placeholderText()


def test_a_mixed_use_is_typed_into_the_cell_of_the_land_use(panel, bridge, qtbot):
    index = panel.model.index(0, column(panel, "land_use"))
    assert index.data(FREE)
    delegate = ChoiceDelegate(panel)
    box = delegate.createEditor(panel, QStyleOptionViewItem(), index)
    qtbot.addWidget(box)
    delegate.setEditorData(box, index)
    assert box.currentText() == index.data(Qt.ItemDataRole.EditRole)
    box.setEditText("B2:30/M1:70")
    delegate.setModelData(box, panel.model, index)
    values = bridge.document.layer("parcels").values
    assert (values("land_use").iloc[0], values("land_use_shares").iloc[0]) == ("M1/B2", "70/30")
    box.setCurrentIndex(box.findData("G1"))
    delegate.setModelData(box, panel.model, index)
    assert bridge.document.layer("parcels").values("land_use").iloc[0] == "G1"


def test_in_a_narrow_window_the_filter_has_the_room(panel, qtbot):
    panel.show()
    panel.resize(1200, 300)
    assert "selected" in panel.state.text()
    panel.resize(620, 300)
    qtbot.waitUntil(lambda: panel.filter.width() >= panel.filter.minimumWidth() > 100)
    assert panel.state.text() == "4 / 4"
    assert "selected" in panel.state.toolTip()
    assert panel.state.geometry().right() <= 620
