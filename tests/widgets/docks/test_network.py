"""The green network as it is listed, and what a click shows."""

import pytest

from layers.edits.draw import delete
from tests.layers.analysis.parks import box, line
from tests.strategies import document, layer
from widgets.docks.network import NetworkPanel


def plan():
    return document(
        layer(
            "greens",
            [box(0, 0, 100, 100), box(300, 0, 400, 100), box(300, 125, 310, 135)],
            name=["North park", None, None],
        ),
        layer("corridors", [line((100, 50), (300, 50))], name=["Green way"]),
    )


@pytest.fixture
def bridge(bridged):
    return bridged(plan())


@pytest.fixture
def panel(bridge, qtbot):
    found = NetworkPanel(bridge)
    qtbot.addWidget(found)
    return found


def listed(panel, id_):
    panel.listed.setCurrentIndex(panel.listed.findData(id_))
    return [row.texts for row in panel.model.rows]


def test_a_gap_has_its_place_and_width(panel):
    ((sort, place, width),) = listed(panel, "gaps")
    assert sort == "Gap between two parts"
    assert width == "25.0 m"
    assert place.count(",") >= 1


def test_parts_are_listed_by_their_green(panel):
    texts = listed(panel, "parts")
    assert [one[0] for one in texts] == ["Part 1", "Part 2"]
    assert [one[1].split()[0] for one in texts] == ["2", "1"]


def test_patches_and_corridors_are_listed_by_importance(panel):
    assert [one[0] for one in listed(panel, "patches")] == [
        "North park",
        "Green land no. 2",
        "Green land no. 3",
    ]
    assert [one[0] for one in listed(panel, "corridors")] == ["Green way"]


def test_a_click_shows_and_selects(panel, bridge, qtbot):
    listed(panel, "parts")
    with qtbot.waitSignal(bridge.look_requested) as told:
        panel.table.clicked.emit(panel.model.index(0, 0))
    assert bridge.selection["greens"].tolist() == [1, 2]
    assert bridge.selection["corridors"].tolist() == [1]
    west, _, east, _ = told.args[0]
    assert east - west == pytest.approx(400 + 2 * 60)


def test_a_click_on_what_is_gone_selects_nothing(panel, bridge):
    listed(panel, "corridors")
    row = panel.model.rows[0]
    bridge.perform(delete(bridge.document, "corridors", [1]))
    panel.model.show_rows(("", "", ""), [row])
    panel.table.clicked.emit(panel.model.index(0, 0))
    assert "corridors" not in bridge.selection


def test_the_list_follows_the_plan(panel, bridge, qtbot):
    listed(panel, "corridors")
    bridge.perform(delete(bridge.document, "corridors", [1]))
    qtbot.waitUntil(lambda: not panel.model.rows)


def test_an_empty_plan_says_what_to_do(bridged, qtbot):
    bridge = bridged(document())
    panel = NetworkPanel(bridge)
    qtbot.addWidget(panel)
    assert panel.state.text().startswith("Import or draw green land")
    for place in range(panel.listed.count()):
        panel.listed.setCurrentIndex(place)
        assert panel.model.rows == []


def test_a_click_on_a_gap_marks_its_place(panel, bridge, qtbot):
    listed(panel, "gaps")
    west, south, east, north = panel.model.rows[0].bounds
    with qtbot.waitSignal(bridge.flash_requested) as told:
        panel.table.clicked.emit(panel.model.index(0, 0))
    assert told.args[0] == ((west + east) / 2, (south + north) / 2)
