"""The map shown: what is painted anew, and when it says that it is settled."""

import numpy as np
import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QRegion

from layers.edits.attributes import set_values
from layers.edits.zone import zone
from tests.strategies import EAST, NORTH, document
from tests.widgets.map.pictures import same
from tests.widgets.map.pointing import fresh, kept, settle
from widgets.map import reach


def test_the_view_lies_on_whole_pixels_of_the_picture(canvas):
    before = canvas.view()
    canvas.show_viewport(canvas.viewport.panned(12.0, -5.0))
    after = canvas.view()
    assert (after.left(), after.top()) == (before.left() - 12, before.top() + 5)
    assert after.size() == before.size()


def test_panning_keeps_the_grid_and_zooming_makes_another(canvas):
    grid = canvas.picture.grid
    canvas.show_viewport(canvas.viewport.panned(300.0, 0.0))
    assert canvas.picture.grid == grid
    canvas.zoom_by(2.0)
    assert canvas.picture.grid.px_per_m == pytest.approx(grid.px_per_m * 2)


def test_it_says_when_all_is_up_to_date(canvas, qtbot):
    assert canvas.complete
    with qtbot.waitSignal(canvas.settled):
        canvas.zoom_by(1.5)
        assert not canvas.complete
    assert canvas.complete


def test_the_scale_is_told_when_it_changes_and_not_when_panned(canvas):
    heard = []
    canvas.scale_changed.connect(heard.append)
    canvas.show_viewport(canvas.viewport.panned(30.0, 0.0))
    assert heard == []
    canvas.show_scale(1234)
    assert heard == pytest.approx([1234])


def test_an_edit_of_the_land_use_spoils_its_parcel_alone(canvas):
    canvas.hide()  # what is not visible is not painted
    canvas.bridge.perform(zone(canvas.bridge.document, [1], "R2"))
    k, around = canvas.viewport.px_per_m, reach.of_scene(canvas.scene, canvas.viewport, ["parcels"])
    box = canvas.picture.dirty.boundingRect()
    assert box.width() == pytest.approx(100 * k + 2 * around, abs=2)
    assert box.height() == pytest.approx(100 * k + 2 * around, abs=2)
    assert canvas.picture.dirty == QRegion(box)


def test_an_edit_of_another_kind_of_value_leaves_the_picture_right(canvas, qtbot):
    edit = set_values(canvas.bridge.document, "rooftops", [1], {"pv": "built"})
    canvas.bridge.perform(edit)
    settle(canvas, qtbot)
    assert same(kept(canvas), fresh(canvas))


def test_a_change_of_a_hidden_kind_is_seen_when_it_is_shown_again(canvas, qtbot):
    canvas.bridge.show_kind("parcels", visible=False)
    canvas.bridge.perform(zone(canvas.bridge.document, [1, 2, 3], "R2"))
    settle(canvas, qtbot)
    hidden = kept(canvas)
    canvas.bridge.show_kind("parcels", visible=True)
    settle(canvas, qtbot)
    assert not same(kept(canvas), hidden)
    assert same(kept(canvas), fresh(canvas))


def test_zooming_to_nothing_stays_where_it_is(canvas, opened):
    before = canvas.viewport
    canvas.zoom_to(None)
    assert canvas.viewport == before
    empty = opened(document())
    empty.zoom_to_plan()
    assert empty.scene.empty


def test_the_scene_follows_the_plan(canvas):
    canvas.bridge.perform(zone(canvas.bridge.document, [3], "R2"))
    assert canvas.scene.layers["parcels"].source is canvas.bridge.document.layer("parcels")
    assert canvas.scene.extent(["parcels"]) == (EAST, NORTH, EAST + 300, NORTH + 200)
    canvas.bridge.select({"parcels": np.array([2])})
    canvas.zoom_to_selection()
    assert canvas.viewport.x == pytest.approx(EAST + 150)


def test_names_are_looked_for_when_edits_pause(canvas, qtbot):
    qtbot.waitUntil(lambda: canvas.named)
    for code in ("R2", "B1", "M1"):
        canvas.bridge.perform(zone(canvas.bridge.document, [1], code))
        canvas.repaint()
        assert not canvas._naming.running
    assert not canvas.named
    qtbot.waitUntil(lambda: canvas.named)


def test_what_comes_below_the_plan_does_not_put_names_off(canvas, qtbot, monkeypatch):
    qtbot.waitUntil(lambda: canvas.named and not canvas._changed.isActive())
    canvas.stage.spoil()
    assert canvas._changed.isActive()
    begun = []
    monkeypatch.setattr(canvas._changed, "start", lambda: begun.append(True))
    canvas.stage.spoil()
    assert not begun
    canvas.bridge.perform(zone(canvas.bridge.document, [1], "R2"))
    assert begun


@pytest.mark.parametrize("denominator", [300, 777, 5_000])
def test_what_is_painted_in_part_is_what_is_painted_as_a_whole(canvas, qtbot, denominator):
    canvas.show_scale(denominator)
    settle(canvas, qtbot)
    whole = canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    parts = QImage(whole.size(), whole.format())
    tile = 48
    for top in range(0, canvas.height(), tile):
        for left in range(0, canvas.width(), tile):
            part = QRect(left, top, tile, tile).intersected(canvas.rect())
            canvas.render(parts, part.topLeft(), QRegion(part))
    assert parts == whole
