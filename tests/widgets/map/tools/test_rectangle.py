"""Rectangles by three places."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from tests.strategies import EAST, NORTH
from tests.widgets.map.pointing import click, move
from widgets.map.tools.rectangle import corners
from widgets.map.viewport import MapX, MapY
from widgets.words import THIN


def pixel(canvas, x, y):
    across, down = canvas.viewport.pixel(MapX(EAST + x), MapY(NORTH + y))
    return QPoint(round(across), round(down))


@pytest.fixture
def drawing(canvas):
    canvas.bridge.activate("greens")
    canvas.use("rectangle")
    return canvas


def test_three_clicks_make_a_rectangle(drawing):
    for x, y in ((100, 0), (200, 0)):
        click(drawing, pixel(drawing, x, y))
    move(drawing, pixel(drawing, 200, 100), Qt.MouseButton.NoButton)
    assert drawing.gesture("rectangle").told() == [
        "100.00 m × 100.00 m",
        f"Area 1.00{THIN}ha",
    ]
    click(drawing, pixel(drawing, 200, 100))
    (found,) = drawing.bridge.document.layer("greens").geometries
    assert found.area == 10_000
    assert not drawing.gesture("rectangle").under_way


def test_sides_can_be_typed(drawing):
    drawing.snapping = type(drawing.snapping)(on=False)
    click(drawing, pixel(drawing, 50, 50))
    entry = drawing.gesture("rectangle").typing.entry
    for text in ("20<30", "10<120"):
        QTest.keyClicks(drawing, text[0])
        QTest.keyClicks(entry, text[1:])
        QTest.keyClick(entry, Qt.Key.Key_Return)
    (found,) = drawing.bridge.document.layer("greens").geometries
    assert found.area == pytest.approx(200)


def test_rectangles_are_areas(drawing):
    said = []
    drawing.said.connect(said.append)
    drawing.bridge.activate("roads")
    click(drawing, pixel(drawing, 50, 50))
    assert "not drawn as areas" in said[-1]
    assert not drawing.gesture("rectangle").under_way


def test_a_rectangle_that_is_refused_is_shown_all_the_same(drawing):
    drawing.bridge.activate("parcels")
    for x, y in ((100, 0), (200, 0)):
        click(drawing, pixel(drawing, x, y))
    places = [*drawing.gesture("rectangle").places, (EAST + 150.0, NORTH + 60.0)]
    found = drawing.gesture("rectangle").preview(places)
    assert "belongs to parcels" in found.refused
    assert found.shapes[0].area == pytest.approx(6_000)


PLACES = st.tuples(st.integers(-999, 999), st.integers(-999, 999))


@given(PLACES, PLACES, PLACES)
def test_corners_are_right_angles_and_the_other_side_passes_the_third_place(one, other, beside):
    shift = (40_512_345.5, 3_901_234.5)
    places = [(x / 8 + shift[0], y / 8 + shift[1]) for x, y in (one, other, beside)]
    a, b, c, d = corners(*places)
    assert (a, b) == tuple(places[:2])
    along, across = (b[0] - a[0], b[1] - a[1]), (c[0] - b[0], c[1] - b[1])
    assert along[0] * across[0] + along[1] * across[1] == pytest.approx(0, abs=1e-4)
    assert (d[0] - a[0], d[1] - a[1]) == pytest.approx(across, abs=1e-7)
    if a != b:
        to = (places[2][0] - c[0], places[2][1] - c[1])
        turned = along[0] * to[1] - along[1] * to[0]
        assert turned / math.hypot(*along) == pytest.approx(0, abs=1e-5)
