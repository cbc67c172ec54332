"""A surface under edits, zooms and on other screens: never stale, and sharp when settled."""

import os
import subprocess
import sys
import textwrap

import numpy as np
import pytest
import shapely
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize
from PySide6.QtGui import QRegion
from PySide6.QtWidgets import QApplication
from typing_extensions import override

from layers.edits.attributes import set_values
from layers.edits.draw import delete, draw
from layers.edits.zone import zone
from tests.strategies import EAST, NORTH, document, layer
from tests.widgets.map.pictures import same
from tests.widgets.map.pointing import fresh, kept, settle, wheel
from widgets.map import render
from widgets.map.canvas import MapCanvas


def test_two_maps_on_one_stage_follow_one_edit(canvas, qtbot):
    other = MapCanvas(canvas.stage)
    qtbot.addWidget(other)
    other.resize(300, 260)
    other.show()
    qtbot.waitExposed(other)
    settle(other, qtbot)
    other.zoom_by(2.0)
    settle(other, qtbot)
    before = kept(canvas), kept(other)
    canvas.bridge.perform(zone(canvas.bridge.document, [2, 5], "R2"))
    canvas.bridge.select({"parcels": [2]})
    for one, was in zip((canvas, other), before, strict=True):
        settle(one, qtbot)
        assert not same(kept(one), was)
        np.testing.assert_array_equal(kept(one), fresh(one))
    assert other.scene is canvas.scene
    other.close_down()
    canvas.bridge.undo()
    settle(canvas, qtbot)
    np.testing.assert_array_equal(kept(canvas), fresh(canvas))


def test_an_edit_while_workers_paint_is_not_painted_over(canvas, qtbot, monkeypatch):
    """The pieces under way when the edit comes show the old state; what it touched stays new."""
    started = []
    original = render.Piece.painted

    def slow(self, cancelled=bool):
        found = original(self, cancelled)
        started.append(self.rect)
        return found

    monkeypatch.setattr(render.Piece, "painted", slow)
    monkeypatch.setattr("widgets.map.surface.AT_ONCE_PX", 0)  # the edit waits for a worker too
    for turn, code in enumerate(["R2", "M1", "G1", "B1"]):
        canvas.repaint_all()
        assert canvas.renderer.busy
        qtbot.waitUntil(lambda: bool(started))
        canvas.bridge.perform(zone(canvas.bridge.document, [1 + turn, 6], code))
        settle(canvas, qtbot)
        started.clear()
        np.testing.assert_array_equal(kept(canvas), fresh(canvas))


def test_many_turns_of_the_wheel_are_painted_once(canvas, qtbot, monkeypatch):
    asked = []
    original = render.Piece.painted
    monkeypatch.setattr(
        render.Piece, "painted", lambda self, *a: asked.append(self.grid) or original(self, *a)
    )
    for _ in range(12):
        wheel(canvas, QPoint(120, 90), 1)
    for _ in range(4):
        wheel(canvas, QPoint(120, 90), -1)
    settle(canvas, qtbot)
    assert set(asked) == {canvas.picture.grid}
    np.testing.assert_array_equal(kept(canvas), fresh(canvas))


def test_while_it_zooms_the_old_picture_stands_in(canvas):
    old = kept(canvas)
    canvas.zoom_by(2.0)
    stand_in = kept(canvas)
    assert not (stand_in == 255).all()
    middle = stand_in[::2, ::2][:75, :100]
    np.testing.assert_array_equal(middle, old[75 : 75 + 75, 100 : 100 + 100])


def test_a_wide_outline_is_painted_as_far_as_it_reaches(canvas, qtbot):
    from dataclasses import replace

    from layers.edit import Edit, ValueDelta

    style = replace(canvas.scene.layers["parcels"].style, width=20.0, unit="m")
    before = canvas.bridge.document.styles.get("parcels")
    canvas.bridge.perform(Edit("wide", (ValueDelta("styles", "parcels", before, style),)))
    settle(canvas, qtbot)
    canvas.bridge.select({"parcels": [2]})
    canvas.bridge.perform(set_values(canvas.bridge.document, "parcels", [2], {"owner": "zz"}))
    canvas.bridge.select({})
    settle(canvas, qtbot)
    np.testing.assert_array_equal(kept(canvas), fresh(canvas))


class Shown(QObject):
    """Which rectangles of a widget are shown again from now on."""

    def __init__(self, widget):
        super().__init__(widget)
        self.rects = []
        widget.installEventFilter(self)

    @override
    def eventFilter(self, _, event):
        if event.type() is QEvent.Type.Paint:
            self.rects.append(event.rect())
        return False


def test_after_an_edit_the_window_shows_again_what_changed_and_no_more(canvas):
    shown = Shown(canvas)
    places = canvas.viewport.pixels(np.array([[EAST + 100.0, NORTH + 100], [EAST + 200, NORTH]]))
    (left, top), (right, bottom) = places.astype(int).tolist()
    parcel = QRect(left, top, right - left, bottom - top).intersected(canvas.rect())
    canvas.bridge.perform(zone(canvas.bridge.document, [2], "R2"))
    QApplication.sendPostedEvents(None, QEvent.Type.UpdateRequest.value)
    (rect,) = shown.rects
    assert rect.contains(parcel)
    assert rect.width() * rect.height() < canvas.width() * canvas.height() / 2


def test_an_edit_is_painted_at_once_with_what_of_it_lies_in_the_margin(canvas, qtbot, monkeypatch):
    """So no thread has to paint the rest while the totals are computed."""
    left, _ = canvas.viewport.pixel(EAST, NORTH)
    canvas.show_viewport(canvas.viewport.panned(-left - 20.0, 0.0))  # the first parcel is cut
    settle(canvas, qtbot)
    qtbot.waitUntil(lambda: QRegion() == canvas.picture.dirty)
    asked, original = [], render.Renderer.ask
    monkeypatch.setattr(
        render.Renderer, "ask", lambda self, piece: (asked.append(piece), original(self, piece))
    )
    canvas.bridge.perform(zone(canvas.bridge.document, [1], "R2"))
    assert canvas.complete
    assert canvas.picture.dirty.isEmpty()
    assert asked == []
    np.testing.assert_array_equal(kept(canvas), fresh(canvas))


def test_a_piece_that_comes_shows_again_its_own_part_of_the_window(canvas, qtbot):
    qtbot.waitUntil(lambda: canvas.named and not canvas._resting.isActive())
    QApplication.processEvents()
    shown = Shown(canvas)
    canvas.picture.spoil(QRegion(QRect(canvas.view().topLeft(), QSize(40, 30))))
    canvas._schedule()
    settle(canvas, qtbot)
    QApplication.sendPostedEvents(None, QEvent.Type.UpdateRequest.value)
    assert shown.rects
    assert all(rect.width() <= 42 and rect.height() <= 32 for rect in shown.rects)


def test_totals_wait_for_an_edit_that_workers_paint(canvas, qtbot, monkeypatch):
    qtbot.waitUntil(lambda: canvas.bridge.results is not None)
    calls = []
    monkeypatch.setattr(canvas.bridge, "hold", lambda one: calls.append(("hold", one)))
    monkeypatch.setattr(canvas.bridge, "release", lambda one: calls.append(("release", one)))
    canvas.bridge.perform(zone(canvas.bridge.document, [2], "R2"))
    assert calls == [("release", canvas)]
    calls.clear()
    monkeypatch.setattr("widgets.map.surface.AT_ONCE_PX", 0)
    canvas.bridge.perform(zone(canvas.bridge.document, [2], "M1"))
    assert calls == [("hold", canvas)]
    qtbot.waitUntil(lambda: canvas.complete)
    qtbot.waitUntil(lambda: calls[-1] == ("release", canvas))
    calls.clear()
    canvas.stage.spoil()  # tiles came: no edit
    settle(canvas, qtbot)
    assert ("hold", canvas) not in calls
    canvas.hide()
    canvas.bridge.perform(zone(canvas.bridge.document, [2], "R2"))
    assert ("hold", canvas) not in calls


def test_when_the_last_feature_goes_the_sentence_of_an_empty_map_comes(opened, qtbot):
    points = [shapely.Point(EAST, NORTH)]
    canvas = opened(document(layer("facilities", points, type=["storage"])))
    canvas.show_viewport(canvas.viewport.panned(150, 100))
    settle(canvas, qtbot)
    shown = Shown(canvas)
    canvas.bridge.perform(delete(canvas.bridge.document, "facilities", [1]))
    QApplication.sendPostedEvents(None, QEvent.Type.UpdateRequest.value)
    assert canvas.rect() in shown.rects


def test_another_usual_size_paints_all_outlines_anew(canvas, qtbot):
    canvas.show_scale(60_000)
    settle(canvas, qtbot)
    for n in range(8):
        small = shapely.box(EAST + 400 + n * 9, NORTH, EAST + 405 + n * 9, NORTH + 5)
        canvas.bridge.perform(draw(canvas.bridge.document, "parcels", small, {}))
    settle(canvas, qtbot)
    np.testing.assert_array_equal(kept(canvas), fresh(canvas))


def test_hidden_it_paints_nothing_and_shown_again_it_is_right(canvas, qtbot):
    canvas.hide()
    canvas.bridge.perform(zone(canvas.bridge.document, [1, 2, 3], "R2"))
    canvas.show_viewport(canvas.viewport.panned(300.0, 40.0))
    qtbot.wait(30)
    assert not canvas.renderer.busy
    assert not canvas.complete
    canvas.show()
    settle(canvas, qtbot)
    np.testing.assert_array_equal(kept(canvas), fresh(canvas))


def test_a_window_made_smaller_and_larger_keeps_what_is_painted(canvas, qtbot):
    for size in ((500, 320), (230, 180), (640, 480), (401, 303)):
        canvas.resize(*size)
        settle(canvas, qtbot)
        assert canvas.view().size().toTuple() == size
        np.testing.assert_array_equal(kept(canvas), fresh(canvas))


SCREENS = textwrap.dedent(
    """
    import sys
    import numpy as np
    from PySide6.QtWidgets import QApplication
    application = QApplication([])
    from layers.session import Session
    from tests.strategies import small_plan
    from tests.widgets.map.pictures import pixels
    from tests.widgets.map.pointing import fresh, kept
    from tests.bench.frames import rest, settle
    from widgets.bridge import Bridge
    from widgets.map.display import MapDisplay
    from widgets.map.stage import Stage

    class Bare(MapDisplay):
        def paint_over(self, painter, part):
            pass

    bridge = Bridge(Session(small_plan()))
    stage = Stage(bridge)
    map_ = Bare(stage)
    map_.resize(401, 303)
    map_.show()
    settle(map_)
    map_.show_viewport(map_.viewport.panned(3.3, -7.7))
    settle(map_)
    assert map_.devicePixelRatioF() == float(sys.argv[1]), map_.devicePixelRatioF()
    shown, found = pixels(map_.grab().toImage()), fresh(map_)
    assert np.array_equal(kept(map_), found)
    high, wide = min(shown.shape[0], found.shape[0]), min(shown.shape[1], found.shape[1])
    assert wide > 401 * map_.viewport.dpr - 1
    assert high > 303 * map_.viewport.dpr - 1
    assert np.array_equal(shown[:high, :wide], found[:high, :wide])
    map_.close_down()
    stage.close()
    bridge.close()
    print("sharp")
    """
)


@pytest.mark.parametrize("factor", ["1", "1.25", "1.5", "2"])
def test_on_every_screen_a_pixel_of_the_picture_is_a_pixel_of_the_device(factor):
    done = subprocess.run(
        [sys.executable, "-c", SCREENS, factor],
        env={**os.environ, "QT_SCALE_FACTOR": factor, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.stdout.strip() == "sharp", done.stderr


def test_on_another_screen_all_is_painted_for_it(canvas, qtbot, monkeypatch):
    from PySide6.QtCore import QEvent
    from PySide6.QtWidgets import QApplication

    monkeypatch.setattr(canvas, "devicePixelRatioF", lambda: 2.0)
    QApplication.sendEvent(canvas, QEvent(QEvent.Type.DevicePixelRatioChange))
    assert canvas.viewport.dpr == 2.0
    settle(canvas, qtbot)
    assert canvas.view() == QRect(canvas.view().topLeft(), canvas.size() * 2)
    np.testing.assert_array_equal(kept(canvas), fresh(canvas))


def test_names_come_from_beside_the_window_and_follow_edits(canvas, qtbot):
    canvas.resize(900, 700)
    settle(canvas, qtbot)
    qtbot.waitUntil(lambda: canvas.named)
    texts = {label.text.split("\n")[0] for label in canvas._names._labels}
    assert "A1" in texts
    edit = set_values(canvas.bridge.document, "parcels", [1], {"number": "Z9"})
    canvas.bridge.perform(edit)
    qtbot.waitUntil(lambda: canvas.named)
    texts = {label.text.split("\n")[0] for label in canvas._names._labels}
    assert "Z9" in texts
    assert "A1" not in texts


def test_while_the_view_moves_a_processor_is_left_to_the_window(canvas, qtbot, monkeypatch):
    canvas.resize(800, 600)
    settle(canvas, qtbot)
    canvas.renderer.threads, most = 2, []
    monkeypatch.setattr("widgets.map.surface.MOVING_PIECE", QSize(300, 300))
    original = render.Renderer.ask

    def ask(self, piece):
        original(self, piece)
        most.append(len(self.wanted))

    monkeypatch.setattr(render.Renderer, "ask", ask)
    monkeypatch.setattr("widgets.map.surface.MOVING_S", 1e9)
    canvas.show_viewport(canvas.viewport.panned(700.0, 300.0))
    settle(canvas, qtbot)
    assert set(most) == {1}
    monkeypatch.setattr("widgets.map.surface.MOVING_S", 0.0)
    monkeypatch.setattr("widgets.map.surface.PIECE", QSize(300, 300))
    canvas.repaint_all()
    settle(canvas, qtbot)
    assert max(most) == 2


def test_an_error_while_the_window_is_painted_ends_nothing_else(canvas, monkeypatch):
    """A painter that is not ended would bring the program down with its next event."""

    def broken(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(canvas, "paint_over", broken)
    with pytest.raises(ZeroDivisionError):
        canvas.grab()
    monkeypatch.undo()
    assert not canvas.grab().isNull()


def test_moving_within_the_margin_paints_nothing(canvas, qtbot, monkeypatch):
    asked = []
    monkeypatch.setattr(render.Renderer, "ask", lambda _, piece: asked.append(piece))
    for across, down in ((30.0, 0.0), (-20.0, 25.0), (-40.0, -60.0)):
        canvas.show_viewport(canvas.viewport.panned(across, down))
        qtbot.wait(20)
    assert asked == []
    assert canvas.complete
    np.testing.assert_array_equal(kept(canvas), fresh(canvas))
