"""The flash around what was looked for."""

import numpy as np
from PySide6.QtGui import QImage, QPainter

from tests.strategies import EAST, NORTH
from tests.widgets.map.pictures import pixels
from widgets.map import flash


def drawn(canvas):
    image = QImage(canvas.size(), QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    canvas.flash.paint(painter)
    painter.end()
    return (pixels(image) != 255).any(axis=2)


def test_a_place_flashes_in_the_middle_and_ends(canvas, qtbot, monkeypatch):
    monkeypatch.setattr(flash, "LASTS_MS", 200)
    canvas.show_place(EAST + 50, NORTH + 60)
    assert (canvas.viewport.x, canvas.viewport.y) == (EAST + 50, NORTH + 60)
    found = np.argwhere(drawn(canvas)).mean(axis=0)
    assert np.abs(found - np.array([150, 200])).max() < 2
    qtbot.waitUntil(lambda: not canvas.flash.running)
    assert not drawn(canvas).any()


def test_a_place_is_shown_closely_but_never_from_farther_than_before(canvas):
    canvas.show_scale(50_000)
    canvas.show_place(EAST, NORTH)
    assert round(canvas.viewport.denominator) == 2_000
    canvas.show_scale(800)
    canvas.show_place(EAST + 10, NORTH)
    assert round(canvas.viewport.denominator) == 800


def test_features_flash_where_they_are(canvas):
    canvas.show_features("parcels", np.array([6]))
    assert (canvas.viewport.x, canvas.viewport.y) == (EAST + 250, NORTH + 150)
    assert canvas.viewport.denominator >= 499
    assert drawn(canvas)[150, 200]
    canvas.flash.stop()
    canvas.show_features("parcels", np.array([99]))
    assert not canvas.flash.running
