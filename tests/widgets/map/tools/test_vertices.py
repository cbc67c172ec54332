import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest

from tests.strategies import EAST, NORTH
from tests.widgets.map.pointing import CONTROL, click, drag, mouse, move
from tests.widgets.map.tools.test_split import areas, pixel, whole
from widgets.map.viewport import MapX, MapY


@pytest.fixture
def corners(canvas):
    canvas.snapping = type(canvas.snapping)(on=False)
    canvas.use("vertices")
    canvas.setFocus()
    return canvas


def test_a_dragged_corner_moves_in_all_that_share_it(corners):
    drag(corners, pixel(corners, 100, 100), pixel(corners, 120, 110))
    assert sum(areas(corners)) == 60_000.0
    assert areas(corners)[0] > 10_500
    assert whole(corners)
    corners.bridge.undo()
    assert areas(corners) == [10_000.0] * 6


def test_nothing_marks_the_place_that_a_corner_has_left(corners):
    move(corners, pixel(corners, 100, 100), Qt.MouseButton.NoButton)
    drag(corners, pixel(corners, 100, 100), pixel(corners, 120, 110))
    # A drag lets go without a further move of the pointer.
    assert (EAST + 100, NORTH + 100) not in corners.gesture("vertices")._near


def test_a_corner_is_clicked_and_put_by_numbers(corners):
    click(corners, pixel(corners, 100, 100))
    QTest.keyClicks(corners, "@")
    entry = corners.gesture("vertices").typing.entry
    QTest.keyClicks(entry, "10,20")
    QTest.keyClick(entry, Qt.Key.Key_Return)
    assert areas(corners)[:2] == [11_500.0, 10_500.0]


def test_a_side_moves_in_parallel(corners):
    drag(corners, pixel(corners, 100, 60), pixel(corners, 110, 80))
    moved = areas(corners)
    assert moved[0] + moved[1] == 20_000.0
    assert abs(moved[0] - 11_000) < 80
    assert whole(corners)


def test_a_double_click_puts_a_corner_into_a_side_and_delete_takes_it_out(corners):
    place = pixel(corners, 100, 60)
    click(corners, place)
    mouse(corners, QEvent.Type.MouseButtonDblClick, place)
    layer = corners.bridge.document.layer("parcels")
    assert [len(one.exterior.coords) for one in layer.geometries[:2]] == [6, 6]
    assert areas(corners) == [10_000.0] * 6
    move(corners, place, Qt.MouseButton.NoButton)
    QTest.keyClick(corners, Qt.Key.Key_Delete)
    layer = corners.bridge.document.layer("parcels")
    assert [len(one.exterior.coords) for one in layer.geometries[:2]] == [5, 5]


def test_what_would_cross_itself_is_refused_in_the_preview(corners):
    click(corners, pixel(corners, 0, 0))
    shown = corners.gesture("vertices").preview(
        [(MapX(EAST), MapY(NORTH)), (MapX(EAST + 130), MapY(NORTH + 40))]
    )
    assert shown.refused
    corners.gesture("vertices").cancel()
    told = []
    corners.bridge.refused.connect(told.append)
    click(corners, pixel(corners, 100, 100), CONTROL)
    assert "parcels meet in this vertex" in told[0].message.text
    assert areas(corners) == [10_000.0] * 6


def test_away_from_corners_nothing_begins(corners):
    click(corners, pixel(corners, 50, 50))
    assert not corners.gesture("vertices").under_way
    drag(corners, pixel(corners, 50, 50), pixel(corners, 60, 50) + QPoint(1, 0))
    assert areas(corners) == [10_000.0] * 6


@pytest.mark.parametrize("across", [100, 50])
def test_delete_beside_a_corner_leaves_the_selected_parcels(corners, across):
    corners.bridge.select({"parcels": np.array([1, 2])})
    move(corners, pixel(corners, across, 60), Qt.MouseButton.NoButton)
    said = []
    corners.said.connect(said.append)
    QTest.keyClick(corners, Qt.Key.Key_Delete)
    assert areas(corners) == [10_000.0] * 6
    assert said == ["Point at a corner to take it out."]


def test_a_corner_put_in_can_be_taken_out_at_once(corners):
    place = pixel(corners, 100, 60)
    move(corners, place, Qt.MouseButton.NoButton)
    click(corners, place)
    mouse(corners, QEvent.Type.MouseButtonDblClick, place)
    QTest.keyClick(corners, Qt.Key.Key_Delete)
    layer = corners.bridge.document.layer("parcels")
    assert [len(one.exterior.coords) for one in layer.geometries[:2]] == [5, 5]
