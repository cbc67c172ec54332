"""The histogram behind classes: bars, their colours, and bounds that are dragged."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor

from widgets.dialogs.histogram import Histogram

VALUES = np.array([0.0, 1.0, 1.0, 2.0, 6.0, 10.0, np.nan])
BREAKS = (1.5, 5.0, 10.0)
COLOURS = ("#ff0000", "#00ff00", "#0000ff")


@pytest.fixture
def chart(qtbot):
    found = Histogram()
    qtbot.addWidget(found)
    found.resize(402, 104)
    found.show_values(VALUES, BREAKS, COLOURS)
    found.show()
    return found


def drag(qtbot, chart, start, end):
    y = chart.height() // 2
    qtbot.mousePress(chart, Qt.MouseButton.LeftButton, pos=QPoint(round(start), y))
    qtbot.mouseMove(chart, QPoint(round(end), y))
    qtbot.mouseRelease(chart, Qt.MouseButton.LeftButton, pos=QPoint(round(end), y))


def test_each_feature_is_in_a_bar_of_its_class(chart):
    counts = np.array([bar for *_, bar in chart.counts()])
    assert counts.sum(axis=0).tolist() == [3, 1, 2]
    start, end, first = chart.counts()[0]
    assert (start, first) == (0.0, (1, 0, 0))
    assert end == pytest.approx(0.1)


def test_numbers_and_pixels_belong_together(chart):
    assert chart.pixel(0.0) == 1.0
    assert chart.pixel(10.0) == 401.0
    assert chart.number(chart.pixel(3.7)) == pytest.approx(3.7)


def test_bars_have_the_colours_of_their_classes(chart):
    image = chart.grab().toImage()
    foot = chart.fontMetrics().height() + 4
    y = image.height() - foot - 3
    seen = [QColor(image.pixel(round(chart.pixel(value)) + 1, y)).name() for value in (1.0, 6.0)]
    assert seen == ["#ff0000", "#0000ff"]


def test_a_bound_is_dragged_between_its_neighbours(chart, qtbot):
    moved = []
    chart.moved.connect(lambda place, bound: moved.append((place, bound)))
    drag(qtbot, chart, chart.pixel(1.5), chart.pixel(3.0))
    ((place, bound),) = moved
    assert place == 0
    assert bound == pytest.approx(3.0, abs=0.05)
    moved.clear()
    drag(qtbot, chart, chart.pixel(5.0), chart.pixel(0.2))
    assert moved[0][1] == pytest.approx(1.5, abs=0.05)
    moved.clear()
    drag(qtbot, chart, chart.pixel(8.0), chart.pixel(7.0))  # nothing lies there
    drag(qtbot, chart, chart.pixel(10.0) - 1, chart.pixel(7.0))  # the last class has no bound
    assert moved == []


@pytest.mark.parametrize("values", [[], [np.nan], [3.0], [3.0, 3.0]])
def test_few_numbers_are_drawn_too(chart, values):
    chart.show_values(np.array(values), (3.0,), ("#ff0000",))
    low, high = chart.range
    assert low < high
    assert not chart.grab().isNull()
    assert sum(sum(bar) for *_, bar in chart.counts()) == sum(value == 3.0 for value in values)
