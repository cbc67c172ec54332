"""Checks: problems found beside the window, and shown on the map."""

import pytest

from layers.edits.zone import zone
from tests.small_plan import box, layer
from widgets.docks.checks import ChecksPanel


@pytest.fixture
def panel(bridge, qtbot):
    found = ChecksPanel(bridge)
    qtbot.addWidget(found)
    yield found
    found._latest.close()


def looked(panel, qtbot):
    panel.check()
    qtbot.waitUntil(lambda: not panel._latest.running)


def test_a_sound_plan_has_no_problem_of_shape(panel, qtbot, qtmodeltester):
    assert "Not checked yet" in panel.state.text()
    looked(panel, qtbot)
    codes = {panel.model.problem_at(row).code for row in range(panel.model.rowCount())}
    assert not codes & {"overlap", "invalid"}
    qtmodeltester.check(panel.model)


def test_an_overlap_is_listed_and_can_be_looked_at(panel, bridge, qtbot):
    over = layer("parcels", [box(0, 0), box(0, 0, 50)], land_use=["M1", "M1"])
    bridge.session.document = bridge.document.with_layer(over)
    looked(panel, qtbot)
    rows = [
        row
        for row in range(panel.model.rowCount())
        if panel.model.problem_at(row).area_m2 == pytest.approx(2_500)
    ]
    assert rows
    with qtbot.waitSignal(bridge.look_requested):
        panel.table.clicked.emit(panel.model.index(rows[0], 0))
    assert bridge.selection["parcels"].tolist() == [1, 2]


def test_an_edit_makes_the_check_old(panel, bridge, qtbot):
    looked(panel, qtbot)
    bridge.perform(zone(bridge.document, [1], "M2"))
    assert panel.state.text() == "The plan has changed since it was checked."
