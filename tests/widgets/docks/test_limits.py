"""What is beyond its limit, as it is listed."""

import numpy as np
import pytest
from PySide6.QtCore import Qt

from layers.edits.attributes import set_values
from layers.session import Session
from tests.strategies import document, layer, squares
from widgets.bridge import Bridge
from widgets.docks.limits import ALL, BEYOND, FORCE, MANDATORY, OWN, PARCEL, LimitsPanel


def plan_with_breaches():
    """Three parcels of 1 ha: two beyond limits of their own, one beyond its class's."""
    return document(
        layer(
            "parcels",
            squares(3),
            number=["A-02", "A-01", None],
            land_use=["M1", "M1", "M1"],
            far=[3.0, 0.5, 2.0],
            far_min=[1.0, 1.0, None],
            far_max=[2.5, None, None],
            far_force=[None, "guiding", None],
            far_source=["Sheet 7", None, None],
            green_pct=[None, None, 26.0],
        )
    )


@pytest.fixture
def bridge(bridged):
    return bridged(plan_with_breaches())


@pytest.fixture
def panel(bridge, qtbot):
    found = LimitsPanel(bridge)
    qtbot.addWidget(found)
    return found


def rows(panel):
    model = panel.model
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def choose(panel, what):
    panel.listed.setCurrentIndex(panel.listed.findData(what))


def test_mandatory_limits_come_first_and_class_defaults_last(panel, qtmodeltester):
    found = rows(panel)
    assert found[0] == ["A-02", "FAR", "3", "≤ 2.5", "0.5", "mandatory", "Sheet 7"]
    assert found[1] == ["A-01", "FAR", "0.5", "≥ 1", "0.5", "guiding", ""]
    assert found[2][:6] == ["#3", "Green ratio", "26 %", "≤ 20 %", "6 %", "class default"]
    assert found[2][6].startswith("recalled · ")
    assert panel.state.text().startswith("3 figures are beyond their limits, 1 of them")
    assert "国土资发" in panel.model.index(2, 0).data(Qt.ItemDataRole.ToolTipRole)
    qtmodeltester.check(panel.model)


@pytest.mark.parametrize(("what", "count"), [(ALL, 3), (OWN, 2), (MANDATORY, 1)])
def test_what_is_listed_can_be_narrowed(panel, what, count):
    choose(panel, what)
    assert panel.model.rowCount() == count


def test_the_heads_order_the_list(panel):
    panel.table.sortByColumn(PARCEL, Qt.SortOrder.AscendingOrder)
    assert [row[0] for row in rows(panel)] == ["#3", "A-01", "A-02"]
    panel.table.sortByColumn(BEYOND, Qt.SortOrder.DescendingOrder)
    assert [row[4] for row in rows(panel)] == ["6 %", "0.5", "0.5"]
    panel.table.sortByColumn(FORCE, Qt.SortOrder.DescendingOrder)
    assert [row[5] for row in rows(panel)] == ["class default", "guiding", "mandatory"]


def test_a_click_shows_the_parcel(panel, bridge, qtbot):
    with qtbot.waitSignal(bridge.look_requested) as asked:
        panel.table.clicked.emit(panel.model.index(1, 0))
    assert bridge.selection["parcels"].tolist() == [2]
    west, south, east, north = asked.args[0]
    assert (east - west, north - south) == (100.0, 100.0)


def test_an_edit_is_followed_and_the_chosen_row_stays(panel, bridge, qtbot):
    panel.table.setCurrentIndex(panel.model.index(2, 0))
    with qtbot.waitSignal(bridge.results_changed):
        bridge.perform(set_values(bridge.document, "parcels", [1], {"far": 2.0}))
    assert [row[0] for row in rows(panel)] == ["A-01", "#3"]
    assert panel.model.breach_at(panel.table.currentIndex().row()) == (3, 3)


def test_another_number_or_source_is_shown_at_once(panel, bridge):
    values = {"number": "B-09", "far_source": "Sheet 8"}
    bridge.perform(set_values(bridge.document, "parcels", [1], values))
    assert (rows(panel)[0][0], rows(panel)[0][6]) == ("B-09", "Sheet 8")


def test_a_closed_panel_waits_until_it_is_seen(panel, bridge, qtbot):
    panel.show_seen(False)
    with qtbot.waitSignal(bridge.results_changed):
        bridge.perform(set_values(bridge.document, "parcels", [1, 2], {"far": 2.0}))
    assert panel.model.rowCount() == 3
    panel.show_seen(True)
    assert panel.model.rowCount() == 1


def test_when_nothing_is_beyond_or_nothing_can_be_told_it_says_so(panel, bridge, qtbot):
    def after(values):
        with qtbot.waitSignal(bridge.results_changed):
            bridge.perform(set_values(bridge.document, "parcels", [1, 2, 3], values))
        return panel.state.text()

    assert after({"far": 2.0, "green_pct": None}) == "All figures keep their limits."
    assert "2 limits have no figure" in after({"far": None})
    assert "No parcel has both" in panel.state.text()


def test_a_plan_without_parcels_says_what_to_do(qapp, qtbot):
    assert qapp is not None
    bridge = Bridge(Session(document()))
    panel = LimitsPanel(bridge)
    qtbot.addWidget(panel)
    assert panel.state.text() == "computing…"
    qtbot.waitUntil(lambda: bridge.results is not None and not bridge.results.stale)
    assert panel.state.text().startswith("Import or draw parcels")
    assert np.array_equal(panel.model._rows, [])
    bridge.close()
