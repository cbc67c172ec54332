"""The outline around what a click would take."""

import numpy as np
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication

from tests.widgets.map.pointing import LEFT, move, press, release, selected, shown, square
from widgets.map import hover

NO_BUTTON = Qt.MouseButton.NoButton


def hovered(canvas, place):
    move(canvas, place, NO_BUTTON)
    canvas.hover.find()
    found = canvas.hover.found
    return None if found is None else (found[0], found[1].tolist())


def test_what_a_click_would_take_is_outlined(canvas):
    before = shown(canvas)
    assert hovered(canvas, square(canvas, 2, 0, 60, 60)) == ("parcels", [3])
    after = shown(canvas)
    changed = np.argwhere((before != after).any(axis=2))
    # The square's own ground and the width of the line around it.
    west, south = square(canvas, 2, 0, 0, 0).toTuple()
    east, north = square(canvas, 2, 0, 100, 100).toTuple()
    assert changed.min(axis=0).tolist() >= [north - 4, west - 4]
    assert changed.max(axis=0).tolist() <= [south + 4, east + 4]
    press(canvas, square(canvas, 2, 0, 60, 60), LEFT)
    release(canvas, square(canvas, 2, 0, 60, 60), LEFT)
    assert selected(canvas) == [3]


def test_the_outline_comes_by_itself_and_goes_with_the_pointer(canvas, qtbot):
    move(canvas, square(canvas, 1, 1), NO_BUTTON)
    qtbot.waitUntil(lambda: canvas.hover.found is not None)
    assert canvas.hover.found[1].tolist() == [5]
    QApplication.sendEvent(canvas, QEvent(QEvent.Type.Leave))
    assert canvas.hover.found is None


def test_other_tools_drags_and_the_switch_outline_nothing(canvas):
    place = square(canvas, 1, 1)
    assert hovered(canvas, place) == ("parcels", [5])
    canvas.use("pan")
    assert canvas.hover.found is None
    assert hovered(canvas, place) is None
    canvas.use("select")
    canvas.hover.switched_on = False
    assert hovered(canvas, place) is None
    canvas.hover.switched_on = True
    assert hovered(canvas, place) == ("parcels", [5])
    move(canvas, place, LEFT)
    assert canvas.hover.found is None


def test_hidden_kinds_are_not_outlined(canvas):
    canvas.bridge.show_kind("parcels", visible=False)
    assert hovered(canvas, square(canvas, 2, 1)) is None


def test_points_have_a_ring_and_shapes_of_very_many_corners_a_box(canvas, monkeypatch):
    layer, viewport = canvas.scene.layers["parcels"], canvas.viewport
    exact = hover.outline(layer, np.array([1]), viewport)
    monkeypatch.setattr(hover, "MOST_CORNERS", 3)
    boxed = hover.outline(layer, np.array([1]), viewport)
    assert boxed.boundingRect().center() == exact.boundingRect().center()
    side = 100 * viewport.px_per_m
    assert abs(boxed.boundingRect().width() - side) < 1e-6
