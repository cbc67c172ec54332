"""Problems are gone through and mended from the menu."""

from tests.small_plan import box, exchange, layer


def test_the_next_problem_is_shown_and_mended_from_the_menu(opened, qtbot):
    window, bridge = opened.window, opened.documents.bridge
    over = layer("parcels", [box(0, 0), box(0, 0, 50), box(2, 0)], land_use=["M1", "M1", "M1"])
    bridge.perform(exchange(bridge.document, over))
    window.refresh()
    assert not window.commands["analyse.fix"].isEnabled()
    window.run("analyse.check")
    panel = window.docks["checks"].widget()
    qtbot.waitUntil(lambda: not panel._latest.running)
    codes = [one.code for one in panel.model.problems]
    for _ in range(codes.index("overlap") + 1):
        window.run("analyse.next_problem")
    assert bridge.selection["parcels"].tolist() == [1, 2]
    window.refresh()
    assert window.commands["analyse.fix"].isEnabled()
    window.run("analyse.fix")
    qtbot.waitUntil(lambda: not panel._latest.running)
    assert "overlap" not in [one.code for one in panel.model.problems]
    assert bridge.document.layer("parcels").areas[0] == 7_500
    assert len(bridge.session.history.done) == 2


def test_all_of_a_sort_are_mended_as_one_step_from_the_menu(opened, qtbot):
    window, bridge = opened.window, opened.documents.bridge
    twice = layer("parcels", [box(0, 0), box(0, 0), box(1, 0), box(1, 0)])
    bridge.perform(exchange(bridge.document, twice))
    window.run("analyse.check")
    panel = window.docks["checks"].widget()
    qtbot.waitUntil(lambda: not panel._latest.running)
    panel.tree.setCurrentIndex(panel.model.index(0, 0))
    window.run("analyse.fix_all")
    qtbot.waitUntil(lambda: len(bridge.session.history.done) == 2)
    qtbot.waitUntil(lambda: not panel._latest.running)
    assert bridge.document.layer("parcels").ids.tolist() == [1, 3]
