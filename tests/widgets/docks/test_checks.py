"""Checks: problems found beside the window, shown on the map, and mended."""

import pytest

from layers.coverage import checks
from layers.edits.zone import zone
from tests.small_plan import box, exchange, layer
from widgets.docks.checks import AGAIN_MS, ChecksPanel


@pytest.fixture
def panel(bridge, qtbot):
    found = ChecksPanel(bridge)
    qtbot.addWidget(found)
    found.show()
    yield found
    found._latest.close()


def looked(panel, qtbot):
    panel.check()
    rested(panel, qtbot)


def rested(panel, qtbot):
    qtbot.waitUntil(lambda: not panel._latest.running)


def overlapping(bridge, **values):
    """Two pairs of parcels, of which the second lies on the first."""
    shapes = [box(0, 0), box(0, 0, 50), box(2, 0), box(2, 0, 20)]
    over = layer("parcels", shapes, land_use=["M1"] * 4, **values)
    bridge.perform(exchange(bridge.document, over))


def chosen(panel, code):
    """Choose the first problem of a sort and return its row."""
    codes = [one.code for one in panel.model.problems]
    index = panel.model.place(codes.index(code))
    panel.tree.setCurrentIndex(index)
    return index


def test_a_sound_plan_has_no_problem_of_shape(panel, qtbot):
    assert "Not checked yet" in panel.state.text()
    assert not panel.fix.isEnabled()
    looked(panel, qtbot)
    codes = {problem.code for problem in panel.model.problems}
    assert not codes & {"overlap", "invalid_shape", "gap"}


def test_an_overlap_is_listed_and_can_be_looked_at(panel, bridge, qtbot):
    overlapping(bridge)
    looked(panel, qtbot)
    index = chosen(panel, "overlap")
    assert panel.model.problem(index).area_m2 == pytest.approx(2_500)
    with qtbot.waitSignal(bridge.look_requested):
        panel.tree.clicked.emit(index)
    assert bridge.selection["parcels"].tolist() == [1, 2]
    assert "overlap by 2\u2009500.00 m²" in panel.detail.text()
    assert "Features 1, 2 · E 500025.00" in panel.detail.text()


def test_a_problem_is_mended_as_it_is_chosen_and_found_no_more(panel, bridge, qtbot):
    overlapping(bridge)
    looked(panel, qtbot)
    chosen(panel, "overlap")
    assert panel.how.isVisible()
    assert "smaller share" in panel.fix.toolTip()
    panel.how.setCurrentIndex(panel.how.findData("first"))
    assert "first feature" in panel.fix.toolTip()
    panel.fix.click()
    rested(panel, qtbot)
    overlaps = [one for one in panel.model.problems if one.code == "overlap"]
    assert [one.ids for one in overlaps] == [(3, 4)]
    assert bridge.document.layer("parcels").areas[0] == pytest.approx(7_500)
    assert panel.model.problem(panel.tree.currentIndex()) is overlaps[0]
    bridge.undo()
    assert bridge.document.layer("parcels").areas[0] == pytest.approx(10_000)


def test_all_of_a_sort_are_one_step(panel, bridge, qtbot):
    overlapping(bridge)
    looked(panel, qtbot)
    panel.tree.setCurrentIndex(chosen(panel, "overlap").parent())
    assert not panel.fix.isEnabled()
    assert "all 2" in panel.fix_all.toolTip()
    panel.fix_all.click()
    qtbot.waitUntil(lambda: bool(bridge.session.history.done))
    rested(panel, qtbot)
    assert "overlap" not in {one.code for one in panel.model.problems}
    assert len(bridge.session.history.done) == 2


def test_what_cannot_be_mended_says_why(panel, bridge, qtbot):
    overlapping(bridge, far=[99.0, None, None, None])
    looked(panel, qtbot)
    chosen(panel, "out_of_range")
    assert not panel.fix.isEnabled()
    assert panel.fix.toolTip() == "Which value is right is for the planner to say."
    assert panel.what.text() == panel.fix.toolTip()
    assert not panel.how.isVisible()


def test_an_edit_makes_the_check_old(panel, bridge, qtbot):
    overlapping(bridge)
    looked(panel, qtbot)
    chosen(panel, "overlap")
    bridge.perform(zone(bridge.document, [1], "M2"))
    assert panel.state.text() == "The plan has changed since it was checked."
    assert not panel.fix.isEnabled()
    assert "Check it again" in panel.fix.toolTip()
    assert panel.look.text() == "Check again"


def test_after_undo_a_plan_that_is_checked_quickly_is_checked_again(panel, bridge, qtbot):
    looked(panel, qtbot)
    panel._took = 0.0  # however busy the machine is
    bridge.perform(zone(bridge.document, [1], "M2"))
    bridge.undo()
    assert panel.look.text() == "Check again"
    qtbot.waitUntil(lambda: panel._checked is bridge.document)
    rested(panel, qtbot)
    assert panel.look.text() == "Check the plan"


def test_a_plan_whose_check_takes_long_is_checked_again_by_hand(panel, bridge, qtbot):
    looked(panel, qtbot)
    before = panel._checked
    panel._took = 60.0
    bridge.perform(zone(bridge.document, [1], "M2"))
    qtbot.wait(AGAIN_MS + 300)
    assert panel._checked is before
    panel.look.click()
    qtbot.waitUntil(lambda: panel._checked is bridge.document)


def test_the_check_can_be_stopped(panel, bridge, qtbot, monkeypatch):
    overlapping(bridge)

    def endless(_document, progress):
        while True:
            progress.at(0.42)

    monkeypatch.setattr("widgets.docks.checks.check", endless)
    panel.look.click()
    qtbot.waitUntil(lambda: "42 %" in panel.state.text())
    assert panel.look.text() == "Stop"
    panel.look.click()
    assert not panel._latest.running
    assert panel.look.text() == "Check the plan"
    monkeypatch.setattr("widgets.docks.checks.check", checks.check)
    looked(panel, qtbot)
    assert panel.model.problems


def test_the_next_problem_follows_the_last_by_the_first(panel, bridge, qtbot):
    overlapping(bridge)
    looked(panel, qtbot)
    seen = []
    for _ in range(len(panel.model.problems) + 1):
        panel.go_on()
        seen.append(panel.model.number(panel.tree.currentIndex()))
    assert seen == [*range(len(panel.model.problems)), 0]
