import numpy as np
import shapely
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest

from tests.strategies import EAST, NORTH
from tests.widgets.map.pointing import RIGHT, click, mouse, move, selected
from widgets.map.viewport import MapX, MapY


def pixel(canvas, x, y):
    across, down = canvas.viewport.pixel(MapX(EAST + x), MapY(NORTH + y))
    return QPoint(round(across), round(down))


def areas(canvas):
    return np.round(shapely.area(canvas.bridge.document.layer("parcels").geometries), 1).tolist()


def whole(canvas):
    shapes = canvas.bridge.document.layer("parcels").geometries
    return shapely.coverage_is_valid(shapes, gap_width=0.001)


def draw(canvas, tool, *places):
    """Clicks at places without snapping, ended with a right click."""
    canvas.use(tool)
    for x, y in places:
        click(canvas, pixel(canvas, x, y), keys=Qt.KeyboardModifier.AltModifier)
    click(canvas, pixel(canvas, *places[-1]), button=RIGHT)


def test_a_line_splits_what_it_crosses_in_one_step_and_selects_the_parts(canvas):
    draw(canvas, "split", (50, -20), (50, 220))
    assert areas(canvas)[:4] == [10_000.0] * 4
    assert len(areas(canvas)) == 8
    assert sum(areas(canvas)) == 60_000.0
    assert whole(canvas)
    assert selected(canvas) == [7, 8, 9, 10]
    canvas.bridge.undo()
    assert areas(canvas) == [10_000.0] * 6


def test_only_what_is_selected_is_split(canvas):
    canvas.bridge.select({"parcels": [1]})
    draw(canvas, "split", (50, -20), (50, 220))
    assert len(areas(canvas)) == 7
    assert whole(canvas)


def test_the_preview_shows_the_parts_and_a_line_that_cuts_nothing_in_words(canvas):
    canvas.use("split")
    gesture = canvas.gesture("split")
    places = [(MapX(EAST + 50), MapY(NORTH - 9)), (MapX(EAST + 50), MapY(NORTH + 109))]
    shown = gesture.preview(places)
    assert len(shown.shapes) == 2
    assert not shown.refused
    places[1] = (MapX(EAST + 50), MapY(NORTH + 50))
    assert "crosses no parcel entirely" in gesture.preview(places).refused


def test_a_refused_line_stays_to_be_put_right(canvas):
    told = []
    canvas.bridge.refused.connect(told.append)
    draw(canvas, "split", (50, -20), (50, 50))
    assert len(told) == 1
    assert len(canvas.gesture("split").places) == 2
    QTest.keyClick(canvas, Qt.Key.Key_Backspace)
    click(canvas, pixel(canvas, 50, 150), keys=Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert len(areas(canvas)) == 7


def test_snapping_splits_from_corner_to_corner(canvas):
    canvas.use("split")
    click(canvas, pixel(canvas, 0, 0) + QPoint(2, 2))
    click(canvas, pixel(canvas, 100, 100) + QPoint(-2, 3))
    mouse(canvas, QEvent.Type.MouseButtonDblClick, pixel(canvas, 100, 100))
    assert areas(canvas)[-2:] == [5_000.0, 5_000.0]
    assert whole(canvas)


def test_after_a_split_the_next_line_may_lie_elsewhere_or_cut_a_part_alone(canvas):
    draw(canvas, "split", (50, -20), (50, 120))
    draw(canvas, "split", (150, -20), (150, 120))
    assert areas(canvas)[-4:] == [5_000.0] * 4
    draw(canvas, "split", (90, 50), (250, 50))  # through a part that is selected, and past it
    assert len(areas(canvas)) == 10
    canvas.bridge.select({"parcels": [3]})
    told = []
    canvas.bridge.refused.connect(told.append)
    draw(canvas, "split", (20, -20), (20, 90))
    assert len(told) == 1
    assert len(areas(canvas)) == 10


def test_the_preview_of_a_line_that_a_click_would_close_shows_the_island(qtbot, canvas):
    canvas.use("split")
    for x, y in ((20, 20), (80, 20), (80, 80), (20, 80)):
        click(canvas, pixel(canvas, x, y), keys=Qt.KeyboardModifier.AltModifier)
    gesture = canvas.gesture("split")
    qtbot.waitUntil(lambda: gesture._previewed() is not None)
    assert gesture._previewed().refused
    move(canvas, pixel(canvas, 20, 20) + QPoint(2, 1), Qt.MouseButton.NoButton)
    qtbot.waitUntil(lambda: gesture._previewed() is not None)
    shown = gesture._previewed()
    assert not shown.refused
    assert sorted(round(shape.area) for shape in shown.shapes) == [3_600, 6_400]
    click(canvas, pixel(canvas, 20, 20) + QPoint(2, 1))
    assert 3_600 in [round(area) for area in areas(canvas)]
    assert whole(canvas)
