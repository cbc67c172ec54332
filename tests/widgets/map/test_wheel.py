"""Wheels, trackpads and what they zoom by."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent

from tests.widgets.map.pointing import CONTROL, NONE
from widgets.map.wheel import DOUBLE_PX, zoom_factor


def turned(angle=0, pixels=0, keys=NONE, phase=Qt.ScrollPhase.NoScrollPhase, across=0):
    return QWheelEvent(
        QPointF(10, 10),
        QPointF(10, 10),
        QPoint(0, round(pixels)),
        QPoint(across, angle),
        Qt.MouseButton.NoButton,
        keys,
        phase,
        False,
    )


def test_a_step_of_the_wheel_zooms_by_a_quarter_and_half_a_step_by_its_root():
    assert zoom_factor(turned(120)) == pytest.approx(1.25)
    assert zoom_factor(turned(-240)) == pytest.approx(1 / 1.25**2)
    assert zoom_factor(turned(60)) == pytest.approx(1.25**0.5)


def test_ctrl_makes_it_fine():
    assert zoom_factor(turned(120, keys=CONTROL)) == pytest.approx(1.05)
    assert zoom_factor(turned(-120, keys=CONTROL)) == pytest.approx(1 / 1.05)


def test_a_trackpad_zooms_by_the_way_of_the_fingers():
    moving = Qt.ScrollPhase.ScrollUpdate
    assert zoom_factor(turned(13, DOUBLE_PX, phase=moving)) == pytest.approx(2.0)
    assert zoom_factor(turned(13, DOUBLE_PX / 2, phase=moving)) == pytest.approx(2**0.5)
    # Without phases the pixels are not to be relied on.
    assert zoom_factor(turned(120, DOUBLE_PX)) == pytest.approx(1.25)


def test_turning_sideways_zooms_nothing_and_a_wild_turn_is_bounded():
    assert zoom_factor(turned(across=120)) == 1.0
    assert zoom_factor(turned(120 * 100)) == 8.0
    assert zoom_factor(turned(-120 * 100)) == 1 / 8
