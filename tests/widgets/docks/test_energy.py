"""The panel of energy: its settings, its tables and what it lacks."""

import pytest

from tests.layers.analysis.test_ledger import ROOFS, park
from tests.strategies import document
from widgets.docks.energy import EnergyPanel
from widgets.words import MISSING


@pytest.fixture
def bridge(bridged):
    return bridged(park(ROOFS))


@pytest.fixture
def panel(bridge, qtbot):
    found = EnergyPanel(bridge)
    qtbot.addWidget(found)
    return found


def table(panel, id_):
    model = panel.section(f"energy.{id_}").model
    return {
        model.index(row, 0).data(): [
            model.index(row, column).data() for column in range(1, model.columnCount() - 1)
        ]
        for row in range(model.rowCount())
    }


def test_the_ledger_has_all_lines_with_their_range(panel):
    rows = table(panel, "ledger")
    assert list(rows)[:4] == ["Industry", "Transport", "Buildings", "Water supply"]
    assert all(MISSING not in cells for cells in rows.values())
    low, central, high = (float(cell.replace("\u2009", "")) for cell in rows["Net balance"])
    assert low < central < high


def test_a_click_asks_why(panel, bridge, qtbot):
    tree = panel.section("energy.ledger").tree
    with qtbot.waitSignal(bridge.why_requested) as asked:
        tree.activated.emit(tree.model().index(0, tree.model().columnCount() - 1))
    assert asked.args == ["energy.ledger.industry"]


def test_storage_that_is_typed_changes_the_plan_and_can_be_undone(panel, bridge, qtbot):
    field = panel.fields["plan.storage_mwh"]
    before = table(panel, "supply")["Self-sufficiency"]
    field.setText("2")
    field.setModified(True)
    field.editingFinished.emit()
    assert bridge.document.parameters["plan.storage_mwh"] == 2.0
    qtbot.waitUntil(lambda: table(panel, "supply")["Self-sufficiency"] != before)
    bridge.undo()
    assert bridge.document.parameters["plan.storage_mwh"] is None
    assert field.text() == ""


def test_what_cannot_be_is_refused_and_the_field_shows_what_is(panel, bridge, qtbot):
    field = panel.fields["plan.green_power_pct"]
    field.setText("120")
    field.setModified(True)
    with qtbot.waitSignal(bridge.refused):
        field.editingFinished.emit()
    assert bridge.document.parameters["plan.green_power_pct"] == 0
    assert field.text() == "0"


def test_heat_can_be_chosen(panel, bridge):
    box = panel.boxes["plan.heat_supply"]
    box.setCurrentIndex(box.findData("heat_pump"))
    box.activated.emit(box.currentIndex())
    assert bridge.document.parameters["plan.heat_supply"] == "heat_pump"


def test_an_empty_plan_says_what_to_do(bridged, qtbot):
    bridge = bridged(document())
    panel = EnergyPanel(bridge)
    qtbot.addWidget(panel)
    assert "Import or draw parcels" in panel.section("energy.ledger").empty.text()
