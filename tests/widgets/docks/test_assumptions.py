"""The assumptions: search, edit in place, refuse, restore."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication

from layers.edits.parameters import set_parameter
from widgets.docks.assumptions import USED, AssumptionsPanel
from widgets.docks.factors import CONFIDENCE, GROUP, SOURCE, YEAR


@pytest.fixture
def panel(bridge, qtbot):
    found = AssumptionsPanel(bridge)
    qtbot.addWidget(found)
    return found


def row(panel, id_):
    return panel.model.row_of(id_)


def test_a_factor_shows_its_footing(panel, bridge):
    factor = bridge.document.factor("sink.lawn")
    index = panel.model.index(row(panel, "sink.lawn"), 0)
    assert index.data() == factor.title
    assert index.siblingAtColumn(5).data() == factor.source
    assert factor.source in index.data(Qt.ItemDataRole.ToolTipRole)


def test_a_central_value_is_edited_and_marked(panel, bridge):
    place = row(panel, "sink.lawn")
    before = bridge.document.factor("sink.lawn")
    value = (before.low + before.high) / 2
    assert panel.model.setData(panel.model.index(place, 2), str(value))
    assert bridge.document.factor("sink.lawn").central == pytest.approx(value)
    assert panel.model.edited(place)
    sure = panel.model.index(place, CONFIDENCE)
    assert sure.data(Qt.ItemDataRole.AccessibleTextRole) == "edited"
    assert not sure.data(Qt.ItemDataRole.DecorationRole).isNull()
    assert panel.model.index(place, 0).data(Qt.ItemDataRole.FontRole).bold()


def test_the_shipped_value_comes_back(panel, bridge):
    place = row(panel, "sink.lawn")
    shipped = bridge.document.factor("sink.lawn")
    panel.model.setData(panel.model.index(place, 3), str(shipped.high + 1))
    assert bridge.document.factor("sink.lawn") != shipped
    panel.table.setCurrentIndex(panel.found.mapFromSource(panel.model.index(place, 0)))
    panel.restore_current()
    assert bridge.document.factor("sink.lawn") == shipped
    assert not panel.model.edited(place)


def test_a_word_for_a_number_is_refused(panel, bridge, qtbot):
    before = bridge.document
    index = panel.model.index(row(panel, "sink.lawn"), 2)
    with qtbot.waitSignal(bridge.refused) as told:
        assert not panel.model.setData(index, "plenty")
    assert "must be a number" in str(told.args[0])
    assert bridge.document is before


def test_settings_are_chosen_from_what_there_is(panel, bridge):
    index = panel.model.index(row(panel, "plan.grid_factor"), 1)
    assert panel.model.setData(index, "grid_cn_avg_2022")
    assert bridge.document.parameters["plan.grid_factor"] == "grid_cn_avg_2022"
    year = panel.model.index(row(panel, "plan.base_year"), 1)
    assert panel.model.setData(year, "2030")
    assert bridge.document.parameters["plan.base_year"] == 2030
    assert year.data() == "2030"


def test_a_large_number_of_a_setting_is_written_out(panel):
    index = panel.model.index(row(panel, "plan.storage_mw"), 1)
    assert panel.model.setData(index, "99999999.5")
    assert index.data().replace("\u2009", " ") == "99 999 999.5 MW"
    assert panel.model.setData(index, "1234.5")
    assert index.data().replace("\u2009", " ") == "1 234.5 MW"


def test_group_and_search_narrow_the_list(panel):
    whole = panel.found.rowCount()
    panel.group.setCurrentIndex(panel.group.findData("sink"))
    sinks = panel.found.rowCount()
    assert 0 < sinks < whole
    panel.search.setText("草坪")
    assert 0 < panel.found.rowCount() < sinks
    panel.search.setText("nothing of that name")
    assert panel.found.rowCount() == 0


def test_a_read_only_plan_is_not_edited(panel, bridge):
    index = panel.model.index(row(panel, "sink.lawn"), 2)
    bridge.session.read_only = True
    assert not panel.model.flags(index) & Qt.ItemFlag.ItemIsEditable


def test_factors_found_have_cells_of_their_own(panel):
    assert panel.table.columnSpan(0, 1) == 7  # the name of a setting has the room of all values
    for text in ("lawn", "", "NREL", "草坪"):
        panel.search.setText(text)
        rows = [
            row
            for row in range(panel.found.rowCount())
            if panel.found.index(row, 0).data(GROUP) != "plan"
        ]
        assert rows
        assert {panel.table.columnSpan(row, column) for row in rows for column in (1, 2, 3)} == {1}
    panel.search.clear()
    assert panel.table.columnSpan(0, 1) == 7


def test_what_a_value_rests_on_is_seen_without_scrolling(panel, qtbot):
    panel.resize(470, 400)
    panel.show()
    qtbot.waitExposed(panel)
    header = panel.table.horizontalHeader()
    order = [header.logicalIndex(place) for place in range(header.count())]
    assert order == [0, 1, 2, 3, 4, CONFIDENCE, YEAR, SOURCE]
    right = header.sectionViewportPosition(CONFIDENCE) + header.sectionSize(CONFIDENCE)
    assert right == panel.table.viewport().width()
    panel.resize(1400, 400)
    assert not panel.table.horizontalScrollBar().maximum()
    assert header.sectionSize(SOURCE) > 24 * panel.table.fontMetrics().averageCharWidth()


def test_numbers_and_units_are_read_whole(panel, qtbot):
    panel.resize(470, 400)
    panel.show()
    qtbot.waitExposed(panel)
    panel.group.setCurrentIndex(panel.group.findData("sink"))
    metrics, shown = panel.table.fontMetrics(), panel.table.model()
    assert shown.rowCount()
    for place in range(shown.rowCount()):
        for column in (1, 2, 3, 4):
            text = shown.index(place, column).data()
            assert metrics.horizontalAdvance(text) < panel.table.columnWidth(column), text


def test_titles_of_columns_are_not_cut(panel):
    header, metrics = panel.table.horizontalHeader(), panel.table.fontMetrics()
    for column in range(4):
        title = panel.found.headerData(column, Qt.Orientation.Horizontal)
        assert header.sectionSize(column) > metrics.horizontalAdvance(title) + 12, title


def test_another_code_set_converts_the_codes_that_have_one_match(panel, bridge):
    index = panel.model.index(row(panel, "plan.code_set"), 1)
    assert panel.model.setData(index, "MNR2023")
    assert bridge.document.layer("parcels").values("land_use").tolist()[:2] == ["100101", "100101"]
    bridge.undo()
    assert bridge.document.codes.id == "GB50137-2011"


def test_factors_that_the_file_lacks_are_a_group_of_their_own(panel):
    every = panel.found.rowCount()
    panel.search.setText("lawn")
    panel.show_lacking(("sink.lawn", "sink.shrub"))
    ids = {
        panel.model.id_at(panel.found.mapToSource(panel.found.index(place, 0)).row())
        for place in range(panel.found.rowCount())
    }
    assert ids == {"sink.lawn", "sink.shrub"}
    panel.show_lacking(("sink.lawn",))
    assert panel.found.rowCount() == 1
    assert panel.group.count() == len({panel.group.itemText(n) for n in range(panel.group.count())})
    panel.group.setCurrentIndex(0)
    assert panel.found.rowCount() == every


def test_names_have_room_and_their_tooltip_says_them_in_full(panel):
    letter, widths = panel.table.fontMetrics().averageCharWidth(), []
    panel.show()
    for letters in (60, 100):
        panel.resize(letters * letter, 500)
        panel._share_width()
        widths.append(panel.table.columnWidth(0) / letter)
    assert widths[0] >= 14
    assert widths[1] > widths[0] + 8
    index = panel.model.index(row(panel, "sink.lawn"), 0)
    assert index.data(Qt.ItemDataRole.ToolTipRole).startswith(index.data())


def shown(panel):
    return {
        panel.model.id_at(panel.found.mapToSource(panel.found.index(row, 0)).row())
        for row in range(panel.found.rowCount())
    }


def test_factors_are_found_by_how_sure_they_are(panel, bridge):
    panel.sure.setCurrentIndex(panel.sure.findData("user"))
    assert not shown(panel)
    bridge.attempt(lambda plan: set_parameter(plan, "sink.lawn", 0.2))
    panel.found.invalidate()
    assert shown(panel) == {"sink.lawn"}
    panel.sure.setCurrentIndex(panel.sure.findData("assumption"))
    assert {bridge.document.factor(id_).confidence for id_ in shown(panel)} == {"assumption"}
    panel.sure.setCurrentIndex(0)
    assert len(shown(panel)) == panel.model.rowCount()


def test_factors_in_use_are_found_beside_the_window(panel, computed, qtbot):
    assert computed.results is not None
    panel.sure.setCurrentIndex(panel.sure.findData(USED))
    qtbot.waitUntil(lambda: "sink.lawn" in shown(panel), timeout=60_000)
    assert "sink.tree_urban" not in shown(panel)


def test_all_factors_come_back_in_one_step(panel, bridge):
    bridge.attempt(lambda plan: set_parameter(plan, "sink.lawn", 0.2))
    bridge.attempt(lambda plan: set_parameter(plan, "sink.shrub", 0.5))
    panel.restore_all()
    assert not panel.model.edited(row(panel, "sink.lawn"))
    assert not panel.model.edited(row(panel, "sink.shrub"))
    bridge.undo()
    assert bridge.document.factor("sink.lawn").central == 0.2
    assert bridge.document.factor("sink.shrub").central == 0.5


@pytest.mark.parametrize("width", [300, 860])
def test_all_numbers_are_whole_and_the_source_is_behind_them(panel, qtbot, width):
    panel.resize(width, 400)
    panel.show()
    qtbot.waitExposed(panel)
    table, metrics = panel.table, panel.table.fontMetrics()
    for place in range(panel.model.rowCount()):
        if panel.model.group_at(place) != "plan":
            for column in (1, 2, 3, 4):
                text = panel.model.index(place, column).data()
                assert metrics.horizontalAdvance(text) + 8 <= table.columnWidth(column), text
    assert table.columnWidth(SOURCE) >= 24 * metrics.averageCharWidth()


def test_a_long_number_that_is_typed_is_whole(panel, bridge, qtbot):
    panel.show()
    qtbot.waitExposed(panel)
    bridge.attempt(lambda plan: set_parameter(plan, "sink.lawn", {"high": 1_234_567_890.0}))
    text = panel.model.index(row(panel, "sink.lawn"), 3).data()
    assert panel.table.fontMetrics().horizontalAdvance(text) < panel.table.columnWidth(3)


def test_columns_are_measured_anew_for_other_letters_alone(panel, monkeypatch):
    panel.show()
    measured = []
    monkeypatch.setattr(panel.model, "texts", lambda column: measured.append(column) or ["0"])
    QApplication.sendEvent(panel.table, QEvent(QEvent.Type.StyleChange))
    assert measured == []
    font = panel.table.font()
    font.setPointSize(font.pointSize() + 9)
    panel.table.setFont(font)
    assert measured == [1, 2, 3, 4]


def test_the_filter_shows_its_words_whole(panel):
    text = panel.sure.itemText(panel.sure.findData(USED))
    panel.show()
    assert panel.sure.width() > panel.sure.fontMetrics().horizontalAdvance(text) + 20
