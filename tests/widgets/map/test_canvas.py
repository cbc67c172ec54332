import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QNativeGestureEvent, QPointingDevice
from PySide6.QtWidgets import QApplication

from layers.edit import Edit, RowsDelta
from layers.edits.zone import zone
from layers.message import Message
from tests.strategies import EAST, NORTH, document, small_plan
from tests.widgets.map.pictures import same
from tests.widgets.map.pointing import (
    LEFT,
    MIDDLE,
    fresh,
    kept,
    move,
    press,
    release,
    settle,
    shown,
    wheel,
)
from widgets.map import render
from widgets.map.viewport import PixelX, PixelY

# ---- looking ------------------------------------------------------------------------------------


def test_the_whole_plan_is_shown_at_first(canvas):
    west, south, east, north = canvas.viewport.bounds
    assert west < EAST < EAST + 300 < east
    assert south < NORTH < NORTH + 200 < north
    assert same(kept(canvas), fresh(canvas))


def test_an_empty_plan_says_what_to_do_and_the_first_features_are_shown(opened, qtbot):
    canvas = opened(document())
    assert (shown(canvas) != 255).any()
    rows = small_plan().layer("parcels").frame.drop(columns=["owner"])
    edit = Edit(Message.of("Draw"), (RowsDelta("parcels", rows.iloc[:0], rows),))
    canvas.bridge.perform(edit)
    settle(canvas, qtbot)
    assert canvas.viewport.bounds[0] < EAST < canvas.viewport.bounds[2]
    assert same(kept(canvas), fresh(canvas))


def test_the_wheel_zooms_at_the_pointer(canvas, qtbot):
    place = QPoint(100, 80)
    x, y = canvas.viewport.place(PixelX(100), PixelY(80))
    before = canvas.viewport.denominator
    with qtbot.waitSignal(canvas.scale_changed):
        wheel(canvas, place, 2)
    assert canvas.viewport.denominator == pytest.approx(before / 1.25**2)
    assert canvas.viewport.place(PixelX(100), PixelY(80)) == pytest.approx((x, y))
    settle(canvas, qtbot)
    assert same(kept(canvas), fresh(canvas))


@pytest.mark.parametrize("held", ["middle", "space", "tool"])
def test_the_map_is_drawn_along(canvas, qtbot, held):
    button = MIDDLE if held == "middle" else LEFT
    if held == "space":
        qtbot.keyPress(canvas, Qt.Key.Key_Space)
    if held == "tool":
        canvas.use("pan")
    canvas.zoom_by(4)  # so that there is ground on all sides
    settle(canvas, qtbot)
    x, y = canvas.viewport.place(PixelX(200), PixelY(150))
    press(canvas, QPoint(200, 150), button)
    for step in range(10):
        move(canvas, QPoint(200 + 20 * step, 150 - 7 * step), button)
    release(canvas, QPoint(380, 87), button)
    assert canvas.viewport.pixel(x, y) == pytest.approx((380, 87))
    assert not canvas.bridge.selection
    settle(canvas, qtbot)
    assert same(kept(canvas), fresh(canvas))


def test_keys_move_and_zoom_and_home_shows_all(canvas, qtbot):
    start = canvas.viewport
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    assert canvas.viewport.x == pytest.approx(start.x + 50 / start.px_per_m)
    qtbot.keyClick(canvas, Qt.Key.Key_Up)
    assert canvas.viewport.y == pytest.approx(start.y + 37.5 / start.px_per_m)
    qtbot.keyClick(canvas, Qt.Key.Key_Plus)
    assert canvas.viewport.px_per_m == pytest.approx(start.px_per_m * 1.5)
    qtbot.keyClick(canvas, Qt.Key.Key_Minus)
    qtbot.keyClick(canvas, Qt.Key.Key_Home)
    assert canvas.viewport.bounds == pytest.approx(start.bounds)


def test_zooming_to_a_kind_the_selection_and_a_scale(canvas):
    canvas.zoom_to_kind("boundary")
    assert (canvas.viewport.x, canvas.viewport.y) == (EAST + 150, NORTH + 100)
    canvas.bridge.select({"parcels": [6]})
    canvas.zoom_to_selection()
    assert (canvas.viewport.x, canvas.viewport.y) == (EAST + 250, NORTH + 150)
    canvas.show_scale(2000)
    assert canvas.viewport.denominator == pytest.approx(2000)


def test_the_pointer_says_where_it_is(canvas, qtbot):
    x, y = canvas.viewport.place(PixelX(30), PixelY(40))
    with qtbot.waitSignal(canvas.cursor_moved) as signal:
        move(canvas, QPoint(30, 40), Qt.MouseButton.NoButton)
    assert signal.args == pytest.approx([x, y])


def test_another_size_keeps_the_middle(canvas, qtbot):
    before = canvas.viewport
    canvas.resize(500, 320)
    settle(canvas, qtbot)
    assert (canvas.viewport.x, canvas.viewport.y) == (before.x, before.y)
    assert (canvas.viewport.width, canvas.viewport.height) == (500, 320)
    assert same(kept(canvas), fresh(canvas))


# ---- following the plan -------------------------------------------------------------------------


def test_an_edit_is_seen_at_once_and_alone_its_ground_is_painted(canvas, monkeypatch):
    painted = []
    original = render.Piece.painted
    monkeypatch.setattr(
        render.Piece, "painted", lambda self, *a: painted.append(self.rect) or original(self, *a)
    )
    canvas.bridge.perform(zone(canvas.bridge.document, [5], "R2"))
    assert same(kept(canvas), fresh(canvas))
    side = 100 * canvas.viewport.px_per_m + 2 * 10 + 2
    assert painted[0].width() <= side
    assert painted[0].height() <= side


def test_an_edit_during_painting_is_not_painted_over(canvas, qtbot):
    canvas.repaint_all()
    assert canvas.renderer.busy
    canvas.bridge.perform(zone(canvas.bridge.document, [1, 6], "R2"))
    settle(canvas, qtbot)
    assert same(kept(canvas), fresh(canvas))


def test_undo_hiding_and_selecting_are_seen(canvas, qtbot):
    first = kept(canvas)
    canvas.bridge.perform(zone(canvas.bridge.document, [1, 2, 3, 4], "R2"))
    canvas.bridge.show_kind("rooftops", visible=False)
    canvas.bridge.select({"parcels": [4]})
    settle(canvas, qtbot)
    assert not same(kept(canvas), first)
    assert same(kept(canvas), fresh(canvas))
    canvas.bridge.undo()
    canvas.bridge.show_kind("rooftops", visible=True)
    canvas.bridge.select({})
    settle(canvas, qtbot)
    assert same(kept(canvas), first)


def test_an_error_of_the_painter_is_raised_and_not_tried_for_ever(canvas, qtbot, monkeypatch):
    def broken(*_, **__):
        raise ZeroDivisionError

    # Levels of detail that come later would have all painted again.
    qtbot.waitUntil(lambda: not canvas.stage.preparing)
    monkeypatch.setattr(render, "paint", broken)
    with qtbot.capture_exceptions() as caught:
        canvas.repaint_all()
        settle(canvas, qtbot)
    assert caught
    assert all(kind is ZeroDivisionError for kind, *_ in caught)
    assert len(caught) < 10


def test_random_moves_and_edits_end_in_the_picture_of_a_fresh_one(canvas, qtbot):
    random = np.random.default_rng(11)
    codes = ["M1", "G1", "R2", "B1"]
    for _ in range(60):
        x, y = PixelX(random.uniform(0, 400)), PixelY(random.uniform(0, 300))
        match random.integers(4):
            case 0:
                shift = random.integers(-90, 90, 2)
                canvas.show_viewport(canvas.viewport.panned(*shift.tolist()))
            case 1:
                canvas.show_viewport(canvas.viewport.zoomed(x, y, random.uniform(0.7, 1.4)))
            case 2:
                ids = random.integers(1, 7, 2).tolist()
                code = codes[random.integers(4)]
                canvas.bridge.perform(zone(canvas.bridge.document, ids, code))
            case _:
                QApplication.processEvents()
    settle(canvas, qtbot)
    assert same(kept(canvas), fresh(canvas))


# ---- going back ---------------------------------------------------------------------------------


def test_a_stroke_of_the_wheel_is_one_view_to_go_back_to(canvas, qtbot):
    canvas.views.note()
    first = canvas.viewport
    for _ in range(4):
        wheel(canvas, QPoint(120, 90), 1)
    with qtbot.waitSignal(canvas.views.changed):
        pass
    press(canvas, QPoint(10, 10), Qt.MouseButton.BackButton)
    release(canvas, QPoint(10, 10), Qt.MouseButton.BackButton)
    assert canvas.viewport == first
    press(canvas, QPoint(10, 10), Qt.MouseButton.ForwardButton)
    assert canvas.viewport.px_per_m == pytest.approx(first.px_per_m * 1.25**4)
    assert not canvas.bridge.selection


def test_a_pinch_on_a_trackpad_zooms_at_the_fingers(canvas):
    place = canvas.viewport.place(PixelX(100), PixelY(80))
    before = canvas.viewport.px_per_m
    spot = QPointF(100, 80)
    pinch = QNativeGestureEvent(
        Qt.NativeGestureType.ZoomNativeGesture,
        QPointingDevice.primaryPointingDevice(),
        2,
        spot,
        spot,
        canvas.mapToGlobal(spot),
        0.5,
        QPointF(),
    )
    QApplication.sendEvent(canvas, pinch)
    assert canvas.viewport.px_per_m == pytest.approx(before * 1.5)
    assert canvas.viewport.pixel(*place) == pytest.approx((100, 80))
