"""The bridge: one place for selection, units and edits, and results that follow."""

import pytest
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from layers.edits.zone import zone
from layers.errors import PlanError
from layers.session import Session
from tests.small_plan import X, Y, small_plan
from widgets.bridge import Bridge


def test_results_come_beside_the_window_and_follow_an_edit(computed, qtbot):
    assert computed.results.value("land.by_code")["M1"] == pytest.approx(20_000)
    told = set()
    computed.results_changed.connect(told.update)
    computed.perform(zone(computed.document, [4], "M1"))
    qtbot.waitUntil(lambda: "land.by_code" in told and not computed.results.stale)
    assert computed.results.value("land.by_code")["M1"] == pytest.approx(30_000)


def test_of_three_edits_in_a_row_only_the_last_is_computed(computed, qtbot):
    seen = []
    computed.results_changed.connect(
        lambda _: seen.append(set(computed.results.value("land.by_code")))
    )
    for code in ("M2", "M3", "W1"):
        computed.perform(zone(computed.document, [1], code))
    qtbot.waitUntil(lambda: bool(seen) and "W1" in seen[-1])
    assert not any({"M2", "M3"} & codes for codes in seen)


def test_what_cannot_be_done_is_told_and_changes_nothing(bridge, qtbot):
    before = bridge.document
    with qtbot.waitSignal(bridge.refused) as told:
        assert not bridge.attempt(lambda plan: zone(plan, [1], "no such code"))
    assert isinstance(told.args[0], PlanError)
    assert bridge.document is before


def test_a_read_only_plan_refuses_edits(qtbot):
    bridge = Bridge(Session(small_plan(), read_only=True))
    with qtbot.waitSignal(bridge.refused):
        assert not bridge.attempt(lambda plan: zone(plan, [1], "M2"))
    bridge.close()


def test_deleted_features_leave_the_selection(bridge):
    from layers.edits.draw import delete

    bridge.select({"parcels": [1, 2], "greens": [1]})
    bridge.perform(delete(bridge.document, "parcels", [2]))
    assert {kind: ids.tolist() for kind, ids in bridge.selection.items()} == {
        "parcels": [1],
        "greens": [1],
    }


def test_looking_at_features_asks_for_their_bounds(bridge, qtbot):
    with qtbot.waitSignal(bridge.look_requested) as told:
        bridge.look_at("parcels")
    assert told.args[0] == (X, Y, X + 200, Y + 200)
    with qtbot.assertNotEmitted(bridge.look_requested):
        bridge.look_at("water")


def test_unit_and_brush_are_told_only_when_they_change(bridge, qtbot):
    with qtbot.waitSignal(bridge.display_changed):
        bridge.show_areas_in("mu")
    with qtbot.assertNotEmitted(bridge.display_changed):
        bridge.show_areas_in("mu")
    with qtbot.waitSignal(bridge.display_changed):
        bridge.choose_land_use("M1")
    assert (bridge.area_unit, bridge.land_use) == ("mu", "M1")


def test_hiding_a_kind_leaves_the_totals(computed, qtbot):
    with qtbot.waitSignal(computed.visibility_changed):
        computed.show_kind("parcels", visible=False)
    assert computed.hidden == {"parcels"}
    assert computed.results.value("land.by_code")["M1"] == pytest.approx(20_000)


def test_totals_wait_until_the_map_is_drawn(computed, qtbot, monkeypatch):
    monkeypatch.setattr("widgets.bridge.PATIENCE_MS", 60_000)
    before = computed.results
    computed.document_changed.connect(lambda _: computed.hold(qtbot))
    computed.perform(zone(computed.document, [4], "M1"))
    qtbot.wait(50)
    assert computed.results is before
    computed.release(computed)  # another map, which held nothing
    qtbot.wait(20)
    assert computed.results is before
    computed.release(qtbot)
    qtbot.waitUntil(lambda: computed.results is not before)


def test_totals_do_not_wait_for_ever(computed, qtbot):
    before = computed.results
    computed.hold(qtbot)
    for code in ("M1", "M2", "B1"):
        computed.perform(zone(computed.document, [4], code))
    qtbot.waitUntil(lambda: computed.results is not before, timeout=5_000)


def test_what_waits_to_be_shown_is_shown_before_the_totals_come(computed, qtbot):
    order = []

    class Shown(QWidget):
        @override
        def paintEvent(self, _):
            order.append("shown")

    widget = Shown()
    qtbot.addWidget(widget)
    widget.show()
    qtbot.waitExposed(widget)
    qtbot.wait(20)
    order.clear()
    computed.document_changed.connect(lambda _: widget.update())
    computed.results_changed.connect(lambda _: order.append("totals"))
    computed.perform(zone(computed.document, [4], "M1"))
    qtbot.waitUntil(lambda: "totals" in order)
    assert order[0] == "shown"
