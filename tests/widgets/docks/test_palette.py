"""The palette with mixed use and with a plan's own code set."""

import pytest
from PySide6.QtCore import Qt

from layers.edits.code_set import convert_codes
from layers.edits.own_codes import own_codes
from widgets.docks.palette import CODE, PalettePanel


@pytest.fixture
def panel(bridge, qtbot):
    found = PalettePanel(bridge)
    qtbot.addWidget(found)
    return found


def codes(panel):
    return [panel.model.index(row).data(CODE) for row in range(panel.model.rowCount())]


def test_a_mixed_use_that_is_typed_is_the_brushs_and_the_first_row(panel, bridge, qtbot):
    panel.search.setText("B2:30/M1:70")
    with qtbot.waitSignal(panel.taken):
        qtbot.keyClick(panel.search, Qt.Key.Key_Return)
    assert bridge.land_use == "M1:70/B2:30"
    assert codes(panel)[:2] == ["M1:70/B2:30", "R"]
    assert panel.list.currentIndex().data(CODE) == "M1:70/B2:30"
    assert panel.list.currentIndex().data().startswith("M1:70/B2:30  Industrial")
    bridge.choose_land_use("G1")
    assert codes(panel)[0] == "R"
    assert panel.list.currentIndex().data(CODE) == "G1"


def test_a_mixed_use_that_cannot_be_is_told_and_the_brush_stays(panel, bridge, qtbot):
    bridge.choose_land_use("M1")
    panel.search.setText("M1:70/B2:20")
    with qtbot.waitSignal(bridge.refused) as told:
        qtbot.keyClick(panel.search, Qt.Key.Key_Return)
    assert "add up to 90 %" in str(told.args[0])
    assert bridge.land_use == "M1"


def test_the_palette_offers_the_plans_own_set_once_the_plan_follows_it(panel, bridge):
    rows = [{"code": "I", "name": "Industry", "colour": "#123456", "counts_as": "M"}]
    bridge.attempt(lambda plan: own_codes(plan, "Own", rows))
    assert len(codes(panel)) > 50
    bridge.choose_land_use("M1:70/B2:30")
    bridge.attempt(lambda plan: convert_codes(plan, "own"))
    assert codes(panel) == ["I"]
    assert bridge.land_use == "I"
    more = [*rows, {"code": "O", "name": "Offices"}]
    bridge.attempt(lambda plan: own_codes(plan, "Own", more))
    assert codes(panel) == ["I", "O"]
