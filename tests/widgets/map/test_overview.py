"""The overview in the corner: what it shows, where it stays away, and how it moves the map."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF

from layers.edits.zone import zone
from tests.strategies import EAST, NORTH, document
from tests.widgets.map.pictures import same
from tests.widgets.map.pointing import click, drag, fresh, kept, settle, wheel
from widgets.map import overview as overviews
from widgets.map.render import Renderer
from widgets.map.viewport import MapX, MapY


@pytest.fixture
def shown(canvas, qtbot):
    """The overview on a map of 900 by 700 px."""
    canvas.resize(900, 700)
    canvas.show_overview(True)
    overview = canvas._overview
    settle(canvas, qtbot)
    qtbot.waitUntil(lambda: overview.complete and not overview.renderer.busy)
    return overview


def spot(overview, x, y):
    across, down = overview.viewport.pixel(MapX(EAST + x), MapY(NORTH + y))
    return QPointF(across, down).toPoint()


def test_it_shows_the_whole_plan_small_in_the_lower_right_corner(canvas, shown):
    assert canvas.overview_shown
    assert shown.isVisible()
    assert shown.geometry().right() < canvas.width()
    assert shown.geometry().left() > canvas.width() / 2
    assert shown.geometry().bottom() < canvas.height()
    assert shown.geometry().top() > canvas.height() / 2
    west, south, east, north = shown.viewport.bounds
    assert west < EAST < EAST + 300 < east
    assert south < NORTH < NORTH + 200 < north
    assert same(kept(shown), fresh(shown))
    assert len(np.unique(kept(shown).reshape(-1, 3), axis=0)) > 3


def test_the_plan_fills_it_when_it_is_switched_on_in_an_open_window(canvas, qtbot):
    canvas.resize(900, 700)
    settle(canvas, qtbot)
    canvas.show_overview(True)
    shown = canvas._overview
    west, south, east, north = canvas.stage.scene.extent()
    wide = (east - west) * shown.viewport.px_per_m / shown.width()
    high = (north - south) * shown.viewport.px_per_m / shown.height()
    assert 0.5 < max(wide, high) <= 1.0


def test_it_is_switched_off_and_on_again(canvas, shown):
    canvas.show_overview(False)
    assert not shown.isVisible()
    assert not canvas.overview_shown
    canvas.show_overview(True)
    assert shown.isVisible()
    assert canvas._overview is shown


def test_in_a_small_window_it_stays_away_until_there_is_room(canvas, shown):
    canvas.resize(260, 200)
    assert not shown.isVisible()
    assert canvas.overview_shown  # still wished for
    canvas.resize(900, 700)
    assert shown.isVisible()


def test_an_empty_plan_has_no_overview(opened):
    canvas = opened(document())
    canvas.resize(900, 700)
    canvas.show_overview(True)
    assert not canvas._overview.isVisible()


def test_pressing_moves_the_map_there(canvas, shown):
    canvas.zoom_by(8.0)
    scale = canvas.viewport.px_per_m
    click(shown, spot(shown, 250, 150))
    assert canvas.viewport.x == pytest.approx(EAST + 250, abs=1 / shown.viewport.px_per_m)
    assert canvas.viewport.y == pytest.approx(NORTH + 150, abs=1 / shown.viewport.px_per_m)
    assert canvas.viewport.px_per_m == scale


def test_the_rectangle_is_held_where_it_was_taken(canvas, shown):
    canvas.zoom_by(3.0)
    before = canvas.viewport
    box = shown.seen()
    start = (box.center() + QPointF(box.width() / 4, 0)).toPoint()
    drag(shown, start, start + QPointF(10, -6).toPoint())
    k = shown.viewport.px_per_m
    assert canvas.viewport.x - before.x == pytest.approx(10 / k, abs=1 / k)
    assert canvas.viewport.y - before.y == pytest.approx(6 / k, abs=1 / k)


def test_the_wheel_zooms_the_map_and_not_the_overview(canvas, shown):
    before, own = canvas.viewport, shown.viewport
    wheel(shown, shown.rect().center(), 2)
    assert canvas.viewport.px_per_m == pytest.approx(before.px_per_m * overviews.WHEEL_FACTOR**2)
    assert (canvas.viewport.x, canvas.viewport.y) == pytest.approx((before.x, before.y))
    assert shown.viewport == own


def test_the_view_is_always_large_enough_to_be_seen(canvas, shown):
    canvas.zoom_by(500.0)
    box = shown.seen()
    assert box.width() >= overviews.SEEN_PX
    assert box.height() >= overviews.SEEN_PX
    middle = shown.viewport.pixel(canvas.viewport.x, canvas.viewport.y)
    assert (box.center().x(), box.center().y()) == pytest.approx(middle)


def test_an_edit_reaches_it_after_the_map(canvas, shown, qtbot, monkeypatch):
    monkeypatch.setattr(type(shown.renderer), "ask", lambda *_: pytest.fail("too early"))
    canvas.bridge.perform(zone(canvas.bridge.document, [1, 2, 3, 4], "R2"))
    monkeypatch.undo()
    qtbot.waitUntil(lambda: shown.complete and not shown.renderer.busy)
    assert same(kept(shown), fresh(shown))
    assert same(kept(canvas), fresh(canvas))


def test_it_waits_while_the_map_is_painted(canvas, shown, qtbot):
    canvas.repaint_all()
    shown._quiet.stop()
    shown.repaint_all()
    assert canvas.renderer.busy
    assert not shown.may_paint()
    assert not shown.renderer.busy
    qtbot.waitUntil(lambda: canvas.complete and shown.complete)


def test_it_is_painted_although_the_map_says_nothing_when_it_has_done_its_margin(
    canvas, shown, qtbot, monkeypatch
):
    """The view was complete all the time; the margin was still painted when its turn came."""
    # The first totals make another scene.
    qtbot.waitUntil(lambda: canvas.bridge.results is not None)
    qtbot.waitUntil(lambda: shown.complete and not shown._quiet.isActive())
    busy = [True]
    with monkeypatch.context() as patch:
        patch.setattr(Renderer, "busy", property(lambda self: self is canvas.renderer and busy[0]))
        shown.repaint_all()
        qtbot.wait(3 * overviews.QUIET_MS)
        assert not shown.complete
        canvas.setUpdatesEnabled(False)  # being drawn again would remind it
        busy[0] = False
        qtbot.waitUntil(lambda: shown.complete)
    canvas.setUpdatesEnabled(True)
    assert same(kept(shown), fresh(shown))
