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
