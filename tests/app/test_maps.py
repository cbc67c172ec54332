"""Several maps of one plan, what stands on them, and the keyboard between the panes."""

import json
from dataclasses import asdict

import numpy as np
from PySide6.QtWidgets import QApplication

from app.maps import MOST_MAPS
from app.settings import Settings
from app.window import Window
from layers.edits.zone import zone
from tests.small_plan import small_plan


def another_with_the_keyboard(window, qtbot):
    """Open a further map and give it the keyboard, so that commands act on it."""
    dock = window.maps.open_another()
    dock.activateWindow()
    dock.widget().setFocus()
    qtbot.waitUntil(lambda: window.maps.current is dock.widget())
    return dock.widget()


def test_a_new_map_shares_the_stage_and_the_tool_and_follows_edits(opened, qtbot):
    window = opened.window
    dock = window.maps.open_another()
    other = dock.widget()
    assert other.stage is window.canvas.stage
    window.run("view.tool_pan")
    assert other.tool == "pan"
    other.use("measure")
    assert window.canvas.tool == "measure"
    bridge = opened.documents.bridge
    bridge.perform(zone(bridge.document, [1], "M2"))
    qtbot.waitUntil(lambda: other.complete and window.canvas.complete)
    assert other.scene is window.canvas.scene


def test_commands_act_on_the_map_that_has_the_keyboard(opened, qtbot):
    window = opened.window
    first = window.canvas.viewport.denominator
    other = another_with_the_keyboard(window, qtbot)
    window.show_scale(1234)
    assert round(other.viewport.denominator) == 1234
    assert window.canvas.viewport.denominator == first
    assert window.tools.scale.currentText().endswith("234")
    other.parentWidget().close()
    assert window.maps.current is window.canvas
    assert window.maps.docks == []


def test_maps_are_bounded_and_go_with_the_plan(opened):
    window = opened.window
    for _ in range(MOST_MAPS + 2):
        window.maps.open_another()
    assert len(window.maps.docks) == MOST_MAPS
    window.commands.refresh()
    assert not window.commands["view.new_map"].isEnabled()
    names = {dock.objectName() for dock in window.maps.docks}
    assert len(names) == MOST_MAPS
    opened.documents.show(None)
    assert window.maps.all == ()
    assert window.maps.docks == []
    QApplication.processEvents()


def test_what_stands_on_the_map_can_be_switched(opened, qtbot):
    window = opened.window
    canvas = window.canvas
    qtbot.waitUntil(lambda: canvas.complete)
    before = canvas.grab().toImage()
    window.run("view.show_north")
    window.run("view.show_scale_bar")
    assert not canvas.north_shown
    assert canvas.grab().toImage() != before
    window.run("view.show_hover")
    assert not canvas.hover.switched_on
    assert not window.commands["view.show_hover"].isChecked()
    window.run("view.show_overview")
    assert canvas.overview_shown
    other = window.maps.open_another().widget()
    assert not other.north_shown
    assert not other.hover.switched_on
    kept = Settings.of(json.loads(json.dumps(asdict(window.settings))))
    again = Window(opened.documents, kept)
    try:
        assert not again.canvas.north_shown
        assert not again.canvas.hover.switched_on
        assert again.canvas.overview_shown
    finally:
        again.release()


def test_f6_goes_through_the_panes_and_round(opened, qtbot):
    window = opened.window
    with qtbot.waitActive(window):
        window.activateWindow()
    window.canvas.setFocus()
    seen = []
    for _ in range(12):
        window.run("view.next_pane")
        focused = QApplication.focusWidget()
        if focused is window.canvas:
            break
        seen.append(focused)
    assert QApplication.focusWidget() is window.canvas
    assert len(seen) >= 2
    window.run("view.previous_pane")
    assert QApplication.focusWidget() is seen[-1]


def test_back_and_forward_are_offered_truly(opened, qtbot):
    window, canvas = opened.window, opened.window.canvas
    canvas.views.note()
    back, forward = window.commands["view.back"], window.commands["view.forward"]
    assert not back.isEnabled()
    first = canvas.viewport
    for _ in range(5):  # a stroke of the wheel
        canvas.zoom_by(1.2)
    qtbot.waitUntil(back.isEnabled)
    assert not forward.isEnabled()
    window.run("view.back")
    assert canvas.viewport == first
    assert not back.isEnabled()
    assert forward.isEnabled()
    window.run("view.forward")
    assert np.isclose(canvas.viewport.px_per_m, first.px_per_m * 1.2**5)


def test_a_view_before_the_panels_have_their_places_is_none_to_go_back_to(desk, qtbot):
    desk.documents.show_new(small_plan(), worth_saving=False)
    canvas = desk.window.canvas
    canvas.zoom_by(0.5)
    canvas.views.note()  # as where the window takes long to lay itself out
    early = canvas.viewport
    qtbot.waitUntil(lambda: canvas.viewport != early)
    canvas.views.note()
    assert not desk.window.commands["view.back"].isEnabled()
    assert not desk.window.commands["view.forward"].isEnabled()


def test_a_window_made_anew_has_its_further_maps_and_their_views(opened, qtbot):
    window = opened.window
    canvas = window.canvas
    qtbot.waitUntil(lambda: not window._fitting.isActive())
    whole = canvas.viewport
    canvas.views.note()
    canvas.zoom_by(3)
    canvas.views.note()
    floating, docked = window.maps.open_another(), window.maps.open_another()
    docked.setFloating(False)
    for dock, factor in ((floating, 5), (docked, 7)):
        dock.widget().zoom_by(factor)
    floating.setGeometry(140, 150, 512, 384)
    closer = [canvas.viewport.px_per_m for canvas in window.maps.all]
    opened.rebuild(language="zh")
    window = opened.window
    assert [canvas.viewport.px_per_m for canvas in window.maps.all] == closer
    one, other = window.maps.docks
    assert one.isFloating()
    assert one.geometry().getRect() == (140, 150, 512, 384)
    assert not other.isFloating()
    assert one.windowTitle() == "地图 2"
    assert window.maps.current is window.canvas
    window.run("view.back")
    assert window.canvas.viewport.px_per_m == whole.px_per_m
    opened.rebuild(language="en")


def test_a_floating_map_has_a_frame_to_be_resized_by(opened, qtbot):
    dock = opened.window.maps.open_another()
    with qtbot.waitExposed(dock):
        dock.show()
    inner, outer = dock.widget().geometry(), dock.rect()
    assert inner.left() >= 4
    assert outer.right() - inner.right() >= 4
    assert outer.bottom() - inner.bottom() >= 4
    dock.setFloating(False)
    qtbot.waitUntil(lambda: dock.widget().geometry().left() == 0)


def test_a_table_or_a_list_shows_its_features_on_the_map_that_was_clicked_last(opened, qtbot):
    window, bridge = opened.window, opened.documents.bridge
    first = window.canvas.viewport
    other = another_with_the_keyboard(window, qtbot)
    before = other.viewport
    bridge.look_at("parcels", np.array([1]))
    assert other.viewport != before
    assert window.canvas.viewport == first
