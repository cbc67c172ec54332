"""How the panels share the window with the map."""

from app import room


def test_panels_take_less_of_a_small_window(opened, qtbot):
    window = opened.window
    window.resize(1100, 700)
    room.share(window, window.docks)
    qtbot.waitUntil(lambda: not room.is_short(window))
    assert window.docks["totals"].width() <= 0.4 * 1100


def test_reasons_that_float_are_left_alone(opened):
    window = opened.window
    window.docks["why"].show()
    window.docks["why"].setFloating(True)
    before = window.docks["totals"].height()
    room.give(window, window.docks, "why")
    assert window.docks["totals"].height() == before


def test_reasons_and_details_lie_over_one_another(opened, qtbot):
    window = opened.window
    for id_ in room.TOLD:
        window._give_room(id_)
        qtbot.waitUntil(window.docks[id_].isVisible)
        qtbot.wait(20)
    assert window.docks["why"] in window.tabifiedDockWidgets(window.docks["feature"])
    assert window.docks["why"].visibleRegion().isEmpty()
    window.docks["why"].close()
    window._give_room("why")
    qtbot.waitUntil(lambda: not window.docks["why"].visibleRegion().isEmpty())
