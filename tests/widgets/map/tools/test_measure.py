"""Measuring along places."""

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QGuiApplication

from tests.strategies import EAST, NORTH
from tests.widgets.map.pointing import (
    RIGHT,
    click,
    mouse,
    move,
    shown,
    square,
)
from widgets.map.sketch_drawing import area_of, length_of
from widgets.map.snap_choice import Snapping
from widgets.map.tools.measure import measured
from widgets.words import THIN


def test_measuring_says_length_and_area_and_backspace_takes_back(canvas, qtbot):
    canvas.use("measure")
    canvas.snapping = Snapping(on=False)
    canvas.show_scale(2000)
    said = []
    canvas.said.connect(lambda text: said.append(text.replace(THIN, ",")))
    k = canvas.viewport.px_per_m
    start = QPoint(50, 250)
    corners = [start, start + QPoint(200, 0), start + QPoint(200, -100)]
    for corner in corners:
        click(canvas, corner)
    # 200 px and 100 px, and half of the square that they span.
    length, area = 300 / k, 200 * 100 / 2 / k**2
    shown = f"{area / 1e4:,.2f} ha = {area:,.0f} m² = {area * 15 / 1e4:,.1f} 亩"
    assert said[-1].startswith(f"Length {length:,.1f} m, area {shown}, last side {100 / k:,.1f} m")
    assert f"on the ellipsoid {length:,.2f} m, {area:,.0f} m²" in said[-1]
    qtbot.keyClick(canvas, Qt.Key.Key_Backspace)
    move(canvas, start + QPoint(100, 0), Qt.MouseButton.NoButton)
    # There, and half of the way back, to the west.
    assert said[-1].startswith(f"Length {300 / k:,.1f} m, last side {100 / k:,.1f} m at 270.0°")
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert said[-1].startswith(f"Length {200 / k:,.1f} m, last side {200 / k:,.1f} m at 90.0°")
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert said[-1] == ""


def test_a_double_click_ends_and_the_next_click_begins_anew(canvas):
    canvas.use("measure")
    canvas.snapping = Snapping(on=False)
    gesture = canvas.gesture("measure")
    for across in (50, 150):
        click(canvas, QPoint(across, 100))
    mouse(canvas, QEvent.Type.MouseButtonDblClick, QPoint(150, 100))
    move(canvas, QPoint(300, 200), Qt.MouseButton.NoButton)
    assert len(gesture.measured) == 2  # the second click of the two has added no place
    assert length_of(gesture.measured) == pytest.approx(100 / canvas.viewport.px_per_m)
    click(canvas, QPoint(20, 20))
    assert len(set(gesture.measured)) == 1
    assert gesture.cancel()
    assert gesture.measured == []
    assert not gesture.cancel()


def test_a_right_click_ends_too_and_another_tool_clears(canvas):
    canvas.use("measure")
    gesture = canvas.gesture("measure")
    for across in (50, 150):
        click(canvas, QPoint(across, 100))
    click(canvas, QPoint(300, 100), button=RIGHT)
    move(canvas, QPoint(10, 10), Qt.MouseButton.NoButton)
    assert len(gesture.measured) == 2
    canvas.use("select")
    assert gesture.measured == []


def test_the_measured_line_is_drawn_and_taken_away(canvas, qtbot):
    canvas.use("measure")
    before = shown(canvas)
    for across in (50, 150):
        click(canvas, QPoint(across, 100))
    ink = (0xC2, 0x18, 0x5B)
    assert (shown(canvas) == ink).all(axis=2).sum() > 100
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    canvas.gesture("measure").leave()
    assert (shown(canvas) == before).all()


def test_places_snap_to_corners_unless_alt_is_held(canvas):
    canvas.use("measure")
    gesture = canvas.gesture("measure")
    corner = square(canvas, 1, 1, 0, 0)
    click(canvas, corner + QPoint(5, -5))
    assert gesture.measured[0] == (EAST + 100, NORTH + 100)
    gesture.cancel()
    click(canvas, corner + QPoint(5, -5), keys=Qt.KeyboardModifier.AltModifier)
    assert gesture.measured[0] != (EAST + 100, NORTH + 100)
    gesture.cancel()
    click(canvas, square(canvas, 1, 1, 50, 50))
    assert gesture.measured[0] != (EAST + 100, NORTH + 100)


def test_what_was_measured_is_copied_as_a_table(canvas, qtbot):
    canvas.use("measure")
    for column, row in ((0, 0), (1, 0), (1, 1), (0, 1)):
        click(canvas, square(canvas, column, row, 0, 0))
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    qtbot.keyClick(canvas, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    rows = [row.split("\t") for row in QGuiApplication.clipboard().text().split("\n")]
    assert len({len(row) for row in rows}) == 1
    assert rows[1][1:3] == ["3890000.000", "500000.000"]
    assert [row[3:5] for row in rows[2:5]] == [
        ["90.0000", "100.000"],
        ["0.0000", "100.000"],
        ["270.0000", "100.000"],
    ]
    sums = {row[0]: row[4:] for row in rows[5:]}
    assert sums["Length [m]"][0] == "300.000"
    assert sums["Area [m²]"][0] == "10000.000"
    assert abs(float(sums["Area [m²]"][1]) - 10000) < 0.01
    assert sums["Area [ha]"][0] == "1.0000"
    assert sums["Area [亩]"][0] == "15.0000"


def test_backspace_after_the_end_goes_on(canvas, qtbot):
    canvas.use("measure")
    gesture = canvas.gesture("measure")
    for across in (50, 150):
        click(canvas, QPoint(across, 100))
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    qtbot.keyClick(canvas, Qt.Key.Key_Backspace)
    move(canvas, QPoint(300, 60), Qt.MouseButton.NoButton)
    assert len(gesture.measured) == 3


def test_lengths_and_areas_are_said_in_units_that_suit_them():
    short = [(0.0, 0.0), (30.0, 0.0), (30.0, 10.0)]
    assert measured(short[:1], "ha") == ""
    assert measured(short[:2], "ha") == "Length 30.0 m"
    # Half of 30 m x 10 m: less than 1 mu, so in square metres alone.
    assert measured(short, "ha") == "Length 40.0 m, area 150 m²"
    long = [(0.0, 0.0), (1200.0, 0.0), (1200.0, 500.0)]
    assert measured(long[:2], "ha") == "Length 1.200 km"
    # 300 000 m2 are 30 ha or 450 mu.
    assert measured(long, "ha") == "Length 1.700 km, area 30.00 ha = 300\u2009000 m² = 450.0 亩"
    assert measured(long, "mu").endswith("area 450.0 亩 = 300\u2009000 m² = 30.00 ha")
    back = [(0.0, 0.0), (5.0, 0.0), (0.0, 0.0)]
    assert measured(back, "ha") == "Length 10.0 m"


def test_areas_keep_their_millimetres_far_from_the_origin():
    east, north = 39_500_000.0, 3_900_000.0
    corners = [(east, north), (east + 10, north), (east + 10, north + 10), (east, north + 10)]
    assert area_of(corners) == pytest.approx(100.0, abs=1e-6)
    assert area_of(corners[::-1]) == pytest.approx(100.0, abs=1e-6)
    assert area_of(corners[:2]) == 0.0
