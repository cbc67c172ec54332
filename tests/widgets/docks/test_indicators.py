"""The panel of targets: what it lists, how it is filtered, and what is typed in it."""

import pytest
from PySide6.QtCore import Qt

from layers.edits.parameters import set_parameter
from tests.layers.analysis.test_indicators import half_known
from tests.strategies import small_plan
from widgets.docks.indicators import IndicatorsPanel
from widgets.docks.scorecard import ROW, STATE, TARGET, VALUE, VALUE_FROM


@pytest.fixture
def bridge(bridged):
    return bridged(small_plan())


@pytest.fixture
def panel(bridge, qtbot):
    found = IndicatorsPanel(bridge)
    qtbot.addWidget(found)
    return found


def sets(panel):
    return [panel.model.index(row, 0).data() for row in range(panel.model.rowCount())]


def ids(panel):
    model = panel.model
    found = []
    for place in range(model.rowCount()):
        above = model.index(place, 0)
        found += [
            model.index(row, 0, above).data(ROW)["id"] for row in range(model.rowCount(above))
        ]
    return found


def cell(panel, id_, column):
    return panel.model.index_of(id_, column)


def settled(bridge, qtbot):
    qtbot.waitUntil(lambda: bridge.results.document is bridge.document and not bridge.results.stale)


def test_indicators_stand_below_their_sets(panel, qtmodeltester):
    assert sets(panel) == ["National zero-carbon park", "Targets of the plan"]
    assert cell(panel, "NZCP-waste", TARGET).data() == "≥ 80"
    assert cell(panel, "NZCP-waste", VALUE).data() == "–"
    assert cell(panel, "NZCP-waste", STATE).data() == "value missing"
    assert cell(panel, "T-jobs-housing", TARGET).data() == "0.8-1.2"
    assert "double-click" in panel.state.text()
    qtmodeltester.check(panel.model)


def test_a_value_is_typed_with_its_source_and_undone(panel, bridge, qtbot):
    assert panel.model.setData(cell(panel, "NZCP-waste", VALUE), "82.5")
    settled(bridge, qtbot)
    assert cell(panel, "NZCP-waste", VALUE).data() == "82.5 %"
    assert cell(panel, "NZCP-waste", STATE).data() == "● met"
    assert cell(panel, "NZCP-waste", VALUE_FROM).data() == "typed"
    assert panel.model.setData(cell(panel, "NZCP-waste", VALUE_FROM), "Yearbook 2024")
    settled(bridge, qtbot)
    assert cell(panel, "NZCP-waste", VALUE_FROM).data() == "Yearbook 2024"
    bridge.undo()
    bridge.undo()
    settled(bridge, qtbot)
    assert cell(panel, "NZCP-waste", VALUE).data() == "–"


def test_an_editor_left_as_it_was_types_nothing(panel, bridge):
    before = bridge.document
    index = cell(panel, "T-roofpv", VALUE)
    assert not panel.model.setData(index, index.data(Qt.ItemDataRole.EditRole))
    assert not panel.model.setData(cell(panel, "NZCP-waste", VALUE), "")
    assert bridge.document is before


def test_emptied_or_taken_back_a_typed_value_is_gone(panel, bridge, qtbot):
    for take_back in (
        lambda: panel.model.setData(cell(panel, "NZCP-waste", VALUE), ""),
        lambda: panel.take_back("NZCP-waste"),
    ):
        panel.model.setData(cell(panel, "NZCP-waste", VALUE), "70")
        settled(bridge, qtbot)
        assert cell(panel, "NZCP-waste", STATE).data() == "○ not met"
        take_back()
        settled(bridge, qtbot)
        assert cell(panel, "NZCP-waste", VALUE).data() == "–"


def test_yes_and_no_are_chosen(panel, bridge, qtbot):
    panel.model.setData(cell(panel, "NZCP-product", VALUE), "yes")
    settled(bridge, qtbot)
    assert cell(panel, "NZCP-product", VALUE).data() == "yes"
    assert cell(panel, "NZCP-product", STATE).data() == "● met"


def test_the_plans_own_targets_are_edited_and_restored(panel, bridge, qtbot):
    index = cell(panel, "T-roofpv", TARGET)
    assert index.flags() & Qt.ItemFlag.ItemIsEditable
    assert not cell(panel, "NZCP-waste", TARGET).flags() & Qt.ItemFlag.ItemIsEditable
    assert panel.model.setData(index, "30-60")
    settled(bridge, qtbot)
    assert cell(panel, "T-roofpv", TARGET).data() == "30-60"
    panel.restore("T-roofpv")
    settled(bridge, qtbot)
    assert cell(panel, "T-roofpv", TARGET).data() == "≥ 50"


def test_what_cannot_be_is_refused(panel, bridge, qtbot):
    with qtbot.waitSignal(bridge.refused):
        panel.model.setData(cell(panel, "NZCP-waste", VALUE), "much")
    with qtbot.waitSignal(bridge.refused):
        panel.model.setData(cell(panel, "T-roofpv", TARGET), "soon")


def test_the_list_is_filtered_by_state_and_name(panel):
    panel.shown.setCurrentIndex(panel.shown.findData("unknown"))
    assert "NZCP-waste" in ids(panel)
    assert "T-energy" not in ids(panel)
    panel.shown.setCurrentIndex(0)
    panel.search.setText("屋顶光伏")
    assert ids(panel) == ["T-roofpv", "T-pvshare"]


def test_incomplete_values_are_counted_apart(bridged, qtbot):
    panel = IndicatorsPanel(bridged(half_known()))
    qtbot.addWidget(panel)
    assert cell(panel, "T-pvshare", STATE).data() == "◐ incomplete"
    states = [cell(panel, id_, STATE).data() for id_ in ids(panel)]
    count = states.count("◐ incomplete")
    assert f"{count} values are incomplete" in panel.state.text()
    binding = sum(one in {"● met", "○ not met"} for one in states)
    assert f"of {binding} binding target" in panel.state.text()


def test_other_sets_are_chosen_by_settings(panel, bridge, qtbot):
    bridge.attempt(lambda plan: set_parameter(plan, "plan.indicators_hunan", "2030"))
    settled(bridge, qtbot)
    assert "Hunan zero-carbon park, 2030" in sets(panel)
    for name in ("national", "own"):
        bridge.attempt(lambda plan, n=name: set_parameter(plan, f"plan.indicators_{n}", "no"))
    bridge.attempt(lambda plan: set_parameter(plan, "plan.indicators_hunan", None))
    settled(bridge, qtbot)
    assert sets(panel) == []
    assert "no set of indicators" in panel.state.text()


def test_a_click_asks_why(panel, bridge, qtbot):
    with qtbot.waitSignal(bridge.why_requested) as asked:
        panel.tree.clicked.emit(cell(panel, "NZCP-waste", STATE))
    assert asked.args == ["indicators.NZCP-waste"]


@pytest.mark.parametrize("width", [420, 470])
def test_values_targets_and_states_are_seen_whole_in_a_narrow_panel(panel, qtbot, width):
    assert panel.model.setData(cell(panel, "T-energy", VALUE), "123456789012")
    settled(panel._bridge, qtbot)
    panel.resize(width, 600)
    panel.show()
    qtbot.waitExposed(panel)
    tree, metrics = panel.tree, panel.tree.fontMetrics()
    for column in (VALUE, TARGET, STATE):
        right = tree.columnViewportPosition(column) + tree.columnWidth(column)
        assert right <= tree.viewport().width()
        for id_ in ids(panel):
            needed = metrics.horizontalAdvance(cell(panel, id_, column).data())
            assert needed < tree.columnWidth(column), id_
    right = tree.columnViewportPosition(STATE) + tree.columnWidth(STATE)
    assert right == tree.viewport().width()  # names have all that is left


def test_a_wide_panel_has_all_columns_beside_one_another(panel, qtbot):
    panel.resize(1400, 600)
    panel.show()
    qtbot.waitExposed(panel)
    assert not panel.tree.horizontalScrollBar().maximum()
